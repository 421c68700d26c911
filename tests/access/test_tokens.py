"""Bearer tokens: shown once, hashed at rest, resolved to one principal or nobody."""

from __future__ import annotations

import hmac

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from requestbin.access import principals, tokens
from requestbin.access.models import Token
from requestbin.bins import queries
from requestbin.bins.models import Bin
from tests.builders import make_bin

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana")


def test_the_instance_token_opens_everything() -> None:
    assert tokens.resolve(settings.REQUESTBIN.instance_token) == principals.INSTANCE


def test_a_users_token_is_that_user(ana: User) -> None:
    made = tokens.issue(user=ana, name="ci")
    assert tokens.resolve(made) == principals.of_user(ana.pk, kind="token")


def test_a_bins_token_opens_that_bin_alone() -> None:
    own, other = make_bin("user:1"), make_bin("user:1")
    principal = tokens.resolve(tokens.issue(bin_id=own.pk))
    assert principal is not None
    assert queries.find_bin(principal, own.pk, "change") == own
    assert list(queries.bins_of(principal)) == [own]
    with pytest.raises(Bin.DoesNotExist):
        queries.find_bin(principal, other.pk)


def test_what_is_stored_opens_nothing(ana: User) -> None:
    made = tokens.issue(user=ana)
    stored = Token.objects.get()
    assert made not in (stored.digest, stored.name)
    assert tokens.resolve(stored.digest) is None


def test_tokens_tell_what_they_are_and_differ(ana: User) -> None:
    made = {tokens.issue(user=ana), tokens.issue(user=ana), tokens.issue(bin_id="abc")}
    assert sorted(token[:4] for token in made) == ["rbb_", "rbu_", "rbu_"]
    assert min(map(len, made)) >= 36


def test_a_token_is_somebodys(ana: User) -> None:
    for wrong in ({}, {"user": ana, "bin_id": "abc"}):
        with pytest.raises(ValueError, match="either"):
            tokens.issue(**wrong)


def test_a_token_ends_with_its_user(ana: User) -> None:
    made = tokens.issue(user=ana)
    ana.is_active = False
    ana.save()
    assert tokens.resolve(made) is None
    ana.delete()
    assert tokens.resolve(made) is None
    assert not Token.objects.exists()


def test_a_token_ends_when_it_is_revoked(ana: User) -> None:
    made, kept = tokens.issue(user=ana), tokens.issue(user=ana)
    assert tokens.revoke(tokens.issued()[0].pk) is True
    assert tokens.resolve(made) is None
    assert tokens.resolve(kept) is not None
    assert tokens.revoke(10**9) is False


def test_the_tokens_of_a_bin_end_with_it(ana: User) -> None:
    made, kept = tokens.issue(bin_id="abc"), tokens.issue(bin_id="xyz")
    mine = tokens.issue(user=ana)
    tokens.revoke_for_bin("abc")
    assert tokens.resolve(made) is None
    assert tokens.resolve(kept) == principals.of_bin("xyz")
    assert tokens.resolve(mine) is not None


@pytest.mark.parametrize(
    ("value", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("BEARER   abc ", "abc"),
        ("Bearer", ""),
        ("Basic abc", ""),
        ("abc", ""),
        ("", ""),
    ],
)
def test_the_authorization_header(value: str, token: str) -> None:
    assert tokens.bearer_of(value) == token


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text())
def test_no_other_text_is_a_token(text: str) -> None:
    assert tokens.resolve(text) is None


def test_the_instance_token_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[tuple[int, int]] = []
    compare = hmac.compare_digest

    def watched(left: str, right: str) -> bool:
        lengths.append((len(left), len(right)))
        return compare(left, right)

    monkeypatch.setattr(tokens.hmac, "compare_digest", watched)
    for guess in ("", "x", settings.REQUESTBIN.instance_token, "é" * 500):
        tokens.is_instance_token(guess)
    assert lengths == [(64, 64)] * 4  # hashes: a guess's length takes no other path
