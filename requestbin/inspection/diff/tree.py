"""The values that laid-out JSON holds, each with its lines; without it no value could be compared
by meaning and still be shown where it stands."""

from __future__ import annotations

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.layout import Layout
from requestbin.inspection.notation.json import SCALARS, Event, events
from requestbin.inspection.shapes import Token

MAX_CHARACTERS = 1024 * 1024
MAX_LINES = 60_000
MAX_DEPTH = 120
MAX_NUMBER_CHARACTERS = 1000
"""Of longer numbers only the text is compared."""

OBJECT, ARRAY, STREAM = "object", "array", "stream"
STRING, NUMBER, WORD = "string", "number", "word"
CONTAINERS = (OBJECT, ARRAY, STREAM)
_OPENING = {"{": OBJECT, "[": ARRAY}
_TYPES = {"null": "null", "true": "boolean", "false": "boolean"}


@dataclass(slots=True, eq=False)
class Node:
    """A value: where its lines begin and end, its text when it is no container, else its
    `children`, under `names` when it is an object.

    Two values with one `meaning` are equal; with one `writing` their tokens are.
    """

    kind: str
    start: int
    end: int = 0
    text: str = ""
    names: Sequence[str] = ()
    children: Sequence[Node] = ()
    meaning: int = 0
    writing: int = 0

    @property
    def type(self) -> str:
        """Return the JSON type."""
        return _TYPES.get(self.text, "number") if self.kind == WORD else self.kind

    @property
    def shown(self) -> str:
        """Return the value in a few words: scalars as written, of others what they hold."""
        if self.kind not in CONTAINERS:
            return self.text
        count = len(self.children)
        opened, closed, noun = "{", "}", "field"
        if self.kind != OBJECT:
            opened, closed, noun = "[", "]", "item"
        if not count:
            return opened + closed
        return f"{opened} {count:,} {noun}{'' if count == 1 else 's'} {closed}"


@dataclass(frozen=True, slots=True)
class Tree:
    """A text of JSON: its lines, and the value that they are; a STREAM where they are several."""

    lines: list[list[Token]]
    root: Node


class Meanings:
    """A number for each meaning and each writing, the same whenever it comes again, so that
    subtrees are compared at once. Share one between trees."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def number(self, *what: Hashable) -> int:
        """Return the number of something that is told by its parts."""
        return self._numbers.setdefault(what, len(self._numbers))


def tree_of(text: str, meanings: Meanings, depth: int = MAX_DEPTH) -> Tree:
    """Return what a text of JSON holds. Raises Unreadable with a sentence, also for what is too
    large or nested too deep to be compared by meaning."""
    if len(text) > MAX_CHARACTERS:
        raise Unreadable("JSON of more than 1 MB is not compared by meaning.")
    layout, builder = Layout(Content(b"")), _Builder(meanings, depth)
    for event, token in events(text):
        layout.add(event, token)
        builder.add(event, token, len(layout.lines) - 1)
        if len(layout.lines) > MAX_LINES:
            raise Unreadable(f"JSON of more than {MAX_LINES:,} lines is not compared by meaning.")
    return Tree(layout.lines, builder.root(len(layout.lines) - 1))


class _Builder:
    def __init__(self, meanings: Meanings, depth: int) -> None:
        self._meanings, self._depth = meanings, depth
        self._open = [_Open(Node(STREAM, 0))]

    def add(self, event: Event, text: str, line: int) -> None:
        """Take one event of the notation, which stands on a line."""
        if event is Event.KEY:
            self._open[-1].names.append(text)
        elif event is Event.OPEN:
            if len(self._open) > self._depth:
                raise Unreadable("Nested too deep to be compared by meaning.")
            self._open.append(_Open(Node(_OPENING[text], line)))
        elif event is Event.CLOSE:
            node = self._closed(self._open.pop(), line)
            self._open[-1].children.append(node)
        elif event in SCALARS or event is Event.REST:
            self._open[-1].children.append(self._scalar(event.name.lower(), line, text))

    def root(self, line: int) -> Node:
        """Return the one value at the top, or all of them."""
        stream = self._open.pop()
        if len(stream.children) == 1:
            return stream.children[0]
        return self._closed(stream, line)

    def _scalar(self, kind: str, line: int, text: str) -> Node:
        meaning = canonical(text) if kind == NUMBER else unquoted(text) if kind == STRING else text
        numbers = self._meanings.number(kind, meaning), self._meanings.number("written", text)
        return Node(kind, line, line, text, (), (), *numbers)

    def _closed(self, opened: _Open, line: int) -> Node:
        node = opened.node
        node.end = line
        node.names = [unquoted(name) for name in opened.names]
        node.children = opened.children
        meanings = tuple(child.meaning for child in node.children)
        writings = tuple(child.writing for child in node.children)
        if node.kind == OBJECT:
            pairs = frozenset(zip(numbered(node.names), meanings, strict=True))
            node.meaning = self._meanings.number(OBJECT, pairs)
        else:
            node.meaning = self._meanings.number(node.kind, meanings)
        node.writing = self._meanings.number(node.kind, tuple(opened.names), writings)
        return node


@dataclass(slots=True)
class _Open:
    """A container whose end has not come: its names as written, and what it holds so far."""

    node: Node
    names: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)


def numbered(names: Sequence[str]) -> list[tuple[str, int]]:
    """Return the names with how often each came before: an object may have one twice."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = count = seen.get(name, -1) + 1
        found.append((name, count))
    return found


def unquoted(token: str) -> str:
    """Return what a JSON string says, halves of surrogates too: no two strings become one."""
    return str(json.loads(token)) if "\\" in token else token[1:-1]


def canonical(number: str) -> str:
    """Return a JSON number in the one way that all writings of its value share."""
    mantissa, _, exponent = number.lower().partition("e")
    if len(number) > MAX_NUMBER_CHARACTERS or len(exponent) > 15:
        return number
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    significant = digits.rstrip("0")
    if not significant:
        return "0"
    power = int(exponent or 0) - len(fraction) + len(digits) - len(significant)
    return f"{'-' * number.startswith('-')}{significant}e{power}"
