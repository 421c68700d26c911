"""One webhook provider as a row of facts: how it is recognised, what it signs, what it asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

from requestbin.providers.places import Place, place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.scheme import Scheme


class Sure(StrEnum):
    """How the facts of a row are known; what is only remembered says so in the product."""

    SOURCE = "read in its official library"
    DOCS = "read in its documentation"
    SECONDARY = "read in others' code, its own page not read in full"
    MEMORY = "from memory"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a request must have: `header:X-GitHub-Event`, `=value`, `^=beginning`, or `!` before it
    for what it must not have."""

    place: Place
    compare: str
    value: str
    absent: bool

    def holds(self, seen: Seen) -> bool:
        """Tell whether a request meets it."""
        if not self.compare:
            return self.absent != self.place.filled(seen)
        wanted = self.value.lower()
        for value in self.place.values(seen):
            got = value.lower()
            if got == wanted or (self.compare == "^=" and got.startswith(wanted)):
                return not self.absent
        return self.absent


@lru_cache(maxsize=1024)
def condition(text: str) -> Condition:
    """Parse one condition; raises UnknownPlace."""
    absent = text.startswith("!")
    text = text.removeprefix("!")
    for compare in ("^=", "="):
        where, found, value = text.partition(compare)
        if found:
            return Condition(place(where), compare, value, absent)
    return Condition(place(text), "", "", absent)


@dataclass(frozen=True)
class Provider:
    """A row. Places and conditions are words of `places`; all is optional but slug and name.

    `detect`: any of these may hold, each a list of conditions joined by ` & `. `schemes`: the
    usual first; another name of the row may stand for some of them (`aliases`: name, indices).
    `event` and `event_id`: the places that name them, the first that is there. `handshake`: how it
    checks an address (`handshakes`). `secret_hint`: how its secret looks; `secret_where`: where it
    is found; `api_keys`: beginnings of what is often pasted in its place; `test_secrets`: what its
    own tests are signed with, known to all. `fetch`: a URL template
    for the thing that a thin payload names. `note`: what to know of its bodies.
    """

    slug: str
    name: str
    docs: str = ""
    sure: Sure = Sure.DOCS
    detect: tuple[str, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    aliases: dict[str, tuple[int, ...]] = field(default_factory=dict)
    event: tuple[str, ...] = ()
    event_id: tuple[str, ...] = ()
    handshake: tuple[str, ...] = ()
    secret_name: str = "signing secret"  # noqa: S105 - what it is called
    secret_fields: tuple[str, ...] = ()
    secret_hint: str = ""
    secret_where: str = ""
    api_keys: tuple[str, ...] = ()
    test_secrets: tuple[str, ...] = ()
    fetch: str = ""
    note: str = ""
    generic: bool = False
    """A format that many senders share: one that is recognised by itself goes before it."""

    @cached_property
    def rules(self) -> tuple[tuple[Condition, ...], ...]:
        """Return the conditions by which it is recognised: any of them, all of each."""
        return tuple(tuple(condition(each) for each in rule.split(" & ")) for rule in self.detect)

    @property
    def signs(self) -> bool:
        """Tell whether anything it sends can be checked."""
        return bool(self.schemes)

    @property
    def tolerance(self) -> int | None:
        """Return how many seconds old a request may be, None where it sets no limit."""
        return self.schemes[0].tolerance if self.schemes else None

    @property
    def shared(self) -> bool:
        """Tell whether its requests can be signed with the secret that checks them."""
        return bool(self.schemes) and self.schemes[0].shared

    def recognises(self, seen: Seen) -> bool:
        """Tell whether a request looks like its own."""
        return any(all(each.holds(seen) for each in rule) for rule in self.rules)

    def event_of(self, seen: Seen) -> str:
        """Return what it calls the event of a request, "" where it does not say."""
        return _first(self._events, seen)

    def event_id_of(self, seen: Seen) -> str:
        """Return the id that stays the same on every retry, "" where it gives none."""
        return _first(self._event_ids, seen)

    @cached_property
    def _events(self) -> Named:
        return _named(self.event)

    @cached_property
    def _event_ids(self) -> Named:
        return _named(self.event_id)


Named = tuple[tuple[Place, ...], ...]
"""The places that name a thing, the first that is there; of each the words that are joined."""


def _named(texts: tuple[str, ...]) -> Named:
    return tuple(tuple(place(each) for each in text.split("+")) for text in texts)


def _first(named: Named, seen: Seen) -> str:
    for places in named:
        first = places[0].value(seen)
        if first:
            rest = [value for each in places[1:] if (value := each.value(seen))]
            return ".".join([first, *rest]) if rest else first
    return ""
