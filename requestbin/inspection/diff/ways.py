"""The ways to compare two bodies: JSON by meaning, forms and uploads field by field, XML and text
by lines, all else by bytes. The one that tells most and fits both is taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.diff import heads, lines, octets, values
from requestbin.inspection.diff.alignment import Work
from requestbin.inspection.diff.bodies import (
    BYTES,
    DECODED,
    DIFFERENT,
    FORM,
    JSON,
    MEANING,
    NOTHING,
    OCTETS,
    PARTS,
    TEXT,
    UNLIKE,
    XML,
    Bodies,
    Lines,
)
from requestbin.inspection.diff.change import ADDED, CHANGED, MEANINGFUL, REMOVED, REWRITTEN, Change
from requestbin.inspection.diff.difference import Difference, Row
from requestbin.inspection.diff.tree import Meanings, Tree, tree_of
from requestbin.inspection.formats.form import MAX_FIELDS, Form, fields_of
from requestbin.inspection.formats.json import Json
from requestbin.inspection.formats.xml import Xml
from requestbin.inspection.parts.multipart import Multipart, cut_at, is_multipart
from requestbin.inspection.parts.part import Part
from requestbin.inspection.registry import read
from requestbin.inspection.shapes import Code, Dump, Fields, Picture, Shape, Token

MAX_TEXT_BYTES = 10 * 1024 * 1024
MAX_MARKUP_BYTES = 1024 * 1024
"""Larger XML is not laid out."""
SURE = 0.5
"""Of how well a format must fit."""
LOST = "\ufffd"
"""What stands for bytes that are no text: two such may differ though their texts do not."""


@dataclass(frozen=True, slots=True)
class _Pair:
    contents: tuple[Content, Content]
    texts: tuple[str, str]
    work: Work


def compared(left: bytes, right: bytes, ours: Content, theirs: Content, work: Work) -> Bodies:
    """Compare two bodies, each as it came and as its headers describe it."""
    problems = [content.problem for content in (ours, theirs) if content.problem]
    if left == right:
        found = Bodies(NOTHING, BYTES)
    elif ours.data == theirs.data:
        found = Bodies(NOTHING, DECODED)
    elif not ours.data or not theirs.data:
        sign = REMOVED if ours.data else ADDED
        found = Bodies(NOTHING, DIFFERENT, [Change(sign, (), None, None)])
    else:
        texts = ours.text(MAX_TEXT_BYTES)[0], theirs.text(MAX_TEXT_BYTES)[0]
        found = _in_the_best_way(_Pair((ours, theirs), texts, work))
    return replace(found, contents=(ours, theirs), remarks=problems + found.remarks)


def _in_the_best_way(pair: _Pair) -> Bodies:
    ours, theirs = (_ways_of(content) for content in pair.contents)
    if ours[0] != theirs[0]:
        return _side_by_side(pair)
    remarks: list[str] = []
    for way in [each for each in ours if each in theirs]:
        try:
            found = way(pair)
        except Unreadable as error:
            remarks.append(str(error))
            continue
        if found.alike == DIFFERENT or not any(LOST in text for text in pair.texts):
            return replace(found, remarks=remarks)
    return replace(_by_octets(pair), remarks=remarks)


def _ways_of(content: Content) -> list[Callable[[_Pair], Bodies]]:
    return [way for fit, way in WAYS if fit(content) >= SURE]


def _by_values(pair: _Pair) -> Bodies:
    meanings = Meanings()
    left, right = (tree_of(text, meanings) for text in pair.texts)
    found = values.compared(left, right, meanings, pair.work)
    scalars = [change.left or "" for change in found.changes if change.sign == REWRITTEN]
    signs = {
        "spaces": _spaces(left, pair.texts[0]) != _spaces(right, pair.texts[1]),
        "order of names": found.reordered,
        "numbers": not all(text.startswith('"') for text in scalars),
        "escapes": any(text.startswith('"') for text in scalars),
    }
    written = [name for name, differs in signs.items() if differs] or ["escapes of names"]
    return _told(JSON, found.changes, written, found, (left.lines, right.lines))


def _by_fields(pair: _Pair) -> Bodies:
    left, right = (fields_of(content.data, content.named_charset) for content in pair.contents)
    if max(len(left), len(right)) > MAX_FIELDS:
        raise Unreadable(f"More than {MAX_FIELDS:,} fields are not compared one by one.")
    ours, theirs = ([(each.name, each.value) for each in side] for side in (left, right))
    return _in_pairs(FORM, ours, theirs, "escapes", pair.work)


def _by_parts(pair: _Pair) -> Bodies:
    if any(cut_at(content).more for content in pair.contents):
        raise Unreadable("So many parts are not compared one by one.")
    left, right = (Multipart().parts(content) for content in pair.contents)
    ours, theirs = ([each for part in side for each in _told_of(part)] for side in (left, right))
    return _in_pairs(PARTS, ours, theirs, "boundary", pair.work)


def _in_pairs(
    way: str, ours: list[heads.Pair], theirs: list[heads.Pair], written: str, work: Work
) -> Bodies:
    found = heads.compared(ours, theirs, work)
    changes = [each for change in found.changes for each in _unwrapped(change, work)]
    return _told(way, changes, ["order" if found.reordered else written])


def _told_of(part: Part) -> Iterator[heads.Pair]:
    """Give a part and its headers as pairs; what is no text by its size and digest."""
    text = part.content.text(MAX_TEXT_BYTES)[0] if part.content.is_text else LOST
    if LOST in text:
        digest = hashlib.sha256(part.content.data).digest()
        text = f"{len(part.content.data):,} bytes, SHA-256 {digest.hex(' ', 4)}"
    yield part.place, text
    for name, value in part.headers.as_text():
        yield f"{part.place}: {name}", value


def _by_markup(pair: _Pair) -> Bodies:
    contents = (replace(content, limit=MAX_MARKUP_BYTES) for content in pair.contents)
    codes = [Xml().shape(content, 0) for content in contents]
    if any(code.note for code in codes):
        raise Unreadable("So large an XML is compared as it was sent.")
    left, right = ("\n".join(map(_text_of, code.lines)) for code in codes)
    found, *sides = lines.compared(left, right, pair.work)
    ours, theirs = (
        code.lines[found.before : found.before + len(side)]
        for code, side in zip(codes, sides, strict=True)
    )
    return _told(XML, found.changes, ["spaces"], found, (ours, theirs))


def _by_lines(pair: _Pair) -> Bodies:
    texts = pair.texts
    if all(text.count("\n") == text.count("\r\n") for text in texts):
        texts = texts[0].replace("\r\n", "\n"), texts[1].replace("\r\n", "\n")
    found, left, right = lines.compared(*texts, pair.work)
    charsets = {content.charset for content in pair.contents}
    written = ["charset" if len(charsets) > 1 else "spaces"]
    return _told(TEXT, found.changes, written, found, (left, right))


def _by_octets(pair: _Pair) -> Bodies:
    found = octets.compared(*(content.data for content in pair.contents))
    return Bodies(OCTETS, DIFFERENT, [Change(CHANGED, (), None, None)], octets=found)


def _side_by_side(pair: _Pair) -> Bodies:
    """Show what is of different formats, each in its own."""
    ours, theirs = (read(content) for content in pair.contents)
    left, right = _lines_of(ours.shape), _lines_of(theirs.shape)
    rows = [Row(*row, 0) for row in zip_longest(range(len(left)), range(len(right)))]
    change = Change(CHANGED, (), ours.format.name, theirs.format.name)
    return Bodies(UNLIKE, DIFFERENT, [change], Difference([change], rows), (left, right))


WAYS: tuple[tuple[Callable[[Content], float], Callable[[_Pair], Bodies]], ...] = (
    (Json().fit, _by_values),
    (Form().fit, _by_fields),
    (lambda content: is_multipart(content.media_type), _by_parts),
    (Xml().fit, _by_markup),
    (lambda content: content.is_text, _by_lines),
    (lambda _: SURE, _by_octets),
)
"""How well a way fits a content, and the way."""


def _lines_of(shape: Shape) -> Lines:
    match shape:
        case Code():
            return shape.lines
        case Fields():
            return [f"{field.name} = {field.value}" for field in shape.fields]
        case Dump():
            return ["  ".join(row) for row in shape.rows]
        case Picture():
            return [shape.facts]
        case _:
            return [shape.about]


def _text_of(tokens: Sequence[Token]) -> str:
    return "".join(text for _, text in tokens)


def _told(
    way: str,
    changes: list[Change],
    written: list[str],
    difference: Difference | None = None,
    shown: tuple[Lines, Lines] = ((), ()),
) -> Bodies:
    alike = DIFFERENT if any(change.sign in MEANINGFUL for change in changes) else MEANING
    return Bodies(way, alike, changes, difference, shown, written=written)


def _unwrapped(change: Change, work: Work) -> list[Change]:
    """JSON in a field of a form is compared by meaning, too."""
    if change.sign == CHANGED and change.left is not None and change.right is not None:
        found = values.inside(change.left, change.right, change.steps, Meanings(), work)
        return [change] if found is None else found or [replace(change, sign=REWRITTEN)]
    return [change]


def _spaces(tree: Tree, text: str) -> int:
    """Count the characters beside the tokens."""
    return len(text) - sum(len(token.strip()) for line in tree.lines for _, token in line)
