"""A body with several things that are signed each for itself is signed in all of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from Adyen import util as adyen

from requestbin.http import Request
from requestbin.providers import Reason, sign, verify
from requestbin.providers.signatures.signing import MAX_SIGNED_ITEMS
from tests.providers.fitting import NOTICE, REQUEST

KEY = "44782def547aaa06c910c43932b1eb0c71fc68d9d0c057550c48ec2acf6ba056"
NOW = 1_760_000_000


def _notice(count: int, **more: Any) -> Request:
    wrapped = NOTICE["notificationItems"][0]["NotificationRequestItem"]  # type: ignore[index]
    items = [
        {"NotificationRequestItem": {**wrapped, "pspReference": f"psp{index}", **more}}
        for index in range(count)
    ]
    body = {"live": "false", "notificationItems": items}
    return replace(REQUEST, body=json.dumps(body, indent=1).encode())


@pytest.mark.parametrize("more", [{}, {"additionalData": {}}, {"additionalData": {"a": "1"}}])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_each_notification_of_several_is_signed(count: int, more: dict[str, Any]) -> None:
    signed = sign(_notice(count, **more), "adyen", KEY, now=NOW)
    assert verify(signed, "adyen", KEY, now=NOW).valid
    for item in json.loads(signed.body)["notificationItems"]:  # its library looks at the first one
        assert adyen.is_valid_hmac_notification({"notificationItems": [item]}, KEY)


def test_one_wrong_notification_of_several_is_enough() -> None:
    signed = sign(_notice(3), "adyen", KEY, now=NOW)
    changed = replace(signed, body=signed.body.replace(b"psp2", b"psp9"))
    assert verify(changed, "adyen", KEY, now=NOW).reason is Reason.SIGNATURE_MISMATCH
    value = json.loads(signed.body)
    del value["notificationItems"][1]["NotificationRequestItem"]["additionalData"]["hmacSignature"]
    unsigned = replace(signed, body=json.dumps(value).encode())
    assert verify(unsigned, "adyen", KEY, now=NOW).reason is Reason.SIGNATURE_MISSING


@pytest.mark.parametrize("count", [0, MAX_SIGNED_ITEMS + 1])
def test_none_and_very_many_are_left_as_they_were(count: int) -> None:
    assert sign(_notice(count), "adyen_notification", KEY, now=NOW) == _notice(count)


def test_each_of_several_graph_notifications_gets_the_client_state() -> None:
    items = [{"subscriptionId": f"s{index}", "changeType": "updated"} for index in range(3)]
    request = replace(REQUEST, body=json.dumps({"value": items}).encode())
    signed = sign(request, "microsoft_graph", "of the client", now=NOW)
    assert verify(signed, "microsoft_graph", "of the client", now=NOW).valid
    states = [each["clientState"] for each in json.loads(signed.body)["value"]]
    assert states == ["of the client"] * 3


@pytest.mark.parametrize("count", [101, 90])
def test_more_than_can_be_signed_in_time_is_left_as_it_is(count: int) -> None:
    items = [{"subscriptionId": "s", "filler": "x" * (2_100_000 // count)}] * count
    request = replace(REQUEST, body=json.dumps({"value": items}).encode())
    assert sign(request, "microsoft_graph", "of the client", now=NOW) == request
    notice = _notice(count, filler="x" * (2_100_000 // count))
    assert sign(notice, "adyen", KEY, now=NOW).body == notice.body
