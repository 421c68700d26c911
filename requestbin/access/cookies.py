"""The long-lived signed cookies: a paired browser in local mode, an owner in public mode."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from requestbin.access import principals
from requestbin.access.principals import Principal
from requestbin.conf import LOCAL, PUBLIC

DAY = 86400
MAX_AGE = 400 * DAY
"""Seconds: the most that browsers keep (RFC 6265bis section 5.5)."""

RENEW_AFTER = 30 * DAY
"""Seconds: a browser that comes back gets a new one, so that it never ends, and moves to the newest
secret key before the old one is dropped."""

MARK_OCTETS = 16


@dataclass(frozen=True, slots=True)
class Seen:
    """Who a cookie shows; `mark` is what it holds, `renew` asks to send it (anew, or if `new`)."""

    principal: Principal
    mark: str
    renew: bool
    new: bool = False


def read(cookies: Mapping[str, str]) -> Seen | None:
    """Return who the owner cookie shows, None without one that was signed here for this mode."""
    if settings.REQUESTBIN.mode not in (LOCAL, PUBLIC):
        return None
    for name in settings.OWNER_COOKIE_NAMES:
        mark, late = _unsigned(cookies.get(name, ""))
        if mark:
            return Seen(_shown(mark), mark, late or name != settings.OWNER_COOKIE_NAME)
    return None


def newcomer() -> Seen:
    """Return an owner that nobody was before; it lasts if its cookie is sent."""
    mark = secrets.token_urlsafe(MARK_OCTETS)
    return Seen(_shown(mark), mark, renew=True, new=True)


def send(response: HttpResponseBase, request: HttpRequest, mark: str) -> None:
    """Put the owner cookie into a response; over HTTPS it never travels without."""
    response.set_cookie(
        settings.OWNER_COOKIE_NAME,
        _signer().sign(mark),
        max_age=MAX_AGE,
        secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _shown(mark: str) -> Principal:
    if settings.REQUESTBIN.mode == LOCAL:
        return principals.LOCAL_OWNER
    return principals.of_browser(mark)


def _unsigned(text: str) -> tuple[str, bool]:
    signer = _signer()
    try:
        return signer.unsign(text, max_age=RENEW_AFTER), False
    except signing.SignatureExpired:
        pass
    except signing.BadSignature:
        return "", False
    try:
        return signer.unsign(text, max_age=MAX_AGE), True
    except signing.SignatureExpired:
        return "", False


def _signer() -> signing.TimestampSigner:
    """The salt parts the modes and binds a pairing to the instance token: a new token unpairs."""
    salt = settings.REQUESTBIN.mode
    if salt == LOCAL:
        token: str = settings.REQUESTBIN.instance_token
        salt += hashlib.sha256(token.encode()).hexdigest()
    return signing.TimestampSigner(salt=f"requestbin.owner.{salt}")
