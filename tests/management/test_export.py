"""`manage.py export BIN` writes what a bin caught, and tells how far it is."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from requestbin.bins import exporting
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_of_all_requests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bin = make_bin()
    store(bin, *(captured(body=f"{n}") for n in range(120)))
    path = tmp_path / "out.ndjson"
    call_command("export", bin.pk, "--to", path)
    assert [json.loads(line)["seq"] for line in path.read_text().splitlines()] == [*range(1, 121)]
    assert capsys.readouterr().err == "Exported 120 requests.\n"
    with pytest.raises(CommandError, match="File exists"):
        call_command("export", bin.pk, "--to", path)
    call_command("export", bin.pk, "--to", tmp_path / "out.zip", "--format", "zip")
    assert len(zipfile.ZipFile(tmp_path / "out.zip").namelist()) == 121


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(CommandError, match=r"There is no bin nothing\."):
        call_command("export", "nothing")


def test_masked_is_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bin = make_bin()
    store(bin, captured(body="secret"))
    with pytest.raises(CommandError, match="cannot mask"):
        call_command("export", bin.pk, "--masked")
    monkeypatch.setattr(exporting, "MASK", lambda request: captured(body="masked"))
    call_command("export", bin.pk, "--masked", "--to", tmp_path / "out")
    call_command("export", bin.pk, "--format", "har", "--to", tmp_path / "exact")
    assert b"secret" not in (tmp_path / "out").read_bytes()
    assert b"secret" in (tmp_path / "exact").read_bytes()
