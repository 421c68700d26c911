"""Requests of one kind: by provider and event type, else by method and path, not too far away."""

from __future__ import annotations

import pytest

from requestbin.bins import actions, kin
from requestbin.bins.models import Bin, CapturedRequest
from tests.builders import captured, make_bin, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def bin(db: None) -> Bin:
    return make_bin()


def seqs(bin: Bin, seq: int) -> tuple[int | None, int | None, list[int]]:
    """Return the previous, the next and the newest of the kind of a request."""
    bin.counter.refresh_from_db()
    row = CapturedRequest.objects.get(bin=bin, seq=seq)
    before, after = kin.previous_of_kind(bin, row), kin.next_of_kind(bin, row)
    newest = [each.seq for each in kin.newest_of_kind(bin, row, 3)]
    return before and before.seq, after and after.seq, newest


def test_by_event_type_and_provider(bin: Bin) -> None:
    store(bin, captured(), captured("PUT"), event_type="paid", provider="stripe")
    store(bin, captured(), event_type="paid", provider="mollie")
    store(bin, captured(), event_type="open", provider="stripe")
    CapturedRequest.objects.filter(seq=3).update(event_type="paid")
    CapturedRequest.objects.filter(seq=3).update(provider="mollie")
    store(bin, captured(target="/in/key/elsewhere"))
    CapturedRequest.objects.filter(seq=5).update(event_type="paid", provider="stripe")
    assert seqs(bin, 2) == (1, 5, [5, 1])
    assert seqs(bin, 3) == (None, None, [])
    assert seqs(bin, 4) == (None, None, [])


def test_by_method_and_path_where_there_is_no_event_type(bin: Bin) -> None:
    targets = ("/in/key/a?x=1", "/in/key/b", "/in/key/a?x=2", "/in/key/a")
    store(bin, *(captured(target=target) for target in targets), captured("GET", "/in/key/a"))
    store(bin, captured(target="/in/key/a"))
    CapturedRequest.objects.filter(seq=4).update(event_type="paid")
    assert seqs(bin, 3) == (1, 6, [6, 1])
    assert seqs(bin, 5) == (None, None, [])


def test_other_bins_and_what_is_gone_are_no_kin(bin: Bin) -> None:
    store(make_bin(), captured(), captured())
    store(bin, captured(), captured())
    actions.delete_all(bin)
    store(bin, captured())
    assert seqs(bin, 3) == (None, None, [])


def test_only_so_many_are_looked_at(bin: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    store(bin, captured(), *[captured(target="/in/key/other")] * 4, captured())
    assert seqs(bin, 6) == (1, None, [1])
    monkeypatch.setattr(kin, "LOOK_AT", 4)
    assert seqs(bin, 6) == (None, None, [])
    assert seqs(bin, 1) == (None, None, [6])


def test_kinds_in_words(bin: Bin) -> None:
    (row,) = store(bin, captured(target="/in/key/hook?x=1"))
    assert kin.kind_of(row) == "POST /hook"
    row.event_type = "paid"
    assert kin.kind_of(row) == "paid"
