"""All kinds of handshakes as one table; `catalog` says which of them a provider uses."""

from __future__ import annotations

from requestbin.providers.catalog import PROVIDERS, provider_of
from requestbin.providers.handshakes import (
    brought,
    confirmations,
    echoes,
    pings,
    proofs,
    subscriptions,
)
from requestbin.providers.handshakes.kind import Kind
from requestbin.providers.provider import Provider

GET, POST, HEAD, OPTIONS = ("GET",), ("POST",), ("HEAD",), ("OPTIONS",)

_ITEM_SIGNATURE = "json:notificationItems.*.NotificationRequestItem.additionalData.hmacSignature"
_EVENT_HASHES = ("form-json:json.event.event_hash", "json:event.event_hash")

KINDS = (
    Kind(
        "typed_challenge",
        POST,
        ("json:type=url_verification & json:challenge",),
        echoes.as_json("challenge", "json:challenge"),
    ),
    Kind(
        "hook_challenge",
        POST,
        ("header:smartsheet-hook-challenge",),
        echoes.in_header(
            "Smartsheet-Hook-Challenge", "Smartsheet-Hook-Response", "smartsheetHookResponse"
        ),
    ),
    Kind(
        "signed_challenge",
        POST,
        ("header:twitch-eventsub-message-type=webhook_callback_verification",),
        pings.callback,
    ),
    Kind(
        "challenge_alone",
        POST,
        ("json:challenge & !json:type",),
        echoes.only_field("challenge", "json:challenge"),
    ),
    Kind("typed_ping", POST, ("header:x-signature-ed25519",), pings.typed),
    Kind("intent_to_receive", POST, ("header:x-xero-signature",), pings.without_events),
    Kind("plain_token", POST, ("json:event=endpoint.url_validation",), proofs.encrypted_token),
    Kind(
        "validation_code",
        POST,
        ("header:aeg-event-type=SubscriptionValidation",),
        echoes.as_json(
            "validationResponse", "json:*.data.validationCode", "json:data.validationCode"
        ),
    ),
    Kind(
        "validation_token",
        POST,
        ("query:validationToken",),
        echoes.as_text("query:validationToken"),
    ),
    Kind(
        "validation_header",
        POST,
        ("header:validation-token",),
        echoes.in_header("Validation-Token", "Validation-Token"),
    ),
    Kind(
        "subscription",
        POST,
        ("header:x-amz-sns-message-type=SubscriptionConfirmation",),
        confirmations.subscription,
        fetches=True,
    ),
    Kind(
        "secret_in_header",
        POST,
        ("header:x-hook-secret",),
        brought.echoed("X-Hook-Secret"),
        brings=True,
    ),
    Kind(
        "secret_in_body",
        POST,
        ("json:verification_token^=secret_",),
        brought.shown("json:verification_token"),
        brings=True,
    ),
    Kind(
        "accepted",  # Adyen, webhooks: accept notifications
        POST,
        (f"json:notificationItems & {_ITEM_SIGNATURE}",),
        echoes.received("[accepted]", _ITEM_SIGNATURE),
        known=True,
        events=True,
    ),
    Kind(
        "event_received",  # Dropbox Sign, events walkthrough: responding to events
        POST,
        _EVENT_HASHES,
        echoes.received("Hello API Event Received", *_EVENT_HASHES),
        known=True,
        events=True,
    ),
    Kind(
        "client_id",
        (*GET, *POST),
        ("header:x-adobesign-clientid",),
        echoes.own_id("X-AdobeSign-ClientId", "xAdobeSignClientId"),
    ),
    Kind(
        "header_challenge",
        GET,
        ("header:x-okta-verification-challenge",),
        echoes.as_json("verification", "header:x-okta-verification-challenge"),
    ),
    Kind("hub_topic", GET, ("query:hub.topic & query:hub.mode",), subscriptions.topic),
    Kind("hub_text", GET, ("query:hub.challenge",), subscriptions.token_as_text),
    Kind("hub_json", GET, ("query:hub.challenge",), subscriptions.token_as_json),
    Kind("crc_token", GET, ("query:crc_token",), proofs.response_token),
    Kind("key_pair", GET, ("query:bt_challenge",), proofs.key_pair),
    Kind("challenge_code", GET, ("query:challenge_code",), proofs.hash_with_address),
    Kind("text_challenge", GET, ("query:challenge",), echoes.as_text("query:challenge")),
    Kind(
        "request_origin",
        OPTIONS,
        ("header:webhook-request-origin & !header:access-control-request-method",),
        echoes.allowed,
    ),
    Kind("head", HEAD, (), echoes.nothing, known=True),
)
"""Where several fit, and neither the bin nor the request tells the provider, the first answers."""

_USERS: dict[str, list[Provider]] = {
    kind.name: [row for row in PROVIDERS if kind.name in row.handshake] for kind in KINDS
}


def users(kind: Kind) -> list[Provider]:
    """Return the providers that use a kind, the likeliest first."""
    return _USERS[kind.name]


def brings_secret(slug: str) -> bool:
    """Tell whether a handshake of this provider brings a secret."""
    row = provider_of(slug)
    return row is not None and any(kind.brings and kind.name in row.handshake for kind in KINDS)


def names_to_confirm() -> list[str]:
    """Return the names of the providers that want an address fetched."""
    return [row.name for kind in KINDS if kind.fetches for row in users(kind)]
