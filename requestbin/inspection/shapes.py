"""The shapes that a format can give to bytes: a page knows how to draw these, and no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

Token = tuple[str, str]
"""A kind ("" for none, else "key", "string", "number", "word") and the text."""


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of text with marked tokens; `note` says what is not shown."""

    kind: ClassVar[str] = "code"
    lines: list[list[Token]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A name and its value; `facts` is what is known beside them."""

    name: str
    value: str
    facts: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and values in the order they were sent, duplicates too."""

    kind: ClassVar[str] = "fields"
    fields: list[Field]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image as a `data:` address: nothing captured is ever served as an image itself."""

    kind: ClassVar[str] = "picture"
    source: str
    facts: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dump:
    """One page of bytes: `rows` are (offset, hexadecimal, printable), offsets of other pages."""

    kind: ClassVar[str] = "dump"
    rows: list[tuple[str, str, str]]
    previous: int | None
    following: int | None
    note: str = ""


Shape = Code | Fields | Picture | Dump
