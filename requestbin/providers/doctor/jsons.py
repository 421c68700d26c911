r"""A JSON body as other libraries would have written it: spaces, `\uXXXX`, `\/`, order, numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

Bodies = Iterator[tuple[bytes, str]]

MAX_KEYS = 12
"""Of so many keys the numbers are written otherwise, each by itself."""
_NUMBER = "\0"
"""Begins a text that stands for a number: as it is written, not as it would be again."""
_MARKED = re.compile(r'"\\u0000([^"]*)"')
_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*")|\s+', re.DOTALL)
_BETWEEN = re.compile(r'("(?:[^"\\]|\\.)*")|([,:])', re.DOTALL)
_OUTSIDE = re.compile(r'("(?:[^"\\]|\\.)*")|(?<![\w.+-])(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)')
_STRING = r'"(?:[^"\\]|\\.)*+"'
_INTEGERS = re.compile(rf"({_STRING}\s*+:\s*+)(-?\d+(?:\.\d+)?)(?=\s*[,}}])|{_STRING}")
"""A name with its number, or a text, so that none is looked for within one: 62 KB of escaped quotes
took 17 s."""


def _escaping(characters: str, upper: bool = False) -> Callable[[str], str]:
    written = {each: f"\\u{ord(each):04{'X' if upper else 'x'}}" for each in characters}
    pattern = re.compile(f"[{re.escape(characters)}]")
    return lambda text: pattern.sub(lambda found: written[found[0]], text)


def _slashed(text: str) -> str:
    return text.replace("/", "\\/")


def _upper(text: str) -> str:
    return re.sub(r"(?<!\\)((?:\\\\)*\\u)([0-9a-f]{4})", lambda it: it[1] + it[2].upper(), text)


_GO = _escaping("<>&\u2028\u2029")
_GSON = _escaping("<>&='\u2028\u2029")
_NET = _escaping("<>&'+`", upper=True)

ESCAPES: tuple[tuple[str, bool, Callable[[str], str]], ...] = (
    ("", False, lambda text: text),
    (", with \\uXXXX for what is not ASCII", True, lambda text: text),
    (", with \\/ and \\uXXXX, as PHP writes it", True, _slashed),
    (", with \\/, as PHP writes it", False, _slashed),
    (", with \\u003c for <, as Go and Rails write it", False, _GO),
    (", with \\u003c for < and \\uXXXX for what is not ASCII", True, _GO),
    (", with \\u003d for =, as Gson writes it", False, _GSON),
    (", with \\uXXXX in upper case", True, _upper),
    (
        ", with \\u0022 for quotes, as .NET writes it",
        True,
        lambda text: _NET(_upper(text.replace('\\"', "\\u0022"))),
    ),
)
"""How a dump escapes: what is said of it, whether all but ASCII, and what more."""

SPACES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("compact, as JSON.stringify writes it", {"separators": (",", ":")}),
    ('with ", " and ": ", as Python writes it', {"separators": (", ", ": ")}),
    ("indented by 2", {"indent": 2}),
    ("indented by 4", {"indent": 4}),
    ("indented by a tab", {"indent": "\t"}),
    ('indented by 2, with " : ", as Java writes it', {"indent": 2, "separators": (",", " : ")}),
)
"""Where a dump puts spaces, as arguments of `json.dumps`."""


def spaced(body: bytes) -> Bodies:
    """Yield a JSON body with other spaces and escapes, its order and numbers kept."""
    text = _text(body)
    if text is None:
        return
    compact = _TOKEN.sub(lambda found: found[1] or "", text)
    yield from _encoded(compact, SPACES[0][0])
    yield from _encoded(_BETWEEN.sub(lambda it: it[1] or it[2] + " ", compact), SPACES[1][0])
    yield from _dumps(_read(text), False)


def sorted_(body: bytes) -> Bodies:
    """Yield a JSON body with its keys by name, also with other spaces and escapes."""
    text = _text(body)
    if text is not None:
        yield from _dumps(_read(text), True)


def renumbered(body: bytes) -> Bodies:
    """Yield a JSON body with its numbers written otherwise: 1 and 1.0, 10 and 10.00, 1e5."""
    text = _text(body)
    if text is None or len(body) > 64 * 1024:
        return
    for other, it in _numbers(text):
        if other != text:
            yield from _encoded(other, it)
            for written, how in spaced(other.encode("utf-8", "surrogatepass")):
                yield written, f"{it}, {how}"


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    def each(change: Callable[[str], str]) -> str:
        return _OUTSIDE.sub(lambda it: it[1] or change(it[2]), text)

    yield each(lambda number: re.sub(r"\.0+$", "", number)), "1 for 1.0"
    yield each(_exponent), "1e5 for 100000"
    yield each(lambda number: _exponent(re.sub(r"\.0+$", "", number))), "1e5 for 100000.0"
    yield (
        each(lambda number: f"{number}.0" if number.lstrip("-").isdigit() else number),
        "1.0 for 1",
    )
    yield each(_two_decimals), "two decimals, as in 1.50"
    keys = dict.fromkeys(found[1] for found in _INTEGERS.finditer(text) if found[1])
    for key in list(keys)[:MAX_KEYS]:
        name = key.rpartition('"')[0].strip('"')[:40]
        for change, example in ((_point_zero, "1.0"), (_decimals, "1.00"), (_exponent, "1e5")):
            yield _of_key(text, key, change), f"`{name}` written as in {example}"


def _of_key(text: str, key: str, change: Callable[[str], str]) -> str:
    def written(found: re.Match[str]) -> str:
        return key + change(found[2]) if found[1] == key else found[0]

    return _INTEGERS.sub(written, text)


def _point_zero(number: str) -> str:
    return number if "." in number else f"{number}.0"


def _decimals(number: str) -> str:
    whole, _, decimals = number.partition(".")
    return f"{whole}.{decimals:0<2}"


def _two_decimals(number: str) -> str:
    return _decimals(number) if re.fullmatch(r"-?\d+\.\d", number) else number


def _exponent(number: str) -> str:
    found = re.fullmatch(r"(-?[1-9]\d*?)(0{3,15})(?:\.0+)?", number)
    return f"{found[1]}e{len(found[2])}" if found else number


def _dumps(value: Any, sort: bool) -> Bodies:
    if value is None:
        return
    for spaces, options in SPACES:
        for ascii_ in (False, True):
            dumped = _dump(value, ensure_ascii=ascii_, sort_keys=sort, **options)
            if dumped is None:
                return
            for escapes, wanted, escape in ESCAPES:
                if wanted is ascii_:
                    yield from _encoded(escape(dumped), spaces + escapes)


def _dump(value: Any, **options: Any) -> str | None:
    try:
        return _MARKED.sub(lambda found: found[1], json.dumps(value, **options))
    except (ValueError, RecursionError, TypeError):
        return None


def _encoded(text: str, it: str) -> Bodies:
    try:
        yield text.encode(), it
    except UnicodeError:
        return


def _text(body: bytes) -> str | None:
    """Return a body as text where it may be JSON whose numbers can be marked."""
    if body.lstrip()[:1] not in (b"{", b"[") or b"\\u0000" in body:
        return None
    try:
        text = body.decode()
        json.loads(text)
    except (UnicodeError, ValueError, RecursionError):
        return None
    return text


def _read(text: str) -> Any:
    def marked(number: str) -> str:
        return _NUMBER + number

    return json.loads(text, parse_int=marked, parse_float=marked, parse_constant=marked)
