"""Only this instance's own keys, and only for a minute, make it tell what arrived."""

from __future__ import annotations

import pytest

from requestbin.bins.probe import key


def test_a_key_is_good_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    made = key.new_key()
    assert key.is_probe(made)
    assert key.is_valid(made)
    monkeypatch.setattr(key, "VALID_SECONDS", -1)
    assert not key.is_valid(made)


@pytest.mark.parametrize("forged", ["probe-", "probe-abc", "probe-abc:1vxyz:forged", "probe-\xe9"])
def test_a_forged_one_is_not(forged: str) -> None:
    assert not key.is_valid(forged)


def test_a_key_signed_by_another_secret_is_not(settings: object) -> None:
    made = key.new_key()
    settings.SECRET_KEY = "another-secret-key-0123456789-0123456789"  # type: ignore[attr-defined]
    assert not key.is_valid(made)
