"""`adduser NAME`: makes a user who can log in; the way in where no set-up link can be opened."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from requestbin.access.pairing import noted_origin
from requestbin.conf import TEAM
from requestbin.management.stored import demand_store
from requestbin.transactions import writing

NOBODY_TYPES = (
    "Nobody is here to type a password. Nothing was made. Give it as a line of the input, with "
    "--password-stdin."
)


class Command(BaseCommand):
    """Make a user who can log in."""

    help = "Make a user who can log in; asks for the password."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the user logs in with")
        parser.add_argument(
            "--password-stdin", action="store_true", help="take the first line of the input"
        )

    def handle(self, *_: Any, name: str, password_stdin: bool, **__: Any) -> None:
        demand_store()
        user = User(username=name)
        _check(lambda: user.full_clean(exclude=["password"]))
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked()
        _check(lambda: validate_password(password, user))
        user.set_password(password)
        with writing():
            user.save()
        self.stdout.write(f"{name} can log in. {_next()}")


def _asked() -> str:
    try:
        password = getpass.getpass("Password: ")
        again = getpass.getpass("The same again: ")
    except EOFError:
        raise CommandError(NOBODY_TYPES) from None
    if again != password:
        raise CommandError("The two differ. Nothing was made.")
    return password


def _check(rule: Callable[[], object]) -> None:
    try:
        rule()
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None


def _next() -> str:
    conf = settings.REQUESTBIN
    if conf.mode == TEAM:
        return f"Open {conf.url or noted_origin()}/login/"
    return "But only in team mode: set REQUESTBIN_URL to where people will open this instance."
