"""The names that the table knows secrets and signatures by."""

from requestbin.providers.names import secret_names, signature_headers


def test_secrets_are_what_is_sent_as_it_is() -> None:
    assert {"x-gitlab-token", "clientstate", "x-telegram-bot-api-secret-token"} <= secret_names()
    assert "stripe-signature" not in secret_names()


def test_signatures_are_what_is_made_of_the_request() -> None:
    assert {"stripe-signature", "x-hub-signature-256", "x-trello-webhook"} <= signature_headers()
    assert "x-gitlab-token" not in signature_headers()
    assert signature_headers(()) == frozenset()
