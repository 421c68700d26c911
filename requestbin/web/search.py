"""What an address asks of a list: the text of the search box as a query, or why it is none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from requestbin.inspection.query import (
    NO_QUERY,
    Clock,
    Query,
    QueryError,
    Term,
    parse,
    quoting,
    without,
)
from requestbin.inspection.query.fields import Field
from requestbin.inspection.query.globs import Glob
from requestbin.inspection.query.terms import Named

MAX_CHARACTERS = 500
SHOWN = ("", "header", "query", "json", "path", "event")
"""Keys whose values can be pointed out in what is shown of a request."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed and what it asks; where that makes no sense, `problem` says why."""

    text: str = ""
    query: Query = NO_QUERY
    problem: str = ""

    @property
    def left_out(self) -> str:
        """Return what stands last and is not yet a term: it asks for nothing."""
        if self.problem:
            return ""
        known = {term.source for term in self.query.terms}
        typed = [token.raw for token in quoting.tokens(quoting.storable(self.text))]
        return "".join(raw for raw in typed[-1:] if raw not in known)

    def __bool__(self) -> bool:
        return bool(self.query or self.problem)

    @property
    def address(self) -> str:
        """Return it as the query of an address, "" for nothing."""
        return address_of(self.text)

    @property
    def words(self) -> str:
        """Return what it was understood to ask, in a sentence."""
        return self.query.words(clock())

    @property
    def needles(self) -> list[str]:
        """Return the texts that can be pointed out where they are found."""
        wanted = [term for term in self.query.terms if term.key in SHOWN and not term.negated]
        found = [part for term in wanted for part in _needles(term.value)]
        return list(dict.fromkeys(part for part in found if part.strip()))

    @property
    def marks(self) -> str:
        """Return the needles as JSON, for the page to point them out."""
        return json.dumps(self.needles)

    def plus(self, term: str) -> str:
        """Return the text with a term more."""
        return f"{self.text} {term}".strip()

    def minus(self, term: Term) -> str:
        """Return the text without a term."""
        now = clock()
        return without(self.text, [term], now=now.now, zone=now.zone)


NO_SEARCH = Search()


def search_of(request: HttpRequest) -> Search:
    """Return what the address of a page asks for."""
    return searched(request.GET.get("q", "").strip()[:MAX_CHARACTERS])


def searched(text: str) -> Search:
    """Read a text as the search box does."""
    now = clock()
    try:
        return Search(text, parse(text, now=now.now, zone=now.zone))
    except QueryError as problem:
        return Search(text, problem=str(problem))


def address_of(text: str) -> str:
    """Return a text of the search box as the query of an address."""
    return urlencode({"q": text}) if text else ""


def clock() -> Clock:
    """Return the time now, on the clock of the reader."""
    return Clock(timezone.now(), timezone.get_current_timezone())


def _needles(value: object) -> list[str]:
    if isinstance(value, Field):
        value = value.glob if value.order == "=" else None
    if isinstance(value, Named):
        value = value.glob
    pieces = value.pieces if isinstance(value, Glob) else [value]
    return [piece for piece in pieces if isinstance(piece, str) and piece]
