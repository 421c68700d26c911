"""One sweep over a request: what it hides, what it found to be secret, what it left to be seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from requestbin.inspection.content import Unreadable
from requestbin.inspection.masking.names import NONE, Names
from requestbin.inspection.masking.octets import decoded_base64

MASK, JWT_MASK = "(masked)", "(masked JWT)"
"""The same for every value, so that neither length nor hash of it is told. Not in square brackets:
in an address those are an IPv6 host, and in a body the beginning of JSON."""

MIN_REPEATED = 4
"""Characters of a secret that is looked for elsewhere, too: shorter ones stand everywhere."""
MIN_COOKIE = 8
"""The same of cookies, most of which are no secrets: `theme=dark` must not blacken the page."""
MIN_DIGITS = 6
"""The same of numbers: every time and length has four digits."""
NOT_LOOKED_FOR = frozenset(("true", "false", "null", "none", "undefined", JWT_MASK[1:-1], MASK))

_NUMBER = re.compile(r"[\d.+-]+", re.ASCII)
REPETITION, KEY = "repeated value", "capture key"


@dataclass
class Sweep:
    """What is collected while a request is masked from end to end.

    `known` is what an earlier sweep found, and `key` the bin's: both are masked wherever they
    stand. `visible` are the texts that stay, each without its encoding.
    """

    names: Names
    key: str = ""
    known: frozenset[str] = frozenset()
    found: set[str] = field(default_factory=set)
    visible: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._known = _pattern_of({*self.known, self.key} - {""})

    def is_secret(self, name: str, also: frozenset[str] = NONE) -> bool:
        """Tell whether the table of names, or what is known, makes this the name of a secret."""
        return self.names.is_secret(name, also)

    def hide(self, secret: str, kind: str, *, mask: str = MASK, least: int = MIN_REPEATED) -> str:
        """Return what stands in place of a secret, and count it as one `kind` of value.

        From `least` characters on it is found, with the spellings that it may be meant in.
        """
        if secret in ("", MASK, JWT_MASK):
            return secret
        self.counts[kind] += 1
        self.know(secret, least)
        return mask

    def know(self, secret: str, least: int = MIN_REPEATED) -> None:
        """Look for a secret elsewhere, too, in the spellings that it may be meant in."""
        self.found.update(each for each in _spelled(secret) if is_looked_for(each, least))

    @contextmanager
    def attempting(self) -> Iterator[None]:
        """Let Unreadable through, but count nothing of what was hidden before it."""
        before = self.counts.copy()
        try:
            yield
        except Unreadable:
            self.counts = before
            raise

    def repeated(self, text: str) -> str:
        """Return a text without what is known, and count each."""
        return self._known.sub(self._repetition, text) if self._known else text

    def _repetition(self, found: re.Match[str]) -> str:
        self.counts[KEY if found[0] == self.key else REPETITION] += 1
        return MASK

    def show(self, text: str) -> str:
        """Note that a text stays to be seen, and return it."""
        self.visible.append(text)
        return text


def is_looked_for(secret: str, least: int = MIN_REPEATED) -> bool:
    """Tell whether a secret is looked for elsewhere: not where it is a word that says nothing."""
    return (
        len(secret) >= (MIN_DIGITS if _NUMBER.fullmatch(secret) else least)
        and secret.casefold() not in NOT_LOOKED_FOR
        and secret not in JWT_MASK  # a part of the mask itself: it would be found there
        and MASK not in secret
    )


def _pattern_of(secrets: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(secrets, key=lambda secret: (-len(secret), secret))
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def _spelled(secret: str) -> set[str]:
    plain = unquote_plus(secret, errors="surrogateescape")
    return {secret, secret.strip(), plain, decoded_base64(secret), decoded_base64(plain)}
