"""What was masked, in words: a person decides by it whether to share."""

from __future__ import annotations

from collections.abc import Mapping

from requestbin.inspection.masking.body import FORM
from requestbin.inspection.masking.head import COOKIE, HEADER, PATH, QUERY
from requestbin.inspection.masking.json import KIND as JSON
from requestbin.inspection.masking.multipart import KIND as PART
from requestbin.inspection.masking.sweep import KEY, REPETITION
from requestbin.inspection.masking.xml import KIND as XML

MANY = {PATH: "parts of the path"}
ORDER = (HEADER, COOKIE, PATH, QUERY, FORM, JSON, XML, PART, REPETITION)


def told(counts: Mapping[str, int]) -> str:
    """Return `3 header values, 1 cookie and 2 JSON values`, "" where nothing was masked."""
    parts = [_counted(counts[kind], kind) for kind in ORDER if counts.get(kind)]
    if counts.get(KEY):
        parts.append("the capture key")
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def _counted(number: int, kind: str) -> str:
    return f"{number:,} {kind if number == 1 else MANY.get(kind, f'{kind}s')}"
