"""What the providers' own libraries say of a request, each asked as its documentation shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from unittest import mock

import braintree
import cloudinary
import cloudinary.utils
import gidgethub.sansio
import gocardless_pro.webhooks
import messagebird.request_validator
import messagebird.signed_request
import nexmo
import pyairtable.models.webhook
import replicate.webhook
import resend.webhooks._webhooks
import standardwebhooks.webhooks
import stripe.webhook
import vonage_jwt
from Adyen import util as adyen
from coinbase_commerce.webhook import WebhookSignature
from mercadopago.webhook import WebhookSignatureValidator
from razorpay.utility import Utility
from sendgrid.helpers.eventwebhook import EventWebhook
from slack_sdk.signature import SignatureVerifier
from twilio.request_validator import RequestValidator

from requestbin.http import Request
from requestbin.providers.seen import Seen

Judge = Callable[[Request, Any, float], Any]
"""Says no by False or an exception, yes by anything else."""


def says(judge: Judge, request: Request, secret: Any, now: float) -> bool:
    """Return what a library says."""
    try:
        return judge(request, secret, now) is not False
    except Exception:
        return False


@contextmanager
def clock(module: Any, now: float) -> Iterator[None]:
    """Let `time` in one module, and there alone, show a moment."""
    with mock.patch.object(module, "time", SimpleNamespace(time=lambda: now)):
        yield


@contextmanager
def calendar(module: Any, now: float) -> Iterator[None]:
    """Let `datetime` in one module, and there alone, show a moment."""

    class Frozen(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.fromtimestamp(now, tz or UTC)

    with mock.patch.object(module, "datetime", Frozen):
        yield


def _text(request: Request) -> str:
    return request.body.decode()


def _headers(request: Request) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode() for name, value in request.headers}


def _stripe(request: Request, secret: str, now: float) -> Any:
    header = request.headers.text("Stripe-Signature")
    with clock(stripe.webhook, now):
        return stripe.WebhookSignature.verify_header(_text(request), header, secret, 300)


def _slack(request: Request, secret: str, now: float) -> Any:
    verifier = SignatureVerifier(secret, SimpleNamespace(now=lambda: now))
    return verifier.is_valid_request(request.body, _headers(request))


def _standard(request: Request, secret: str, now: float) -> Any:
    with calendar(standardwebhooks.webhooks, now):
        hook = standardwebhooks.Webhook(secret)
        return hook.verify(request.body, _headers(request), json_parse=False)


def _replicate(request: Request, secret: str, now: float) -> Any:
    return replicate.webhook.Webhooks.validate(
        headers=_headers(request),
        body=_text(request),
        secret=replicate.webhook.WebhookSigningSecret(key=secret),
    )


def _resend(request: Request, secret: str, now: float) -> Any:
    names = ("id", "timestamp", "signature")
    headers = {name: request.headers.text(f"svix-{name}") for name in names}
    with clock(resend.webhooks._webhooks, now):
        return resend.webhooks._webhooks.Webhooks.verify(
            {"payload": _text(request), "headers": headers, "webhook_secret": secret}
        )


def _github(request: Request, secret: str, now: float) -> Any:
    name = "X-Hub-Signature-256" if "X-Hub-Signature-256" in request.headers else "X-Hub-Signature"
    signature = request.headers.text(name)
    return gidgethub.sansio.validate_event(request.body, signature=signature, secret=secret)


def _razorpay(request: Request, secret: str, now: float) -> Any:
    signature = request.headers.text("X-Razorpay-Signature")
    return Utility().verify_webhook_signature(_text(request), signature, secret)


def _coinbase(request: Request, secret: str, now: float) -> Any:
    signature = request.headers.text("X-CC-Webhook-Signature")
    return WebhookSignature.verify_sig_header(_text(request), signature, secret)


def _gocardless(request: Request, secret: str, now: float) -> Any:
    signature = request.headers.text("Webhook-Signature")
    return gocardless_pro.webhooks._verify_signature(request.body, secret, signature)


def _airtable(request: Request, secret: str, now: float) -> Any:
    header = request.headers.text("X-Airtable-Content-MAC")
    hook = pyairtable.models.webhook.WebhookNotification
    with mock.patch.object(hook, "model_validate_json"):  # any body, not Airtable's alone
        return hook.from_request(_text(request), header, secret)


def _adyen_header(request: Request, secret: str, now: float) -> Any:
    signature = request.headers.text("HmacSignature")
    return adyen.is_valid_hmac_payload(signature, secret, request.body)


def _adyen(request: Request, secret: str, now: float) -> Any:
    return bool(adyen.is_valid_hmac_notification(json.loads(request.body), secret))


def _cloudinary(request: Request, secret: str, now: float) -> Any:
    stamp = request.headers.text("X-Cld-Timestamp")
    signature = request.headers.text("X-Cld-Signature")
    cloudinary.config(api_secret=secret)
    with clock(cloudinary.utils, now):
        return any(
            cloudinary.utils.verify_notification_signature(
                _text(request), stamp, signature, algorithm=algorithm
            )
            for algorithm in ("sha1", "sha256")
        )


def _mercadopago(request: Request, secret: str, now: float) -> Any:
    ids = [value for name, value in Seen(request).query if name == "data.id"]
    return WebhookSignatureValidator.validate(
        request.headers.text("x-signature"),
        request.headers.text("x-request-id"),
        ids[0] if ids else None,
        secret,
    )


def _sendgrid(request: Request, secret: Any, now: float) -> Any:
    stamp = request.headers.text("X-Twilio-Email-Event-Webhook-Timestamp")
    signature = request.headers.text("X-Twilio-Email-Event-Webhook-Signature")
    return EventWebhook(secret["public_key"]).verify_signature(_text(request), signature, stamp)


class _Many(dict[str, list[str]]):
    """Fields as frameworks give them, which may come twice."""

    def getall(self, name: str) -> list[str]:
        return self[name]


def _twilio(request: Request, secret: str, now: float) -> Any:
    fields = _Many()
    for name, value in Seen(request).form:
        fields.setdefault(name, []).append(value)
    json_ = Seen(request).media_type == "application/json"
    return RequestValidator(secret).validate(
        request.url, _text(request) if json_ else fields, request.headers.text("X-Twilio-Signature")
    )


def _vonage(request: Request, secret: str, now: float) -> Any:
    params = dict(Seen(request).form or Seen(request).query)
    if Seen(request).json:
        params = Seen(request).json
    return any(
        nexmo.Client("a", "b", signature_secret=secret, signature_method=method).check_signature(
            params
        )
        for method in (None, "md5", "sha1", "sha256", "sha512")
    )


def _vonage_jwt(request: Request, secret: str, now: float) -> Any:
    token = request.headers.text("Authorization").removeprefix("Bearer ")
    return vonage_jwt.verify_signature(token, secret)


def _messagebird(request: Request, secret: str, now: float) -> Any:
    token = request.headers.text("MessageBird-Signature-JWT")
    validator = messagebird.request_validator.RequestValidator(secret)
    with calendar(messagebird.request_validator.jwt.api_jwt, now):
        return validator.validate_signature(token, request.url, request.body)


def _messagebird_legacy(request: Request, secret: str, now: float) -> Any:
    return messagebird.signed_request.SignedRequest(
        request.headers.text("MessageBird-Signature"),
        request.headers.text("MessageBird-Request-Timestamp"),
        request.body.decode("latin-1"),
        dict(Seen(request).query),
    ).verify(secret)


def _braintree(request: Request, secret: Any, now: float) -> Any:
    form = dict(Seen(request).form)
    gateway = braintree_gateway(secret)
    check = gateway.webhook_notification._WebhookNotificationGateway__validate_signature
    return check(form["bt_signature"], form["bt_payload"].encode())


def braintree_gateway(secret: dict[str, str]) -> braintree.BraintreeGateway:
    """Return what Braintree's library does everything by."""
    return braintree.BraintreeGateway(
        braintree.Configuration(
            braintree.Environment.Sandbox,
            merchant_id="merchant",
            public_key=secret["public_key"],
            private_key=secret["private_key"],
        )
    )


