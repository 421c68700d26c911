"""`manage.py prune` drops the oldest beyond the limits, and says how many."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from requestbin.bins.models import Bin, CapturedRequest
from tests.builders import captured, make_bin, store


def _prune() -> str:
    said = StringIO()
    call_command("prune", stdout=said)
    return said.getvalue()


def _seqs(bin: Bin) -> list[int]:
    return list(
        CapturedRequest.objects.filter(bin=bin).order_by("seq").values_list("seq", flat=True)
    )


@pytest.mark.django_db(transaction=True)
def test_the_oldest_go_and_starred_ones_stay() -> None:
    bin = make_bin(keep_requests=3, keep_seconds=10**9)
    store(bin, captured(), starred=True)
    store(bin, *[captured() for _ in range(9)])
    assert _prune() == "Dropped 6 requests.\n"
    assert _seqs(bin) == [1, 8, 9, 10]
    assert _prune() == "Dropped 0 requests.\n"


@pytest.mark.django_db(transaction=True)
def test_what_is_too_old_goes() -> None:
    bin = make_bin(keep_seconds=3600)
    store(bin, captured())  # of the builders' MOMENT, long ago
    assert _prune() == "Dropped 1 request.\n"
    assert _seqs(bin) == []
