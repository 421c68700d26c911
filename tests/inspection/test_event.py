"""What a row is called by: the payload's own word for itself, fit for one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.http import Headers
from requestbin.inspection.content import content_of
from requestbin.inspection.event import MAX_BYTES, MAX_LENGTH, event_of

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def said(body: bytes, kind: str = JSON, *pairs: tuple[str, str]) -> str:
    headers = Headers([("Content-Type", kind), *pairs])
    return event_of(headers, content_of(headers, body))


@pytest.mark.parametrize(
    ("body", "event"),
    [
        (b'{"type": "invoice.paid", "action": "other"}', "invoice.paid"),
        (b'{"action": "opened"}', "opened"),
        (b'{"type": 1, "event": "", "topic": "orders/create"}', "orders/create"),
        (b'{"type": " two\\n lines "}', "two lines"),
        (b'{"type": "%s"}' % (b"x" * 500), "x" * MAX_LENGTH),
        (b'{"type": "\\u0000a\\u001bb\\u009bc"}', "\ufffda\ufffdb\ufffdc"),
        (b'{"type": "\\u202egnp.\\u2066exe"}', "\ufffdgnp.\ufffdexe"),
        (b'{"type": "\\ud800"}', "?"),
        (b'["type"]', ""),
        (b'{"type": "event_callback", "event": {"type": "app_mention"}}', "app_mention"),
        (b'{"event": {"event_type": "incident.triggered"}}', "incident.triggered"),
        (b'{"type": "Issue", "action": "update"}', "Issue.update"),
        (b'{"type": "payment", "action": "payment.created"}', "payment.created"),
        (b'{"webhook_type": "ITEM", "webhook_code": "ERROR"}', "ITEM.ERROR"),
        (b'[{"event": "open"}, {"event": "open"}, {"event": "click"}]', "open, click"),
        (b'{"Records": [{"eventName": "ObjectCreated:Put"}]}', "ObjectCreated:Put"),
        (b'{"events": [{"resource_type": "payments", "action": "paid"}]}', "payments.paid"),
        (b'{"type": "notification_event", "topic": "user.created"}', "user.created"),
        (b'{"Type": "Notification", "Message": "hello"}', "Notification"),
        (b'{"type": "https://example.com/probs/out-of-credit"}', ""),
        (b'{"type": "post", "topic": "Hello, all of you"}', "post"),
        (b'{"jsonrpc": "2.0", "method": "eth_subscription"}', "eth_subscription"),
        (b'{"method": "GET"}', ""),
        (b'{"status": "firing", "alerts": []}', "firing"),
        (b'{"_type": "bean"}', ""),
        (b'{"type": ', ""),
        (b"[" * 100_000, ""),
        (b'{"type": "a", "n": %s}' % (b"1" * 5_000), ""),
        (b'{"type": "a"}' + b" " * MAX_BYTES, ""),
    ],
)
def test_the_first_top_level_string_under_a_known_name(body: bytes, event: str) -> None:
    assert said(body) == event


def test_without_a_media_type_it_goes_by_the_first_character() -> None:
    assert said(b' {"type": "a"}', "text/plain") == "a"
    assert said(b'"type"', "") == ""


@pytest.mark.parametrize(
    ("pair", "body", "event"),
    [
        (("X-GitHub-Event", "push"), b"{}", "push"),
        (("X-GitHub-Event", "pull_request"), b'{"action": "opened"}', "pull_request.opened"),
        (("X-Shopify-Topic", "orders/create"), b'{"type": "other"}', "orders/create"),
        (("ce-type", "com.example.made"), b"", "com.example.made"),
        (("aeg-event-type", "Notification"), b'[{"eventType": "Blob.Made"}]', "Blob.Made"),
        (("X-Gitlab-Event", "Push Hook"), b"{}", "Push Hook"),
        (("X-Event-Id", "evt_1"), b"{}", ""),
        (("Last-Event-ID", "7"), b"{}", ""),
    ],
)
def test_headers_that_name_it_come_first(pair: tuple[str, str], body: bytes, event: str) -> None:
    assert said(body, JSON, pair) == event


@pytest.mark.parametrize(
    ("body", "event"),
    [
        (b"MessageStatus=delivered&SmsStatus=sent", "delivered"),
        (b"alert_name=paid&alert_name=other", "paid"),
        (b"payload=%7B%22type%22%3A%22block_actions%22%7D", "block_actions"),
        (b"mandrill_events=%5B%7B%22event%22%3A%22send%22%7D%5D", "send"),
        (b"id=tr_1", ""),
    ],
)
def test_forms(body: bytes, event: str) -> None:
    assert said(body, FORM) == event


def test_a_form_tells_the_action_of_its_headers() -> None:
    body = b"payload=%7B%22action%22%3A%22opened%22%7D"
    assert said(body, FORM, ("X-GitHub-Event", "issues")) == "issues.opened"


@pytest.mark.parametrize(
    ("body", "event"),
    [
        (b"<s:Envelope><s:Header/><s:Body><m:notify x='1'/></s:Body></s:Envelope>", "notify"),
        (b"<?xml version='1.0'?><methodCall><methodName>a.b</methodName></methodCall>", "a.b"),
        (b"<feed><title>x</title></feed>", ""),
        (b"<" * 200_000, ""),
        (b"<a>" * 80_000, ""),
    ],
)
def test_calls_in_xml(body: bytes, event: str) -> None:
    assert said(body, "text/xml") == event


@given(st.binary(max_size=200), st.sampled_from([JSON, FORM, "text/xml", ""]))
def test_no_bytes_make_it_fail(body: bytes, kind: str) -> None:
    assert len(said(body, kind, ("X-Event", body.decode("latin-1")))) <= MAX_LENGTH
