"""Spreadsheets: a row a request, and nothing in it that is calculated."""

from __future__ import annotations

import csv
import gzip
import io

import pytest
from hypothesis import given, settings

from requestbin.http import Captured
from requestbin.inspection.exports.csv import COLUMNS, FORMULA, MAX_CELL_CHARACTERS, Csv, safe
from tests.builders import captured
from tests.entries import entry, written
from tests.strategies import captures

CALCULATED = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1")


def rows(octets: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(octets.decode("utf-8"), newline=""), strict=True))


def cells(request: Captured, **facts: object) -> dict[str, str]:
    head, row = rows(written(Csv(), entry(request, **facts)))
    assert head == list(COLUMNS)
    return dict(zip(head, row, strict=True))


def test_a_row_holds_what_a_cell_can() -> None:
    request = captured(headers=[("X-A", '1"'), ("x-a", "2,3")], body='{"a": "é"}\r\n')
    row = cells(request, starred=True, note="two\nlines")
    assert row["headers"] == 'X-A: 1"\nx-a: 2,3'
    assert row["body"] == '{"a": "é"}\r\n'
    assert (row["starred"], row["note"], row["complete"]) == ("yes", "two\nlines", "")
    assert (row["seq"], row["size"]) == ("7", "13")
    assert len(row["sha256"]) == 64


@pytest.mark.parametrize("text", CALCULATED)
def test_nothing_captured_is_a_formula(text: str) -> None:
    value = text.encode().replace(b"\n", b" ").replace(b"\r", b" ").strip()
    request = captured(headers=[("Content-Type", value)], body=text, remote_addr=text)
    row = cells(request, note=text, event_type=text)
    for column in ("body", "note", "event_type", "remote_addr", "content_type"):
        assert not row[column].startswith(FORMULA[:-1]), column
        if column != "content_type":
            assert row[column] == f"'{text}"


@settings(max_examples=100, deadline=None)
@given(captures())
def test_anything_is_one_row_without_a_formula(request: Captured) -> None:
    row = cells(request, note="=\ud800\x00")
    assert not [cell for cell in row.values() if cell.startswith(FORMULA[:-1])]
    assert "\x00" not in "".join(row.values())


def test_an_apostrophe_tells_that_there_is_one_to_take_away() -> None:
    for text in (*CALCULATED, "plain", ""):
        assert safe(text).removeprefix("'") == text


@pytest.mark.parametrize("body", [b"\x00\x01", b"x" * (MAX_CELL_CHARACTERS + 1), b"x" * 10**6])
def test_what_is_no_text_or_too_long_is_left_out(body: bytes) -> None:
    row = cells(captured(headers=[], body=body))
    assert row["body"] == ""
    assert row["size"] == str(len(body))


def test_an_encoded_body_is_shown_decoded() -> None:
    packed = gzip.compress(b"=hello")
    assert cells(captured(headers=[("Content-Encoding", "gzip")], body=packed))["body"] == "'=hello"
    bomb = gzip.compress(b"a" * 10**7)
    assert cells(captured(headers=[("Content-Encoding", "gzip")], body=bomb))["body"] == ""
