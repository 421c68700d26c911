"""The oldest go, in small batches; what is starred or unfinished stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from requestbin.bins import actions, queries, retention
from requestbin.bins.models import Bin, BinCounter, Body, CapturedRequest, SearchText
from requestbin.forwarding.replay import replay
from requestbin.ingest.enrich import enrich
from requestbin.transactions import writing
from tests.builders import captured, make_bin, store
from tests.serving import until

pytestmark = pytest.mark.django_db


def star(bin: Bin) -> None:
    actions.star(bin, 1, True)


def replayed(bin: Bin) -> None:
    replay(bin, 1, "http://a.example/")


def kept(bin: Bin) -> list[int]:
    return [item.seq for item in reversed(queries.newest(bin, limit=500).items)]


def now(**facts: object) -> object:
    return captured(received_at=datetime.now(UTC), **facts)  # type: ignore[arg-type]


def test_the_newest_stay_by_count() -> None:
    bin = make_bin(keep_requests=3)
    store(bin, *[now()] * 250)
    assert retention.apply() == 247
    assert kept(bin) == [248, 249, 250]
    assert Body.objects.filter(bin=bin).count() == 3
    assert BinCounter.objects.get(pk=bin.pk).count == 3


def test_by_bytes() -> None:
    bin = make_bin(keep_bytes=25)
    store(bin, *[now(body=b"x" * 10)] * 4)
    retention.apply()
    assert kept(bin) == [3, 4]
    assert BinCounter.objects.get(pk=bin.pk).bytes == 20


def test_by_age() -> None:
    bin = make_bin(keep_seconds=3600)
    old = datetime.now(UTC) - timedelta(hours=2)
    store(bin, captured(received_at=old), now())
    assert retention.apply(by_age=False) == 0
    retention.apply()
    assert kept(bin) == [2]


def test_starred_ones_stay_and_the_newest_too() -> None:
    bin = make_bin(keep_requests=1)
    store(bin, *[now()] * 4)
    actions.star(bin, 1, True)
    actions.star(bin, 2, True)
    retention.apply(by_age=False)
    assert kept(bin) == [1, 2, 4]
    store(bin, now())
    retention.apply(by_age=False)
    assert kept(bin) == [1, 2, 5]
    actions.star(bin, 1, False)
    retention.apply(by_age=False)
    assert kept(bin) == [2, 5]


def test_starred_bytes_do_not_count() -> None:
    bin = make_bin(keep_bytes=25)
    store(bin, now(body=b"x" * 1000), starred=True)
    store(bin, *[now(body=b"x" * 10)] * 3)
    retention.apply(by_age=False)
    assert kept(bin) == [1, 3, 4]


def test_a_bin_full_of_starred_ones_is_not_looked_at() -> None:
    bin = make_bin(keep_requests=1)
    store(bin, *[now()] * 3, starred=True)
    store(bin, now())
    assert retention._candidates(by_age=False) == []


def test_strangers_keep_no_more_than_twice_the_limit_by_starring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bin = make_bin(keep_requests=2)
    store(bin, *[now()] * 2, starred=True)
    store(bin, *[now()] * 3)
    monkeypatch.setattr(settings, "REQUESTBIN", replace(settings.REQUESTBIN, public=True))
    retention.apply(by_age=False)
    assert kept(bin) == [1, 2, 4, 5]
    actions.star(bin, 4, True)
    retention.apply(by_age=False)
    assert kept(bin) == [1, 2, 4, 5]  # no more than four
    store(bin, now())
    retention.apply(by_age=False)
    assert kept(bin) == [1, 2, 4, 6]


def test_what_another_package_holds_on_to_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_spares", [])
    bin = make_bin(keep_requests=1)
    store(bin, *[now()] * 3)
    retention.spare(lambda bin_id: {1} if bin_id == bin.pk else set())
    retention.apply()
    assert kept(bin) == [1, 3]


def test_a_bin_that_fails_or_vanishes_does_not_end_the_round(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    vanished, failing, deleted, last = (make_bin(keep_requests=1) for _ in range(4))
    for bin in (vanished, failing, deleted, last):
        store(bin, *[now()] * 3)
    actions.delete(deleted)
    drop, purge = retention._drop_batch, retention._purge

    def drop_batch(bin_id: str, by_age: bool) -> int:
        if bin_id == vanished.pk:  # as another process does it
            actions.delete(vanished)
            retention.purge()
        if bin_id == failing.pk:
            raise ValueError("broken")
        return drop(bin_id, by_age)

    def purge_twice(counter: BinCounter) -> None:
        purge(counter)
        purge(counter)

    monkeypatch.setattr(retention, "_drop_batch", drop_batch)
    monkeypatch.setattr(retention, "_purge", purge_twice)
    ids = [vanished.pk, failing.pk, last.pk]
    monkeypatch.setattr(retention, "_candidates", lambda by_age: ids)
    assert retention.apply() == 2
    assert kept(last) == [3]
    assert not Bin.objects.filter(pk__in=[vanished.pk, deleted.pk]).exists()
    assert [record.getMessage() for record in caplog.records] == [
        f"retention failed for bin {failing.pk} in this round; trying again"
    ]


@pytest.mark.parametrize("hold_on", [star, replayed])
@pytest.mark.django_db(transaction=True)
def test_what_is_held_on_to_between_look_and_removal_stays(hold_on: Callable[[Bin], None]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    bin = make_bin(keep_requests=1)
    store(bin, *[now()] * 2)

    def round_of_retention() -> int:
        try:
            return retention.apply(by_age=False)
        finally:
            connection.close()

    with ThreadPoolExecutor() as other:
        with writing():
            hold_on(bin)
            dropping = other.submit(round_of_retention)
            until(lambda: dropping.done() or waits_for_a_lock())
        assert dropping.result(30) == 0
    assert kept(bin) == [1, 2]


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_full_bin_of_starred_ones_ends_the_round() -> None:
    bin = make_bin(keep_requests=1)
    store(bin, *[now()] * 3, starred=True)
    assert retention.apply() == 0


def test_a_deleted_bin_goes_with_all_it_held() -> None:
    bin = make_bin()
    store(bin, *[now()] * 3)
    while enrich(bin.pk):
        pass
    actions.delete(bin)
    retention.purge()
    assert not Bin.objects.filter(pk=bin.pk).exists()
    for model in (CapturedRequest, Body, SearchText):
        assert not model.objects.filter(bin_id=bin.pk).exists()


def test_what_was_deleted_all_at_once_is_purged_and_nothing_newer() -> None:
    bin = make_bin()
    store(bin, *[now()] * 3)
    actions.delete_all(bin)
    store(bin, now())
    retention.purge()
    assert list(CapturedRequest.objects.filter(bin=bin).values_list("seq", flat=True)) == [4]
    assert kept(bin) == [4]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_the_file_gives_its_space_back() -> None:
    bin = make_bin(keep_requests=1)
    store(bin, *[now(body=b"x" * 100_000)] * 40)

    def pages() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            return int(cursor.fetchone()[0])

    full = pages()
    retention.apply()
    retention.give_space_back()
    assert pages() < full / 2
