"""Why a change is noise: what differs between any two webhooks, and says nothing of what happened.

A table of shapes and a table of names. A change is noise when nothing else is left of it once all
that has such a shape is taken out, on both sides; or when its name says so.
"""

from __future__ import annotations

import re

MAX_CHARACTERS = 4096
"""What is longer is looked at by its name only."""
MAX_NAME_CHARACTERS = 200
LEAST_OF_ANY_ID = 5
"""Characters of what is under a name that only ends like that of an id."""

IDS, TIMES, DIGESTS, SIGNATURES = "ids", "times", "digests", "signatures"
TRACES, NONCES, SIZES, BOUNDARIES = "traces", "nonces", "sizes", "boundaries"

_CLOCK = r"\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
_DAY = r"[A-Z][a-z]{2},? \d?\d [A-Z][a-z]{2} \d{4}"
_HEX = r"(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]"
_SHAPES = (
    ("boundary", BOUNDARIES, r"(?<=boundary=)[-\w'()+,./:=?\"]{1,72}"),
    ("jwt", SIGNATURES, r"(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"),
    ("moment", TIMES, rf"\d{{4}}-\d\d-\d\d[T ]{_CLOCK} ?(?:Z|[+-]\d\d:?\d\d|UTC)?"),
    ("day", TIMES, _DAY + rf" {_CLOCK} ?(?:[A-Z]+|[+-]\d{{4}})?"),
    ("uuid", IDS, r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    ("digest", DIGESTS, _HEX + r"{32,128}"),
    ("prefixed", IDS, r"[a-z]{1,12}(?:_[a-z]{2,10})?_(?=[A-Za-z]*\d)[A-Za-z0-9]{8,64}"),
    ("ulid", IDS, r"[0-7][0-9A-HJKMNP-TV-Z]{25}"),
    ("hex", IDS, _HEX + r"{12,31}"),
    ("opaque", IDS, r"(?=[A-Z0-9]*[a-z])(?=[a-z0-9]*[A-Z])(?=[A-Za-z]*\d)[A-Za-z0-9]{17,64}"),
    ("unix", TIMES, r"1[2-9]\d{8}(?:\d{3})?(?:\.\d{1,9})?"),
    ("number", IDS, r"\d{15,32}"),
)  # fmt: skip
"""A name for the expression, the word for people, the shape; the first that fits counts. None takes
more than a look at each character of a run, hostile or not: 2008 is the earliest of unix times."""

_SHAPE = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    + "|".join(f"(?P<{name}>{shape})" for name, _, shape in _SHAPES)
    + r")(?![A-Za-z0-9])"
)
_WORDS = {name: word for name, word, _ in _SHAPES}

_NAMES = (
    (SIGNATURES, r"signature(?!_(?:version|method|algorithm))|(?:^|_)(?:sig|hmac)(?:_|$)"),
    (TIMES, r"timestamp"),
    (TRACES, r"^trace(?:parent|state)$|(?:trace|request|correlation)_id$|^cf_ray$|^(?:x_)?b3(?:_|$)"
             r"|^baggage$|^sentry_trace$|^x_datadog_"),
    (NONCES, r"nonce|csrf|^salt$|idempotency_key$|^etag$"),
    (SIZES, r"^content_length$"),
    (IDS, r"^(?:id|uid|guid|uuid)$"),
    (IDS, r"_(?:id|uid|guid|uuid)$"),
)  # fmt: skip
"""The word for people, and what a name has in it, once it is written small and with `_`."""
_NAMED = tuple((word, re.compile(name)) for word, name in _NAMES)

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def noise_of(name: str, left: str, right: str) -> str:
    """Return the word for the noise that a change from `left` to `right` is, "" where it is none.

    `name` is that of the header or of the field; "" where there is none.
    """
    return by_name(name, left, right) or by_shape(left, right)


def by_shape(left: str, right: str) -> str:
    """Return the word for what differs where all that differs has a shape of the table."""
    if max(len(left), len(right)) > MAX_CHARACTERS:
        return ""
    before, after = list(_SHAPE.finditer(left)), list(_SHAPE.finditer(right))
    if len(before) != len(after) or _SHAPE.sub("\0", left) != _SHAPE.sub("\0", right):
        return ""
    pairs = zip(before, after, strict=True)
    other = next((new for old, new in pairs if old[0] != new[0]), None)
    return _WORDS[other.lastgroup or ""] if other else ""


def by_name(name: str, left: str, right: str) -> str:
    """Return the word for what values of such a name are."""
    plain = _HUMP.sub("_", name[:MAX_NAME_CHARACTERS]).replace("-", "_").lower()
    for word, names in _NAMED:
        if names.search(plain):
            least = LEAST_OF_ANY_ID if plain[-3:-2] == "_" else 1
            return word if word != IDS or _are_labels(left, right, least) else ""
    return ""


def _are_labels(left: str, right: str, least: int) -> bool:
    """`plan_id` may go from "basic" to "premium", and `status_id` from 1 to 2: those tell."""
    return all(
        least <= len(text) <= MAX_NAME_CHARACTERS and re.fullmatch(r"[^\d ]*\d[^ ]*", text)
        for text in (left, right)
    )
