"""What proxies do to requests, one sin each: changes of the head, refusals, other bytes."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable

from tests.hostile.proxy import Change, Head, Refuse


def dropping(pattern: bytes) -> Change:
    """Drop the fields that match."""
    return lambda head: [head[0], *(f for f in head[1:] if not re.match(pattern, f, re.I))]


def adding(*fields: str) -> Change:
    """Add fields."""
    return lambda head: [*head, *(field.encode("latin-1") for field in fields)]


def setting(name: str, *values: str) -> Change:
    """Replace all fields of a name."""
    drop, add = dropping(name.encode() + b":"), adding(*(f"{name}: {value}" for value in values))
    return lambda head: add(drop(head))


def target(pattern: bytes, becomes: bytes | Callable[[re.Match[bytes]], bytes]) -> Change:
    """Rewrite the target, but not the scheme and authority that it may begin with."""

    def change(head: Head) -> Head:
        method, sent, version = head[0].split(b" ")
        return [b" ".join((method, re.sub(pattern, becomes, sent), version)), *head[1:]]

    return change


def method(sent: bytes, becomes: bytes) -> Change:
    """Pass one method on as another."""
    return lambda head: [re.sub(b"^" + sent + b" ", becomes + b" ", head[0]), *head[1:]]


def lower(head: Head) -> Head:
    """Write names in lower case, as HTTP/2 has them."""
    return [head[0], *(n.lower() + b":" + v for n, _, v in (f.partition(b":") for f in head[1:]))]


def by_name(head: Head) -> Head:
    """Sort the fields."""
    return [head[0], *sorted(head[1:])]


def folded(head: Head) -> Head:
    """Join fields of one name."""
    values: dict[bytes, list[bytes]] = {}
    for field in head[1:]:
        name, _, value = field.partition(b":")
        values.setdefault(name.lower(), []).append(value.strip())
    return [head[0], *(name + b": " + b", ".join(value) for name, value in values.items())]


def first_only(head: Head) -> Head:
    """Pass on the first of the fields of one name."""
    found = {field.partition(b":")[0].lower(): field for field in reversed(head[1:])}
    return [head[0], *reversed(found.values())]


def utf8(head: Head) -> Head:
    """Take values for latin-1, and write them in UTF-8."""
    return [head[0], *(field.decode("latin-1").encode() for field in head[1:])]


def forwarding(trusts: bool = True) -> Change:
    """Add the peer to X-Forwarded-For, behind what was claimed or instead of it."""

    def change(head: Head) -> Head:
        name = b"x-forwarded-for:"
        claimed = [f.partition(b":")[2].strip() for f in head if f.lower().startswith(name)]
        entries = [*(claimed if trusts else []), b"203.0.113.9"]
        return setting("X-Forwarded-For", b", ".join(entries).decode())(head)

    return change


def refusing(pattern: bytes, status: int = 403, *fields: str, body: bytes = b"no") -> Refuse:
    """Refuse what has the pattern anywhere in its head."""
    answer = "\r\n".join([f"HTTP/1.1 {status} No", *fields, f"Content-Length: {len(body)}"])
    raw = answer.encode("latin-1") + b"\r\nConnection: close\r\n\r\n" + body
    return lambda head: raw if re.search(pattern, b"\r\n".join(head), re.I) else None


def longer_than(limit: int, status: int = 413) -> Refuse:
    """Refuse bodies that are announced to be longer."""

    def refuse(head: Head) -> bytes | None:
        found = re.search(rb"content-length: (\d+)", b"\r\n".join(head), re.I)
        large = found is not None and int(found[1]) > limit
        return refusing(b"", status)(head) if large else None

    return refuse


def unzip(body: bytes) -> bytes:
    """Decompress what is compressed."""
    try:
        return gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return body
