"""`manage.py adduser`: who is made, who is not, and what is said next."""

from __future__ import annotations

import dataclasses
import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import Settings

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def team(settings: Settings) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, url="https://hooks.example.com")


def add(name: str, monkeypatch: pytest.MonkeyPatch, typed: str = f"{PASSWORD}\n") -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    out = io.StringIO()
    call_command("adduser", name, "--password-stdin", stdout=out)
    return out.getvalue()


def test_a_user_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    said = add("ana", monkeypatch, f"{PASSWORD}\r\nmore")
    assert said == "ana can log in. Open https://hooks.example.com/login/\n"
    assert User.objects.get(username="ana").check_password(PASSWORD)


def test_without_a_team_it_says_what_is_missing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, url="")
    assert "set REQUESTBIN_URL" in add("ana", monkeypatch)


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("ben", PASSWORD, "already exists"),
        ("a b", PASSWORD, "valid username"),
        ("", PASSWORD, "blank"),
        ("ana", "", "too short"),
        ("ana", "password", "too common"),
        ("anastasia", "anastasia1", "too similar"),
    ],
)
def test_what_cannot_be_is_not_made(
    monkeypatch: pytest.MonkeyPatch, name: str, typed: str, why: str
) -> None:
    User.objects.create_user("ben")
    with pytest.raises(CommandError, match=why):
        add(name, monkeypatch, typed)
    assert User.objects.count() == 1


def test_the_password_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = [PASSWORD, PASSWORD, PASSWORD, "mistyped"]
    monkeypatch.setattr("getpass.getpass", lambda _: typed.pop(0))
    call_command("adduser", "ana", stdout=io.StringIO())
    with pytest.raises(CommandError, match="differ"):
        call_command("adduser", "ben")
    assert [user.username for user in User.objects.all()] == ["ana"]
