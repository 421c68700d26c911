"""The archive of bodies, read by Python's own reader and by unzip where there is one."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings

from requestbin.http import Captured
from requestbin.inspection.exports import zip as archive
from requestbin.inspection.exports.zip import INDEX, Zip
from tests.builders import captured
from tests.entries import entry, written
from tests.strategies import captures

HOSTILE = '../../etc/passwd; filename="C:\\x.exe"\x00\n<script>'


def opened(octets: bytes) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(octets))
    assert found.testzip() is None
    return found


def index(found: zipfile.ZipFile) -> list[dict[str, object]]:
    return [json.loads(line) for line in found.read(INDEX).splitlines()]


def test_bodies_are_files_and_the_index_names_them() -> None:
    requests = [
        captured(),
        captured(body=b""),
        captured(headers=[("Content-Type", "image/png")], body=b"\x89PNG" * 1000),
        captured(headers=[("Content-Type", "application/vnd.x+json;v=1")], body=b"[]"),
        captured(headers=[("Content-Type", "text/html")], body=b"<script>"),
        captured(headers=[("Content-Type", HOSTILE.encode())], body=b"?"),
    ]
    found = opened(written(Zip(), *(entry(each, at) for at, each in enumerate(requests, 1))))
    names = ["00000001.json", "00000003.png", "00000004.json", "00000005.html.txt", "00000006.bin"]
    assert found.namelist() == [*names, INDEX]
    lines = index(found)
    assert [line["file"] for line in lines] == [names[0], None, *names[1:]]
    for request, line in zip(requests, lines, strict=True):
        assert found.read(str(line["file"])) == request.body if line["file"] else not request.body
    assert "body_base64" not in lines[0]
    assert found.infolist()[0].date_time == (2026, 3, 4, 5, 6, 6)


@pytest.mark.skipif(not shutil.which("unzip"), reason="no unzip on this machine")
def test_unzip_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(written(Zip(), *(entry(captured(), at) for at in range(20))))
    subprocess.run(["unzip", "-q", path, "-d", tmp_path / "out"], check=True, timeout=20)
    assert (tmp_path / "out" / "00000007.json").read_bytes() == captured().body


@settings(max_examples=60, deadline=None)
@given(captures())
def test_anything_is_a_file_of_ours(request: Captured) -> None:
    found = opened(written(Zip(), entry(request)))
    for name in found.namelist():
        assert name == INDEX or name.startswith("00000007.")
    if request.body:
        assert found.read(found.namelist()[0]) == request.body


def test_an_empty_archive_is_one_too() -> None:
    assert index(opened(written(Zip()))) == []


def test_large_figures_go_into_their_own_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bounds of ZIP64, lowered: files of 4 GiB would take the tests too long."""
    monkeypatch.setattr(archive, "MOST", 500)
    octets = written(Zip(), *(entry(captured(body="x" * 600), at) for at in range(9)))
    assert octets.count(b"PK\x06\x06") == 1
    assert octets.count(b"PK\x06\x07") == 1
    # A reader takes 0xFFFFFFFF for the mark, so the fields are checked, not read.
    assert octets.count((600).to_bytes(8, "little")) == 18


def test_more_files_than_sixteen_bits_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 5)
    octets = written(Zip(), *(entry(captured(body="x"), at) for at in range(9)))
    assert octets.count(b"PK\x06\x06") == octets.count(b"PK\x06\x07") == 1
    assert len(opened(octets).namelist()) == 10


def test_its_memory_does_not_grow_with_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "SPOOLED_BYTES", 10_000)
    writer, one = Zip(), captured(body="x" * 100)
    for at in range(2_000):
        writer.entry(entry(one, at))
    tracemalloc.start()
    try:
        for at in range(2_000, 6_000):
            writer.entry(entry(one, at))
        assert tracemalloc.get_traced_memory()[0] < 200_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("year", [1, 1979, 1980, 2107, 2108, 9998])
def test_any_year_has_a_date(year: int) -> None:
    moment = datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC)
    found = opened(written(Zip(), entry(captured(received_at=moment))))
    assert 1980 <= found.infolist()[0].date_time[0] <= 2107
