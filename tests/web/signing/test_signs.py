"""Sender and verdict at a glance: a shape with a name."""

from __future__ import annotations

from requestbin.web.signing.signs import names_of, sign_of


def test_each_verdict_has_a_shape_and_a_name() -> None:
    signs = [sign_of(word) for word in ("valid", "late", "signature_mismatch", "unsigned")]
    shown = [(each.tone, each.name) for each in signs if each]
    assert shown == [
        ("good", "Genuine"),
        ("warn", "Genuine, but late"),
        ("bad", "Not genuine"),
        ("neutral", "Not signed"),
    ]
    assert sign_of("") is None


def test_known_senders_are_called_by_their_names() -> None:
    assert names_of("", ["github", "", "stripe"]) == {"github": "GitHub", "stripe": "Stripe"}
