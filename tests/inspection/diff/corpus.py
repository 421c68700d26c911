"""Pairs of webhooks as providers send them: the same kind twice, with what changes between two."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

Header = tuple[str, str]


@dataclass(frozen=True)
class Sent:
    """One webhook: path below the bin, headers, body."""

    path: str
    headers: tuple[Header, ...]
    body: bytes


def _json(path: str, value: Any, *headers: Header, pretty: bool = False) -> Sent:
    text = json.dumps(value, indent=2 if pretty else None, ensure_ascii=False)
    return Sent(path, (("Content-Type", "application/json"), *headers), text.encode())


def _stripe(number: int, lines: list[dict[str, Any]], **changed: Any) -> Sent:
    at = 1772600767 + number * 86_400
    invoice = {
        "id": f"in_1PqR{number}wLkdIwHu7ixa8",
        "object": "invoice",
        "account_country": "DE",
        "amount_due": 1999,
        "amount_paid": 0,
        "attempt_count": 0,
        "billing_reason": "subscription_cycle",
        "collection_method": "charge_automatically",
        "created": at,
        "currency": "eur",
        "customer": "cus_9s6XKzkNRiz8i3",
        "customer_email": "ada@example.com",
        "customer_name": "Ada Lovelace",
        "default_payment_method": None,
        "discount": None,
        "footer": None,
        "lines": {"object": "list", "data": lines, "has_more": False, "total_count": len(lines)},
        "livemode": False,
        "metadata": {"order": "6735", "channel": "web"},
        "next_payment_attempt": at + 3600,
        "number": f"ABC-000{number}",
        "paid": False,
        "status": "open",
        "subtotal": 1999,
        "tax": 319,
        "total": 1999,
        "webhooks_delivered_at": None,
    }
    event = {
        "id": f"evt_1PqR{number}wLkdIwHu7ixRz3",
        "object": "event",
        "api_version": "2026-02-25",
        "created": at,
        "data": {"object": invoice | changed},
        "livemode": False,
        "pending_webhooks": 2,
        "request": {"id": None, "idempotency_key": None},
        "type": "invoice.created",
    }
    signature = f"t={at},v1={'5257a869e7ecebed' * 3}{number:016x}"
    return _json(
        "/stripe",
        event,
        ("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)"),
        ("Accept", "*/*; q=0.5, application/xml"),
        ("Cache-Control", "no-cache"),
        ("Stripe-Signature", signature),
        pretty=True,
    )


def _line(price: str, amount: int, text: str, quantity: int = 1) -> dict[str, Any]:
    plan = {"id": price, "currency": "eur", "interval": "month", "unit_amount": amount}
    return {
        "id": f"il_{price}",
        "amount": amount * quantity,
        "description": text,
        "price": plan,
        "quantity": quantity,
    }


STRIPE = (
    _stripe(1, [_line("price_basic", 1499, "Basic plan"), _line("price_seats", 500, "Seat")]),
    _stripe(
        2,
        [
            _line("price_seats", 500, "Seat", 3),
            _line("price_basic", 1499, "Basic plan"),
            _line("price_sms", 90, "SMS"),
        ],
        amount_due=3089,
        total=3089,
        subtotal=3089,
        tax="493",
        attempt_count=1,
        discount={"coupon": {"id": "WINTER", "percent_off": 10}},
        metadata={"order": 6735},
        customer_address={"city": "Köln", "country": "DE"},
    ),
)


def _push(sha: str, before: str, message: str, files: dict[str, list[str]], at: str) -> Sent:
    author = {"name": "Mona", "email": "mona@github.example", "username": "octocat"}
    commit = {
        "id": sha,
        "tree_id": sha[::-1],
        "distinct": True,
        "message": message,
        "timestamp": at,
        "url": f"https://github.example/octo/hello/commit/{sha}",
        "author": author,
        "committer": author,
        "added": [],
        "removed": [],
        "modified": [],
        **files,
    }
    payload = {
        "ref": "refs/heads/main",
        "before": before,
        "after": sha,
        "repository": {
            "id": 35129377,
            "node_id": "MDEwOlJlcG9zaXRvcnkzNTEyOTM3Nw==",
            "full_name": "octo/hello",
            "private": False,
            "pushed_at": 1772600767 + len(message),
            "stargazers_count": 80 + len(message),
        },
        "pusher": {"name": "octocat", "email": "mona@github.example"},
        "created": False,
        "deleted": False,
        "forced": False,
        "compare": f"https://github.example/octo/hello/compare/{before[:12]}...{sha[:12]}",
        "commits": [commit],
        "head_commit": commit,
    }
    return _json(
        "/github",
        payload,
        ("User-Agent", f"GitHub-Hookshot/{sha[:7]}"),
        ("X-GitHub-Event", "push"),
        ("X-GitHub-Delivery", f"{sha[:8]}-9c1b-11ee-8c90-{sha[8:20]}"),
        ("X-GitHub-Hook-ID", "292430182"),
        ("X-Hub-Signature-256", f"sha256={sha * 1}{before[:24]}"),
    )


_SHAS = (
    "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
    "a10867b14bb761a232cd80139fbd4c0d33264240",
    "0d1a26e67d8f5eaf1f6ba5c57fc3c7d91ac0fd1c",
)
GITHUB = (
    _push(
        _SHAS[1],
        _SHAS[0],
        "Fix the README",
        {"modified": ["README.md"]},
        "2026-03-04T05:06:07+01:00",
    ),
    _push(
        _SHAS[2],
        _SHAS[1],
        "Retry webhooks that time out",
        {"modified": ["src/retry.py", "README.md"], "added": ["tests/test_retry.py"]},
        "2026-03-04T09:10:11+01:00",
    ),
)

_FORM = (("Content-Type", "application/x-www-form-urlencoded"), ("User-Agent", "TwilioProxy/1.1"))


def _form(*fields: tuple[str, str], signature: str) -> Sent:
    headers = (*_FORM, ("X-Twilio-Signature", signature))
    return Sent("/twilio?zone=eu", headers, urlencode(fields).encode())


FORM = (
    _form(
        ("ToCountry", "DE"),
        ("SmsSid", "SM9e1c2b6f0a7d4c5e8f0a1b2c3d4e5f60"),
        ("From", "+15017122661"),
        ("To", "+4915735998888"),
        ("Body", "Ahoy! See you at 8?"),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
        signature="0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
    ),
    _form(
        ("ToCountry", "DE"),
        ("SmsSid", "SM1f2e3d4c5b6a79880a1b2c3d4e5f6071"),
        ("From", "+15017122661"),
        ("To", "+4915735998888"),
        ("Body", "Ahoy! See you at 9, then?"),
        ("NumSegments", "1"),
        ("NumMedia", "1"),
        ("MediaUrl0", "https://api.twilio.example/2010/Media/ME5f3c"),
        signature="RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    ),
)


def _soap(order: int, at: str, status: str, *items: str) -> Sent:
    lines = "".join(f'<Item sku="{item}"><Quantity>1</Quantity></Item>' for item in items)
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope '
        'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><Notification>'
        f"<OrderId>{order}</OrderId><Time>{at}</Time><Status>{status}</Status><Currency>EUR</Currency>"
        f"<Items>{lines}</Items></Notification></soapenv:Body></soapenv:Envelope>"
    )
    return Sent(
        "/soap", (("Content-Type", "text/xml; charset=utf-8"), ("SOAPAction", '""')), body.encode()
    )


XML = (
    _soap(6735, "2026-03-04T05:06:07Z", "PENDING", "A-1", "B-2"),
    _soap(6736, "2026-03-04T09:10:11Z", "SHIPPED", "A-1", "C-3", "B-2"),
)


def _png(width: int, height: int, red: int) -> Sent:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(b"\0" + bytes((red, 90, (y * 7) % 256)) * width for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    image = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return Sent("/chart", (("Content-Type", "image/png"),), image)


PNG = (_png(160, 90, 40), _png(160, 90, 220))
TEXT = (
    Sent(
        "/log",
        (("Content-Type", "text/plain"),),
        "\n".join(
            [
                "2026-03-04T05:06:07Z start deploy 1f2e3d4c5b6a",
                *(f"step {n} ok" for n in range(30)),
                "took 12 s",
                "done",
            ]
        ).encode(),
    ),
    Sent(
        "/log",
        (("Content-Type", "text/plain"),),
        "\n".join(
            [
                "2026-03-04T09:06:07Z start deploy 9f2e3d4c5b6a",
                *(f"step {n} ok" for n in range(12)),
                "step 12 failed: disk full",
                "retrying",
                *(f"step {n} ok" for n in range(13, 30)),
                "took 48 s",
                "done",
            ]
        ).encode(),
    ),
)


def _slack(trigger: str, at: str, value: str) -> Sent:
    payload = {
        "type": "block_actions",
        "user": {"id": "U04ABCDEF", "username": "ada"},
        "trigger_id": trigger,
        "actions": [{"action_id": "approve", "value": value, "action_ts": at}],
    }
    headers = (_FORM[0], ("X-Slack-Request-Timestamp", at[:10]), ("X-Slack-Signature", f"v0={at}"))
    return Sent("/slack", headers, urlencode({"payload": json.dumps(payload)}).encode())


SLACK = (
    _slack("12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3", "1772600767.089012", "no"),
    _slack("12321423424.333649436676.e8c1bb837935619ccad0f624c448ffb4", "1772604367.189013", "yes"),
)


def _sns(number: int, state: str) -> Sent:
    at = f"2026-03-0{number}T05:06:07.123Z"
    message = {"detail": {"instance-id": "i-0abc", "state": state}, "time": at}
    envelope = {
        "Type": "Notification",
        "MessageId": f"22b80b92-fdea-4c2c-8f9d-bdfb0c7bf32{number}",
        "TopicArn": "arn:aws:sns:eu-west-1:123456789012:ec2",
        "Message": json.dumps(message),
        "Timestamp": at,
        "SignatureVersion": "1",
        "Signature": f"EXAMPLEw6JRN{number}",
        "UnsubscribeURL": f"https://sns.example/?id=2bcfbf39-05c3-41de-beaa-fcfcc21c8f5{number}",
    }
    return Sent(
        "/sns", (("Content-Type", "text/plain; charset=UTF-8"),), json.dumps(envelope).encode()
    )


SNS = (_sns(4, "running"), _sns(5, "stopped"))

PAIRS = {
    "Stripe": STRIPE,
    "GitHub": GITHUB,
    "Slack": SLACK,
    "SNS": SNS,
    "form": FORM,
    "XML": XML,
    "PNG": PNG,
    "text": TEXT,
}
