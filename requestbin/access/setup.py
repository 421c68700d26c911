"""The first user of a team instance, by a one-use link; without it nobody could log in."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from requestbin.access.models import SetupLink
from requestbin.conf import TEAM
from requestbin.transactions import writing

OCTETS = 24
VALID_FOR = timedelta(hours=1)


def first_user_link(origin: str = "") -> str | None:
    """Return a new link that makes the first user; None where there is one, or no need of any.

    It works once, for an hour, and the links before it work no more. `origin` is where the pages
    are reached, REQUESTBIN_URL by default.
    """
    if settings.REQUESTBIN.mode != TEAM or User.objects.exists():
        return None
    token = secrets.token_urlsafe(OCTETS)
    with writing():
        SetupLink.objects.all().delete()
        SetupLink.objects.create(digest=_digest(token), expires_at=timezone.now() + VALID_FOR)
    return f"{origin or settings.REQUESTBIN.url}/setup/{token}/"


def is_open(token: str) -> bool:
    """Tell whether a set-up link still makes the first user."""
    return _matches(list(SetupLink.objects.all()), token) and not User.objects.exists()


def make_first_user(token: str, name: str, password: str) -> User | None:
    """Make the first user and end every link; None when the link is used up, or came too late."""
    made = User(username=name)
    made.set_password(password)  # slow by design: before the transaction
    with writing():
        links = list(SetupLink.objects.select_for_update())  # PostgreSQL: one at a time
        if not _matches(links, token) or User.objects.exists():
            return None
        made.save()
        SetupLink.objects.all().delete()
    return made


def _matches(links: list[SetupLink], token: str) -> bool:
    digest, now = _digest(token), timezone.now()
    return any(hmac.compare_digest(link.digest, digest) and link.expires_at > now for link in links)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
