"""Reading a bin out page by page, while others write to it."""

from __future__ import annotations

import base64
import gc
import json
from typing import TYPE_CHECKING, Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requestbin.bins import actions, exporting
from requestbin.bins.exporting import Busy, Export, Stream
from requestbin.ingest.enrich import enrich
from requestbin.inspection.exports import FORMATS, Format, format_of
from requestbin.inspection.query import Glob, Query, Term
from tests.builders import captured, make_bin, store
from tests.signing import from_provider

if TYPE_CHECKING:
    from requestbin.bins.models import Bin

pytestmark = pytest.mark.django_db

NDJSON = format_of("ndjson")
CSV = format_of("csv")
assert NDJSON
assert CSV


def items(export: Export) -> list[dict[str, Any]]:
    return [json.loads(line) for line in b"".join(export.pieces()).splitlines()]


def test_all_of_a_bin_oldest_first() -> None:
    bin = make_bin()
    store(bin, *(captured(body=f"{n}") for n in range(250)))
    export = Export(bin, NDJSON)
    assert [item["seq"] for item in items(export)] == list(range(1, 251))
    assert export.progress.over
    assert (export.progress.written, export.progress.total) == (250, 250)
    assert export.file_name == f"{bin.pk}.ndjson"


def test_what_a_search_finds() -> None:
    bin = make_bin()
    store(bin, *(captured("PUT" if n % 100 == 0 else "POST") for n in range(350)))
    export = Export(bin, NDJSON, Query((Term("method", Glob.exactly("put")),)))
    assert [item["seq"] for item in items(export)] == [1, 101, 201, 301]
    assert export.progress.total is None
    assert export.progress.looked_at == export.progress.last == 350


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.slug)
def test_an_empty_bin_is_a_file_too(format: Any) -> None:
    export = Export(make_bin(), format)
    list(export.pieces())
    assert export.progress.over


def test_it_ends_where_the_bin_ended_when_it_began() -> None:
    bin = make_bin()
    store(bin, *(captured() for _ in range(150)))
    export = Export(bin, NDJSON)
    pieces = export.pieces()
    seen = [next(pieces), next(pieces)]
    store(bin, captured(), captured())
    actions.delete_requests(bin, [120, 121])
    seen += list(pieces)
    found = [json.loads(line)["seq"] for line in b"".join(seen).splitlines()]
    assert found == [*range(1, 120), *range(122, 151)]


def test_what_goes_meanwhile_ends_nothing() -> None:
    bin = make_bin()
    store(bin, *(captured() for _ in range(150)))
    export = Export(bin, NDJSON)
    pieces = export.pieces()
    next(pieces)
    actions.delete_all(bin)
    assert b"".join(pieces) == b""
    assert export.progress.over


def test_large_bodies_are_read_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "PAGE_BYTES", 1000)
    bin = make_bin()
    store(bin, *(captured(body="x" * size) for size in (600, 300, 5000, 10, 10, 0)))
    with CaptureQueriesContext(connection) as queries:
        pieces = [piece for piece in Export(bin, NDJSON).pieces() if piece]
    assert [piece.count(b"\n") for piece in pieces] == [2, 1, 3]
    assert sum("bins_body" in each["sql"] for each in queries) == 3


def test_a_mask_comes_before_every_entry() -> None:
    bin = make_bin()
    text = b"words that no rule can look through"
    store(bin, captured("PUT", body='{"password": "hunter2"}'), captured(headers=[], body=text))
    masked = Export(bin, NDJSON, masked=True)
    first, second = items(masked)
    assert first["method"] == "PUT"
    assert bin.key not in first["target"]
    assert first["body"]["size"] != 23
    assert (second["body"]["size"], second["body_base64"]) == (0, "")
    assert second["body_withheld"]
    for format in FORMATS:
        shared = b"".join(Export(bin, format, masked=True).pieces())
        for secret in (b"hunter2", bin.key.encode(), text):
            assert secret not in shared
            assert base64.b64encode(secret) not in shared
    assert "body_withheld" not in items(Export(bin, NDJSON))[0]


def test_only_those_that_are_named() -> None:
    bin = make_bin()
    store(bin, *(captured() for _ in range(5)))
    export = Export(bin, NDJSON, seqs=[4, 2, 99])
    assert export.progress.total == 3
    assert [item["seq"] for item in items(export)] == [2, 4]
    assert export.progress.over


def test_only_some_stream_at_a_time() -> None:
    bin = make_bin()
    begun = [Stream(Export(bin, NDJSON)) for _ in range(exporting.MAX_AT_ONCE)]
    with pytest.raises(Busy, match="Too many exports at once"):
        Stream(Export(bin, NDJSON))
    begun[0].close()
    begun[0] = Stream(Export(bin, NDJSON))
    begun.clear()  # forgotten before it was read: the client went away
    gc.collect()
    Stream(Export(bin, NDJSON)).close()


def test_a_stream_gives_all_of_it_and_ends() -> None:
    bin = make_bin()
    store(bin, *(captured() for _ in range(101)))
    stream = Stream(Export(bin, NDJSON))

    async def read() -> bytes:
        return b"".join([piece async for piece in stream])

    assert async_to_sync(read)().count(b"\n") == 101
    assert stream.export.progress.over
    assert stream.export.progress.ended
    assert stream not in exporting._streaming


def test_its_cost_does_not_grow_with_the_bin() -> None:
    bin: Bin = make_bin()
    store(bin, *(captured() for _ in range(exporting.PAGE_ROWS * 3)))
    with CaptureQueriesContext(connection) as queries:
        list(Export(bin, NDJSON).pieces())
    assert len(queries) == 1 + 3 * 3


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.slug)
def test_no_id_type_or_note_tells_what_is_masked(format: Format) -> None:
    bin, secret = make_bin(), "sk_live_51HabcdefSECRET"
    body = b'{"MessageId":"%s","type":"%s","token":"%s"}' % ((secret.encode(),) * 3)
    sent = captured(headers=[("Content-Type", "application/json")], body=body)
    store(bin, sent, note=f"it was {secret}", event_id=secret, event_type=secret)
    given = b"".join(Export(bin, format, masked=True).pieces())
    assert secret.encode() not in given


def test_events_are_named_as_their_provider_does_masked_or_not() -> None:
    bin = make_bin()
    store(bin, from_provider(bin, "stripe", "whsec_x"), from_provider(bin, "slack", "x"))
    while enrich(bin.pk):
        pass
    named = [
        [(each["provider"], each["event_type"], each["event_id"]) for each in items(export)][-2:]
        for export in (Export(bin, NDJSON, masked=False), Export(bin, NDJSON, masked=True))
    ]
    assert named[0] == named[1]
    assert all(event for _, event, _ in named[0])
