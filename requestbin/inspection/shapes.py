"""The shapes that a format can give to bytes: a page knows how to draw these, and no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

Token = tuple[str, str]
"""A kind ("" for none, else "key", "string", "number", "word", "tag", "remark") and the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What every shape may say beside what it shows: `about` tells what it is, `note` what is not
    shown of it, `flags` what a reader of these bytes may stumble over, a sentence each."""

    about: str = ""
    note: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged(Told):
    """A shape that shows a piece: offsets of the pieces before and after, None where there are
    none."""

    previous: int | None = None
    following: int | None = None


@dataclass(frozen=True, slots=True)
class Code(Paged):
    """Lines of text with marked tokens; `asides` are remarks by the number of their line. What was
    laid out here, and not by its sender, has its indentation as the first token."""

    kind: ClassVar[str] = "code"
    lines: list[list[Token]]
    asides: dict[int, str] = field(default_factory=dict)
    laid_out: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A name and its value; `facts` is what is known beside them."""

    name: str
    value: str
    facts: str = ""


@dataclass(frozen=True, slots=True)
class Fields(Told):
    """Names and values in the order they were sent, duplicates too."""

    kind: ClassVar[str] = "fields"
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Node:
    """A value in a tree: a leaf with its `text` as sent, or a branch ("object", "array") with
    `children`. `name` is its key, unescaped, or its index; "" at the top."""

    name: str
    kind: str
    text: str = ""
    children: list[Node] = field(default_factory=list)
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Tree(Told):
    """Values within values, to open and close."""

    kind: ClassVar[str] = "tree"
    roots: list[Node]


@dataclass(frozen=True, slots=True)
class Picture(Told):
    """A raster image as a `data:` address: nothing captured is ever served as an image itself."""

    kind: ClassVar[str] = "picture"
    source: str
    facts: str


@dataclass(frozen=True, slots=True)
class Dump(Paged):
    """One page of bytes: `rows` are (offset, hexadecimal, printable)."""

    kind: ClassVar[str] = "dump"
    rows: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Stack(Told):
    """Several shapes under titles of their own, such as the head and the claims of a token."""

    kind: ClassVar[str] = "stack"
    layers: list[tuple[str, Shape]]


@dataclass(frozen=True, slots=True)
class Parts(Told):
    """Bytes that are nothing but parts, which are shown one by one (`inspection.parts`)."""

    kind: ClassVar[str] = "parts"
    count: int


Shape = Code | Fields | Tree | Picture | Dump | Stack | Parts
