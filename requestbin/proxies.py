"""Who really sent it, behind trusted proxies; capture and the gate would each guess otherwise."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
"""What X-Forwarded-Proto says; Traefik writes ws and wss for sockets."""


def resolve(
    peer: str, scheme: str, headers: Iterable[tuple[bytes, bytes]], trusted: int
) -> tuple[str, str]:
    """Return the sender's address and scheme as seen by the outermost of `trusted` proxies.

    `peer` and `scheme` are the socket's own, and what is returned with no proxy trusted. Each proxy
    appends its own peer to X-Forwarded-For, so the entry number `trusted` from the right is the
    last that one of ours wrote; what stands left of it was sent by whoever came and proves nothing.
    An entry that is no address ("unknown", RFC 7239 section 6.2) leaves the peer.
    """
    if trusted <= 0:
        return normal_address(peer), scheme
    pairs = list(headers)
    address = _address(_entry(pairs, b"x-forwarded-for", trusted))
    forwarded = _SCHEMES.get(_entry(pairs, b"x-forwarded-proto", trusted).lower())
    return address or normal_address(peer), forwarded or scheme


def normal_address(text: str) -> str:
    """Return an address in its usual spelling, an IPv4 address inside IPv6 as IPv4.

    What is no address (a socket file has none) is returned as it is.
    """
    return _address(text) or text


def _entry(pairs: list[tuple[bytes, bytes]], name: bytes, trusted: int) -> str:
    lines = [value.decode("latin-1") for key, value in pairs if key.lower() == name]
    entries = [part.strip() for part in ",".join(lines).split(",") if part.strip()]
    return entries[max(0, len(entries) - trusted)] if entries else ""


def _address(text: str) -> str:
    try:
        address = ipaddress.ip_address(_without_port(text))
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def _without_port(text: str) -> str:
    """Some proxies (Azure's) write `192.0.2.1:4711` and `[2001:db8::1]:4711`."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
