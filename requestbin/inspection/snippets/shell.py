"""Bytes as words of a shell; what holds controls or is no text must be spelled."""

from __future__ import annotations

import re
import shlex

from requestbin.inspection.snippets.snippet import text_without

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""A terminal acts on these when they are pasted, between quotes too: Ctrl+C ends the line, and what
follows it would be run. Line ends and tabs only stand there."""


def word(octets: bytes) -> str:
    """Return bytes as one word of a shell; what cannot be pasted as it is is left to printf."""
    text = pasted(octets)
    if text is not None:
        return shlex.quote(text)
    escaped = "".join(
        chr(octet) if 0x20 <= octet < 0x7F and octet != 0x5C else f"\\0{octet:03o}"
        for octet in octets
    )
    return f'"$(printf %b {shlex.quote(escaped)})"'


def command(words: list[str], lines: list[str]) -> str:
    """Return words of one line, and the lines that follow it, as one command."""
    return " \\\n  ".join([" ".join(words), *lines])


def pasted(octets: bytes) -> str | None:
    """Return the text that gives these bytes when it is pasted into a terminal, None for none."""
    return text_without(_CONTROLS, octets)


def comment(sentence: str) -> str:
    """Return what a sentence can stand as beside code: in one line of ASCII."""
    return re.sub(r"[^\x20-\x7e]", "?", sentence)
