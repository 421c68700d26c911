"""Handshakes of stored captures: answered in time or left to the bin, and said so beside them."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from requestbin import egress
from requestbin.bins import actions, keyring
from requestbin.bins.models import Bin, BinSecret, CapturedRequest
from requestbin.bins.record import Answering, Recorded
from requestbin.egress.failures import failure
from requestbin.http import Captured, Headers, Request, Response
from requestbin.ingest import handshaking
from requestbin.ingest.handshaking import Handshaking
from requestbin.ingest.judging import Senders
from requestbin.providers import Reason
from tests.builders import captured, make_bin, store
from tests.serving import until

pytestmark = pytest.mark.django_db(transaction=True)

SLACK = captured(body='{"type":"url_verification","challenge":"abc"}')
SECRET = "b537207f20cbfa02357cf448134da559"
ASANA = captured(headers=[("X-Hook-Secret", SECRET)], body="{}")
SUBSCRIBE = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=b"
SNS = captured(
    headers=[("x-amz-sns-message-type", "SubscriptionConfirmation")],
    body=json.dumps({"Type": "SubscriptionConfirmation", "SubscribeURL": SUBSCRIBE}),
)


@pytest.fixture
async def bin() -> Bin:
    return await sync_to_async(make_bin)()


async def told(desk: Handshaking, bin: Bin, sent: Captured, **facts: Any) -> Response | None:
    """Return what the step says of a capture that was stored in `bin`."""
    (row,) = await sync_to_async(store)(bin, sent)
    recorded = Recorded(Answering(bin.pk, 500, "[]", b"own", 0, **facts), row.seq, row.change)
    said = desk.step(sent, recorded)
    return None if said is None else await said


async def reason(bin: Bin, wanted: Callable[[str], bool] = bool) -> str:
    """Return why the only capture was answered so, once that is told."""

    def look() -> str:
        found = CapturedRequest.objects.get(bin=bin).answered
        return found if wanted(found) else ""

    return await sync_to_async(until)(look)


async def test_a_challenge_is_answered_and_the_page_told(bin: Bin) -> None:
    response = await told(Handshaking(), bin, SLACK)
    assert response is not None
    assert json.loads(response.body) == {"challenge": "abc"}
    assert (await reason(bin)).startswith("Answered Slack's challenge by itself")
    row = await CapturedRequest.objects.aget(bin=bin)
    await bin.counter.arefresh_from_db()
    assert row.change == bin.counter.change > row.seq


async def test_an_event_that_hears_it_was_received_is_judged_as_any_other(bin: Bin) -> None:
    await sync_to_async(keyring.add)(bin, "adyen", "", "ab" * 32)
    item = {"eventCode": "CAPTURE", "additionalData": {"hmacSignature": "A" * 43 + "="}}
    body = json.dumps({"notificationItems": [{"NotificationRequestItem": item}]})
    sent = captured(body=body)
    response = await told(Handshaking(), bin, sent)
    assert response is not None
    assert response.body == b"[accepted]"
    assert "was received" in await reason(bin)
    judged = await sync_to_async(lambda: Senders(bin).judge(sent, answered=True))()
    assert (judged.provider, judged.verdict) == ("adyen", Reason.SIGNATURE_MISMATCH)
    await sync_to_async(actions.update)(bin, answer_status=500)
    assert await told(Handshaking(), bin, sent) is None


@pytest.mark.parametrize("sent", [SLACK, captured()])
async def test_where_it_is_off_or_none_nothing_is_looked_up(bin: Bin, sent: Captured) -> None:
    (row,) = await sync_to_async(store)(bin, sent)
    answering = Answering(bin.pk, 200, "[]", b"", 0, handshakes=sent is not SLACK)
    assert Handshaking().step(sent, Recorded(answering, row.seq, row.change)) is None


async def test_switched_off_meanwhile_counts(bin: Bin) -> None:
    await sync_to_async(actions.update)(bin, handshakes=False)
    assert await told(Handshaking(), bin, SLACK) is None


async def test_what_lacks_a_secret_is_left_to_the_bin_and_said(bin: Bin) -> None:
    crc = captured("GET", "/in/key?crc_token=abc", [], b"")
    desk = Handshaking()
    assert await told(desk, bin, crc) is None
    assert "Store its" in await reason(bin)
    await sync_to_async(keyring.add)(bin, "x_twitter", "", "secret")
    assert await told(desk, bin, crc) is not None


async def test_the_secret_is_taken_in_the_window_once(bin: Bin) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=10)
    await sync_to_async(actions.update)(bin, provider="asana", takes_secrets_until=soon)
    desk = Handshaking()
    response = await told(desk, bin, ASANA)
    assert response is not None
    assert response.headers.text("X-Hook-Secret") == SECRET
    (kept,) = await sync_to_async(keyring.known)(bin.pk)
    assert (kept.provider, kept.secret) == ("asana", SECRET)
    assert SECRET not in await reason(bin)
    await bin.arefresh_from_db()
    assert bin.takes_secrets_until is None
    assert await told(desk, bin, ASANA) is None


async def test_a_secret_made_for_samples_gives_way(bin: Bin) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=10)
    await sync_to_async(actions.update)(bin, provider="asana", takes_secrets_until=soon)
    await sync_to_async(keyring.add)(bin, "asana", keyring.MADE, "0123456789abcdef")
    response = await told(Handshaking(), bin, ASANA)
    assert response is not None
    known = await sync_to_async(keyring.known)(bin.pk)
    assert [each.secret for each in known] == ["0123456789abcdef", SECRET]


@pytest.mark.parametrize("late", [timedelta(minutes=-1), None])
async def test_outside_of_the_window_no_secret_is_taken(bin: Bin, late: timedelta | None) -> None:
    until_ = late and datetime.now(UTC) + late
    await sync_to_async(actions.update)(bin, provider="asana", takes_secrets_until=until_)
    assert await told(Handshaking(), bin, ASANA) is None
    assert "not taken" in await reason(bin)
    assert not await BinSecret.objects.aexists()


async def test_a_secret_that_cannot_be_kept_is_not_answered(
    bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "MAX_SECRETS", 0)
    soon = datetime.now(UTC) + timedelta(minutes=10)
    await sync_to_async(actions.update)(bin, provider="asana", takes_secrets_until=soon)
    assert await told(Handshaking(), bin, ASANA) is None
    assert await reason(bin) == handshaking.KEPT_NOT


class Amazon:
    """The network as the one address sees it."""

    def __init__(self, outcome: int | Exception) -> None:
        self.asked: list[Request] = []
        self._outcome = outcome

    async def exchange(self, request: Request, limits: egress.Limits) -> egress.Answer:
        self.asked.append(request)
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return egress.Answer(
            self._outcome, Headers(), b"", 0, True, 1.0, 1.0, 1.0, "1.1", "203.0.113.1"
        )


@pytest.mark.parametrize(
    ("outcome", "end"),
    [
        (200, "Confirmed."),
        (403, "Not confirmed: answered 403."),
        (failure("no_address", host="x"), "Check the spelling."),
        (ValueError(), "something broke here."),
    ],
)
async def test_a_subscription_is_confirmed_where_it_may(
    bin: Bin, outcome: int | Exception, end: str
) -> None:
    await sync_to_async(actions.update)(bin, confirms=True)
    amazon = Amazon(outcome)
    desk = Handshaking(lambda _: amazon)  # type: ignore[arg-type, return-value]
    response = await told(desk, bin, SNS)
    assert response is not None
    assert (response.status, response.body) == (200, b"")
    assert (await reason(bin, lambda text: "onfirmed" in text)).endswith(end)
    assert [each.url for each in amazon.asked] == [SUBSCRIBE]


async def test_without_leave_nothing_is_fetched(bin: Bin) -> None:
    amazon = Amazon(200)
    desk = Handshaking(lambda _: amazon)  # type: ignore[arg-type, return-value]
    assert await told(desk, bin, SNS) is None
    assert "Open SubscribeURL" in await reason(bin)
    assert not amazon.asked


async def test_what_takes_too_long_is_left_to_the_bin(
    bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    found = handshaking._found

    def slow(*asked: Any) -> Any:
        go.wait(10)
        return found(*asked)

    monkeypatch.setattr(handshaking, "_found", slow)
    monkeypatch.setattr(handshaking, "ANSWER_SECONDS", 0.05)
    assert await told(Handshaking(), bin, SLACK) is None
    go.set()
    assert await reason(bin) == handshaking.LATE


async def test_no_more_wait_than_there_is_room_for(
    bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    monkeypatch.setattr(handshaking, "MAX_AT_ONCE", 2)
    monkeypatch.setattr(handshaking, "_found", lambda *_: go.wait(10) and None)
    desk = Handshaking()
    recorded = Recorded(Answering(bin.pk, 200, "[]", b"", 0), 1, 1)
    waiting = [desk.step(SLACK, recorded) for _ in range(2)]
    assert desk.step(SLACK, recorded) is None
    go.set()
    assert await asyncio.gather(*filter(None, waiting)) == [None, None]


async def test_what_breaks_is_left_to_the_bin(bin: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise OSError("no database")

    monkeypatch.setattr(handshaking, "_found", broken)
    assert await told(Handshaking(), bin, SLACK) is None


async def test_the_address_is_that_which_the_provider_was_given(bin: Bin) -> None:
    secret = {"public_key": "", "verification_token": "token"}
    await sync_to_async(keyring.add)(bin, "ebay", "", secret)
    asks = captured("GET", "/in/key/hook?challenge_code=abc", [("Host", "hooks.test")], b"")
    called = await sync_to_async(handshaking._as_called)(asks)
    assert called.url == "http://hooks.test/in/key/hook?challenge_code=abc"
    assert await told(Handshaking(), bin, asks) is not None
