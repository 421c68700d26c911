"""`manage.py token`: printing, making, listing, revoking, renewing."""

from __future__ import annotations

import dataclasses
import io
import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import Settings

from requestbin.access import principals, tokens

pytestmark = pytest.mark.django_db


def token(*words: str) -> str:
    out = io.StringIO()
    call_command("token", *words, stdout=out)
    return out.getvalue()


def test_alone_it_prints_the_instance_token(settings: Settings) -> None:
    assert token() == f"{settings.REQUESTBIN.instance_token}\n"


def test_it_makes_lists_and_revokes_a_users_token() -> None:
    ana = User.objects.create_user("ana")
    made = token("--user", "ana", "--name", "ci").splitlines()[0]
    assert tokens.resolve(made) == principals.of_user(ana.pk, kind="token")
    tokens.issue(bin_id="abc")

    mine, bins = token("--list").splitlines()
    assert "user ana" in mine
    assert mine.endswith("ci")
    assert "bin abc" in bins
    assert made not in mine

    token("--revoke", mine.split()[0])
    assert tokens.resolve(made) is None
    assert len(token("--list").splitlines()) == 1


def test_nobody_and_nothing_are_said() -> None:
    with pytest.raises(CommandError, match="adduser ana"):
        token("--user", "ana")
    with pytest.raises(CommandError, match="no token 7"):
        token("--revoke", "7")


def test_a_renewed_instance_token_is_kept_for_its_owner_alone(
    settings: Settings, tmp_path: Path
) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, token="", data=tmp_path)
    old = token().strip()
    new = token("--renew").splitlines()[0]
    assert new != old
    kept = tmp_path / "token"
    assert kept.read_text() == new
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN)  # as another process reads it
    assert tokens.is_instance_token(new)
    assert not tokens.is_instance_token(old)


def test_a_token_of_the_environment_is_renewed_there(settings: Settings) -> None:
    settings.REQUESTBIN = dataclasses.replace(settings.REQUESTBIN, token="x" * 30)
    with pytest.raises(CommandError, match="REQUESTBIN_TOKEN"):
        token("--renew")
