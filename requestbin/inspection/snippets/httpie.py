"""The HTTPie command that sends a captured request again, as far as HTTPie lets it be."""

from __future__ import annotations

import re
import shlex

from requestbin.http import Captured, Pair
from requestbin.inspection.snippets.shell import command, comment, pasted, word
from requestbin.inspection.snippets.snippet import (
    BODY_FILE,
    FROM_FILE,
    MAX_INLINE_BYTES,
    Snippet,
    encoded,
    fields_of,
    is_plain,
    target_of,
)

DEFAULTS = {b"accept-encoding", b"accept", b"user-agent", b"content-type"}
"""HTTPie has a place for these before all others."""

_LETTERS = re.compile(r"[A-Za-z]+")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_KEPT = re.compile(rb"(?:[^\\]|\\[^:;=@])*\\?", re.DOTALL)
"""A backslash before one of these is taken for an escape, and nothing escapes the backslash."""


def httpie(captured: Captured, url: str) -> Snippet:
    """Return an HTTPie command that sends the request to `url` (latin-1 text)."""
    if not _LETTERS.fullmatch(captured.method):
        sentence = f"HTTPie takes only letters as a method, and cannot send {captured.method}."
        return Snippet(f"# {comment(sentence)}\n", (sentence,))
    pairs, notes = fields_of(captured, "HTTPie", _sendable)
    options = ["--ignore-stdin", "--ignore-netrc", "--path-as-is"]
    items = [word(_item(pair)) for pair in pairs] + _unset(pairs)
    if captured.body:
        text = pasted(captured.body) if len(captured.body) <= MAX_INLINE_BYTES else None
        if text is None:
            items.append(f"@{BODY_FILE}")
            notes.append(FROM_FILE)
        else:
            options.append(shlex.quote(f"--raw={text}"))
    head = ["http", *options, "--", shlex.quote(captured.method), shlex.quote(encoded(url))]
    notes += _other_notes(captured, url, pairs)
    return Snippet(command(head, items), tuple(notes))


def _sendable(pair: Pair) -> object:
    name, value = pair
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:  # HTTPie writes UTF-8
        return False
    return _KEPT.fullmatch(value) and not re.search(rb"[:;=@\\]", name)


def _item(pair: Pair) -> bytes:
    name, value = pair
    # The space, which HTTPie takes off, keeps `@` and `=` from meaning a file and JSON.
    return name + b": " + value if value else name + b";"


def _unset(pairs: list[Pair]) -> list[str]:
    names = {name.lower() for name, _ in pairs}
    unset = ("Accept", "Accept-Encoding", "User-Agent", "Content-Type")
    return [f"{name}:" for name in unset if name.lower().encode() not in names]


def _other_notes(captured: Captured, url: str, pairs: list[Pair]) -> list[str]:
    notes = []
    if captured.method != captured.method.upper():
        notes.append("HTTPie writes the method in capitals.")
    if _LONE_PERCENT.search(target_of(url)):
        notes.append("HTTPie encodes all of the target once more, since a % in it encodes nothing.")
    elif not is_plain(target_of(url)):
        notes.append("HTTPie encodes characters of the target in its own way.")
    names = [name.lower() for name, _ in pairs]
    first = {name: place for place, name in reversed(list(enumerate(names)))}
    if first.keys() & DEFAULTS or names != sorted(names, key=first.__getitem__):
        notes.append("HTTPie puts its own headers first, and those of one name together.")
    return notes
