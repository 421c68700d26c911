"""What a thin payload is about, as a URL to fetch: what a payload says may choose what is fetched,
and never from whom.

`https://api.mollie.com/v2/payments/{form:id}`: scheme, host and port stand there as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from requestbin.http import Request
from requestbin.providers.places import place
from requestbin.providers.seen import Seen, octets

KINDS = ("form", "json", "query")
MAX_TEMPLATE = 2000
MAX_VALUE = 500
"""Characters of what is put into a URL: ids are short."""

_SHAPE = re.compile(r"(https?)://([^/?#]*)([^#]*)", re.DOTALL)
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._~-]+)(:[0-9]{1,5})?")
_LITERAL = re.compile(r"[!-~]*")
_PLACE = re.compile(r"\{([^{}]*)\}")
_DOTS = re.compile(r"(?i:\.|%2e){1,2}")


class NotFetchable(ValueError):
    """A template that cannot be used, or a request that it does not fit; the message is a sentence
    for people."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was checked: `origin` is where it leads, whatever a payload says; `pieces`
    are literal text and places by turns, beginning with text."""

    origin: str
    pieces: tuple[str, ...]

    @property
    def noun(self) -> str:
        """Return what is fetched in a word, "" for none: `payment` of `/payments/{form:id}`."""
        before = self.pieces[0].rstrip("/").rpartition("/")[2]
        if not re.fullmatch("[a-z]{3,30}", before):
            return ""
        if before.endswith("ies"):
            return f"{before[:-3]}y"
        return before.removesuffix("s")


def url_of(template: str, request: Request) -> str:
    """Return the URL that a template makes of a request. Raises NotFetchable.

    Values are percent-encoded, slashes too, into path and query. One that is empty, long, or would
    climb to another path is refused.
    """
    checked, seen = checked_template(template), Seen(request)
    made = [
        piece if at % 2 == 0 else _encoded(piece, seen) for at, piece in enumerate(checked.pieces)
    ]
    rest = "".join(made)
    if any(_DOTS.fullmatch(segment) for segment in rest.partition("?")[0].split("/")):
        raise NotFetchable("The path would hold `.` or `..`, which lead elsewhere.")
    return checked.origin + rest


@lru_cache(maxsize=256)
def checked_template(text: str) -> Template:
    """Return a template in its parts. Raises NotFetchable."""
    found = _SHAPE.fullmatch(text)
    if found is None or len(text) > MAX_TEMPLATE:
        raise NotFetchable("The address begins with `https://` or `http://` and has no `#`.")
    scheme, authority, rest = found.groups()
    if "{" in authority or "}" in authority:
        raise NotFetchable("What a payload says may not choose the host: name it as it is.")
    if "@" in authority:
        raise NotFetchable("Leave name and password out: give an Authorization header.")
    if not _AUTHORITY.fullmatch(authority):
        raise NotFetchable("The address names no host.")
    pieces = _PLACE.split(rest)
    if not all(_LITERAL.fullmatch(piece) and not set(piece) & set("{}\\") for piece in pieces[::2]):
        raise NotFetchable("The address may hold plain characters and places: `{json:data.id}`.")
    for name in pieces[1::2]:
        _demand_place(name)
    if not pieces[0].startswith("/"):
        pieces[0] = f"/{pieces[0]}"
    return Template(f"{scheme}://{authority}", tuple(pieces))


def _demand_place(name: str) -> None:
    kind, _, field = name.partition(":")
    if kind not in KINDS or not field:
        known = ", ".join(f"`{{{each}:…}}`" for each in KINDS)
        raise NotFetchable(f"`{{{name[:40]}}}` is no place of a payload: there are {known}.")


def _encoded(name: str, seen: Seen) -> str:
    value = place(name).value(seen) or ""
    if not value.strip():
        raise NotFetchable(f"The request has no `{name}` to fetch anything by.")
    if len(value) > MAX_VALUE:
        raise NotFetchable(f"`{name}` is longer than {MAX_VALUE} characters: that is no id.")
    if any(part in (".", "..") for part in re.split(r"[/\\]", unquote(value))):
        raise NotFetchable(f"`{name}` would lead to another path.")
    return quote(octets(value), safe="")
