"""An export taken back in: exact, in order, and with a word for every line that is not."""

from __future__ import annotations

import dataclasses
import io
import json
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requestbin.bins import actions, queries
from requestbin.bins.exporting import Export
from requestbin.bins.models import Bin, BinCounter, CapturedRequest
from requestbin.bins.search import Filter
from requestbin.ingest import importing
from requestbin.ingest.enrich import enrich
from requestbin.ingest.importing import Busy, Outcome, Stopped, imported, turn
from requestbin.inspection.exports import format_of
from tests.builders import MOMENT, captured, make_bin, store
from tests.strategies import octets

pytestmark = pytest.mark.django_db

NDJSON = format_of("ndjson")
assert NDJSON
GOOD = {"method": "POST", "target": "/in/x", "headers": [], "received_at": "2026-01-01T00:00:00Z"}


def exported(bin: Bin) -> bytes:
    return b"".join(Export(bin, NDJSON, Filter()).pieces())


def run(bin: Bin, octets: bytes, **changes: Any) -> Outcome:
    conf = dataclasses.replace(django_settings.REQUESTBIN, **changes)
    *_, outcome = imported(bin, io.BytesIO(octets), conf)
    return outcome


def line(**fields: Any) -> bytes:
    return json.dumps(GOOD | fields).encode() + b"\n"


def stored(bin: Bin) -> list[CapturedRequest]:
    return list(queries.requests_of(bin).order_by("seq"))


def unnumbered(octets: bytes) -> list[dict[str, Any]]:
    items = [json.loads(line) for line in octets.splitlines()]
    return [{name: item[name] for name in item if name not in ("seq", "id")} for item in items]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(octets, octets, octets, st.booleans(), st.text(max_size=10)),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_what_comes_out_goes_in_and_comes_out(
    drawn: list[tuple[bytes, bytes, bytes, bool, str]],
) -> None:
    bin, other = make_bin(), make_bin()
    for target, value, body, flag, note in drawn:
        request = captured(
            "M-SEARCH" if flag else "POST",
            b"/in/key/" + bytes(each for each in target if each > 0x20 and each != 0x7F),
            [(b"X-A", bytes(each for each in value if each not in b"\0\r\n")), (b"x-a", b"")],
            body, complete=flag, names_exact=not flag, cookies_removed=flag, scheme="https",
        )  # fmt: skip
        shown = "".join(each for each in note if each != "\0" and not "\ud800" <= each <= "\udfff")
        store(bin, request, starred=flag, note=shown)
    while enrich(bin.pk):
        pass
    octets = exported(bin)
    outcome = run(other, octets)
    while enrich(other.pk):
        pass
    assert (outcome.stored, outcome.wrong) == (len(drawn), 0)
    assert unnumbered(exported(other)) == unnumbered(octets)
    for one, two in zip(stored(bin), stored(other), strict=True):
        bodies = (queries.body_of(each.bin_id, each.seq) for each in (one, two))
        assert one.captured(next(bodies)) == two.captured(next(bodies))


def test_they_get_the_next_numbers_and_count() -> None:
    bin, other = make_bin(), make_bin()
    store(bin, *(captured(body=f"{n}") for n in range(450)), starred=True)
    store(other, captured())
    seen = list(imported(other, io.BytesIO(exported(bin)), django_settings.REQUESTBIN))
    assert len(seen) == 4, "three batches, and the end"
    assert [row.seq for row in stored(other)] == list(range(1, 452))
    counter, source = BinCounter.objects.get(pk=other.pk), BinCounter.objects.get(pk=bin.pk)
    assert (counter.count, counter.starred) == (451, 450)
    assert counter.starred_bytes == source.starred_bytes == source.bytes
    assert counter.change == 451
    actions.star(other, 2, False)
    assert BinCounter.objects.get(pk=other.pk).starred == 449


def test_the_last_arrival_stays_the_last() -> None:
    bin = make_bin()
    store(bin, captured())
    run(bin, line())
    assert BinCounter.objects.get(pk=bin.pk).last_arrival == MOMENT
    run(bin, line(received_at="2027-01-01T00:00:00Z"))
    assert BinCounter.objects.get(pk=bin.pk).last_arrival.year == 2027


def test_bad_lines_are_named_and_the_others_stored() -> None:
    bin = make_bin()
    octets = (
        b"\xef\xbb\xbf" + line() + b"\n  \r\n" + b"{\n" + line(target=None) + line(method="A b")
    )
    outcome = run(bin, octets + line()[:-1])
    assert outcome.stored == 2
    assert outcome.wrong == 3
    assert outcome.problems == [
        (4, "not JSON"),
        (5, "no `target`"),
        (6, "`method` cannot be used"),
    ]
    assert len(stored(bin)) == 2


def test_too_many_bad_lines_are_counted_only() -> None:
    outcome = run(make_bin(), b"x\n" * 300)
    assert outcome.wrong == 300
    assert len(outcome.problems) == importing.MAX_PROBLEMS


def test_a_line_without_an_end_is_read_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "HEAD_LINE_BYTES", 200)
    outcome = run(make_bin(), line() + b"x" * 5_000 + b"\n" + line() + b"y" * 5_000, max_body=10)
    assert outcome.stored == 2
    assert outcome.problems == [(2, importing.TOO_LONG), (4, importing.TOO_LONG)]


def test_a_body_beyond_the_limit_is_not_taken() -> None:
    body = {"body_base64": "AAAA" * 10}
    outcome = run(make_bin(), line(**body), max_body=20)
    assert outcome.problems == [(1, "the body has more than 20 bytes")]


def test_the_numbers_of_lines_go_on_where_they_were() -> None:
    *_, outcome = imported(make_bin(), io.BytesIO(b"x"), django_settings.REQUESTBIN, first=17)
    assert outcome.problems == [(17, "not JSON")]


def test_what_stops_it_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    bin = make_bin()
    with pytest.raises(
        Stopped, match=r"^Stopped before line 1: the disk is nearly full\. Stored: 0\.$"
    ):
        run(bin, line(), min_free_disk=2**60, database_url="")
    monkeypatch.setattr(importing, "MAX_ROWS", 1)
    going = imported(bin, io.BytesIO(line() * 3), django_settings.REQUESTBIN)
    next(going)
    actions.delete(bin)
    with pytest.raises(Stopped, match="Stopped before line 2: the bin is gone"):
        next(going)


def test_only_some_run_at_a_time() -> None:
    with turn(), turn(), pytest.raises(Busy, match="Too many imports"), turn():
        pass
    with turn():
        pass
