"""`json:` terms as a condition on `SearchFields`: by JSON1 in SQLite, by jsonb in PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

from django.db.models import Q

from requestbin.bins.spelled import LIKE, Spelled, Sql, escaped, pattern
from requestbin.inspection.query.fields import ORDERS, Field, is_index

Way = tuple[str | int, ...]
"""Steps to a value: names, and places in lists."""


@dataclass(frozen=True, slots=True)
class Place:
    """How a database gets at the value at the end of a way: its `kind` (null where it has none),
    itself as text without case and as a number, a `word` (`true`, `null`) that it may be, and a
    number that is `given`. `texts` and `numbers` are the kinds that are those; `compares_any` tells
    that a text may be compared with a number."""

    kind: Sql
    text: Sql
    number: Sql
    word: Callable[[str], Sql]
    given: Callable[[float], Sql]
    texts: str
    numbers: str
    compares_any: bool = False


def field_condition(asked: Field) -> Q:
    """Ask for a field. A step like `0` is a name or a place in a list: one of the two is there."""
    steps: list[Way] = [(step, int(step)) if is_index(step) else (step,) for step in asked.path]
    ways: list[Way] = list(product(*steps))
    sqlite = _any(_condition(asked, _sqlite(way)) for way in ways)
    if asked.order == "=" and asked.number is None and not asked.word:
        text, values = sqlite
        sqlite = f"(CASE WHEN @ {LIKE} THEN {text} ELSE FALSE END)", [_near(asked), *values]
    return Q(Spelled("fields", sqlite, _any(_condition(asked, _postgresql(way)) for way in ways)))


def _any(conditions: Iterable[Sql]) -> Sql:
    texts, values = zip(*conditions, strict=True)
    return f"({' OR '.join(texts)})", [value for each in values for value in each]


def _near(asked: Field) -> str:
    """Return what JSON has wherever a field is such a text: to see it costs half of parsing."""
    value = escaped(json.dumps(asked.glob.pieces[0], ensure_ascii=False)[:-1])
    if is_index(asked.path[-1]):
        return f"%{value}%"
    return f"%{escaped(json.dumps(asked.path[-1], ensure_ascii=False))}:{value}%"


def _condition(asked: Field, place: Place) -> Sql:
    kind, path = place.kind
    if not asked.order:
        return f"({kind} IS NOT NULL)", path
    if asked.order in ORDERS:
        return _first([_stands(asked, place)])
    equal, values = _first(_equals(asked, place))
    if asked.order == "=":
        return equal, values
    return f"({kind} IS NOT NULL AND NOT {equal})", [*path, *values]


def _equals(asked: Field, place: Place) -> Iterable[Sql]:
    yield _when(place, place.texts, place.text, LIKE, ("", [pattern(asked.glob)]))
    if asked.number is not None:
        yield _when(place, place.numbers, place.number, "=", place.given(asked.number))
    if asked.word:
        text, values = place.word(asked.word)
        yield f"CASE WHEN {text} THEN TRUE END", values


def _stands(asked: Field, place: Place) -> Sql:
    if asked.number is None:
        return _when(place, place.texts, place.text, asked.order, ("%s", [asked.text]))
    return _when(place, place.numbers, place.number, asked.order, place.given(asked.number))


def _when(place: Place, kinds: str, left: Sql, between: str, right: Sql) -> Sql:
    """Compare values of some kinds. SQLite compares any two, and is asked for the kind of those few
    that pass; PostgreSQL must know it before."""
    compared, values = f"{left[0]} {between} {right[0]}", [*left[1], *right[1]]
    kind, path = place.kind
    if place.compares_any:
        return f"CASE WHEN {compared} AND {kind} IN ({kinds}) THEN TRUE END", [*values, *path]
    return f"CASE WHEN {kind} IN ({kinds}) THEN {compared} END", [*path, *values]


def _first(parts: Iterable[Sql]) -> Sql:
    """Return the one of `parts` that is for values of the kind at hand; false where none is."""
    texts, values = zip(*parts, strict=True)
    return f"COALESCE({', '.join(texts)}, FALSE)", [value for each in values for value in each]


def _sqlite(way: Way) -> Place:
    path = "$" + "".join(f"[{step}]" if isinstance(step, int) else f'."{step}"' for step in way)
    return Place(
        kind=("json_type(@, %s)", [path]),
        text=("lower(json_extract(@, %s))", [path]),
        number=("json_extract(@, %s)", [path]),
        word=lambda word: ("json_type(@, %s) = %s", [path, word]),
        given=_sqlite_number,
        texts="'text'",
        numbers="'integer', 'real'",
        compares_any=True,
    )


def _sqlite_number(number: float) -> Sql:
    """SQLite reads fractions a little differently than Python does: it reads both sides."""
    return ("CAST(%s AS REAL)", [repr(number)]) if isinstance(number, float) else ("%s", [number])


def _postgresql(way: Way) -> Place:
    steps = "".join(f" -> %s::{'int' if isinstance(step, int) else 'text'}" for step in way)
    path = list(way)
    return Place(
        kind=(f"jsonb_typeof(@{steps})", path),
        text=(f"""lower(((@{steps}) #>> '{{}}') COLLATE "C")""", path),
        number=(f"(@{steps})::numeric", path),
        word=lambda word: (f"(@{steps}) = %s::jsonb", [*path, word]),
        given=lambda number: ("%s::numeric", [repr(number)]),
        texts="'string'",
        numbers="'number'",
    )
