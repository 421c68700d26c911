"""A valid request of every scheme with a shared secret, to be spoiled by the mistakes."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace

from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS, Provider, Secret
from requestbin.providers.doctor.trial import covers
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.scheme import Scheme
from requestbin.providers.signatures.tokens import Token

NOW = 1_760_000_000
URL = "https://hooks.example.com/in/abc123/shop/?order=7&to=two%20words"
RICH = (
    '{"id":"evt_1","type":"order.paid","url":"https://example.com/a/b?c=1&d=<2>",'
    '"name":"Zoë Müller","price":10.0,"rate":100000.0,"count":3,"ok":true,"none":null,'
    '"list":[1,2,{"zip":"01234","city":"Köln"}],"empty":{},"about":"it\'s + \\"so\\""}'
).encode()
FORM = (
    b"CallSid=CA123&From=%2B14155550100&To=%2B14155550199&Body=Hello+there%21+ol%C3%A9"
    b"&Empty=&Path=a%2Fb~c&when=12%3A00"
)
_NAMED = {
    "mailgun": (
        b'{"signature":{"timestamp":"1760000000","token":"tok","signature":"x"},'
        b'"event-data":{"event":"opened"}}'
    ),
    "dropbox_sign": b'{"event":{"event_time":"1760000000","event_type":"sent","event_hash":"x"}}',
    "adyen": (
        b'{"live":"false","notificationItems":[{"NotificationRequestItem":{"additionalData":'
        b'{"hmacSignature":"x"},"amount":{"currency":"EUR","value":1000},'
        b'"eventCode":"AUTHORISATION",'
        b'"merchantAccountCode":"Shop","merchantReference":"r1","pspReference":"881",'
        b'"success":"true"}}]}'
    ),
    "microsoft_graph": b'{"value":[{"clientState":"x","changeType":"created"}]}',
    "linear": RICH[:-1] + b',"webhookTimestamp":1760000000000}',
    "pusher": RICH[:-1] + b',"time_ms":1760000000000}',
}
_FORMS = {
    "mailgun": b"event=opened&timestamp=1760000000&token=tok&signature=x",
    "braintree": b"bt_signature=x&bt_payload=PG5vdGlmaWNhdGlvbj4%3D",
}
_SHAPES = {
    "hex": "ab12" * 16,
    "base64": base64.b64encode(b"the key of the tests, 32 bytes!!").decode(),
    "whsec": "whsec_" + base64.b64encode(b"the key of the tests, 24").decode(),
    "whsec or utf8": "whsec_" + base64.b64encode(b"the key of the tests, 24").decode(),
}
_SECRETS: dict[str, Secret] = {
    "stripe": "whsec_Zk3PQm0vT7xYb2LcAe9RdHs1",
    "paystack": "sk_live_0123456789abcdef0123456789abcdef",
    "braintree": {"public_key": "pub", "private_key": "Private0123"},
    "slack": "8f742231b10e8888abcd99yyyzzz85a5",
    "postmark": "user:Password1",
}


class Unsignable(Exception):
    """The secret, as a mistake leaves it, cannot sign."""


@dataclass(frozen=True)
class Case:
    """One scheme of one provider, with a secret and a request that it signed."""

    provider: Provider
    scheme: Scheme
    secret: Secret
    request: Request
    now: float = NOW

    @property
    def name(self) -> str:
        return f"{self.provider.slug}/{self.provider.schemes.index(self.scheme)}"

    @property
    def text(self) -> str:
        """The secret where it is one text, else the first of them."""
        if isinstance(self.secret, str):
            return self.secret
        return next(iter((self.secret or {}).values()))

    @property
    def json(self) -> bool:
        return self.request.body[:1] == b"{" and "body" in covers(self.scheme)

    @property
    def form(self) -> bool:
        return not self.json and "body" in covers(self.scheme)

    def sign(
        self, request: Request, secret: Secret = None, scheme: Scheme | None = None
    ) -> Request:
        """Sign anew, once what an earlier signing left is gone."""
        names = [each.split(":", 1)[1] for each in _places(scheme or self.scheme)]
        bare = replace(request, headers=request.headers.without(*names)) if names else request
        made = (scheme or self.scheme).sign(bare, secret or self.secret, self.now, "")
        if made is None:
            raise Unsignable
        return made


def _places(scheme: Scheme) -> list[str]:
    texts = [*getattr(scheme, "signature", "").split(" "), getattr(scheme, "timestamp", "")]
    return [each for each in texts if each.startswith("header:")]


def cases() -> Iterator[Case]:
    """Yield a case of every scheme with a shared secret that any provider of the table has."""
    for provider in PROVIDERS:
        for scheme in provider.schemes:
            if scheme.shared:
                case = _case(provider, scheme)
                if case is not None:
                    yield case


def _case(provider: Provider, scheme: Scheme) -> Case | None:
    secret = _SECRETS.get(provider.slug) or _SHAPES.get(
        getattr(scheme, "key", ""), "S3cret-of_Tests.0123456789abcdefXYZ"
    )
    wants_form = isinstance(scheme, Hmac) and (
        scheme.signature.startswith(("form:", "parameter:"))
        or any("params" in each.text or "parameters" in each.text for each in scheme.templates)
    )
    forms = wants_form and provider.slug != "vonage_sms"
    body = _FORMS.get(provider.slug, FORM) if forms else _NAMED.get(provider.slug, RICH)
    if provider.slug == "vonage_sms":
        body = b"msisdn=447700900001&to=447700900000&messageId=0A&text=Hello+you&timestamp=x"
        forms = True
    kind = "application/x-www-form-urlencoded" if forms else "application/json"
    pairs = [("Host", "hooks.example.com"), ("Content-Type", kind), ("User-Agent", "Acme/1.0")]
    pairs += [(each.split(":", 1)[1], "v") for each in getattr(scheme, "required", ())]
    request = Request("POST", URL, Headers(pairs), body)
    case = Case(provider, scheme, secret, request)
    made = scheme.sign(request, secret, NOW, "")
    if made is None or not scheme.verify(Seen(made), secret, NOW).authentic:
        return None
    return replace(case, request=made)


def token(case: Case) -> bool:
    """Tell whether the secret itself is sent."""
    return isinstance(case.scheme, Token)
