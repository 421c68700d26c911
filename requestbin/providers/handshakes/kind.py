"""One kind of handshake as a row, what it is asked with, and what it says."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from requestbin.http import Response
from requestbin.providers.places import place
from requestbin.providers.provider import Condition, Provider, condition
from requestbin.providers.seen import Seen, octets
from requestbin.providers.signatures.check import verify
from requestbin.providers.signatures.secrets import Secret, utf8

MAX_CHALLENGE_BYTES = 4096
MAX_REASON = 200
"""Characters."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handshake is answered, and why, in a sentence for people that quotes nothing of it.

    `response` is None where it is left to the bin's own answer. `learnt` is a provider's slug and
    the secret that it brought: to be kept before the response goes out, or else not sent. `fetch`
    is an address to be fetched after it.
    """

    reason: str
    response: Response | None = None
    kind: str = ""
    learnt: tuple[str, str] | None = None
    fetch: str | None = None


@dataclass(frozen=True)
class Asked:
    """A handshake with what is known of who asks: `secrets` of that provider, the oldest first.

    `chosen` tells that the owner of the bin named the provider, `window` that its secret may be
    taken from a handshake now, `confirms` that addresses may be fetched to confirm; `now` is in
    Unix seconds.
    """

    seen: Seen
    row: Provider
    secrets: Sequence[Secret]
    now: float
    chosen: bool
    window: bool
    confirms: bool

    @property
    def name(self) -> str:
        """Return what the provider is called in a sentence."""
        return self.row.name.partition(" (")[0]

    @property
    def whose(self) -> str:
        """Return the name as an owner's: Slack's, CloudEvents'."""
        return f"{self.name}'" if self.name.endswith("s") else f"{self.name}'s"

    def challenge(self, where: str) -> str:
        """Return what stands at a place, "" for nothing and for more than one may send back."""
        text = place(where).value(self.seen) or ""
        return text if len(octets(text)) <= MAX_CHALLENGE_BYTES else ""

    def values(self, name: str) -> list[str]:
        """Return the stored values called `name`, the newest first. A secret that is one text is
        the first of the provider's fields."""
        first = not self.row.secret_fields or self.row.secret_fields[0] == name
        found = [
            each if isinstance(each, str) and first else _named(each, name)
            for each in reversed(self.secrets)
        ]
        return [each for each in found if each]

    @cached_property
    def genuine(self) -> bool | None:
        """Tell whether it is signed with a stored secret, None where none is stored."""
        return any(map(self.signed_with, self.secrets)) if self.secrets else None

    def signed_with(self, secret: Secret) -> bool:
        """Tell whether it is signed with this secret, at whatever time."""
        return verify(self.seen.request, self.row, secret, now=self.now).authentic


Make = Callable[[Asked], Answer | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to check an address. `when`: any of these may hold, each a list of conditions joined
    by ` & `; it asks the provider's name (`known`) where the marks alone do not tell whose it is.
    `brings`: it may bring a secret; `fetches`: it wants an address fetched; `events`: it is any
    event, of any size, that is sent again unless it is answered so.
    """

    name: str
    methods: tuple[str, ...]
    when: tuple[str, ...]
    make: Make
    known: bool = False
    brings: bool = False
    fetches: bool = False
    events: bool = False

    @property
    def rules(self) -> list[list[Condition]]:
        """Return the conditions of each rule."""
        return [[condition(each) for each in rule.split(" & ")] for rule in self.when]

    def fits(self, seen: Seen) -> bool:
        """Tell whether a request has its marks."""
        return seen.request.method in self.methods and (
            not self.when or any(all(each.holds(seen) for each in rule) for rule in self.rules)
        )


def same(value: str, known: Sequence[str]) -> bool:
    """Compare with each of `known` in constant time."""
    return True in [hmac.compare_digest(utf8(value), utf8(each)) for each in known]


def _named(secret: Secret, name: str) -> str:
    value = None if secret is None or isinstance(secret, str) else secret.get(name)
    return value if isinstance(value, str) else ""
