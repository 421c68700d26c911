"""Signed anew when it is sent: apps that check take old captures, and no secret stays behind."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core import serializers

from requestbin.bins import keyring
from requestbin.bins.models import Bin, BinSecret
from requestbin.forwarding.models import Attempt, Delivery
from requestbin.forwarding.replay import replay, replay_all
from requestbin.forwarding.resigning import Resign
from requestbin.http import Headers
from requestbin.providers.signatures import keys
from tests.builders import make_bin, store
from tests.forwarding import signing_targets as apps
from tests.forwarding.working import Work, attempts_of, due, settled, tried
from tests.targets import Target

SECRETS = {
    "stripe": apps.STRIPE,
    "twilio": apps.TWILIO,
    "standard_webhooks": apps.STANDARD,
    "gitlab": apps.GITLAB,
}
APP = BinSecret.APP


@pytest.fixture
def catching(transactional_db: None) -> Callable[[str], Bin]:
    """Give `catching(name)`: a bin with one of the captures, whose app's secret it knows."""

    def caught(name: str) -> Bin:
        bin = make_bin()
        store(bin, apps.CAPTURES[name])
        return bin

    return caught


def kept(bin: Bin) -> str:
    """Return all that is stored of deliveries and attempts."""
    rows = [*Delivery.objects.filter(bin=bin), *Attempt.objects.filter(delivery__bin=bin)]
    return str(serializers.serialize("json", rows))


