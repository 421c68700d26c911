"""Replays that are signed anew, over REST: what is asked for, what is told, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from requestbin.bins import keyring
from requestbin.bins.models import Bin, BinSecret
from requestbin.forwarding.models import Delivery
from tests.api.callers import Caller, problem
from tests.builders import captured, make_bin, store
from tests.forwarding import signing_targets as apps
from tests.targets import Target

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bin(db: None) -> Bin:
    made = make_bin()
    store(made, apps.CAPTURES["stripe"])
    return made


def replayed(api: Caller, bin: Bin, target: Target, **fields: Any) -> Any:
    url = f"/bins/{bin.pk}/requests/1/replay"
    answer = api("POST", url, {"url": target.url, "wait": 10, **fields})
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize("resign", [True, {}, {"event_id": "new"}, {"event_id": "evt_mine"}])
def test_a_stale_capture_is_taken(
    resign: Any, api: Caller, bin: Bin, target: Target, worker: None
) -> None:
    keyring.add(bin, "stripe", "mine", apps.STRIPE)
    target.reply = apps.verifying(apps.stripe)
    assert replayed(api, bin, target)["attempts"][0]["status"] == 400
    [attempt] = replayed(api, bin, target, resign=resign)["attempts"]
    assert attempt["status"] == 200
    assert attempt["signed"]["secret"] == "mine"
    changed = {each["place"]: each for each in attempt["signed"]["changes"]}
    assert changed["header:Stripe-Signature"]["before"] == apps.STRIPE_SIGNATURE
    if isinstance(resign, dict) and resign:
        made = changed["json:id"]["after"]
        assert made == "evt_mine" or (resign["event_id"] == "new" and made.startswith("evt_"))


def test_a_secret_for_once_or_by_its_id(
    api: Caller, bin: Bin, target: Target, worker: None
) -> None:
    keyring.add(bin, "stripe", "other", "whsec_other", BinSecret.APP)
    kept = keyring.add(bin, "stripe", "mine", apps.STRIPE)
    target.reply = apps.verifying(apps.stripe)
    once = replayed(api, bin, target, resign={"secret": apps.STRIPE})
    named = replayed(api, bin, target, resign={"secret_id": kept.pk})
    wrong = replayed(api, bin, target, resign=True)
    assert [each["attempts"][0]["status"] for each in (once, named, wrong)] == [200, 200, 400]
    assert apps.STRIPE not in str(once)
    assert not Delivery.objects.exclude(sealed=None).exists()


@pytest.mark.parametrize(
    ("resign", "sentence"),
    [
        (True, "takes its signing secret"),
        ({"secret_id": 99}, "not there any more"),
        ({"secret": ""}, "resign"),
        ({"event_id": "a b"}, "resign"),
        ({"signed_url": "file:///etc"}, "resign"),
    ],
)
def test_what_cannot_be_signed_is_said_and_not_stored(
    resign: Any, sentence: str, api: Caller, bin: Bin
) -> None:
    wanted = {"url": "http://127.0.0.1:9/", "resign": resign}
    answer = api("POST", f"/bins/{bin.pk}/requests/1/replay", wanted)
    assert sentence in problem(answer, 422, "invalid")
    assert not Delivery.objects.exists()


def test_a_secret_of_another_bin_signs_nothing(api: Caller, bin: Bin) -> None:
    other = keyring.add(make_bin(), "stripe", "theirs", apps.STRIPE)
    wanted = {"url": "http://127.0.0.1:9/", "resign": {"secret_id": other.pk}}
    answer = api("POST", f"/bins/{bin.pk}/requests/1/replay", wanted)
    assert "not there any more" in problem(answer, 422, "invalid")


def test_nobody_known_signs_nothing(api: Caller, bin: Bin) -> None:
    store(bin, captured())
    wanted = {"url": "http://127.0.0.1:9/", "resign": {"secret": "x"}}
    answer = api("POST", f"/bins/{bin.pk}/requests/2/replay", wanted)
    assert "not known who signs" in problem(answer, 422, "invalid")
