"""What stays the same on every retry: found where senders write it, and only there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers
from requestbin.inspection.content import content_of
from requestbin.inspection.event_id import MAX_LENGTH, event_id_of

GUID = "72d3162e-cc78-11e3-81ab-4c9367dc0958"


def found(body: bytes = b"", **headers: str) -> str:
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    sent = Headers([("Content-Type", "application/json"), *pairs])
    return event_id_of(sent, content_of(sent, body))


@pytest.mark.parametrize(
    "name",
    [
        "X_GitHub_Delivery", "webhook_id", "svix_id", "ce_id", "Idempotency_Key",
        "X_Shopify_Webhook_Id", "Twitch_Eventsub_Message_Id", "X_Gitlab_Event_UUID",
        "X_Shopify_Event_Id", "Paypal_Transmission_Id",
    ],
)  # fmt: skip
def test_headers_that_hold_it(name: str) -> None:
    assert found(**{name: GUID}) == GUID


@pytest.mark.parametrize(
    "name",
    [
        "X_Request_Id", "X_Correlation_Id", "traceparent", "X_GitHub_Hook_ID", "Service_ce_id",
        "X_Gitlab_Webhook_UUID", "X_Discourse_Event_Type", "X_PayPal_Webhook_Id",
    ],
)  # fmt: skip
def test_headers_that_tell_of_one_attempt_or_of_the_hook(name: str) -> None:
    assert found(**{name: GUID}) == ""


@pytest.mark.parametrize(
    ("body", "id"),
    [
        (b'{"id":"evt_1NzK","object":"event","type":"charge.refunded","data":{}}', "evt_1NzK"),
        (b'{"event_id":"Ev08MFMKH6","type":"event_callback"}', "Ev08MFMKH6"),
        (b'{"Type":"Notification","MessageId":"165545c9-2a5c"}', "165545c9-2a5c"),
        (b'{"event_id":1234567,"event":"order.paid"}', "1234567"),
        (b'{"id":1234567,"event":"order.paid","payload":{}}', ""),
        (b'{"id":"user_12","type":"user.updated","data":{}}', ""),
        (b'{"event_id":"(masked)"}', ""),
        (b'{"id":820982911,"email":"jon@example.com","line_items":[]}', ""),
        (b'{"id":"evt_1NzK","type":"charge.refunded"}', ""),
        (b'{"event_id":"a b c d e f"}', ""),
        (b'{"event_id":true}', ""),
        (b'{"event_id":"%s"}' % (b"x" * (MAX_LENGTH + 1)), ""),
        (b'{"event_id":1%s}' % (b"0" * 5000), ""),
        (b'["event_id"]', ""),
    ],
)
def test_bodies_that_hold_it(body: bytes, id: str) -> None:
    assert found(body) == id


@pytest.mark.parametrize("value", ["tomorrow", "2026-11-24T10:00", "pending"])
def test_a_delivery_that_is_no_uuid_is_none(value: str) -> None:
    assert found(X_Expected_Delivery=value) == ""


def test_a_header_goes_before_the_body() -> None:
    assert found(b'{"event_id":"of the body"}', webhook_id="of-the-header") == "of-the-header"


@given(st.binary(), st.binary(max_size=50), st.sampled_from(["webhook-id", "x-delivery", "x"]))
def test_it_never_raises(body: bytes, value: bytes, name: str) -> None:
    sent = Headers([(b"content-type", b"application/json"), (name.encode(), value)])
    id = event_id_of(sent, content_of(sent, body))
    assert "\x00" not in id
    assert len(id) <= MAX_LENGTH
