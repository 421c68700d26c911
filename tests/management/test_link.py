"""`manage.py link`: the way in, in every mode."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from pytest_django import Settings

from requestbin.access import pairing, setup

pytestmark = pytest.mark.django_db


def link() -> str:
    out = io.StringIO()
    call_command("link", stdout=out)
    return out.getvalue()


def test_local_it_is_the_pairing_link(settings: Settings, tmp_path: Path) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, data=tmp_path)
    pairing.note_origin("http://127.0.0.1:8003")
    token = settings.REQUESTBIN.instance_token
    assert f"http://127.0.0.1:8003/?pair={token} " in link()


def test_in_a_team_it_makes_the_first_user(settings: Settings) -> None:
    url = "https://hooks.example.com"
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, url=url)
    said = link()
    assert said.startswith(f"No users yet. Open within 1 hour to make the first: {url}/setup/")
    assert setup.is_open(said.strip().rstrip("/").rpartition("/")[2])
    User.objects.create_user("ana")
    assert link() == f"Log in at {url}/login/\n"


def test_in_public_nobody_needs_one(settings: Settings) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, public=True)
    assert link().startswith("Open to everyone: http://")