LIBRARIES: dict[str, tuple[str, int, Judge]] = {
    "stripe": ("stripe", 0, _stripe),
    "slack-sdk": ("slack", 0, _slack),
    "standardwebhooks": ("standard_webhooks", 0, _standard),
    "replicate": ("replicate", 0, _replicate),
    "resend": ("resend", 0, _resend),
    "gidgethub sha256": ("github", 0, _github),
    "gidgethub sha1": ("github", 1, _github),
    "razorpay": ("razorpay", 0, _razorpay),
    "coinbase-commerce": ("coinbase_commerce", 0, _coinbase),
    "gocardless-pro": ("gocardless", 0, _gocardless),
    "pyairtable": ("airtable", 0, _airtable),
    "adyen header": ("adyen", 1, _adyen_header),
    "adyen notification": ("adyen", 0, _adyen),
    "cloudinary sha1": ("cloudinary", 0, _cloudinary),
    "cloudinary sha256": ("cloudinary", 1, _cloudinary),
    "mercadopago": ("mercadopago", 0, _mercadopago),
    "sendgrid": ("sendgrid", 0, _sendgrid),
    "twilio": ("twilio", 0, _twilio),
    **{f"nexmo {index}": ("vonage_sms", index, _vonage) for index in range(5)},
    "vonage-jwt": ("vonage_jwt", 0, _vonage_jwt),
    "messagebird": ("messagebird", 0, _messagebird),
    "messagebird signed": ("messagebird", 1, _messagebird_legacy),
    "braintree": ("braintree", 0, _braintree),
}
"""Each library with the row and the scheme that it is about."""
