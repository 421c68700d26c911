"""Reasons not to start, each with what to do about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from requestbin.conf import Conf
from requestbin.server import preflight

OPEN = Conf(host="0.0.0.0")
WIPED = "this host wipes files on restart, so requests would be lost. "


def refusal(conf: Conf, **environ: str) -> str:
    return preflight.refusal(conf, environ)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["DYNO", "RENDER", "FLY_APP_NAME"])
def test_a_host_that_wipes_files(name: str) -> None:
    wanted = f"{WIPED}Set DATABASE_URL and REQUESTBIN_SECRET_KEY."
    assert refusal(Conf(), **{name: "x"}) == wanted
    assert refusal(Conf(database_url="postgresql://h/n"), **{name: "x"}) == ""


@pytest.mark.django_db
def test_static_files_that_are_not_collected(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "requestbin.web.storage.HashedStaticFiles"},
    }
    assert refusal(Conf()).startswith("the static files are not collected. Run: ")
    assert refusal(Conf()).endswith(" manage.py collectstatic --noinput")
    (tmp_path / "staticfiles.json").write_text('{"paths": {}, "version": "1.1", "hash": ""}')
    assert refusal(Conf()) == ""


@pytest.mark.django_db
def test_open_to_others_with_nobody_to_log_in() -> None:
    said = refusal(OPEN)
    assert said.startswith("0.0.0.0 is open to others and nobody can log in yet. Run: ")
    assert said.endswith(" manage.py adduser NAME")
    assert refusal(replace(OPEN, url="https://hooks.example.com")) == ""
    assert refusal(replace(OPEN, public=True)) == ""
    User.objects.create_user("ana")
    assert refusal(OPEN) == ""


@pytest.mark.django_db
def test_local_needs_nobody() -> None:
    assert refusal(Conf()) == ""


def test_commands_are_named_as_people_type_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight.sys, "executable", str(Path.cwd() / ".venv/bin/python"))
    assert preflight.how_to("adduser", "NAME") == ".venv/bin/python manage.py adduser NAME"
    monkeypatch.setattr(preflight.sys, "executable", "/usr/bin/python3")
    assert preflight.how_to("upgrade") == "/usr/bin/python3 manage.py upgrade"
