"""Secrets and requests that fit a scheme, so that what one signs can be checked by the same."""

from __future__ import annotations

import base64
import json
import random
from dataclasses import replace
from functools import cache
from typing import Any

from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS, Provider
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.jwts import Jwt
from requestbin.providers.signatures.keys import test_pair
from requestbin.providers.signatures.public_keys import Asymmetric

JSON = b'{"type":"thing.made","id":"evt_1","data":{"amount":5,"name":"Zo\xc3\xab"}}'
NOTICE = {
    "live": "false",
    "notificationItems": [
        {
            "NotificationRequestItem": {
                "additionalData": {"hmacSignature": "?", "cardSummary": "7777"},
                "amount": {"currency": "EUR", "value": 1130},
                "pspReference": "7914073381342284",
                "eventCode": "AUTHORISATION",
                "merchantAccountCode": "TestMerchant",
                "merchantReference": "TestPayment:1",
                "success": "true",
            }
        }
    ],
}
TOPIC = {
    "Type": "Notification",
    "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    "TopicArn": "arn:aws:sns:us-west-2:123456789012:MyTopic",
    "Subject": "S\u00fcbject",
    "Message": "Hello\nworld",
    "Timestamp": "2012-05-02T00:54:06.655Z",
}
EVENT = {"event": {"event_time": "1348177752", "event_type": "signature_request_sent"}}
FORM = "application/x-www-form-urlencoded"
BODIES: dict[tuple[str, int], tuple[str, bytes]] = {
    ("adyen", 0): ("application/json", json.dumps(NOTICE).encode()),
    ("aws_sns", 0): ("text/plain; charset=UTF-8", json.dumps(TOPIC).encode()),
    ("aws_sns", 1): ("text/plain; charset=UTF-8", json.dumps(TOPIC).encode()),
    ("dropbox_sign", 0): (
        "multipart/form-data; boundary=b",
        b'--b\r\nContent-Disposition: form-data; name="json"\r\n\r\n'
        + json.dumps({"event": {**EVENT["event"], "event_hash": "?"}}).encode()
        + b"\r\n--b--\r\n",
    ),
    ("dropbox_sign", 1): ("application/json", json.dumps(EVENT).encode()),
    ("mailgun", 0): ("application/json", b'{"event-data":{"timestamp":1.5,"event":"opened"}}'),
    ("mailgun", 1): (FORM, b"recipient=a%40b.c&subject=Hi+there"),
    ("braintree", 0): (FORM, b"bt_payload=PD94bWw%2B%0A"),
    ("paddle_classic", 0): (FORM, b"alert_name=subscription&b=%C3%BC&a="),
    ("travis_ci", 0): (FORM, b"payload=%7B%22id%22%3A1%7D"),
    ("microsoft_graph", 0): (
        "application/json",
        b'{"value":[{"subscriptionId":"a","clientState":"?"}]}',
    ),
}
"""What fields must be there for a scheme that signs fields, by row and scheme."""
JSON_TIME = {"linear", "pusher"}
"""Those whose time is in the body: it must be JSON."""


def schemes() -> list[tuple[Provider, int]]:
    """Return every scheme of the table as its row and index."""
    return [(row, index) for row in PROVIDERS for index in range(len(row.schemes))]


def alone(row: Provider, index: int) -> Provider:
    """Return a row with one of its schemes."""
    return Provider(row.slug, row.name, schemes=(row.schemes[index],))


@cache
def pair(algorithm: str) -> dict[str, str]:
    """Return a key pair, made once for each algorithm."""
    return test_pair(algorithm)


def secret_for(row: Provider, index: int, chance: random.Random) -> Any:
    """Return a secret of the form that a scheme takes."""
    scheme = row.schemes[index]
    if isinstance(scheme, Asymmetric):
        return {**pair(scheme.algorithm), "webhook_id": "WH-1"}
    if isinstance(scheme, Jwt) and not scheme.shared:
        return pair("ecdsa-sha256")
    text = _text(getattr(scheme, "key", "utf8"), chance)
    if isinstance(scheme, Hmac) and scheme.secret:
        return {"public_key": "pub", scheme.secret: text}
    return text


def _text(form: str, chance: random.Random) -> str:
    raw = chance.randbytes(chance.randint(24, 64))
    if form == "hex":
        return raw.hex()
    if form == "base64":
        return base64.b64encode(raw).decode()
    if "whsec" in form:
        return f"whsec_{base64.b64encode(raw).decode()}"
    return "".join(chance.choice("abcXYZ019 _-:/+=äßé☃") for _ in range(20)).strip() or "x"


def request_for(row: Provider, index: int, request: Request) -> Request:
    """Return `request` with a body in which a scheme finds what it signs."""
    content_type, body = BODIES.get((row.slug, index), ("", request.body))
    if row.slug in JSON_TIME:
        content_type, body = "application/json", JSON
    if (row.slug, index) == ("coinbase_cdp", 0):
        signature = ("X-Hook0-Signature", "t=1,h=x-a user-agent,v1=00")
        return replace(request, headers=request.headers.plus(signature))
    if row.slug == "vonage_sms":
        content_type, body = FORM, b"msisdn=447700900001&text=a%26b%3Dc&nonce=abc"
    headers = request.headers
    if content_type:
        headers = headers.without("Content-Type").plus(("Content-Type", content_type))
    return replace(request, headers=headers, body=body)


REQUEST = Request(
    "POST", "https://hooks.example.com/in/abc?x=1", Headers([("Content-Type", "application/json")])
)
