"""A new event id that looks like the old one, so that an app which drops what it knows takes it."""

from __future__ import annotations

import re
from collections.abc import Callable

from requestbin.http import Request
from requestbin.providers.places import place
from requestbin.providers.provider import Provider
from requestbin.providers.seen import Seen

_WORDS = re.compile(r"[0-9A-Za-z]+")
_HEX = re.compile(r"(?=.*[0-9])[0-9a-f]{6,}|(?=.*[0-9])[0-9A-F]{6,}")
DIGITS, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
UNKNOWN = "evt_000000000000000000000000"
"""What is imitated where a request has no id."""

Choose = Callable[[str], str]
"""Picks one character of several; chance is an argument here."""


def new_id(old: str, choose: Choose) -> str:
    """Return an id of the same shape: the words before the last stay, unless it is one of hex.

    `evt_1NG8Du2eZvKYlo2C` keeps its `evt_`, a UUID is new from end to end (but for the digits that
    say what kind of UUID it is), and a number stays a number.
    """
    words = list(_WORDS.finditer(old)) or list(_WORDS.finditer(old := UNKNOWN))
    uuid = len(words) == 5 and all(_is_hex(each[0]) for each in words)
    last = words[-1]
    start = words[0].start() if uuid else last.start()
    head, made = old[:start], ""
    for at, letter in enumerate(old[start : last.end()]):
        kept = not letter.isalnum() or (uuid and at in (14, 19)) or (letter == "0" and at == 0)
        made += letter if kept and old is not UNKNOWN else choose(_alphabet(letter, last[0], uuid))
    return head + made + old[last.end() :]


def _is_hex(word: str) -> bool:
    return re.fullmatch("[0-9a-fA-F]+", word) is not None


def _alphabet(letter: str, word: str, uuid: bool) -> str:
    if word.isdigit() and not uuid and word.strip("0"):
        return "123456789"
    if uuid or _HEX.fullmatch(word):
        return "0123456789ABCDEF" if word.isupper() else "0123456789abcdef"
    return DIGITS + LETTERS


def with_event_id(request: Request, provider: Provider, id: str) -> Request:
    """Return `request` with the event's id in the first place where `provider` puts one and the
    request has one; as it was where there is none, or where it cannot be put."""
    for text in provider.event_id:
        if "+" in text or not place(text).value(Seen(request)):
            continue
        put = place(text).put(request, id)
        return put if place(text).value(Seen(put)) == id else request
    return request
