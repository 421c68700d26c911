"""Bearer tokens: issued once, kept as hashes, resolved to who asks; all that the API goes by."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet

from requestbin.access import principals
from requestbin.access.models import Token
from requestbin.access.principals import Principal
from requestbin.transactions import writing

OCTETS = 24
"""192 random bits: beyond guessing, so that a plain hash suffices at rest and no salt is needed."""

USER_PREFIX, BIN_PREFIX = "rbu_", "rbb_"
"""They tell people and secret scanners what was found."""


def issue(*, user: User | None = None, bin_id: str = "", name: str = "") -> str:
    """Make a token of a user or of one bin and return it: it is shown now and never again."""
    if (user is None) == (bin_id == ""):
        raise ValueError("a token is either a user's or one bin's")
    made = (USER_PREFIX if user else BIN_PREFIX) + secrets.token_urlsafe(OCTETS)
    with writing():
        Token.objects.create(digest=_digest(made), user=user, bin_id=bin_id, name=name)
    return made


def resolve(bearer: str) -> Principal | None:
    """Return who bears this token, or None when it is not (or no longer) one of ours.

    The instance token is compared in constant time; the others are found by their hash, where the
    time of an index tells nothing about the token.
    """
    if is_instance_token(bearer):
        return principals.INSTANCE
    token = Token.objects.select_related("user").filter(digest=_digest(bearer)).first()
    if token is None:
        return None
    if token.bin_id:
        return principals.of_bin(token.bin_id)
    if token.user is None or not token.user.is_active:
        return None
    return principals.of_user(token.user.pk, kind="token")


def is_instance_token(text: str) -> bool:
    """Compare with the instance token in a time that tells neither content nor length."""
    expected: str = settings.REQUESTBIN.instance_token
    return hmac.compare_digest(_digest(text), _digest(expected))


def bearer_of(authorization: str) -> str:
    """Return the token of an `Authorization: Bearer ...` value, "" for anything else."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def revoke(pk: int) -> bool:
    """Delete a token; tell whether it was there."""
    with writing():
        return Token.objects.filter(pk=pk).delete()[0] > 0


def revoke_for_bin(bin_id: str) -> None:
    """Delete the tokens of a bin, with the bin."""
    with writing():
        Token.objects.filter(bin_id=bin_id).delete()


def issued() -> QuerySet[Token]:
    """Return what is known of the tokens that exist, oldest first; never the tokens themselves."""
    return Token.objects.select_related("user").order_by("pk")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
