"""Values of the newest requests."""

from __future__ import annotations

import json

import pytest

from requestbin.bins.models import Bin
from requestbin.bins.queries import requests_of
from requestbin.bins.seen import MAX_LENGTH, seen
from requestbin.ingest.enrich import enrich
from tests.builders import captured, make_bin, store
from tests.hostile.strings import BREAKERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def bin() -> Bin:
    made = make_bin()
    body = {"type": "a", "lines": [{"sku": 1}, {"sku": 2}], "a.b": {"": 1, "c": None}, "t": True}
    store(
        made,
        captured(body=json.dumps(body), headers=[("X-A", "1"), ("x-a", "2"), ("X-L", "y" * 500)]),
        captured("GET", target="/in/key/p?q=1&q=2", body="", headers=[("X-A", "1")]),
        captured("GET", body='{"type":"b"}', headers=()),
    )  # fmt: skip
    enrich(made.pk)
    return made


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("method", ["GET", "POST"]),
        ("path", ["/hook", "/p"]),
        ("event", ["b", "a"]),
        ("provider", []),
        ("from", ["203.0.113.9"]),
        ("header", ["X-A", "x-a", "X-L"]),
        ("header=x-a", ["1", "2"]),
        ("header=x-l", []),
        ("query", ["x", "q"]),
        ("query=q", ["1", "2"]),
        ("json", ["type", "t", '"a.b".c', "lines.0.sku"]),
        ("json=type", ["b", "a"]),
        ("json=t", ["true"]),
        ("json=lines.0.sku", ["1"]),
        ("size", []),
        ("nonsense=x", []),
    ],
)
def test_the_most_frequent_first(bin: Bin, key: str, values: list[str]) -> None:
    assert seen(bin, key) == values


def test_verdicts_with_the_words_that_stand_for_several(bin: Bin) -> None:
    rows = requests_of(bin).order_by("seq")
    assert seen(bin, "verdict") == []
    for row, word in zip(rows, ("valid", "signature_mismatch"), strict=False):
        requests_of(bin).filter(seq=row.seq).update(verdict=word)
    offered = seen(bin, "verdict")
    assert (offered[:2], set(offered[2:])) == (["genuine", "bad"], {"valid", "signature_mismatch"})


def test_an_empty_bin_has_seen_nothing() -> None:
    empty = make_bin()
    assert [seen(empty, key) for key in ("method", "header", "query", "json")] == [[]] * 4


def test_hostile_bodies_are_looked_at_within_bounds() -> None:
    bin = make_bin()
    store(bin, *[captured(body=body, headers=[("A", kind)]) for kind, body in BREAKERS.values()])
    store(bin, captured(body=json.dumps({f"name{number}": number for number in range(5_000)})))
    while enrich(bin.pk):
        pass
    for key in ("event", "header", "header=a", "query", "json", "json=type"):
        assert all(0 < len(value) <= MAX_LENGTH for value in seen(bin, key))
