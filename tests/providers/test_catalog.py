"""The table: complete, every word of it readable, and each request recognised as whose it is."""

from __future__ import annotations

import re

import pytest

from requestbin.http import Headers, Request
from requestbin.providers import PROVIDERS, Provider, UnknownProvider, provider_of
from requestbin.providers.catalog import named
from requestbin.providers.detection import recognise
from requestbin.providers.places import place
from requestbin.providers.provider import Sure
from requestbin.providers.signatures.encodings import ENCODINGS
from requestbin.providers.signatures.hashes import ALGORITHMS, Hmac
from requestbin.providers.signatures.moments import UNITS
from requestbin.providers.signatures.secrets import KEYS
from requestbin.providers.signatures.signed import Signed

KNOWN = [
    "standard_webhooks",
    "svix",
    "openai",
    "clerk",
    "resend",
    "replicate",
    "polar",
    "github",
    "gitlab_token",
    "gitlab_signing",
    "bitbucket_cloud",
    "gitea",
    "circleci",
    "travis_ci",
    "pagerduty_v3",
    "sentry",
    "vercel",
    "netlify",
    "heroku",
    "terraform",
    "buildkite",
    "stripe",
    "paddle",
    "paddle_classic",
    "square",
    "paypal",
    "braintree",
    "razorpay",
    "adyen_notification",
    "adyen_header",
    "mollie_classic",
    "mollie_nextgen",
    "plaid",
    "coinbase_commerce",
    "coinbase_cdp",
    "lemon_squeezy",
    "gocardless",
    "mercadopago",
    "dodo",
    "paystack",
    "easypost",
    "woocommerce",
    "shopify",
    "slack",
    "twilio",
    "vonage_sms",
    "vonage_jwt",
    "messagebird",
    "plivo_v3",
    "telnyx",
    "sinch",
    "line",
    "telegram",
    "discord",
    "zoom",
    "webex",
    "microsoft_teams_outgoing",
    "mailgun",
    "mandrill",
    "sendgrid",
    "postmark",
    "mailchimp",
    "hubspot_v3",
    "hubspot_v2",
    "hubspot_v1",
    "intercom",
    "zendesk",
    "asana",
    "trello",
    "typeform",
    "calendly",
    "cal_com",
    "docusign",
    "dropbox",
    "dropbox_sign",
    "box",
    "notion",
    "airtable",
    "linear",
    "contentful",
    "launchdarkly",
    "monday",
    "jira",
    "xero",
    "workos",
    "mux",
    "sanity",
    "elevenlabs",
    "twitch",
    "cloudinary",
    "pusher",
    "onfido",
    "orb",
    "upstash_qstash",
    "grafana",
    "hookdeck",
    "clickup",
    "smartsheet",
    "aws_sns",
    "azure_eventgrid",
    "cloudevents_webhook",
    "microsoft_graph",
    "okta_event_hooks",
    "meta",
    "x_twitter",
    "strava",
    "websub",
    "rfc9421",
    "ebay",
    "ringcentral",
    "nylas",
    "adobe_sign",
]
"""What the facts were gathered of; what makes a provider of one's own is not among them."""
EACH = pytest.mark.parametrize("row", PROVIDERS, ids=lambda row: row.slug)


@pytest.mark.parametrize("name", KNOWN)
def test_each_has_a_row(name: str) -> None:
    row, schemes = named(name)
    assert row in PROVIDERS
    assert set(schemes) <= set(row.schemes)


def test_names_are_of_one_row_each() -> None:
    names = [name for row in PROVIDERS for name in (row.slug, *row.aliases)]
    assert len(names) == len(set(names))
    with pytest.raises(UnknownProvider, match="No provider is called 'nobody'"):
        named("nobody")
    assert provider_of("nobody") is None


@EACH
def test_every_place_can_be_read(row: Provider) -> None:
    assert row.rules
    assert all(any(not each.absent for each in rule) for rule in row.rules)
    for text in (*row.event, *row.event_id):
        for each in text.split("+"):
            place(each)
    for text in re.findall(r"\{([^}]+)\}", row.fetch):
        place(text)


@EACH
def test_every_scheme_can_be_read(row: Provider) -> None:
    for scheme in row.schemes:
        assert scheme.title
        if not isinstance(scheme, Signed):
            place(scheme.signature)  # type: ignore[attr-defined]
            continue
        assert scheme.places
        assert scheme.templates
        assert scheme.encoding in ENCODINGS
        assert scheme.unit in UNITS
        assert scheme.tolerance is None or scheme.timestamp
        for text in (scheme.timestamp, scheme.id, scheme.nonce, scheme.body_hash, scheme.items):
            assert not text or text.startswith("item:") or place(text)
        for text in (*scheme.required, *scheme.demands, *scheme.puts):
            place(text.partition("=")[0])
        if isinstance(scheme, Hmac):
            assert scheme.algorithm in ALGORITHMS
            assert scheme.key in KEYS


@EACH
def test_a_row_says_where_it_was_read_and_how_sure_that_is(row: Provider) -> None:
    assert row.docs.startswith("https://")
    assert isinstance(row.sure, Sure)
    assert "the secret" not in row.secret_name
    assert not row.note or row.note.endswith(".")


def test_signed_requests_are_recognised_by_their_signatures() -> None:
    request = Request(
        "POST", "https://example.com/in/abc", Headers([("Content-Type", "application/json")]), b"{}"
    )
    missed = []
    for row in PROVIDERS:
        alone = [rule for rule in row.rules if len(rule) == 1 and rule[0].place.kind == "header"]
        if not alone:
            continue
        sent = request
        for one in alone[:1]:
            sent = one[0].place.put(sent, one[0].value + "x")
        found = recognise(sent)
        if found is None or found.provider is not row:
            missed.append(row.slug)
    assert missed == []
