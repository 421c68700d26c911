"""One reading of a URL, so that what is checked and what is connected to can never differ."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote

import idna

from requestbin.egress.failures import Unsendable, unsendable

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_HOST_LENGTH = 253
MAX_LABEL_LENGTH = 63

_SHAPE = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^#]*)", re.DOTALL)
_PORT = re.compile(r"(.*?)(?::([0-9]*))?", re.DOTALL)
_NAME = re.compile(r"[a-z0-9._~-]+")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Url:
    """Where a request goes: `host` is an ASCII name or an address without brackets, `target` the
    request target byte for byte as it stands in the URL."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Return what stands in the Host header: the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def place(self) -> str:
        """Return host and port for a sentence."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """Return scheme, host and port: the target that shares one limit of concurrency."""
        return f"{self.scheme}://{self.place}"


def parse(text: str) -> Url:
    """Read an absolute http or https URL.

    The path and query stay as they are (`%2F`, `//`, `..`, `|`), without the fragment; characters
    outside ASCII are percent-encoded as UTF-8, as browsers do. Raises Unsendable.
    """
    if _UNPRINTABLE.search(text):
        raise _bad("it holds a space or a control character; write `%20` for a space")
    found = _SHAPE.fullmatch(text.partition("#")[0])
    if found is None or found[1].lower() not in DEFAULT_PORTS:
        raise _bad("it must start with `http://` or `https://`")
    scheme, authority, rest = found[1].lower(), found[2], found[3]
    if not authority:
        raise _bad("it names no host")
    if "@" in authority:
        raise unsendable("userinfo")
    host, port = _host_and_port(authority)
    target = rest if rest.startswith("/") else f"/{rest}"
    return Url(scheme, host, port or DEFAULT_PORTS[scheme], _ascii(target))


def _host_and_port(authority: str) -> tuple[str, int]:
    if authority.startswith("["):
        literal, closed, tail = authority[1:].partition("]")
        if not closed or (tail and not tail.startswith(":")):
            raise _bad("the address in brackets is not closed")
        return _literal(literal), _port(tail[1:])
    found = _PORT.fullmatch(authority)
    if found is None:
        raise _bad("host and port cannot be told apart")
    return _name(found[1]), _port(found[2] or "")


def _literal(text: str) -> str:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        raise _bad(f"`[{_shown(text)}]` is not an IPv6 address") from None
    if address.scope_id:
        raise _bad("an address with a zone works on one machine only")
    return address.compressed


def _name(text: str) -> str:
    name = text.lower()
    if not text.isascii():
        try:
            name = idna.encode(text, uts46=True).decode("ascii")
        except idna.IDNAError:
            raise _bad(f"`{_shown(text)}` is not a host name") from None
    labels = name.removesuffix(".").split(".")
    long = len(name) > MAX_HOST_LENGTH or any(len(label) > MAX_LABEL_LENGTH for label in labels)
    if long or not all(labels) or not _NAME.fullmatch(name):
        raise _bad(f"`{_shown(text)}` is not a host name")
    return name


def _port(digits: str) -> int:
    if not digits:
        return 0
    if len(digits) > 5 or not 0 < int(digits) < 65536:
        raise _bad(f"there is no port {_shown(digits)}")
    return int(digits)


def _ascii(target: str) -> str:
    if target.isascii():
        return target
    return "".join(letter if letter.isascii() else _quoted(letter) for letter in target)


def _quoted(letter: str) -> str:
    try:
        return quote(letter)
    except UnicodeEncodeError:
        raise _bad("it holds half of a surrogate pair") from None


def _shown(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def _bad(why: str) -> Unsendable:
    return unsendable("bad_url", why=why)
