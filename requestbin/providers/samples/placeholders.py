"""What varies from sample to sample: ids, people, money and moments, drawn from a seed.

A placeholder is written `{{kind}}`, `{{kind:argument}}` or `{{kind:argument#name}}`. The same text
is the same value throughout one sample; a name tells two of a kind apart (`{{email#buyer}}`,
`{{email#seller}}`), and holds together what belongs together: name, login and e-mail of one person,
`amount` and `price` of one sum, `phone` and `phone_digits`.
A number stands as a number where it is all there is in a JSON string, else as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

_PLACEHOLDER = re.compile(r"\{\{([a-z0-9_]+)((?::[^{}:#]*)*)(?:#([a-z0-9_]+))?\}\}")
_MARKED = re.compile(r"\{\{(.{0,60})")
_FIRST, _LAST = 0.0, 253_402_300_799.0
"""The moments that a date can tell of: 1970-01-01 to 9999-12-31."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_SMALL = "abcdefghijklmnopqrstuvwxyz0123456789"
_PEOPLE = (
    ("Ada", "Lovelace", "ada.lovelace"),
    ("Grace", "Hopper", "grace.hopper"),
    ("Alan", "Turing", "alan.turing"),
    ("Emmy", "Noether", "emmy.noether"),
    ("Kurt", "Gödel", "kurt.godel"),
    ("Katherine", "Johnson", "katherine.johnson"),
    ("Edsger", "Dijkstra", "edsger.dijkstra"),
    ("Mary", "Somerville", "mary.somerville"),
)
_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbor", "iris",
          "juniper", "lagoon", "maple", "north", "opal", "pepper", "quartz")  # fmt: skip
_VERBS = ("Check", "Improve", "Move", "Repair", "Review", "Shorten", "Simplify", "Test")
_THINGS = ("invoice", "sign-up page", "search box", "weekly report", "checkout", "timetable",
           "welcome mail", "price list")  # fmt: skip


