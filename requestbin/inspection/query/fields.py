"""`json:` terms: a path into a body, and what is asked of the value there."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from requestbin.inspection.query import quoting
from requestbin.inspection.query.facts import NOTHING
from requestbin.inspection.query.globs import Glob, folded
from requestbin.inspection.query.problems import QueryError, Unfinished
from requestbin.inspection.search_fields import MAX_WHOLE, key_of, number_of

ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
EMPTY = Glob(("",))
WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
MAX_DEPTH = 20
MAX_INDEXES = 4
"""Each may be an index or a name, so that databases look at two to their power of paths."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,400})(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,9})?")
_INDEX = re.compile(r"0|[1-9][0-9]{0,5}")
_STEP = re.compile(r'\.?(?:("(?:[^"\\]|\\.)*")|\[([0-9]{1,6})\]|([^.=<>!"\[\]*]+))')
_ORDER = re.compile(r"(!=|>=|<=|=|>|<)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Field:
    """What is asked of the value at `path`: that it is there (no `order`), that it is or is not
    such a value (`=`, `!=`), or how it stands to one. `number` and `word` are the other readings of
    a value without quotes: `1000` is a number and a text, `true` is true and a text.
    """

    path: tuple[str, ...]
    order: str = ""
    glob: Glob = EMPTY
    number: int | float | None = None
    word: str = ""

    @property
    def text(self) -> str:
        """Return the value as a text to put before or after others."""
        return folded(self.glob.shown)

    def matches(self, fields: Any) -> bool:
        """Tell whether the body, as `search_fields` made it, has such a value."""
        value = at(fields, self.path)
        if value is NOTHING or not self.order:
            return value is not NOTHING
        if self.order in ORDERS:
            return self._stands(value, ORDERS[self.order])
        return self._equals(value) == (self.order == "=")

    def _equals(self, value: Any) -> bool:
        if isinstance(value, str):
            return self.glob.matches(value)
        if value is None or isinstance(value, bool):
            return self.word in WORDS and WORDS[self.word] is value
        return self.number is not None and _number(value) == self.number

    def _stands(self, value: Any, holds: Callable[[Any, Any], bool]) -> bool:
        if self.number is None:
            return isinstance(value, str) and holds(folded(value), self.text)
        number = _number(value)
        return number is not None and holds(number, self.number)


def field_of(raw: str) -> Field:
    """Read `data.object.amount>1000`, `"a.b".c[0]`, `type=invoice.*`. Raises QueryError."""
    path, rest = _path(raw.removeprefix("$"))
    if not rest:
        return Field(path)
    found = _ORDER.fullmatch(rest)
    begun = rest.lstrip(".")[:1] == '"' or (rest.lstrip(".")[:1] == "[" and "]" not in rest)
    if rest in (".", "!") or begun or (found and not found[2]):
        raise Unfinished
    if not found:
        raise QueryError
    order, value = found[1], found[2]
    glob = Glob.of(value)
    if quoting.is_quoted(value):
        return Field(path, order, glob)
    number = number_of(value) if _NUMBER.fullmatch(value) else None
    word = folded(value) if folded(value) in WORDS else ""
    return Field(path, order, glob, number, word)


def at(fields: Any, path: tuple[str, ...]) -> Any:
    """Return the value at `path`, NOTHING where there is none; `0` is the first of a list."""
    for step in path:
        if isinstance(fields, dict) and step in fields:
            fields = fields[step]
        elif isinstance(fields, list) and is_index(step) and int(step) < len(fields):
            fields = fields[int(step)]
        else:
            return NOTHING
    return fields


def _number(value: Any) -> int | float | None:
    """PostgreSQL gives back 1e+23 as a whole number of so many digits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return number_of(str(value)) if abs(value) >= MAX_WHOLE else value


def is_index(step: str) -> bool:
    """Tell whether a step of a path could be a place in a list."""
    return bool(_INDEX.fullmatch(step))


def written(path: tuple[str, ...]) -> str:
    """Return a path as it is written in a query."""
    plain = re.compile(r'[^\s.=<>!"\[\]\\*$-][^\s.=<>!"\[\]\\*]*')
    return ".".join(step if plain.fullmatch(step) else f'"{step}"' for step in path)


def _path(raw: str) -> tuple[tuple[str, ...], str]:
    steps: list[str] = []
    end = 0
    while found := _STEP.match(raw, end):
        if steps and raw[end] not in ".[":
            break
        quoted, index, bare = found.groups()
        steps.append(key_of(quoting.plain(quoted) if quoted else index or bare))
        end = found.end()
    if not all(steps) or len(steps) > MAX_DEPTH or sum(map(is_index, steps)) > MAX_INDEXES:
        raise QueryError
    if not steps:
        raise Unfinished if raw[:1] in ("", ".", '"', "[") else QueryError
    return tuple(steps), raw[end:]
