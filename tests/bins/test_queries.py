"""Reading by cursor: nothing is missed, doubled or shown to the wrong reader."""

from datetime import UTC, datetime, timedelta

import pytest

from requestbin.access.principals import LOCAL_OWNER, NOBODY, of_user
from requestbin.bins import actions, changes, queries
from requestbin.bins.models import Bin, CapturedRequest, Refusal
from requestbin.ingest.enrich import enrich
from requestbin.inspection.query import Query, parse
from requestbin.inspection.query.quoting import quoted
from requestbin.transactions import writing
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db


def parsed(text: str) -> Query:
    return parse(text, now=datetime.now(UTC), zone=UTC)


def seqs(items: list[CapturedRequest]) -> list[int]:
    return [item.seq for item in items]


def test_pages_from_the_newest_down() -> None:
    bin = make_bin()
    store(bin, *[captured()] * 5)
    first = queries.newest(bin, limit=2)
    assert (seqs(first.items), first.next) == ([5, 4], 4)
    last = queries.newest(bin, before=4, limit=3)
    assert (seqs(last.items), last.next) == ([3, 2, 1], None)


def test_follows_from_the_oldest_up() -> None:
    bin = make_bin()
    store(bin, *[captured()] * 5)
    page = queries.following(bin, after=0, limit=3)
    assert (seqs(page.items), page.next) == ([1, 2, 3], 3)
    page = queries.following(bin, after=3, limit=3)
    assert (seqs(page.items), page.next) == ([4, 5], 5)
    assert queries.following(bin, after=5) == queries.Page([], None)


def test_next_is_the_last_looked_at_also_where_a_filter_hid_it() -> None:
    bin = make_bin()
    store(bin, captured(method="PUT"), captured(), captured())
    page = queries.following(bin, after=0, where=parsed("method:put"))
    assert (seqs(page.items), page.next) == ([1], 3)


def test_one_cursor_covers_arrivals_and_changes() -> None:
    bin = make_bin()
    store(bin, *[captured()] * 3)
    first = queries.changes_since(bin, 0)
    assert (seqs(first.items), first.cursor, first.more) == ([1, 2, 3], 3, False)
    actions.star(bin, 2, True)
    store(bin, captured())
    then = queries.changes_since(bin, first.cursor)
    assert seqs(then.items) == [2, 4]
    assert queries.changes_since(bin, then.cursor).items == []


def test_pulling_in_small_steps_loses_nothing() -> None:
    bin = make_bin()
    store(bin, *[captured()] * 10)
    with writing():
        changes.touch(bin.pk, [1, 2, 3, 4, 5])  # one change number for five rows
    cursor, seen, more = 0, [], True
    while more:
        pulled = queries.changes_since(bin, cursor, limit=3)
        assert pulled.cursor > cursor or not pulled.more
        cursor, more = pulled.cursor, pulled.more
        seen += seqs(pulled.items)
    assert sorted(seen) == list(range(1, 11))


def test_removals_are_told_and_named() -> None:
    bin = make_bin()
    store(bin, *[captured()] * 4)
    before = queries.changes_since(bin, 0)
    assert not before.removals
    actions.delete_requests(bin, [2, 3])
    after = queries.changes_since(bin, before.cursor)
    assert after.removals
    assert queries.gone(bin, [1, 2, 3, 4]) == [2, 3]
    assert not queries.changes_since(bin, after.cursor).removals


def test_deleting_all_hides_all_at_once_and_spares_what_comes_later() -> None:
    bin = make_bin()
    store(bin, *[captured()] * 4)
    assert actions.delete_all(bin) == 4
    store(bin, captured())
    assert seqs(queries.newest(bin).items) == [5]
    bin = queries.find_bin(LOCAL_OWNER, bin.pk)
    assert bin.counter.count == 1


def test_who_may_not_see_a_bin_does_not_find_it() -> None:
    bin = make_bin(owner="user:1", private=True)
    assert queries.find_bin(of_user(1), bin.pk) == bin
    for stranger in (of_user(2), NOBODY):
        with pytest.raises(Bin.DoesNotExist):
            queries.find_bin(stranger, bin.pk)
        assert bin not in queries.bins_of(stranger)


def test_search_finds_text_in_path_headers_and_body_in_any_case() -> None:
    bin = make_bin()
    store(
        bin,
        captured(target="/in/key/Caf%C3%A9"),
        captured(headers=[("X-Mark", "Straße")]),
        captured(body="ÄPFEL 100% _x"),
        captured(body="\x00\x01binary"),
    )
    assert queries.unsearched(bin) == 4
    while enrich(bin.pk):
        pass
    assert queries.unsearched(bin) == 0

    def found(text: str) -> list[int]:
        return seqs(queries.newest(bin, where=parsed(quoted(text))).items)

    assert found("café") == [1]
    assert found("STRASSE") == [2]
    assert found("äpfel") == [3]
    assert found("100%") == [3]
    assert found("_x") == [3]
    assert found("\x01BINARY") == [4]
    assert found("nothing like it") == []
    assert found("'; DROP TABLE bins_bin; --") == []


def test_filters_by_path_and_its_beginning() -> None:
    bin = make_bin()
    store(bin, captured(target="/in/key/a"), captured(target="/in/key/a/b?c"), captured())
    assert seqs(queries.newest(bin, where=parsed("path:/a")).items) == [1]
    assert seqs(queries.newest(bin, where=parsed("path:/a*")).items) == [2, 1]


def test_refusals_are_summed_by_reason() -> None:
    bin = make_bin()
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    for minutes, count, largest in ((1, 2, 50), (2, 3, 90), (600, 9, 999)):
        Refusal.objects.create(
            bin=bin, minute=now - timedelta(minutes=minutes), reason="too_large",
            count=count, largest=largest,
        )  # fmt: skip
    assert queries.refused(bin, now - timedelta(hours=1)) == [queries.Refused("too_large", 5, 90)]
