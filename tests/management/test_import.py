"""`manage.py import BIN FILE` takes an export back, and fails aloud where a line is none."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from requestbin.bins import queries
from requestbin.bins.models import Bin, CapturedRequest
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    bin = make_bin()
    store(bin, *(captured(body='{"type":"paid"}') for _ in range(3)), starred=True, note="x")
    call_command("export", bin.pk, "--to", tmp_path / "in.ndjson")
    return tmp_path / "in.ndjson"


def test_all_of_it_is_there_and_found_by_search(
    export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bin = make_bin()
    call_command("import", bin.pk, export)
    rows = CapturedRequest.objects.filter(bin=bin)
    told = rows.values_list("starred", "note", "event_type")
    assert list(told) == [(True, "x", "paid")] * 3
    assert queries.unsearched(Bin.objects.get(pk=bin.pk)) == 0
    assert capsys.readouterr().err.endswith("Imported 3 requests.\n")


def test_bad_lines_are_named(export: Path) -> None:
    export.write_bytes(export.read_bytes() + b"oops\n")
    bin, said = make_bin(), StringIO()
    with pytest.raises(CommandError, match=r"^1 could not be used\.$"):
        call_command("import", bin.pk, export, stderr=said)
    assert "line 4: not JSON" in said.getvalue()
    assert CapturedRequest.objects.filter(bin=bin).count() == 3


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import", make_bin().pk, tmp_path / "nothing")
    with pytest.raises(CommandError, match="There is no bin"):
        call_command("import", "nothing", tmp_path / "nothing")
