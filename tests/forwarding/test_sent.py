"""`sent:` in a search agrees with what became of the newest delivery, in SQL and as a predicate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from requestbin.bins.models import Bin, CapturedRequest
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.queries import newest_by_request
from requestbin.forwarding.replay import replay
from requestbin.forwarding.sent import CONDITIONS, condition, words_of
from requestbin.inspection.query.terms import SENT
from tests.builders import captured, store

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
LATER = NOW + timedelta(seconds=41)
STATUSES = ("200", "302", "500")

STATES: list[tuple[list[int | None], dict[str, Any], set[str]]] = [
    ([], {"state": "pending", "due_at": NOW}, {"yes", "waiting"}),
    ([], {"state": "running", "due_at": LATER}, {"yes", "waiting"}),
    ([], {"state": "failed"}, {"yes"}),
    ([200], {"state": "delivered"}, {"yes", "ok", "200"}),
    ([302], {"state": "failed"}, {"yes", "failed", "302"}),
    ([None], {"state": "failed"}, {"yes", "failed"}),
    ([500, None], {"state": "failed"}, {"yes", "failed"}),
    ([None, 500], {"state": "pending", "due_at": LATER}, {"yes", "waiting", "500"}),
    ([500, 200], {"state": "delivered"}, {"yes", "ok", "200"}),
]


def sent(bin: Bin, seq: int, statuses: list[int | None], **fields: Any) -> Delivery:
    made = replay(bin, seq, "http://localhost:3000/")
    for number, status in enumerate(statuses, 1):
        Attempt.objects.create(delivery=made, number=number, started_at=NOW, status=status)
    fields = {"attempt_count": len(statuses), "due_at": None, **fields}
    Delivery.objects.filter(pk=made.pk).update(**fields)
    return made


def said(bin: Bin, seq: int) -> set[str]:
    """Return the words by which SQL finds a request; each has a contrary that does not."""
    rows = CapturedRequest.objects.filter(bin=bin, seq=seq)
    found = {word for word in (*SENT, *STATUSES) if rows.filter(condition(word)).exists()}
    contrary = {word for word in (*SENT, *STATUSES) if rows.filter(~condition(word)).exists()}
    assert found ^ contrary == {*SENT, *STATUSES}
    return found


@pytest.mark.parametrize(("statuses", "fields", "words"), STATES)
def test_every_state_has_its_words(
    bin: Bin, statuses: list[int | None], fields: dict[str, Any], words: set[str]
) -> None:
    store(bin, captured(), captured())
    sent(bin, 1, [500], state="failed")
    sent(bin, 1, statuses, **fields)
    assert words_of(newest_by_request(bin.pk, [1])[1]) == words
    assert said(bin, 1) == words
    assert words_of(None) == said(bin, 2) == {"no"}


def test_the_words_are_those_of_the_language() -> None:
    assert set(CONDITIONS) == set(SENT)
