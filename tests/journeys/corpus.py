"""GitHub's own example payloads, fetched from npm: real input that nobody here has written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = "@octokit/webhooks-examples@7.6.1"
FETCH_SECONDS = 60
SECRET_FREE_SIGNATURE = "sha256=" + "0" * 64


@dataclass(frozen=True)
class Event:
    """One webhook as GitHub sends it; `number` makes its delivery id."""

    number: int
    name: str
    body: bytes

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Return GitHub's headers in GitHub's order."""
        return [
            ("User-Agent", "GitHub-Hookshot/044aadd"),
            ("Accept", "*/*"),
            ("X-GitHub-Delivery", str(uuid.UUID(int=self.number))),
            ("X-GitHub-Event", self.name),
            ("X-GitHub-Hook-ID", "292430182"),
            ("X-GitHub-Hook-Installation-Target-ID", "79929171"),
            ("X-GitHub-Hook-Installation-Target-Type", "repository"),
            ("X-Hub-Signature-256", SECRET_FREE_SIGNATURE),
            ("Content-Type", "application/json"),
        ]


@cache
def events() -> list[Event]:
    """Return all of them; skip the test where npm is missing or cannot fetch."""
    found = json.loads(_index().read_text("utf-8"))
    pairs = [(kind["name"], example) for kind in found for example in kind["examples"]]
    return [
        Event(number, name, json.dumps(example, ensure_ascii=False, separators=(",", ":")).encode())
        for number, (name, example) in enumerate(pairs, 1)
    ]


def _index() -> Path:
    kept = Path(tempfile.gettempdir()) / f"requestbin-corpus-{os.getuid()}-7.6.1"
    if not kept.exists():
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            _fetch(Path(folder))
            shutil.move(Path(folder) / "unpacked", kept)
    return kept / "package" / "api.github.com" / "index.json"


def _fetch(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"there is no npm to fetch {PACKAGE} with")
    try:
        ended = subprocess.run(
            [npm, "pack", "--silent", PACKAGE], cwd=folder, capture_output=True, text=True,
            timeout=FETCH_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not fetch {PACKAGE} within {FETCH_SECONDS} s")
    if ended.returncode:
        pytest.skip(f"npm cannot fetch {PACKAGE}: {ended.stderr.strip()[-200:]}")
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder / "unpacked", filter="data")
