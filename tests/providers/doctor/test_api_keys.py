"""An API key is told from a signing secret, and no real secret is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.providers import PROVIDERS, Provider, provider_of
from requestbin.providers.doctor import pasted_key
from tests.providers.doctor.cases import cases


def _row(slug: str) -> Provider:
    row = provider_of(slug)
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("slug", "text", "named"),
    [
        ("stripe", "sk_live_51H8abcdefghijklmnop", "an API key"),
        ("stripe", '"sk_test_51H8abcdefghijklmnop"\n', "an API key"),
        ("github", "ghp_0123456789abcdefghijABCDEFGHIJ012345", "a GitHub token"),
        ("slack", "xoxb-123456789012-abcdefGHIJ", "a Slack token"),
        ("gitlab", "glpat-abcdefghij0123456789", "a GitLab token"),
        (
            "sendgrid",
            "SG.abcdefghijklmnopqrstuv.ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefg",
            "key",
        ),
        ("meta", "EAAabcdefghij0123456789ABCDEFGHIJ0123456789", "a Meta access token"),
        ("mux", "AKIAIOSFODNN7EXAMPLE", "an AWS access key id"),
        ("xero", "AIzaSyA-0123456789abcdefghijklmnopqrstu", "a Google API key"),
        ("zoom", "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl", "a JSON Web Token"),
        ("twilio", "SK0123456789abcdef0123456789abcdef", "an API key"),
        ("clerk", "sk_live_0123456789abcdefghij", "an API key"),
        ("linear", "lin_api_0123456789abcdefghijklm", "a Linear API key"),
        ("stripe", "https://hooks.example.com/in/abc", "an address"),
    ],
)
def test_a_key_is_named_with_where_the_secret_is(slug: str, text: str, named: str) -> None:
    sentence = pasted_key(_row(slug), text)
    assert named in sentence
    assert "It was not stored." in sentence


def test_it_says_where_to_look() -> None:
    assert pasted_key(_row("stripe"), "sk_live_51H8abcdefghijklmnop") == (
        "That is an API key, not a signing secret. It was not stored. In Stripe: Developers,"
        " Webhooks, your endpoint, Signing secret."
    )


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        ("paystack", "sk_live_0123456789abcdef0123456789abcdef"),
        ("stripe", "whsec_Zk3PQm0vT7xYb2LcAe9RdHs1"),
        ("notion", "secret_0123456789abcdefghij"),
        ("twilio", "0123456789abcdef0123456789abcdef"),
        ("workos", "kF2n8Zq0VbT6yW4xLr1mCd9e"),
        ("github", "live_and_let_die_2024"),
        ("github", "It's a Secret to Everybody"),
        ("shopify", "shpss_0123456789abcdef0123456789abcdef"),
        ("standard_webhooks", "-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----"),
        ("airtable", "cGF0dGVybiBvZiBhIGtleQ=="),
        ("telegram", "ACTUALLY_my_own_word"),
    ],
)
def test_a_real_secret_is_not_refused(slug: str, text: str) -> None:
    assert pasted_key(_row(slug), text) == ""


def test_no_secret_of_a_case_is_refused() -> None:
    refused = {case.name: case.text for case in cases() if pasted_key(case.provider, case.text)}
    assert not refused


@given(st.sampled_from(PROVIDERS), st.text(max_size=80))
def test_nothing_makes_it_raise(provider: Provider, text: str) -> None:
    assert isinstance(pasted_key(provider, text), str)
    for beginning in provider.api_keys:
        assert isinstance(pasted_key(provider, beginning + text), str)