class UnknownPlaceholder(ValueError):
    """A payload file asks for a value of a kind that there is not."""


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one sample: `key` decides the drawn ones, `now` (Unix seconds) the moments."""

    key: str
    now: float
    url: str = ""

    def filled(self, value: Any) -> Any:
        """Return `value` with every placeholder in its strings replaced.

        An object of the one field `$json` becomes the JSON text of what is in it, one of the one
        field `$base64` that text in base64, in lines of 60 as Ruby writes it.
        Raises UnknownPlaceholder.
        """
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.filled(each) for each in value]
        if not isinstance(value, dict):
            return value
        filled = {key: self.filled(each) for key, each in value.items()}
        only = next(iter(filled), "") if len(filled) == 1 else ""
        return _WRAPPED[only](filled[only]) if only in _WRAPPED else filled

    def _text(self, text: str) -> str | int:
        whole = _PLACEHOLDER.fullmatch(text)
        if whole:
            return self._value(whole)
        filled = _PLACEHOLDER.sub(lambda found: str(self._value(found)), text)
        if "{{" in text and (odd := _MARKED.search(_PLACEHOLDER.sub("", text))):
            raise UnknownPlaceholder(f"This is no placeholder: {odd[0]}")
        return filled

    def _value(self, found: re.Match[str]) -> str | int:
        kind, arguments, name = found[1], found[2].split(":")[1:], found[3] or ""
        try:
            return KINDS[kind](self, arguments, name)
        except (KeyError, ValueError, IndexError):
            raise UnknownPlaceholder(
                f"{found[0]} is no placeholder; there are: {', '.join(KINDS)}."
            ) from None

    def octets(self, length: int, *about: str) -> bytes:
        """Return bytes that depend on nothing but the key and what they are `about`."""
        drawn = "\0".join((self.key, *about)).encode("utf-8", "surrogatepass")
        return hashlib.shake_128(drawn).digest(length)

    def pick(self, count: int, *about: str) -> int:
        """Return a number from 0 to `count` less one."""
        return int.from_bytes(self.octets(8, *about), "big") % count

    def moment(self, offset: str) -> datetime:
        """Return now, moved by `offset` seconds and held within what a date can tell of."""
        seconds = min(max(_FIRST, self.now), _LAST) + float(offset or 0)
        seconds = min(max(_FIRST, seconds), _LAST)
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


Kind = Callable[[Values, list[str], str], str | int]


def _drawn(alphabet: str) -> Kind:
    def draw(values: Values, arguments: list[str], name: str) -> str:
        prefix, length = arguments
        octets = values.octets(int(length), alphabet, prefix, length, name)
        return prefix + "".join(alphabet[each % len(alphabet)] for each in octets)

    return draw


def _hex(values: Values, arguments: list[str], name: str) -> str:
    length = int(arguments[0])
    return values.octets(length, "hex", arguments[0], name).hex()[:length]


def _number(values: Values, arguments: list[str], name: str) -> int:
    length = int(arguments[0])
    lowest = int("1" + "0" * (length - 1))
    return lowest + values.pick(9 * lowest, "digits", arguments[0], name)


def _base64(values: Values, arguments: list[str], name: str) -> str:
    return base64.b64encode(values.octets(int(arguments[0]), "base64", arguments[0], name)).decode()


def _uuid(values: Values, arguments: list[str], name: str) -> str:
    digits = values.octets(16, "uuid", *arguments, name).hex()
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def _amount(values: Values, _: list[str], name: str) -> int:
    return 500 + values.pick(49_500, "amount", name)


def _price(values: Values, _: list[str], name: str) -> str:
    return f"{_amount(values, _, name) / 100:.2f}"


def _person(spelled: Callable[[str, str, str], str]) -> Kind:
    return lambda values, _, name: spelled(*_PEOPLE[values.pick(len(_PEOPLE), "person", name)])


def _of(words: tuple[str, ...], values: Values, *about: str) -> str:
    return words[values.pick(len(words), *about)]


def _sentence(values: Values, _: list[str], name: str) -> str:
    thing = _of(_THINGS, values, "thing", name)
    return f"{_of(_VERBS, values, 'verb', name)} the {_of(_WORDS, values, 'word', name)} {thing}"


def _phone(plus: str) -> Kind:
    return lambda values, _, name: f"{plus}1500555{values.pick(10_000, 'phone', name):04}"


def _time(told: Callable[[datetime], str | int]) -> Kind:
    return lambda values, arguments, _: told(values.moment(arguments[0] if arguments else ""))


def _iso(timespec: str, zone: str) -> Kind:
    def told(moment: datetime) -> str:
        return moment.replace(tzinfo=None).isoformat(timespec=timespec) + zone

    return _time(told)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _asctime(moment: datetime) -> str:
    written = time.asctime(moment.timetuple())
    return f"{written[:-4]}+0000 {written[-4:]}"


def _lines(text: str) -> str:
    encoded = base64.b64encode(text.encode()).decode()
    return "".join(f"{encoded[at : at + 60]}\n" for at in range(0, len(encoded), 60))


_WRAPPED: dict[str, Callable[[Any], str]] = {
    "$json": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
    "$base64": _lines,
}

KINDS: dict[str, Kind] = {
    "id": _drawn(_LETTERS),  # {{id:evt_:24}}: the prefix, then letters and digits
    "code": _drawn(_CODE),  # in capitals
    "small": _drawn(_SMALL),  # in small letters
    "hex": _hex,
    "b64": _base64,  # of so many bytes
    "uuid": _uuid,
    "digits": lambda *of: str(_number(*of)),  # as text, even on their own
    "number": _number,
    "amount": _amount,  # in cents
    "price": _price,  # the same sum, with a point
    "name": _person(lambda first, last, login: f"{first} {last}"),
    "first_name": _person(lambda first, last, login: first),
    "last_name": _person(lambda first, last, login: last),
    "login": _person(lambda first, last, login: login.replace(".", "-")),
    "email": _person(lambda first, last, login: f"{login}@example.com"),
    "phone": _phone("+"),
    "phone_digits": _phone(""),
    "ip": lambda values, _, name: f"203.0.113.{1 + values.pick(254, 'ip', name)}",  # RFC 5737
    "word": lambda values, _, name: _of(_WORDS, values, "word", name),
    "sentence": _sentence,
    "url": lambda values, *_: values.url,  # what the sample is made for
    # Moments; an argument moves them: {{unix:-60}} is a minute ago.
    "unix": _time(lambda moment: int(moment.timestamp())),
    "unix_ms": _time(_milliseconds),
    "unix_text": _time(lambda moment: str(int(moment.timestamp()))),
    "unix_ms_text": _time(lambda moment: str(_milliseconds(moment))),
    "iso": _iso("seconds", "+00:00"),
    "iso_plain": _iso("seconds", ""),
    "iso_z": _iso("seconds", "Z"),
    "iso_ms": _iso("milliseconds", "Z"),
    "iso_us": _iso("microseconds", "Z"),
    "datetime": _time(lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S")),
    "date": _time(lambda moment: moment.strftime("%Y-%m-%d")),
    "minute": _time(lambda moment: moment.strftime("%y%m%d%H%M")),
    "asctime": _time(_asctime),
    "http_date": _time(lambda moment: format_datetime(moment, usegmt=True)),
    "mail_date": _time(format_datetime),
}
