"""`token`: the instance token and those of users, for scripts and CI."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from requestbin.access import tokens
from requestbin.access.models import Token
from requestbin.conf import ConfigurationError
from requestbin.management.stored import demand_store


class Command(BaseCommand):
    """Print, make and revoke bearer tokens."""

    help = "Print the instance token; or make, list and revoke tokens of users."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        wish = parser.add_mutually_exclusive_group()
        wish.add_argument("--user", metavar="NAME", help="make a token of this user")
        wish.add_argument("--list", action="store_true", help="list tokens of users and bins")
        wish.add_argument("--revoke", metavar="ID", type=int, help="end a token of the list")
        wish.add_argument("--renew", action="store_true", help="make another instance token")
        parser.add_argument("--name", default="", help="what the new token is for")

    def handle(self, *_: Any, name: str, **wishes: Any) -> None:
        if wishes["user"] or wishes["list"] or wishes["revoke"] is not None:
            demand_store()
        if wishes["user"]:
            self.stdout.write(_made(wishes["user"], name))
        elif wishes["list"]:
            self.stdout.writelines(f"{_described(token)}\n" for token in tokens.issued())
        elif wishes["revoke"] is not None:
            self.stdout.write(_revoked(wishes["revoke"]))
        else:
            self.stdout.write(_renewed() if wishes["renew"] else settings.REQUESTBIN.instance_token)


def _made(user_name: str, name: str) -> str:
    user = User.objects.filter(username=user_name).first()
    if user is None:
        raise CommandError(f"There is no user {user_name}. Make one: manage.py adduser {user_name}")
    return f"{tokens.issue(user=user, name=name[:80])}\nIt is shown only now."


def _described(token: Token) -> str:
    whose = f"user {token.user}" if token.user else f"bin {token.bin_id}"
    return f"{token.pk}  {whose}  {token.created_at:%Y-%m-%d}  {token.name}".rstrip()


def _revoked(pk: int) -> str:
    if not tokens.revoke(pk):
        raise CommandError(f"There is no token {pk}. See: manage.py token --list")
    return f"Token {pk} opens nothing any more."


def _renewed() -> str:
    try:
        made = settings.REQUESTBIN.renew_token()
    except ConfigurationError as error:
        raise CommandError(str(error)) from None
    return f"{made}\nRestart serve to use it: the old token ends then, and browsers pair again."
