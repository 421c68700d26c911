"""Changing bins: what is set is kept, and what is not allowed is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.conf import settings

from requestbin.access.principals import LOCAL_OWNER
from requestbin.bins import actions, queries
from requestbin.bins.models import Bin, BinCounter
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    conf = replace(settings.REQUESTBIN, public=True)
    monkeypatch.setattr(settings, "REQUESTBIN", conf)


def test_saving_settings_turns_no_counter_back() -> None:
    bin = make_bin()
    store(bin, captured(), captured())
    actions.update(bin, name="later")  # `bin` was read before the captures
    counter = BinCounter.objects.get(pk=bin.pk)
    assert (counter.last_seq, counter.count) == (2, 2)


def test_every_change_moves_the_cursor() -> None:
    bin = make_bin()
    seen = 0
    for change in (
        lambda: actions.update(bin, name="a"),
        lambda: actions.renew_key(bin),
        lambda: actions.delete_all(bin),
    ):
        change()
        now = BinCounter.objects.get(pk=bin.pk).change
        assert now > seen
        seen = now


def test_a_deleted_bin_is_found_by_nobody() -> None:
    bin = make_bin()
    actions.delete(bin)
    with pytest.raises(Bin.DoesNotExist):
        queries.find_bin(LOCAL_OWNER, bin.pk)
    assert not queries.bins_of(LOCAL_OWNER).exists()


def test_what_is_no_setting_is_refused() -> None:
    with pytest.raises(TypeError, match="owner"):
        actions.update(make_bin(), owner="somebody")


def test_strangers_may_not_keep_more_than_the_instance_does(public: None) -> None:
    limit = settings.REQUESTBIN.max_requests
    bin = make_bin(keep_requests=limit)
    with pytest.raises(actions.TooMuchKept, match=f"{limit:,} requests"):
        actions.update(bin, keep_requests=limit + 1)
    with pytest.raises(actions.TooMuchKept):
        make_bin(keep_bytes=settings.REQUESTBIN.max_bytes + 1)


def test_an_operator_of_a_private_instance_may_keep_what_they_like() -> None:
    assert make_bin(keep_requests=settings.REQUESTBIN.max_requests + 1).pk


def test_what_is_starred_is_counted() -> None:
    bin = make_bin()
    store(bin, *[captured(body=b"12345")] * 4)

    def counted() -> tuple[int, int]:
        counter = BinCounter.objects.get(pk=bin.pk)
        return counter.starred, counter.starred_bytes

    for seq, starred in ((1, True), (1, True), (2, True), (3, False), (9, True), (2, False)):
        actions.star(bin, seq, starred)
    assert counted() == (1, 5)
    actions.star(bin, 2, True)
    assert actions.delete_requests(bin, [2, 3]) == 2
    assert counted() == (1, 5)
    actions.delete_all(bin)
    assert counted() == (0, 0)
    actions.star(bin, 1, False)  # its row is still to be purged
    assert counted() == (0, 0)


def test_many_are_starred_a_transaction_for_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MAX_ROWS", 2)
    bin = make_bin()
    store(bin, *[captured(body=b"12345")] * 5)
    before = BinCounter.objects.get(pk=bin.pk).change
    actions.star_all(bin, [1, 2, 3, 4, 9], True)
    counter = BinCounter.objects.get(pk=bin.pk)
    assert (counter.starred, counter.starred_bytes, counter.change - before) == (4, 20, 3)
    actions.star_all(bin, [4, 5], False)
    counter.refresh_from_db()
    assert (counter.starred, counter.starred_bytes) == (3, 15)


def test_a_note_is_kept_as_text_and_told_of() -> None:
    bin = make_bin()
    store(bin, captured(), captured())
    before = BinCounter.objects.get(pk=bin.pk).change
    actions.note(bin, 1, "\r\n two\x00\r\nlines \n")
    assert [row.note for row in queries.newest(bin).items] == ["", "two\nlines"]
    assert [row.seq for row in queries.changes_since(bin, before).items] == [1]
    with pytest.raises(actions.NoteTooLong, match="4,001"):
        actions.note(bin, 1, "x" * 4001)
