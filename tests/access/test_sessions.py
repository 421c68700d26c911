"""Sessions are written one at a time with everything else: no login meets a locked database."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from requestbin.access.sessions import SessionStore
from requestbin.bins import retention
from requestbin.transactions import writing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.sqlite
def test_a_session_waits_for_the_writer_before_it() -> None:
    order: list[str] = []
    begun = threading.Event()

    def save() -> None:
        begun.set()
        session = SessionStore()
        session["x"] = 1
        session.save()
        order.append("session")
        session.delete()
        connection.close()

    thread = threading.Thread(target=save)
    with writing():
        thread.start()
        assert begun.wait(5)
        thread.join(0.2)
        order.append("writer")
    thread.join(5)
    assert order == ["writer", "session"]


def test_a_session_is_kept_and_deleted() -> None:
    session = SessionStore()
    session["x"] = 1
    session.save()
    key = session.session_key
    assert SessionStore(key)["x"] == 1
    session.delete()
    assert SessionStore(key).load() == {}


@pytest.mark.parametrize(
    "key", ["", "short", "abc\x00defgh", "a" * 7 + "'", "é" * 32, "\udcff" * 32]
)
def test_what_cannot_be_a_key_finds_no_session(key: str) -> None:
    assert SessionStore(key).load() == {}


def test_a_cookie_with_a_nul_logs_nobody_in(client: Client, settings: Settings) -> None:
    client.cookies.load(f'{settings.SESSION_COOKIE_NAME}="abcdefgh\\000ijklmnop"')
    assert client.get("/readyz").status_code in (200, 503)


def test_retention_drops_the_sessions_that_are_over() -> None:
    keys = []
    for age in (-1, 60):
        session = SessionStore()
        session.set_expiry(age)
        session.save()
        keys.append(session.session_key)
    retention._round(by_age=True)
    assert [SessionStore().exists(key) for key in keys] == [False, True]
