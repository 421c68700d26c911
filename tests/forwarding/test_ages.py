"""When a refusal may come from a signature that was too old, and what is said of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from requestbin.bins import keyring
from requestbin.bins.models import Bin
from requestbin.forwarding.ages import aged, span
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.replay import replay
from tests.builders import make_bin, store
from tests.forwarding import signing_targets as apps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sent() -> Delivery:
    bin = make_bin()
    store(bin, apps.CAPTURES["stripe"])
    return replay(bin, 1, "http://a.example/")


def attempt(**fields: Any) -> Attempt:
    return Attempt(**({"status": 400, "started_at": datetime.now(UTC)} | fields))


def test_it_is_told_with_its_age(sent: Delivery) -> None:
    told = aged(sent, attempt())
    assert told
    assert told.sentence.startswith("This copy was signed ")
    assert told.sentence.endswith("Stripe's libraries refuse after 5 min.")
    assert not told.ready
    keyring.add(Bin.objects.get(), "stripe", "mine", apps.STRIPE)
    ready = aged(sent, attempt())
    assert ready
    assert ready.ready


@pytest.mark.parametrize(
    "fields",
    [
        {"status": 200},
        {"status": 404},
        {"status": None},
        {"signed": {"secret": "", "changes": []}},
        {"started_at": datetime.fromtimestamp(apps.OLD + 60, UTC)},
    ],
)
def test_it_is_not_blamed_for_all(fields: dict[str, Any], sent: Delivery) -> None:
    assert aged(sent, attempt(**fields)) is None


def test_what_nobody_signs_has_no_age(sent: Delivery) -> None:
    sent.header_pairs = "[]"
    assert aged(sent, attempt()) is None
    store(Bin.objects.get(), apps.CAPTURES["gitlab"])
    assert aged(replay(Bin.objects.get(), 2, "http://a.example/"), attempt()) is None
    sent.request_seq = 99
    assert aged(sent, attempt()) is None


def test_spans_are_as_people_say_them() -> None:
    lengths = [40, 300, 7200, 259_200, 86_400_000]
    assert [span(each) for each in lengths] == ["40 s", "5 min", "2 h", "3 days", "1,000 days"]
