"""The first user: one link, one hour, one use, also when two open it at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection

from requestbin.access import setup
from requestbin.access.models import SetupLink
from requestbin.conf import Conf

Mode = Callable[..., Conf]


@pytest.fixture(autouse=True)
def team(mode: Mode) -> Conf:
    return mode("team")


def link_token() -> str:
    link = setup.first_user_link()
    assert link is not None
    return link.rstrip("/").rpartition("/")[2]


@pytest.mark.django_db
def test_the_link_is_under_the_public_origin() -> None:
    token = link_token()
    assert setup.first_user_link("http://127.0.0.1:8001").startswith("http://127.0.0.1:8001/setup/")  # type: ignore[union-attr]
    assert len(token) >= 32
    assert token not in SetupLink.objects.get().digest


@pytest.mark.django_db
def test_it_makes_the_first_user_once() -> None:
    token = link_token()
    assert setup.is_open(token)
    made = setup.make_first_user(token, "ana", "correct horse")
    assert made is not None
    assert made.check_password("correct horse")
    assert not setup.is_open(token)
    assert setup.make_first_user(token, "ben", "correct horse") is None
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_it_ends_after_an_hour() -> None:
    token = link_token()
    link = SetupLink.objects.get()
    link.expires_at -= setup.VALID_FOR - timedelta(seconds=30)
    link.save()
    assert setup.is_open(token)
    link.expires_at -= timedelta(seconds=31)
    link.save()
    assert not setup.is_open(token)
    assert setup.make_first_user(token, "ana", "correct horse") is None


@pytest.mark.django_db
def test_a_newer_link_ends_the_older() -> None:
    older, newer = link_token(), link_token()
    assert (setup.is_open(older), setup.is_open(newer)) == (False, True)


@pytest.mark.django_db
def test_nobody_needs_it_where_there_is_a_user() -> None:
    token = link_token()
    User.objects.create_user("ana")
    assert setup.first_user_link() is None
    assert not setup.is_open(token)
    assert setup.make_first_user(token, "ben", "correct horse") is None


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["local", "public"])
def test_other_modes_have_no_users(mode: Mode, name: str) -> None:
    mode(name)
    assert setup.first_user_link() is None


@pytest.mark.django_db
@pytest.mark.parametrize("guess", ["", "x", "é", "\udcff", "a" * 10_000])
def test_a_guess_makes_nobody(guess: str) -> None:
    link_token()
    assert not setup.is_open(guess)
    assert setup.make_first_user(guess, "ana", "correct horse") is None


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_first() -> None:
    token = link_token()

    def take(name: str) -> bool:
        try:
            return setup.make_first_user(token, name, "correct horse") is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(take, ["ana", "ben", "cy", "di"]))
    assert sorted(made) == [False, False, False, True]
    assert User.objects.count() == 1
