"""Copy curl: what the page gives to paste sends the same request again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import serving
from tests.journeys.test_exact import SHAPES
from tests.journeys.witness import Witness
from tests.serving import ended

MADE_BY_CURL = frozenset(b"host content-length transfer-encoding connection expect".split())


@pytest.fixture(scope="module")
def witness(
    collected: None, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Witness]:
    server = serving(migrated, tmp_path_factory.mktemp("curl") / "data", (), {})
    with ended([server]):
        yield Witness(server)


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="no curl, no bash")
@pytest.mark.parametrize("shape", [name for name in SHAPES if "absolute" not in name])
def test_it_sends_the_same_again(witness: Witness, shape: str, tmp_path: Path) -> None:
    sent, _ = SHAPES[shape]
    first = witness.send(sent)
    snippet = witness.page(f"requests/{first['seq']}/curl/").text
    (tmp_path / "body.bin").write_bytes(sent.body)
    subprocess.run(
        ["bash", "-c", snippet], cwd=tmp_path, capture_output=True, timeout=30, check=True
    )
    again = witness.newest()
    assert again["seq"] == first["seq"] + 1
    for same in ("method", "target", "body"):
        assert again[same] == first[same]
    assert kept(again) == kept(first)


def kept(item: dict[str, list[list[str]]]) -> list[list[str]]:
    return [pair for pair in item["headers"] if pair[0].lower().encode() not in MADE_BY_CURL]
