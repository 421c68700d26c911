"""Who opened a socket: the same answer as for a page, from the same cookies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from requestbin.access import cookies, principals
from requestbin.access.sockets import principal_of_scope
from requestbin.conf import Conf

Mode = Callable[..., Conf]
pytestmark = pytest.mark.django_db(transaction=True)


def scope(*lines: str) -> dict[str, Any]:
    headers = [(b"host", b"localhost:8000"), *((b"cookie", line.encode()) for line in lines)]
    return {"type": "websocket", "path": "/live/bins/abc/", "headers": headers}


def of_client(client: Client) -> dict[str, Any]:
    return scope("; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()))


@database_sync_to_async
def logged_in(name: str = "ana") -> tuple[Client, User]:
    client, user = Client(), User.objects.create_user(name, password="correct horse")
    client.force_login(user)
    return client, user


async def test_a_stranger_is_nobody(mode: Mode, settings: Settings) -> None:
    for name in ("local", "team", "public"):
        mode(name)
        for sent in (scope(), scope("x=y"), scope(f"{settings.OWNER_COOKIE_NAME}=paired:x:y")):
            assert await principal_of_scope(sent) == principals.NOBODY


async def test_a_paired_browser_is_the_owner(mode: Mode, settings: Settings) -> None:
    mode("local")
    name, value = settings.OWNER_COOKIE_NAME, cookies._signer().sign("paired")
    for sent in (scope(f"{name}={value}"), scope("a=b", f"c=d; {name}={value}")):
        assert await principal_of_scope(sent) == principals.LOCAL_OWNER


async def test_a_public_browser_is_itself(mode: Mode, settings: Settings) -> None:
    mode("public")
    sent = scope(f"{settings.OWNER_COOKIE_NAME}={cookies._signer().sign('ana')}")
    assert await principal_of_scope(sent) == principals.of_browser("ana")


async def test_a_login_is_its_user(mode: Mode) -> None:
    mode("team")
    client, user = await logged_in()
    assert await principal_of_scope(of_client(client)) == principals.of_user(user.pk)
    mode("local")
    assert await principal_of_scope(of_client(client)) == principals.NOBODY


async def test_a_login_that_ended_is_nobody(mode: Mode) -> None:
    mode("team")
    client, _ = await logged_in()
    sent = of_client(client)
    await database_sync_to_async(client.logout)()
    assert await principal_of_scope(sent) == principals.NOBODY


async def test_a_session_that_expired_is_nobody(mode: Mode) -> None:
    mode("team")
    client, _ = await logged_in()
    await Session.objects.aupdate(expire_date=timezone.now())
    assert await principal_of_scope(of_client(client)) == principals.NOBODY


async def test_another_password_ends_the_socket(mode: Mode) -> None:
    mode("team")
    client, user = await logged_in()
    user.set_password("battery staple")
    await user.asave()
    assert await principal_of_scope(of_client(client)) == principals.NOBODY


async def test_a_user_who_left_is_nobody(mode: Mode) -> None:
    mode("team")
    client, user = await logged_in()
    user.is_active = False
    await user.asave()
    assert await principal_of_scope(of_client(client)) == principals.NOBODY
    await user.adelete()
    assert await principal_of_scope(of_client(client)) == principals.NOBODY


async def test_a_rotated_key_ends_no_login(mode: Mode, settings: Settings) -> None:
    mode("team")
    client, user = await logged_in()
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [old]
    keys = {session.pk async for session in Session.objects.all()}
    assert await principal_of_scope(of_client(client)) == principals.of_user(user.pk)
    # Django's get_user would have given the session a key that the browser never learns.
    assert {session.pk async for session in Session.objects.all()} == keys
    settings.SECRET_KEY_FALLBACKS = []
    assert await principal_of_scope(of_client(client)) == principals.NOBODY