def check_of(name: str, target: Target) -> apps.Check:
    if name == "twilio":
        return apps.twilio(target.url.rstrip("/"))
    return {"stripe": apps.stripe, "standard": apps.standard, "gitlab": apps.gitlab}[name]


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("stripe", "stripe"),
        ("twilio", "twilio"),
        ("standard", "standard_webhooks"),
        ("gitlab", "gitlab"),
    ],
)
@pytest.mark.parametrize("given", [True, False], ids=["given once", "kept"])
def test_an_app_takes_it_signed_anew_and_not_as_it_was(
    name: str,
    provider: str,
    given: bool,
    catching: Callable[[str], Bin],
    work: Work,
    target: Target,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    bin, secret = catching(name), SECRETS[provider]
    if not given:
        keyring.add(bin, provider, "mine", secret, APP)
    target.reply = apps.verifying(check_of(name, target))
    work()
    plain = settled(replay(bin, 1, f"{target.url}hooks?a=1"))
    assert attempts_of(plain)[0].status == 400
    assert attempts_of(plain)[0].signed is None
    wish = Resign(provider, once=secret if given else None)
    anew = settled(replay(bin, 1, f"{target.url}hooks?a=1", resign=wish))
    [attempt] = attempts_of(anew)
    assert attempt.status == 200
    assert attempt.signed["secret"] == ("the secret that was given" if given else "mine")
    assert anew.sealed is None
    assert secret not in kept(bin)
    assert secret not in caplog.text


def test_what_changed_is_kept_with_old_and_new(
    catching: Callable[[str], Bin], work: Work, target: Target
) -> None:
    bin = catching("standard")
    wish = Resign("standard_webhooks", event_id="msg_new", once=apps.STANDARD)
    work()
    settled(replay(bin, 1, target.url, resign=wish))
    [attempt] = Attempt.objects.all()
    changes = {place: (was, now) for place, was, now in attempt.signed["changes"]}
    assert list(changes) == [
        "header:webhook-id",
        "header:webhook-timestamp",
        "header:webhook-signature",
    ]
    assert changes["header:webhook-id"] == ("msg_p5jXN8AQM9LWM0D4loKWxJek", "msg_new")
    assert changes["header:webhook-timestamp"][0] == str(apps.OLD)
    assert b"\r\nwebhook-id: msg_new\r\n" in target.requests[0]


def test_a_token_is_sent_and_never_kept(
    catching: Callable[[str], Bin], work: Work, target: Target
) -> None:
    bin = catching("gitlab")
    keyring.add(bin, "gitlab", "old", "of-the-bin")
    work()
    settled(replay(bin, 1, target.url, resign=Resign("gitlab", once=apps.GITLAB)))
    assert f"X-Gitlab-Token: {apps.GITLAB}".encode() in target.requests[0]
    [attempt] = Attempt.objects.all()
    assert attempt.signed["changes"] == [["header:X-Gitlab-Token", "(masked)", "(masked)"]]


def test_a_test_pair_signs_for_a_provider_whose_key_nobody_has(
    catching: Callable[[str], Bin], work: Work, target: Target
) -> None:
    bin, pair = catching("discord"), keys.test_pair("ed25519")
    target.reply = apps.verifying(apps.discord(pair["public_key"]))
    work()
    without = settled(replay(bin, 1, target.url, resign=Resign("discord")))
    [attempt] = attempts_of(without)
    assert (attempt.error, attempt.status) == ("unsigned", None)
    assert "Only Discord has the private key" in attempt.detail
    keyring.add(bin, "discord", "test pair", pair, APP)
    made = settled(replay(bin, 1, target.url, resign=Resign("discord")))
    assert attempts_of(made)[0].status == 200
    assert "PRIVATE KEY" not in kept(bin)


def test_an_edited_body_is_signed_as_edited(
    catching: Callable[[str], Bin], work: Work, target: Target
) -> None:
    bin = catching("stripe")
    target.reply = apps.verifying(apps.stripe)
    work()
    edited = apps.BODY.replace(b"invoice.paid", b"invoice.voided")
    headers = Headers(apps.CAPTURES["stripe"].headers.pairs)
    wish = Resign("stripe", once=apps.STRIPE)
    made = replay(bin, 1, target.url, headers=headers, body=edited, resign=wish)
    assert settled(made).state == "delivered"
    assert target.requests[0].endswith(edited)


def test_each_attempt_is_signed_at_its_own_time(
    catching: Callable[[str], Bin],
    work: Work,
    target: Target,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bin = catching("standard")
    clock = iter([1_900_000_000.0, 1_900_003_600.0])
    monkeypatch.setattr("requestbin.forwarding.cargo.clock", lambda: next(clock))
    target.reply = b"HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n"
    work()
    wish = Resign("standard_webhooks", event_id="msg_same", once=apps.STANDARD)
    made = replay(bin, 1, target.url, max_attempts=2, resign=wish)
    tried(made, 1)
    assert Delivery.objects.get(pk=made.pk).sealed is not None
    due(made, datetime.now(UTC))
    first, second = tried(made, 2)
    times = [{p: now for p, _, now in each.signed["changes"]} for each in (first, second)]
    assert [each["header:webhook-timestamp"] for each in times] == ["1900000000", "1900003600"]
    assert [each["header:webhook-id"] for each in times] == ["msg_same", "msg_same"]
    assert settled(made).sealed is None


def test_of_several_secrets_the_one_that_signed_the_capture_signs_again(
    catching: Callable[[str], Bin], work: Work, target: Target
) -> None:
    bin = catching("stripe")
    keyring.add(bin, "stripe", "live", apps.STRIPE)
    keyring.add(bin, "stripe", "test", "whsec_other")
    target.reply = apps.verifying(apps.stripe)
    work()
    made = settled(replay(bin, 1, target.url, resign=Resign("stripe")))
    assert attempts_of(made)[0].signed["secret"] == "live"
    assert made.state == "delivered"


def test_a_secret_that_is_gone_sends_nothing(
    catching: Callable[[str], Bin], work: Work, target: Target
) -> None:
    bin = catching("stripe")
    held = keyring.add(bin, "stripe", "mine", apps.STRIPE, APP)
    keyring.remove(bin.pk, held.pk)
    work()
    made = replay(bin, 1, target.url, max_attempts=5, resign=Resign("stripe", secret_id=held.pk))
    assert settled(made).tries == 1
    [attempt] = attempts_of(made)
    assert attempt.detail.startswith("Not sent: it could not be signed anew. The secret")
    assert not target.requests


def test_many_are_signed_each_when_it_is_sent(
    transactional_db: None, work: Work, target: Target
) -> None:
    bin, over = make_bin(), threading.Event()
    rows = store(bin, *[apps.CAPTURES["stripe"]] * 3, apps.CAPTURES["gitlab"])
    target.reply = apps.verifying(apps.stripe)
    work()
    wishes = {row.seq: Resign("stripe", once=apps.STRIPE) for row in rows[:2]}
    replay_all(bin, [row.seq for row in rows[:3]], target.url, wishes)
    target.received(3)
    over.set()
    states = {each.request_seq: settled(each).state for each in Delivery.objects.all()}
    assert states == {1: "delivered", 2: "delivered", 3: "failed"}


def test_what_signs_is_no_part_of_what_a_wish_shows() -> None:
    assert "hidden" not in repr(Resign("stripe", once="hidden"))
    assert "hidden" not in json.dumps(str(Resign("stripe", once="hidden").columns))
