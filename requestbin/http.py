"""The values everything speaks in: exact bytes and ordered header pairs, frozen once they exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

Pair = tuple[bytes, bytes]


class Headers:
    """Header pairs in the order, letter case and number in which they were sent.

    Text is taken and given as latin-1, which maps every byte to one character and back
    (RFC 9110 section 5.5 allows bytes above 0x7F as opaque data).
    """

    __slots__ = ("pairs",)
    pairs: tuple[Pair, ...]

    def __init__(self, pairs: Iterable[tuple[bytes | str, bytes | str]] = ()) -> None:
        self.pairs = tuple((_octets(name), _octets(value)) for name, value in pairs)

    @classmethod
    def of(cls, pairs: Iterable[Pair]) -> Headers:
        """Wrap pairs that are bytes already, without looking at each (the capture path)."""
        headers = cls.__new__(cls)
        headers.pairs = tuple(pairs)
        return headers

    def get(self, name: bytes | str) -> bytes | None:
        """Return the first value under `name` in any letter case, or None."""
        wanted = _octets(name).lower()
        for key, value in self.pairs:
            if key.lower() == wanted:
                return value
        return None

    def text(self, name: bytes | str, default: str = "") -> str:
        """Return the first value under `name` as latin-1 text, or `default`."""
        value = self.get(name)
        return default if value is None else value.decode("latin-1")

    def get_all(self, name: bytes | str) -> list[bytes]:
        """Return every value under `name` in any letter case, in order."""
        wanted = _octets(name).lower()
        return [value for key, value in self.pairs if key.lower() == wanted]

    def without(self, *names: bytes | str) -> Headers:
        """Return these headers less every pair under any of `names`."""
        unwanted = {_octets(name).lower() for name in names}
        return Headers.of(pair for pair in self.pairs if pair[0].lower() not in unwanted)

    def plus(self, *pairs: tuple[bytes | str, bytes | str]) -> Headers:
        """Return these headers followed by `pairs`."""
        return Headers.of(self.pairs + Headers(pairs).pairs)

    def as_text(self) -> list[list[str]]:
        """Return `[[name, value], ...]` as latin-1 text: the shape of the REST API."""
        return [[name.decode("latin-1"), value.decode("latin-1")] for name, value in self.pairs]

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, bytes | str) and self.get(name) is not None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Headers) and self.pairs == other.pairs

    def __hash__(self) -> int:
        return hash(self.pairs)

    def __repr__(self) -> str:
        return f"Headers({self.as_text()!r})"


NO_HEADERS = Headers()


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request as a client sends it: `url` is absolute, `body` the exact bytes."""

    method: str
    url: str
    headers: Headers = NO_HEADERS
    body: bytes = b""

    def __post_init__(self) -> None:
        if not isinstance(self.headers, Headers):
            object.__setattr__(self, "headers", Headers(self.headers))


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer; `delay` is how many seconds the edge waits before it sends it."""

    status: int
    headers: Headers = NO_HEADERS
    body: bytes = b""
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Captured:
    """A request as it arrived at a bin's URL, with what is known about how it arrived.

    `target` is the request target of the request line, exactly as sent (RFC 9112 section 3.2);
    `complete` is False when the connection ended before the announced body had;
    `names_exact` is False where a server in front of us changed the letter case of header names;
    `cookies_removed` tells that cookies of our own were taken out of a Cookie header.
    """

    method: str
    target: bytes
    headers: Headers
    body: bytes
    remote_addr: str
    received_at: datetime
    http_version: str = "1.1"
    scheme: str = "http"
    complete: bool = True
    names_exact: bool = True
    cookies_removed: bool = False


def _octets(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")
