"""Receiving apps that check signatures as their providers' documentation tells them to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from urllib.parse import parse_qsl

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.builders import captured

YES = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
NO = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 13\r\n\r\nbad signature"
STRIPE, TWILIO, GITLAB = "whsec_stripe", "12345", "s3cr3t-token"
STANDARD = "whsec_c2VjcmV0LW9mLWFuLWFwcA=="
OLD = 1_700_000_000
BODY = b'{"id":"evt_1NG8Du2eZvKYlo2C","object":"event","type":"invoice.paid","data":{"object":{}}}'

Check = Callable[[dict[str, str], bytes, str], bool]


def verifying(check: Check) -> Callable[[bytes], bytes]:
    """Return what a target replies with: 200 to what `check(headers, body, target)` lets pass."""

    def reply(raw: bytes) -> bytes:
        head, _, body = raw.partition(b"\r\n\r\n")
        line, *fields = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (f.partition(": ") for f in fields)}
        return YES if check(headers, body, line.split(" ")[1]) else NO

    return reply


def stripe(headers: dict[str, str], body: bytes, _: str, *, secret: str = STRIPE) -> bool:
    """https://docs.stripe.com/webhooks/signature, "Verify manually"."""
    parts = [part.partition("=") for part in headers["stripe-signature"].split(",")]
    times = [value for name, _, value in parts if name == "t"]
    made = hmac.new(secret.encode(), times[0].encode() + b"." + body, hashlib.sha256).hexdigest()
    genuine = made in [value for name, _, value in parts if name == "v1"]
    return genuine and abs(time.time() - int(times[0])) <= 300


def twilio(base: str) -> Check:
    """https://www.twilio.com/docs/usage/webhooks/webhooks-security, for the app at `base`."""

    def check(headers: dict[str, str], body: bytes, target: str) -> bool:
        text = base + target
        for name, value in sorted(parse_qsl(body.decode(), keep_blank_values=True)):
            text += name + value
        digest = hmac.new(TWILIO.encode(), text.encode(), hashlib.sha1).digest()
        return headers["x-twilio-signature"] == base64.b64encode(digest).decode()

    return check


def standard(headers: dict[str, str], body: bytes, _: str) -> bool:
    """standard-webhooks.md, "Verifying webhook authenticity"."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(STANDARD.removeprefix("whsec_"))
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    genuine = f"v1,{digest}" in headers["webhook-signature"].split(" ")
    return genuine and abs(time.time() - int(headers["webhook-timestamp"])) <= 300


def gitlab(headers: dict[str, str], _: bytes, __: str) -> bool:
    """The secret token is compared as it is."""
    return headers["x-gitlab-token"] == GITLAB


def discord(public_key: str) -> Check:
    """https://docs.discord.com/developers/interactions/overview, security and authorization."""

    def check(headers: dict[str, str], body: bytes, _: str) -> bool:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        signature = bytes.fromhex(headers["x-signature-ed25519"])
        try:
            key.verify(signature, headers["x-signature-timestamp"].encode() + body)
        except InvalidSignature:
            return False
        return time.time() - int(headers["x-signature-timestamp"]) < 60

    return check


def _hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


JSON = ("Content-Type", "application/json")
STRIPE_SIGNATURE = f"t={OLD},v1={_hmac(STRIPE, b'%d.' % OLD + BODY)}"
CAPTURES = {
    "stripe": captured(headers=[JSON, ("Stripe-Signature", STRIPE_SIGNATURE)], body=BODY),
    "twilio": captured(
        headers=[
            ("Host", "blue-cat.trycloudflare.com"),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("X-Twilio-Signature", "c2lnbmVkIGZvciB0aGUgYmluIQ=="),
            ("I-Twilio-Idempotency-Token", "9f0f6e0b-4d0b-4c39-8b8e-0a2f9f1f0a11"),
        ],
        body=b"To=%2B15017122661&Body=hi+there&MessageStatus=sent",
    ),
    "standard": captured(
        headers=[
            JSON,
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", str(OLD)),
            ("webhook-signature", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="),
        ],
        body=json.dumps({"type": "user.created", "data": {"id": 1}}),
    ),
    "gitlab": captured(
        headers=[JSON, ("X-Gitlab-Event", "Push Hook"), ("X-Gitlab-Token", "of-the-bin")],
        body=b'{"object_kind":"push"}',
    ),
    "discord": captured(
        headers=[JSON, ("X-Signature-Ed25519", "ab" * 64), ("X-Signature-Timestamp", str(OLD))],
        body=b'{"id":"1","type":2,"data":{"name":"ping"}}',
    ),
}
"""What bins caught a while ago, each as its provider signs it."""
