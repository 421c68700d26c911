"""What a signature says, over the API: as of the arrival, and as of now."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from requestbin.api import verdicts
from requestbin.bins import keyring
from requestbin.bins.models import Bin, Body
from requestbin.ingest.enrich import enrich
from requestbin.ingest.judging_again import judge_again
from tests.api.callers import Caller, problem
from tests.builders import captured, make_bin, store
from tests.signing import from_provider

pytestmark = pytest.mark.django_db

SECRET = "whsec_live"


@pytest.fixture
def bin(db: None) -> Bin:
    return make_bin()


def asked(api: Caller, bin: Bin, seq: int = 1) -> dict[str, Any]:
    while enrich(bin.pk) or judge_again(bin.pk):
        pass
    answer = api("GET", f"/bins/{bin.pk}/requests/{seq}/verdict")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_genuine_one_that_would_be_late_now(api: Caller, bin: Bin) -> None:
    keyring.add(bin, "stripe", "test", "whsec_test")
    keyring.add(bin, "stripe", "live", SECRET)
    came = from_provider(bin, "stripe", SECRET)
    store(bin, came)
    found = asked(api, bin)
    assert (found["provider"], found["verdict"], found["secret_label"]) == (
        "stripe",
        "valid",
        "live",
    )
    assert (found["valid"], found["authentic"], found["fresh"]) == (True, True, True)
    assert base64.b64decode(found["signed_base64"]).endswith(b"." + came.body)
    assert found["expected"] == found["received"]
    assert found["signed_at"] == "2026-03-04T05:06:05.000000Z"
    assert found["judged_at"] == "2026-03-04T05:06:07.089012Z"
    assert found["tolerance"] == 300
    assert found["uncovered"] == ["method", "path", "query", "host", "headers"]
    assert found["now"] == {"valid": False, "fresh": False, "reason": "timestamp_too_old"}


def test_one_that_was_altered(api: Caller, bin: Bin) -> None:
    keyring.add(bin, "stripe", "live", SECRET)
    store(bin, from_provider(bin, "stripe", SECRET, how="altered"))
    found = asked(api, bin)
    assert (found["valid"], found["reason"]) == (False, "signature_mismatch")
    assert found["expected"] != found["received"]
    assert found["secret_label"] is None


def test_without_a_secret_nothing_is_expected(api: Caller, bin: Bin) -> None:
    store(bin, from_provider(bin, "stripe", SECRET))
    found = asked(api, bin)
    assert (found["verdict"], found["reason"]) == ("unchecked", "secret_missing")
    assert found["expected"] == ""


def test_of_an_unknown_sender_nothing_is_said(api: Caller, bin: Bin) -> None:
    store(bin, captured())
    found = asked(api, bin)
    assert {name: value for name, value in found.items() if value is not None} == {
        "judged_at": "2026-03-04T05:06:07.089012Z"
    }


@pytest.mark.parametrize("slug", ["gitlab", "telegram"])
def test_what_is_the_secret_itself_is_left_out(api: Caller, bin: Bin, slug: str) -> None:
    keyring.add(bin, slug, "", "a plain token")
    store(bin, *(from_provider(bin, slug, token) for token in ("a plain token", "another one")))
    for seq in (1, 2):
        found = asked(api, bin, seq)
        assert (found["valid"], found["expected"], found["received"]) == (seq == 1, "", "")


def test_what_is_signed_is_given_up_to_a_size(
    api: Caller, bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "MAX_SIGNED_BYTES", 10)
    keyring.add(bin, "stripe", "live", SECRET)
    store(bin, from_provider(bin, "stripe", SECRET))
    assert asked(api, bin)["signed_base64"] is None


def test_what_is_gone_has_none(api: Caller, bin: Bin) -> None:
    problem(api("GET", f"/bins/{bin.pk}/requests/1/verdict"), 404, "not_found")
    store(bin, captured())
    Body.objects.all().delete()
    problem(api("GET", f"/bins/{bin.pk}/requests/1/verdict"), 404, "not_found")


def test_a_time_that_no_calendar_has_is_none() -> None:
    assert verdicts._moment(1e30) is None
