"""`manage.py sendsample`: an event of a provider, signed, sent to any URL from a terminal."""

from __future__ import annotations

import json
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from requestbin.bins import address, sampling
from requestbin.bins.models import Bin
from requestbin.http import Request
from requestbin.providers import Secret
from requestbin.providers.samples import UnknownSample, breaking, events, providers_with_samples

HOW = tuple(breaking.BREAKAGES)


class Command(BaseCommand):
    """Send a sample event as its provider would."""

    help = (
        "Sends a sample event as its provider would, signed with your secret. Without EVENT and URL"
        " it lists the events of a provider, without PROVIDER the providers."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("provider", nargs="?", help="as in docs/providers.md: stripe, github")
        parser.add_argument("event", nargs="?", help="one of its events; - for the usual one")
        parser.add_argument("url", nargs="?", help="where to send it")
        told = "what your app checks with, or @FILE; without it a bin's own, or none"
        parser.add_argument("--secret", default="", help=told)
        parser.add_argument("--seed", type=int, default=None, help="the same seed, the same values")
        parser.add_argument("--broken", choices=HOW, default="", help="break it on purpose")
        parser.add_argument("--show", action="store_true", help="print it, send nothing")

    def handle(self, *_: Any, provider: str | None, event: str | None, **options: Any) -> None:
        """List what there is, or send one; end with 1 where it was not answered with 2xx."""
        try:
            if not provider:
                self.stdout.write("\n".join(providers_with_samples()))
            elif not options["url"]:
                self.stdout.write("\n".join(events(provider)))
            else:
                self._send(provider, event or "-", **options)
        except (UnknownSample, sampling.NotSent) as problem:
            raise CommandError(str(problem)) from None

    def _send(
        self,
        provider: str,
        event: str,
        *,
        url: str,
        secret: str,
        seed: int | None,
        broken: str,
        show: bool,
        **_: Any,
    ) -> None:
        now = time.time()
        event = sampling.event_of(provider, "" if event == "-" else event)
        request = sampling.compose(
            provider,
            event,
            url,
            _secret(secret, provider, url),
            now=now,
            seed=int(now) if seed is None else seed,
            broken=broken,
        )
        if show:
            self.stdout.write(_shown(request))
            return
        sent = sampling.send(settings.REQUESTBIN, request, event, own=False)
        self.stdout.write(f"Sent {provider} {event} to {request.url}")
        if sent.answer is None:
            raise CommandError(sent.problem)
        answer = sent.answer
        self.stdout.write(f"Answered {answer.status} in {answer.duration_ms:.0f} ms")
        if answer.body:
            self.stdout.write(answer.body[:1000].decode("utf-8", "replace"))
        if not 200 <= answer.status < 300:
            sys.exit(1)


def _secret(given: str, provider: str, url: str) -> Secret:
    """Return what to sign with: a text, a file, JSON of several values, or the secret of the bin
    that the URL belongs to."""
    if given.startswith("@"):
        try:
            given = Path(given[1:]).read_text()
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"The secret cannot be read: {problem}") from None
    if given.startswith("{"):
        with suppress(ValueError):
            values = json.loads(given)
            return {str(name): str(value) for name, value in values.items()}
    if given:
        return given
    key, _ = address.key_and_rest(urlsplit(url).path.encode())
    try:
        bin = Bin.objects.filter(key=key, deleted=False).first() if key else None
    except DatabaseError:  # no instance here: the bin is that of another machine
        return None
    return sampling.secret_for(bin, provider) if bin else None


def _shown(request: Request) -> str:
    head = [f"{request.method} {request.url}"]
    head += [f"{name}: {value}" for name, value in request.headers.as_text()]
    return "\n".join([*head, "", request.body.decode("utf-8", "replace")])
