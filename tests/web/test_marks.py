"""A delivery in a word, in every state that it can be in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from requestbin.bins.models import Bin
from requestbin.egress.failures import SENTENCES
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.outcome import SENTENCES as OURS
from requestbin.forwarding.queries import find_delivery
from requestbin.forwarding.replay import replay
from requestbin.web.marks import FAILURES, mark_of, marks_of
from tests.builders import captured, store

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
LATER = NOW + timedelta(seconds=41)


def sent(bin: Bin, *attempts: dict[str, Any], **fields: Any) -> Delivery:
    if not bin.requests.exists():
        store(bin, captured())
    made = replay(bin, 1, "http://localhost:3000/")
    for number, facts in enumerate(attempts, 1):
        Attempt.objects.create(
            delivery=made, number=number, started_at=NOW, header_pairs=json.dumps([]), **facts
        )
    fields = {"attempt_count": len(attempts), "due_at": None, **fields}
    Delivery.objects.filter(pk=made.pk).update(**fields)
    return find_delivery(bin, made.pk)


@pytest.mark.parametrize(
    ("attempts", "fields", "text", "tone"),
    [
        ([], {"state": "pending", "due_at": NOW}, "sending", "quiet"),
        ([], {"state": "running", "due_at": LATER}, "sending", "quiet"),
        ([], {"state": "failed"}, "stopped", "quiet"),
        ([{"status": 200}], {"state": "delivered"}, "200", "ok"),
        ([{"status": 302}], {"state": "failed"}, "302", "wait"),
        ([{"status": 500}], {"state": "failed"}, "500", "no"),
        ([{"error": "refused"}], {"state": "failed"}, "refused", "no"),
        ([{"error": "something new"}], {"state": "failed"}, "failed", "no"),
        ([{"status": 500}, {"status": 500}], {"state": "failed"}, "gave up", "no"),
        ([{"status": 500}], {"state": "running", "due_at": LATER}, "500", "wait"),
    ],
)
def test_every_state_has_its_word(
    bin: Bin, attempts: list[dict[str, Any]], fields: dict[str, Any], text: str, tone: str
) -> None:
    mark = mark_of(sent(bin, *attempts, **fields))
    assert (mark.text, mark.tone, mark.due_at) == (text, tone, None)


def test_a_retry_says_when(bin: Bin) -> None:
    mark = mark_of(sent(bin, {"status": 500}, state="pending", due_at=LATER, max_attempts=8))
    assert (mark.text, mark.tone, mark.due_at) == ("500", "wait", LATER)


def test_a_row_is_marked_by_its_newest_delivery(bin: Bin) -> None:
    sent(bin, {"status": 500}, state="failed")
    sent(bin, {"status": 200}, state="delivered")
    store(bin, captured())
    assert {seq: mark.text for seq, mark in marks_of(bin.pk, [1, 2]).items()} == {1: "200"}


def test_the_words_belong_to_codes_that_exist() -> None:
    assert set(FAILURES) <= {*SENTENCES, *OURS}
