"""The way to what matches: in order, between bounds, and never for long."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requestbin.bins import actions, changes, queries, walk
from requestbin.bins.models import Bin, SearchFields, SearchText
from requestbin.inspection.query import KINDS, Query, parse
from requestbin.transactions import writing
from tests.bins.test_search_agrees import prepared
from tests.builders import MOMENT, captured, make_bin, store

pytestmark = pytest.mark.django_db

ASKED = (
    "method:GET",
    "needle",
    "json:number<50",
    "-json:type -hay",
    "needle json:number method:GET",
)


def parsed(text: str) -> Query:
    return parse(text, now=MOMENT, zone=UTC)


def seqs(found: walk.Found | queries.Page) -> list[int]:
    return [row.seq for row in found.items]


@pytest.fixture
def bin() -> Bin:
    """Give a bin of a hundred requests, of which every fourth matches each of ASKED."""
    rows = [
        captured("GET", body=f'{{"number":{number // 4},"text":"needle"}}')
        if number % 4 == 0
        else captured(body='{"type":"hay"}')
        for number in range(1, 101)
    ]
    return prepared(*rows)


WANTED = list(range(100, 0, -4))


@pytest.mark.parametrize("text", ASKED)
def test_pages_go_down_and_up(bin: Bin, text: str) -> None:
    where = parsed(text)
    first = queries.newest(bin, limit=10, where=where)
    assert (seqs(first), first.next) == (WANTED[:10], WANTED[9])
    rest = queries.newest(bin, before=first.next, limit=100, where=where)
    assert (seqs(rest), rest.next) == (WANTED[10:], None)
    up = queries.following(bin, after=50, limit=5, where=where)
    assert (seqs(up), up.next) == ([52, 56, 60, 64, 68], 68)
    assert queries.following(bin, after=100, where=where) == queries.Page([], None)


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("newest_first", [True, False])
def test_long_ways_are_gone_in_stretches(
    bin: Bin, text: str, newest_first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "FIRST_STRETCH", 7)
    monkeypatch.setattr(walk, "STRETCH_SECONDS", 0)
    bounds: dict[str, Any] = {"above": 4, "below": 97, "limit": 15, "newest_first": newest_first}
    found = walk.find(bin.pk, parsed(text), **bounds)
    wanted = [seq for seq in WANTED if 4 < seq < 97]
    assert seqs(found) == (wanted if newest_first else wanted[::-1])[:15]
    assert found.stopped is None


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("text", ASKED)
def test_two_at_once_find_the_same(bin: Bin, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "FIRST_STRETCH", 7)
    for limit in (10, 1000):
        assert seqs(queries.newest(bin, limit=limit, where=parsed(text))) == WANTED[:limit]
        up = queries.following(bin, after=0, limit=limit, where=parsed(text))
        assert seqs(up) == WANTED[::-1][:limit]


def test_a_search_of_very_many_stops_and_says_where(
    bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "FIRST_STRETCH", 10)
    monkeypatch.setattr(walk, "PATIENCE_SECONDS", 0)
    page = queries.newest(bin, where=parsed("needle"))
    assert (seqs(page), page.next) == ([100, 96, 92], 91)
    page = queries.following(bin, after=0, where=parsed("needle"))
    assert (seqs(page), page.next) == ([4, 8], 10)
    assert queries.newest(bin, limit=100).next is None


@pytest.mark.parametrize("text", ASKED)
def test_what_is_not_prepared_is_neither_found_nor_passed_over(bin: Bin, text: str) -> None:
    store(bin, captured("GET", body='{"number":1,"text":"needle"}'))
    where = parsed(text)
    inside = where.inside
    assert (101 in seqs(queries.newest(bin, where=where))) == (not inside)
    assert queries.following(bin, after=96, where=where).next == (100 if inside else 101)


def test_what_was_too_large_is_counted_where_it_may_matter(bin: Bin) -> None:
    large = "x" * 70_000
    more = prepared(captured("PUT", body=large), captured(body=large), captured(body="small"))
    assert queries.too_large(more, parsed("needle")) == 2
    assert queries.too_large(more, parsed("json:a method:put -is:starred")) == 1
    assert queries.too_large(more, parsed("method:put query:x")) == 0
    assert queries.too_large(bin, parsed("needle")) == 0


def test_rows_that_changed_and_do_not_match_are_told(bin: Bin) -> None:
    cursor = queries.changes_since(bin, 0, limit=1000).cursor
    with writing():
        changes.touch(bin.pk, (3, 4))
    told = queries.changes_since(bin, cursor, where=parsed("needle"))
    assert ([item.seq for item in told.items], told.left) == ([4], [3])
    assert queries.changes_since(bin, cursor).left == []


@pytest.mark.parametrize("text", ASKED)
def test_a_page_goes_by_the_key_of_what_is_searched(bin: Bin, text: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.newest(bin, limit=10, where=parsed(text))
    assert len(asked) < 7
    if connection.vendor == "sqlite":
        plans = [row["sql"] for row in asked if "LIMIT 11" in row["sql"]]
        with connection.cursor() as cursor:
            for sql in plans:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                told = " ".join(row[3] for row in cursor.fetchall())
                assert "SCAN" not in told
                assert "TEMP B-TREE" not in told


def test_what_is_deleted_is_deleted_from_search_too(bin: Bin) -> None:
    actions.delete_requests(bin, [4])
    for model in (SearchText, SearchFields):
        assert not model.objects.filter(bin_id=bin.pk, seq=4).exists()


def test_every_kind_of_term_has_a_condition() -> None:
    bin = make_bin()
    for kind in KINDS:
        assert queries.newest(bin, where=parsed(f"{kind.example} -{kind.example}")).items == []
