"""Calls and short messages: forms in capitals, a GET with its signature in the query."""

from __future__ import annotations

from tests.corpus.example import (
    FORM,
    JSON,
    Example,
    ago,
    b64,
    compact,
    form,
    hexes,
    iso,
    token,
    unix,
    uuid,
)

_TWILIO = (
    FORM,
    ("I-Twilio-Idempotency-Token", uuid("twilio")),
    ("X-Twilio-Signature", b64("twilio", 20)),
    ("X-Home-Region", "us1"),
    ("User-Agent", "TwilioProxy/1.1"),
)

EXAMPLES = [
    Example(
        name="Twilio, SMS received",
        path="/twilio/sms",
        headers=_TWILIO,
        body=form(
            ("ToCountry", "US"),
            ("ToState", ""),
            ("SmsMessageSid", f"SM{hexes('sms', 32)}"),
            ("NumMedia", "0"),
            ("ToCity", ""),
            ("FromZip", "94103"),
            ("SmsSid", f"SM{hexes('sms', 32)}"),
            ("FromState", "CA"),
            ("SmsStatus", "received"),
            ("FromCity", "SAN FRANCISCO"),
            ("Body", "Hej! 2 Kilo Sidamo bitte ☕️\nund eine Tüte 🫘"),
            ("FromCountry", "US"),
            ("To", "+15558675310"),
            ("NumSegments", "1"),
            ("MessageSid", f"SM{hexes('sms', 32)}"),
            ("AccountSid", f"AC{hexes('account', 32)}"),
            ("From", "+15017122661"),
            ("ApiVersion", "2010-04-01"),
        ),
        reads_as="form",
        event="received",
        looks=("tab=headers",),
    ),
    Example(
        name="Twilio, voice call",
        path="/twilio/voice",
        headers=_TWILIO,
        body=form(
            ("Called", "+15558675310"),
            ("CallStatus", "ringing"),
            ("From", "+15017122661"),
            ("CallerCountry", "US"),
            ("CallSid", f"CA{hexes('call', 32)}"),
            ("Direction", "inbound"),
            ("StirVerstat", "TN-Validation-Passed-A"),
            (
                "CallToken",
                '{"parentCallInfoToken":"eyJhbGciOiJFUzI1NiJ9.eyJjYWxsU2lkIjoiQ0EifQ.c2ln"}',
            ),
        ),
        reads_as="form",
        event="ringing",
        parts=("CallToken",),
    ),
    Example(
        name="Twilio, status callback",
        path="/twilio/status",
        headers=_TWILIO,
        body=form(
            ("SmsSid", f"SM{hexes('sms', 32)}"),
            ("SmsStatus", "undelivered"),
            ("MessageStatus", "undelivered"),
            ("ErrorCode", "30003"),
            ("To", "+15017122661"),
            ("From", "+15558675310"),
            ("RawDlrDoneDate", "2611241637"),
        ),
        reads_as="form",
        event="undelivered",
    ),
    Example(
        name="Vonage, SMS by GET",
        method="GET",
        path=f"/vonage?msisdn=447700900001&to=447700900000&messageId=0A0000000123ABCD1&text=Hello+a%3Db+%26+c&type=text&keyword=HELLO&api-key=abcd1234&message-timestamp={ago(seconds=1):%Y-%m-%d+%H%%3A%M%%3A%S}&timestamp={unix()}&nonce={uuid('vonage')}&sig={hexes('vonage', 32)}",
        headers=(
            ("Accept", "*/*"),
            ("User-Agent", "Nexmo/MessagingHUB/v1.0"),
            ("Host", "hooks.example.com"),
        ),
        reads_as="",
    ),
    Example(
        name="Vonage, voice event with a token",
        path="/vonage/event",
        headers=(
            JSON,
            (
                "Authorization",
                f"Bearer {token(iss='Vonage', jti=uuid('jti'), payload_hash=hexes('payload'), api_key='a1b2c3d', application_id=uuid('app'))}",
            ),
        ),
        body=compact(
            {
                "from": "447700900000",
                "to": "447700900001",
                "uuid": hexes("call", 32),
                "conversation_uuid": f"CON-{uuid('con')}",
                "status": "answered",
                "direction": "outbound",
                "timestamp": iso(ago(seconds=1)),
            }
        ),
        event="answered",
        looks=("tab=headers",),
    ),
]
