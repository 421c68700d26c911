"""The JavaScript that is offered verifies what the provider signs; all rows in one run of Node."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from requestbin.http import Request
from requestbin.providers import PROVIDERS, verify
from requestbin.providers.recipes import recipe
from tests.providers.doctor.cases import NOW, Case, cases
from tests.providers.recipes.asking import another, covered, headers_of, of_keys

NODE = shutil.which("node")
RUNNER = """
const results = require("./cases.json").map(({ file, calls }) => {
  const { verify } = require(file);
  return calls.map(({ headers, body, secret, url, now }) => {
    try {
      return Boolean(verify(headers, Buffer.from(body, "base64"), secret, url, "POST", now));
    } catch (error) {
      return String(error);
    }
  });
});
console.log(JSON.stringify(results));
"""


def _calls(case: Case) -> list[tuple[Request, str, float]]:
    changed = replace(case.request, body=case.request.body.replace(b"o", b"0"))
    return [
        (case.request, case.text, NOW),
        (case.request, another(case), NOW),
        (changed, case.text, NOW),
        (case.request, case.text, NOW + 100_000),
    ]


def _told(call: tuple[Request, str, float]) -> dict[str, Any]:
    request, secret, now = call
    body = base64.b64encode(request.body).decode()
    return {
        "headers": headers_of(request),
        "body": body,
        "secret": secret,
        "url": request.url,
        "now": now,
    }


@pytest.mark.skipif(NODE is None, reason="needs Node.js")
def test_every_recipe_judges_as_we_do(tmp_path: Path) -> None:
    known = [case for case in (*cases(), *of_keys()) if covered(case, "node")]
    told = []
    for number, case in enumerate(known):
        (tmp_path / f"recipe{number}.js").write_text(recipe(case.provider, "node"))
        calls = [_told(call) for call in _calls(case)]
        told.append({"file": f"./recipe{number}.js", "calls": calls})
    (tmp_path / "cases.json").write_text(json.dumps(told))
    (tmp_path / "run.js").write_text(RUNNER)
    command = [NODE or "node", "run.js"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=60)
    got = json.loads(ran.stdout)
    for case, results in zip(known, got, strict=True):
        row = replace(case.provider, schemes=(case.scheme,))
        wanted = [
            verify(request, row, secret, now=now).valid for request, secret, now in _calls(case)
        ]
        assert results == wanted, case.name


def test_most_rows_are_covered() -> None:
    signing = [row for row in PROVIDERS if row.schemes]
    without = {row.slug for row in signing if not recipe(row, "node")}
    assert len(without) <= len(signing) // 5, without
