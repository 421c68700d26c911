"""Who opened a WebSocket: the same cookies and sessions as pages, without Django's middleware."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    load_backend,
)
from django.contrib.auth.models import User
from django.http import parse_cookie
from django.utils.crypto import constant_time_compare

from requestbin.access import cookies, principals
from requestbin.access.principals import Principal
from requestbin.access.sessions import SessionStore
from requestbin.conf import TEAM
from requestbin.http import Headers


async def principal_of_scope(scope: Mapping[str, Any]) -> Principal:
    """Return who opened the socket of an ASGI scope; NOBODY without a valid cookie."""
    sent = _cookies(scope)
    if settings.REQUESTBIN.mode == TEAM:
        key = sent.get(settings.SESSION_COOKIE_NAME, "")
        return await database_sync_to_async(_of_session)(key) if key else principals.NOBODY
    seen = cookies.read(sent)
    return seen.principal if seen else principals.NOBODY


def _cookies(scope: Mapping[str, Any]) -> dict[str, str]:
    lines = Headers.of(scope.get("headers", ())).get_all("cookie")
    return parse_cookie(b"; ".join(lines).decode("latin-1"))


def _of_session(key: str) -> Principal:
    session = SessionStore(key).load()
    user = _user(session)
    if user is None or not _unchanged(user, str(session.get(HASH_SESSION_KEY, ""))):
        return principals.NOBODY
    return principals.of_user(user.pk)


def _user(session: Mapping[str, Any]) -> User | None:
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    backend: Any = load_backend(session[BACKEND_SESSION_KEY])
    user: User | None = backend.get_user(session[SESSION_KEY])
    return user


def _unchanged(user: User, digest: str) -> bool:
    """Tell whether the password is still the one of the log-in.

    Django's own `get_user` gives the session a new key after a rotation of the secret key; here
    that would log the browser out, since a socket cannot send it a cookie.
    """
    current = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(digest, known) for known in current)
