"""Whether an app computed the right signature and only wrote it otherwise."""

from __future__ import annotations

import re

from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.signs import ALGORITHMS
from requestbin.providers.doctor.trial import Trial
from requestbin.providers.signatures.encodings import readings
from requestbin.providers.signatures.signed import Signed

MIN_CUT_CHARACTERS = 12
_RIGHT = "Your app computes the right signature"


def spelling(expected: str, computed: str, start: Trial) -> tuple[Cause, str, str] | None:
    """Return cause, sentence and fix where `computed` is `expected` but for how it is written."""
    bare = _bare(computed)
    if not expected:
        return None
    if computed == expected or (bare == expected and computed.startswith(_beginning(start))):
        fix = "Look at how it compares: with what of the header, and text with bytes."
        return Cause.COMPARISON, f"{_RIGHT}. What it is compared with must differ.", fix
    if bare == expected:
        fix = f"Compare it with `{expected[:12]}…` alone."
        return Cause.PREFIX, f"{_RIGHT}, but for what stands before it.", fix
    if bare.lower() == expected.lower():
        return Cause.LETTER_CASE, f"{_RIGHT} in another letter case.", f"Write it as `{expected}`."
    if raws_of(bare) & {raw for _, raw in readings(expected)}:
        return Cause.ENCODING, f"{_RIGHT}, written in another way.", f"Write it as `{expected}`."
    if len(bare) >= MIN_CUT_CHARACTERS and expected.startswith(bare):
        return Cause.TRUNCATED, f"{_RIGHT}, cut short.", "Compare all of it."
    return None


def _beginning(start: Trial) -> str:
    scheme = start.scheme
    return scheme.beginning(start.secret) if isinstance(scheme, Signed) else ""


def raws_of(computed: str) -> set[bytes]:
    """Return the digests that a pasted signature may stand for."""
    texts = {computed.strip("\"'`"), _bare(computed)}
    return {raw for text in texts for _, raw in readings(text) if len(raw) in ALGORITHMS}


def _bare(computed: str) -> str:
    """Return a signature without quotes and what stands before it: `sha256=`, `t=1,v1=`."""
    text = computed.strip("\"'`")
    last = text.rpartition(",")[2] or text
    found = re.match(r"^(?:[A-Za-z][\w-]{0,20}[=:, ]\s*)+", last)
    return last[found.end() :] if found and found.end() < len(last) else last
