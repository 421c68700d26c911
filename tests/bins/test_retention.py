"""The oldest go, in small batches; what is starred or unfinished stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from requestbin.bins import actions, queries, retention
from requestbin.bins.models import Bin, BinCounter, Body, CapturedRequest, SearchText
from requestbin.ingest.enrich import enrich
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db


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


def test_starred_ones_stay() -> None:
    bin = make_bin(keep_requests=1)
    store(bin, *[now()] * 4)
    actions.star(bin, 1, True)
    retention.apply()
    assert kept(bin) == [1]  # one is kept, and the starred one is it
    store(bin, now())
    retention.apply()
    assert 1 in kept(bin)


def test_what_another_package_holds_on_to_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_spares", [])
    bin = make_bin(keep_requests=1)
    store(bin, *[now()] * 3)
    retention.spare(lambda bin_id: {1} if bin_id == bin.pk else set())
    retention.apply()
    assert kept(bin) == [1]


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
