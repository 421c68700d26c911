"""Exports and imports over the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from requestbin.bins import exporting
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.bins.search import Filter
from requestbin.ingest import importing
from requestbin.inspection.exports import FORMATS
from tests.api.callers import Caller, problem
from tests.builders import captured, make_bin, store
from tests.entries import streamed

pytestmark = pytest.mark.django_db

NDJSON = "application/x-ndjson"


@pytest.fixture
def bin(db: None) -> Bin:
    made = make_bin()
    store(made, captured(), captured("PUT", "/in/key/a", body=b"\xff"), starred=True, note="why?")
    return made


def lines(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200
    return [json.loads(line) for line in streamed(answer).splitlines()]


def test_a_line_is_the_item_with_its_bytes(api: Caller, bin: Bin) -> None:
    answer = api("GET", f"/bins/{bin.pk}/export")
    assert answer["Content-Type"] == NDJSON
    assert answer["Content-Disposition"] == f'attachment; filename="{bin.pk}.ndjson"'
    assert answer["Content-Security-Policy"].startswith("sandbox")
    for line in lines(answer):
        item = api("GET", f"/bins/{bin.pk}/requests/{line['seq']}").json()
        assert line.items() >= item.items()
        assert set(line) - set(item) <= {"body_base64", "note"}
        assert line["note"] == "why?"


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.slug)
def test_every_format_streams(api: Caller, bin: Bin, format: Any) -> None:
    answer = api("GET", f"/bins/{bin.pk}/export?format={format.slug}")
    assert answer["Content-Type"] == format.media_type
    assert len(streamed(answer)) > 200


def test_what_a_search_finds(api: Caller, bin: Bin) -> None:
    found = lines(api("GET", f"/bins/{bin.pk}/export?method=put&path=/a*"))
    assert [line["seq"] for line in found] == [2]
    assert lines(api("GET", f"/bins/{bin.pk}/export?starred=true&provider=x")) == []


def test_a_wish_that_is_none(api: Caller, bin: Bin) -> None:
    for wish in ("format=pdf", "masked=perhaps", "form=har"):
        problem(api("GET", f"/bins/{bin.pk}/export?{wish}"), 422, "invalid")
    told = problem(api("GET", f"/bins/{bin.pk}/export?masked=true"), 409, "conflict")
    assert told == exporting.UNMASKED


def test_too_many_at_once(api: Caller, bin: Bin) -> None:
    ndjson = FORMATS[0]
    waiting = [
        exporting.Stream(exporting.export_of(bin, ndjson, Filter()))
        for _ in range(exporting.MAX_AT_ONCE)
    ]
    refused = api("GET", f"/bins/{bin.pk}/export")
    problem(refused, 429, "too_many")
    assert refused["Retry-After"] == "10"
    waiting.pop().close()
    streamed(api("GET", f"/bins/{bin.pk}/export"))


def test_out_and_in_again(api: Caller, bin: Bin) -> None:
    octets = streamed(api("GET", f"/bins/{bin.pk}/export"))
    other = make_bin()
    answer = api.raw("POST", f"/bins/{other.pk}/import", octets + b"{}\n", NDJSON)
    assert answer.json() == {
        "stored": 2,
        "wrong": 1,
        "problems": [{"line": 3, "message": "no `method`"}],
    }
    rows = list(CapturedRequest.objects.filter(bin=other).order_by("seq"))
    assert [(row.method, row.starred, row.note) for row in rows] == [
        ("POST", True, "why?"), ("PUT", True, "why?"),
    ]  # fmt: skip


def test_an_import_is_ndjson_within_bounds(
    api: Caller, bin: Bin, configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/bins/{bin.pk}/import"
    told = problem(api.raw("POST", path, b"{}", "application/json"), 415, "unsupported_media_type")
    assert NDJSON in told
    assert api.raw("POST", path, b"", NDJSON).json() == {"stored": 0, "wrong": 0, "problems": []}
    monkeypatch.setattr("requestbin.api.door.MIN_BODY_BYTES", 10)
    configure(max_body=5)
    problem(api.raw("POST", path, b"x" * 11, NDJSON), 413, "too_large")


def test_an_import_that_cannot_go_on_says_so(
    api: Caller, bin: Bin, configure: Callable[..., None]
) -> None:
    octets = streamed(api("GET", f"/bins/{bin.pk}/export"))
    configure(min_free_disk=2**60, database_url="")
    refused = api.raw("POST", f"/bins/{bin.pk}/import", octets, NDJSON)
    assert "Stored: 0." in problem(refused, 503, "unavailable")
    with importing.turn(), importing.turn():
        problem(api.raw("POST", f"/bins/{bin.pk}/import", octets, NDJSON), 429, "too_many")


def test_others_bins_are_not_there(api: Caller, bin: Bin) -> None:
    token = api.make_bin()["token"]
    for method, path in (("GET", "export"), ("POST", "import")):
        answer = Caller(token).raw(method, f"/bins/{bin.pk}/{path}", b"", NDJSON)
        problem(answer, 404, "not_found")
        assert Caller()(method, f"/bins/{bin.pk}/{path}").status_code == 401
