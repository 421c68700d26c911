"""Fetching what a payload is about, over REST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from requestbin.bins.models import Bin
from requestbin.forwarding.fetching import keep_authorization
from tests.api.callers import Caller, problem
from tests.builders import captured, make_bin, store
from tests.targets import Target

pytestmark = pytest.mark.django_db(transaction=True)

FORM = [("Content-Type", "application/x-www-form-urlencoded")]
TOKEN = "Bearer sk_test_1234567890"


@pytest.fixture
def bin(db: None) -> Bin:
    made = make_bin()
    store(made, captured(headers=FORM, body=b"id=tr_1"), captured())
    return made


def test_the_result_is_answered(api: Caller, bin: Bin, target: Target) -> None:
    wanted = {"url": f"{target.url}v2/payments/{{form:id}}", "authorization": TOKEN}
    answer = api("POST", f"/bins/{bin.pk}/requests/1/fetch", wanted)
    assert answer.status_code == 200, answer.content
    found = answer.json()
    assert found["url"] == f"{target.url}v2/payments/tr_1"
    assert (found["status"], found["body"]["text"], found["error"]) == (200, "ok", None)
    assert f"Authorization: {TOKEN}".encode() in target.requests[0]
    assert TOKEN not in answer.content.decode()


def test_without_a_body_it_is_as_the_bin_says(api: Caller, bin: Bin, target: Target) -> None:
    bin.fetch_url = f"{target.url}{{form:id}}"
    bin.save()
    keep_authorization(bin, target.url.rstrip("/"), TOKEN)
    assert api("POST", f"/bins/{bin.pk}/requests/1/fetch").json()["status"] == 200
    assert f"Authorization: {TOKEN}".encode() in target.requests[0]


def test_a_failure_is_a_result(api: Caller, bin: Bin) -> None:
    wanted = {"url": "http://127.0.0.1:9/{form:id}"}
    found = api("POST", f"/bins/{bin.pk}/requests/1/fetch", wanted).json()
    assert (found["status"], found["body"], found["error"]["code"]) == (None, None, "refused")


@pytest.mark.parametrize(
    ("seq", "wanted", "sentence"),
    [
        (2, {}, "not known what such a request is about"),
        (1, {"url": "https://{form:id}/"}, "may not choose the host"),
        (1, {"url": "https://a/{json:id}"}, "has no `json:id`"),
        (1, {"url": "file:///etc/passwd"}, "url"),
        (1, {"authorization": "a\nb"}, "authorization"),
    ],
)
def test_what_cannot_be_fetched_is_said(
    seq: int, wanted: dict[str, Any], sentence: str, api: Caller, bin: Bin
) -> None:
    answer = api("POST", f"/bins/{bin.pk}/requests/{seq}/fetch", wanted)
    assert sentence in problem(answer, 422, "invalid")


def test_a_request_that_is_gone_is_not_found(api: Caller, bin: Bin) -> None:
    problem(api("POST", f"/bins/{bin.pk}/requests/9/fetch"), 404, "not_found")


def test_the_guard_has_its_say(
    api: Caller, bin: Bin, target: Target, configure: Callable[..., None]
) -> None:
    configure(allow_nets=())
    wanted = {"url": f"{target.url}{{form:id}}"}
    found = api("POST", f"/bins/{bin.pk}/requests/1/fetch", wanted).json()
    assert found["error"]["code"] == "private"
    assert not target.requests
