"""The JavaScript that is offered verifies what the provider signs; all rows in one run of Node."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from requestbin.providers import PROVIDERS, provider_of
from requestbin.providers.recipes import recipe
from tests.providers.recipes import asking

NODE = shutil.which("node")
RUNNER = """
const results = require("./cases.json").map(({ file, calls }) => {
  const { verify } = require(file);
  return calls.map(({ headers, body, secret, url, method, now }) => {
    try {
      return Boolean(verify(headers, Buffer.from(body, "base64"), secret, url, method, now));
    } catch (error) {
      return String(error);
    }
  });
});
console.log(JSON.stringify(results));
"""


Asked = tuple[str, str, list[asking.Call], list[bool]]
"""What is asked of Node: a name, the slug of a row, the calls, and what is to be answered."""


def _asked() -> list[Asked]:
    of_cases: list[Asked] = []
    for case in asking.everything("node"):
        calls = asking.calls(case)
        wanted = [asking.expected(case, call) for call in calls]
        assert wanted[:2] == [True, False], case.name  # the genuine one, and another secret
        of_cases.append((case.name, case.provider.slug, calls, wanted))
    single = (*asking.of_vectors(), *asking.of_oddities())
    return [*of_cases, *((name, slug, [call], [valid]) for name, slug, call, valid in single)]


def _told(call: asking.Call) -> dict[str, Any]:
    request, secret, now = call
    return {
        "headers": asking.headers_of(request),
        "body": base64.b64encode(request.body).decode(),
        "secret": secret,
        "url": request.url,
        "method": request.method,
        "now": now,
    }


@pytest.mark.skipif(NODE is None, reason="needs Node.js")
def test_every_recipe_judges_as_we_do(tmp_path: Path) -> None:
    asked = _asked()
    told = []
    for _, slug, calls, _ in asked:
        provider = provider_of(slug)
        assert provider
        (tmp_path / f"{slug}.js").write_text(recipe(provider, "node"))
        told.append({"file": f"./{slug}.js", "calls": [_told(call) for call in calls]})
    (tmp_path / "cases.json").write_text(json.dumps(told))
    (tmp_path / "run.js").write_text(RUNNER)
    command = [NODE or "node", "run.js"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=60)
    got = json.loads(ran.stdout)
    for (name, _, _, wanted), results in zip(asked, got, strict=True):
        assert results == wanted, name


def test_every_row_that_signs_is_covered() -> None:
    signing = [row for row in PROVIDERS if row.schemes]
    without = {row.slug for row in signing if not recipe(row, "node")}
    assert without == set()
