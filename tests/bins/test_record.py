"""The hot statements: exact bytes in, the same bytes out, numbered without a gap."""

import hashlib

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from requestbin.bins import actions
from requestbin.bins.models import BinCounter, CapturedRequest
from requestbin.bins.queries import body_of
from requestbin.bins.record import record
from requestbin.transactions import writing
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db

OCTETS = st.binary(max_size=40)


def test_numbers_follow_arrival_in_each_bin() -> None:
    one, other = make_bin(), make_bin()
    with writing():
        outcomes = record([(b.key, captured()) for b in (one, other, one, other, one)])
    assert [done.seq for done in outcomes if done] == [1, 1, 2, 2, 3]
    assert [done.answering.bin_id for done in outcomes if done] == [
        one.pk, other.pk, one.pk, other.pk, one.pk,
    ]  # fmt: skip
    counter = BinCounter.objects.get(pk=one.pk)
    assert (counter.last_seq, counter.change, counter.count) == (3, 3, 3)


def test_an_unknown_key_harms_no_other() -> None:
    known = make_bin()
    with writing():
        outcomes = record([("nobody", captured()), (known.key, captured()), ("", captured())])
    assert [bool(done) for done in outcomes] == [False, True, False]


def test_an_old_key_captures_nothing() -> None:
    bin = make_bin()
    old = bin.key
    actions.renew_key(bin)
    with writing():
        assert record([(old, captured())]) == [None]
    actions.delete(bin)
    with writing():
        assert record([(bin.key, captured())]) == [None]


def test_counts_bytes_and_hashes_the_body() -> None:
    bin = make_bin()
    body = bytes(range(256)) * 10
    (row,) = store(bin, captured(body=body))
    assert row.size == len(body)
    assert bytes(row.sha256) == hashlib.sha256(body).digest()
    assert body_of(bin.pk, row.seq) == body
    assert BinCounter.objects.get(pk=bin.pk).bytes == len(body)


def test_keeps_what_the_wire_said() -> None:
    bin = make_bin()
    sent = captured(
        method="PROPFIND",
        target=b"/in/key//a%2Fb/%00?x=1&x=2&y=%zz",
        headers=[("X-Dup", "1"), ("x_under", "\xe9"), ("x-dup", "2"), ("Nul", "a\x00b")],
        http_version="1.0",
        complete=False,
        names_exact=False,
        cookies_removed=True,
    )
    (row,) = store(bin, sent)
    row.refresh_from_db()
    back = row.captured(body_of(bin.pk, row.seq))
    assert back.target.endswith(b"//a%2Fb/%00?x=1&x=2&y=%zz")
    assert (back.headers, back.method, back.http_version) == (sent.headers, "PROPFIND", "1.0")
    assert (back.complete, back.names_exact, back.cookies_removed) == (False, False, True)
    assert back.received_at == sent.received_at
    assert row.path == "//a%2Fb/%00"


def test_cost_does_not_grow_with_the_batch(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    bin = make_bin()
    for size in (1, 50):
        with writing(), django_assert_num_queries(4):
            record([(bin.key, captured())] * size)


class Anything(TransactionTestCase):
    """hypothesis brings its own transaction per example."""

    @settings(max_examples=60, deadline=None)
    @given(
        st.text(st.characters(max_codepoint=255), min_size=1, max_size=20),
        OCTETS,
        st.lists(st.tuples(OCTETS, OCTETS), max_size=5),
        st.binary(max_size=200),
    )
    def test_round_trips(self, method: str, rest: bytes, pairs: list, body: bytes) -> None:
        if connection.vendor == "postgresql":
            method = method.replace("\x00", "")
        bin = make_bin()
        sent = captured(method or "X", b"/in/key/" + rest, pairs, body)
        (row,) = store(bin, sent)
        row = CapturedRequest.objects.get(bin=bin, seq=row.seq)
        back = row.captured(body_of(bin.pk, row.seq))
        assert (back.method, back.headers, back.body) == (sent.method, sent.headers, sent.body)
        assert row.below == b"/" + rest
