"""The search language: what is typed into the box becomes a tree that predicate and SQL share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from requestbin.inspection.query import quoting
from requestbin.inspection.query.facts import Facts
from requestbin.inspection.query.problems import QueryError, Unfinished
from requestbin.inspection.query.terms import BY_KEY, TEXT, Kind
from requestbin.inspection.query.times import Clock

MAX_TERMS = 16


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked: `value` is what its kind made of it, `source` how it was written."""

    key: str
    value: Any
    negated: bool = False
    source: str = field(default="", compare=False)

    @property
    def kind(self) -> Kind:
        """Return its row of the table."""
        return BY_KEY.get(self.key, TEXT)

    def matches(self, facts: Facts) -> bool:
        """Tell whether it holds."""
        if self.kind.inside and facts.text is None:
            return False  # not prepared yet: neither it nor its contrary is known
        return self.kind.holds(self.value, facts) != self.negated

    def words(self, clock: Clock) -> str:
        """Return it in words; code stands between backticks."""
        return self.kind.words(self.value, self.negated, clock)


@dataclass(frozen=True, slots=True)
class Query:
    """What all of a request's facts must hold; without terms it asks for nothing."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def matches(self, facts: Facts) -> bool:
        """Tell whether a request is such."""
        return all(term.matches(facts) for term in self.terms)

    @property
    def inside(self) -> bool:
        """Tell whether it looks at what is prepared only after a capture."""
        return any(term.kind.inside for term in self.terms)

    @property
    def bodies(self) -> bool:
        """Tell whether it may miss what stands far down in a large body."""
        return any(term.kind.bodies for term in self.terms)

    def plus(self, *terms: Term) -> Query:
        """Return this with more terms."""
        return replace(self, terms=self.terms + terms)

    def words(self, clock: Clock) -> str:
        """Return it in one sentence; "" where it asks for nothing."""
        parts = [term.words(clock) for term in self.terms]
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])}, and {parts[-1]}"


NO_QUERY = Query()


def parse(text: str, *, now: datetime, zone: tzinfo) -> Query:
    """Read what was typed. Times without a zone are meant in `zone`, and are fixed here.

    A term at the end that may still be on its way asks for nothing; an unknown `word:` is text.
    Raises QueryError with a sentence.
    """
    clock = Clock(now, zone)
    tokens = list(quoting.tokens(quoting.storable(text)))
    terms = []
    for token in tokens:
        try:
            terms.append(_term(token.raw, clock))
        except Unfinished:
            if token is not tokens[-1]:
                raise _puzzled(token.raw) from None
        except QueryError:
            raise _puzzled(token.raw) from None
    if len(terms) > MAX_TERMS:
        raise QueryError(f"This asks {len(terms)} things at once; {MAX_TERMS} are the most.")
    return Query(tuple(terms))


def without(text: str, terms: Sequence[Term], *, now: datetime, zone: tzinfo) -> str:
    """Return what was typed without those of its terms that are equal to one of `terms`."""
    left = []
    for token in quoting.tokens(quoting.storable(text)):
        try:
            if _term(token.raw, Clock(now, zone)) in terms:
                continue
        except QueryError:
            pass
        left.append(token.raw)
    return " ".join(left)


def split(raw: str) -> tuple[bool, Kind, str]:
    """Return of one token whether it excludes, its kind, and its value as written."""
    negated = raw.startswith("-") and len(raw) > 1
    body = raw[1:] if negated else raw
    key, colon, value = body.partition(":")
    kind = BY_KEY.get(key.lower()) if colon else None
    return (negated, TEXT, body) if kind is None else (negated, kind, value)


def _term(raw: str, clock: Clock) -> Term:
    negated, kind, value = split(raw)
    if value in ("", '"', '""') or raw == "--":
        raise Unfinished
    return Term(kind.key, kind.read(value, clock), negated, raw)


def _puzzled(raw: str) -> QueryError:
    kind = split(raw)[1]
    if kind is TEXT:
        return QueryError(f"`{raw[:40]}` asks for nothing; to find it as text, put it in quotes.")
    return QueryError(f"`{kind.key}:` takes {kind.takes}, as in `{kind.example}`.")
