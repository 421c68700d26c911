"""The table of names: what is masked, what is not, however it is spelled."""

from __future__ import annotations

import time

import pytest

from requestbin.inspection.masking.names import IN_LINKS, IN_QUERIES, Names

FULL_WIDTH = "".join(chr(ord(letter) + 0xFEE0) for letter in "password")
SECRET = (
    "password", "PassWord", "user[password]", "new-password", "passwd", "api_key", "apiKey",
    "X-API-Key", "access_token", "refreshToken", "csrf-token", "Token", "client_secret",
    "webhookSecret", "private_key", "session", "session_id", "PHPSESSID", "JSESSIONID", "jwt",
    "Authorization", "Proxy-Authorization", "x-my-authorization", "cookie", "Set-Cookie",
    "credentials", "card_number", "cvc", "pin", "SAMLResponse", "pass%77ord", "pass%2577ord",
    FULL_WIDTH, "pass word", "Ocp-Apim-Subscription-Key", "aws.secretAccessKey",
)  # fmt: skip
OPEN = (
    "", "id", "type", "key", "signature", "X-Hub-Signature-256", "Stripe-Signature", "sig", "hmac",
    "token_type", "max_tokens", "total_tokens", "Idempotency-Key", "Sec-WebSocket-Key", "passenger",
    "author", "pinned", "authority", "code", "X-Request-Id", "compass", "x" * 500,
)  # fmt: skip


@pytest.mark.parametrize("name", SECRET)
def test_names_of_secrets(name: str) -> None:
    assert Names().is_secret(name)


@pytest.mark.parametrize("name", OPEN)
def test_other_names(name: str) -> None:
    assert not Names().is_secret(name)


def test_a_name_of_any_length() -> None:
    assert Names().is_secret(f"{'x' * 200}_password")


def test_no_name_takes_long() -> None:
    start = time.process_time()
    assert Names().is_secret("password" + "\u0315\u0300" * 50_000)
    assert time.process_time() - start < 2.5


def test_names_that_only_a_provider_calls_secret() -> None:
    names = Names(frozenset(("X-Acme-Proof", "")))
    assert names.is_secret("x_acme_PROOF")
    assert not names.is_secret("")
    assert not Names().is_secret("x_acme_PROOF")


def test_names_that_are_secret_in_some_places() -> None:
    assert Names().is_secret("sig", IN_LINKS)
    assert Names().is_secret("key", IN_QUERIES)
    assert not Names().is_secret("sig", IN_QUERIES)


@pytest.mark.parametrize(
    "text", ['{"password": "x', "{'to' + 'ken'", r"[\u0070assword", "%70assword", "<a&#x70;assword"]
)
def test_a_text_that_mentions_one(text: str) -> None:
    assert Names().are_mentioned(text)
    assert not Names().are_mentioned("[an invoice (masked JWT) was paid]")
