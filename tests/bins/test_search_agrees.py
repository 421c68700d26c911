"""Predicate and SQL say the same of any request, in either database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings

from requestbin.bins import search, walk
from requestbin.bins.models import Bin, CapturedRequest
from requestbin.http import Captured
from requestbin.ingest.enrich import enrich
from requestbin.inspection.query import Query, QueryError, parse
from requestbin.inspection.query.quoting import quoted
from tests.bins.facts import facts_of
from tests.bins.questions import HOSTILE, LATIN, NAMES, NUMBERS, TEXTS, cases
from tests.builders import MOMENT, captured, make_bin, store

pytestmark = pytest.mark.django_db


def prepared(*requests: Captured) -> Bin:
    bin = make_bin()
    store(bin, *requests)
    while enrich(bin.pk):
        pass
    return bin


def found(bin: Bin, query: Query) -> list[int]:
    bounds = {"above": 0, "below": 1000, "limit": 500}
    return [row.seq for row in walk.find(bin.pk, query, **bounds, newest_first=True).items]


def agree(bin: Bin, asked: Iterable[str]) -> int:
    """Compare predicate and SQL; return how often something was found, but not all."""
    facts = {row.seq: facts_of(row) for row in CapturedRequest.objects.filter(bin=bin)}
    telling = 0
    for text in asked:
        with suppress(QueryError):
            query = parse(text, now=MOMENT, zone=UTC)
            expected = sorted(seq for seq, each in facts.items() if query.matches(each))
            assert found(bin, query) == expected[::-1], text
            few = search.matching(CapturedRequest.objects.filter(bin=bin), query)
            assert sorted(row.seq for row in few) == expected, text
            telling += 0 < len(expected) < len(facts)
    return telling


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(cases())
def test_of_whatever_is_asked(db: None, case: tuple[list[Captured], list[str]]) -> None:
    stored, asked = case
    bin = prepared(*stored)
    CapturedRequest.objects.filter(bin=bin, seq=1).update(
        starred=True, note="Retry a_b", provider="stripe", verdict="valid"
    )
    store(bin, stored[0])  # one that is not prepared
    agree(bin, asked)


def test_of_every_kind_of_value_in_json() -> None:
    values = [*NUMBERS, *map(json.dumps, TEXTS), *HOSTILE, "{}", "[1]"]
    bin = prepared(captured(body="{}"), *[captured(body=f'{{"a":{value}}}') for value in values])
    given = [*NUMBERS, *TEXTS, *map(quoted, TEXTS[:12]), "a*", "*b", "**", "*\\*", "false", "NULL"]
    asked = [f"json:a{order}{value}" for value in given for order in ("=", "!=")]
    ordered = [*NUMBERS[::2], *TEXTS[::3], "a*"]
    asked += [f"json:a{order}{value}" for value in ordered for order in (">", ">=", "<", "<=")]
    assert agree(bin, ["json:a", "-json:a", *asked, "-json:a=1", "-json:a=*"]) > 150


def test_of_every_verdict() -> None:
    bin = prepared(*[captured()] * 7)
    words = ("valid", "late", "timestamp_in_future", "signature_mismatch", "unsigned", "bad", "")
    for seq, word in enumerate(words, 1):
        CapturedRequest.objects.filter(bin=bin, seq=seq).update(verdict=word)
    values = ("bad", "BAD", '"bad"', "genuine", "valid", "signature*", "*", "*a*", "none")
    assert agree(bin, [f"{minus}verdict:{each}" for each in values for minus in ("", "-")]) == 16
    found_by = {each: len(found(bin, asked_for(f"verdict:{each}"))) for each in values[:4]}
    assert found_by == {"bad": 2, "BAD": 2, '"bad"': 1, "genuine": 3}


def asked_for(text: str) -> Query:
    return parse(text, now=MOMENT, zone=UTC)


def test_of_every_name_in_json() -> None:
    bodies = [json.dumps({name: 1, "in": [{name: "x"}, [name]]}) for name in NAMES]
    bin = prepared(*map(captured_json, bodies), captured_json('[[{"0":[7]}],{"1":2}]'))
    paths = [f"json:{quoted(name)}{rest}" for name in NAMES for rest in ("", "=1", "!=2")]
    paths += [f"json:in.0.{quoted(name)}=x" for name in NAMES]
    places = [
        "json:0",
        "json:0.0.0.0=7",
        "json:1.1=2",
        "json:[1].1",
        "json:in[1][0]=a",
        "json:in.2",
    ]
    assert agree(bin, [*paths, *places, "json:0.00", "json:-1", 'json:"-1"']) > 40


def captured_json(body: str) -> Captured:
    return captured(body=body)


def test_of_every_value_of_a_header_and_of_the_query() -> None:
    rows = [captured(headers=[("X-A", value), ("a", f'["X-A", "{value}"]')]) for value in LATIN]
    rows += [captured(headers=[("A", "1"), ("a", "2"), ("x_a", "3"), ("Xaa", "4")])]
    rows += [captured(target=f"/in/key/?X-A={query}") for query in ("a", "a*b", "%5B%22", "%00+")]
    bin = prepared(*rows)
    values = [*map(quoted, LATIN), "a*", "*a", "*a*b*", "*", '"*"', '*\\"*', "*]*", "[*"]
    asked = [f"{key}:x-a={value}" for value in values for key in ("header", "query", "-header")]
    names = ["header:X-A", "-header:a", "header:a=*2*", "header:x_a", "query:x-a", 'query:"X%"']
    assert agree(bin, [*asked, *names]) > 60


def test_of_every_text() -> None:
    bin = prepared(*[captured(headers=(), body=text) for text in TEXTS])
    asked = [f"{minus}{quoted(text)}" for text in TEXTS for minus in ("", "-")]
    assert agree(bin, asked) > 50
