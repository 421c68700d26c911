"""How operators write the values of settings; each raises ValueError or KeyError for others."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def whole(text: str) -> int:
    """Return a whole number, which may be written 10_000."""
    return int(text.replace("_", ""))


def within(parse: Callable[[str], int], least: int, most: int) -> Callable[[str], int]:
    """Return `parse`, which then refuses what no row of the database or clock can hold."""

    def bounded(text: str) -> int:
        number = parse(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return bounded


def switch(text: str) -> bool:
    """Return what 1, true and yes, or 0, false and no say."""
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[
        text.lower()
    ]


def size(text: str) -> int:
    """Return bytes: 512, 10M, 1GiB."""
    units = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
    match = re.fullmatch(r"(\d+)\s*([kmg]?)i?b?", text.lower())
    if match is None:
        raise ValueError(text)
    return int(match[1]) * units[match[2]]


def seconds(text: str) -> int:
    """Return seconds: 90, 90s, 12h, 30d."""
    units = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
    match = re.fullmatch(r"(\d+)\s*([smhd]?)", text.lower())
    if match is None:
        raise ValueError(text)
    return int(match[1]) * units[match[2]]


def origin(text: str) -> str:
    """Return scheme, host and a port that is not the default one."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError(text)
    if parts.query or parts.fragment or parts.username:
        raise ValueError(text)
    default = {"http": 80, "https": 443}[parts.scheme]
    port = f":{parts.port}" if parts.port and parts.port != default else ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def networks(text: str) -> tuple[Network, ...]:
    """Return the networks that CIDRs with commas between name."""
    return tuple(ipaddress.ip_network(part) for part in re.split(r"[,\s]+", text) if part)


def redis(text: str) -> str:
    """Return the URL of a Redis or Valkey server."""
    if urlsplit(text).scheme not in ("redis", "rediss", "unix"):
        raise ValueError(text)
    return text


def level(text: str) -> str:
    """Return the name of a log level."""
    if text.upper() not in LEVELS:
        raise ValueError(text)
    return text.upper()


def words(text: str) -> tuple[str, ...]:
    """Return the words with commas or white space between."""
    return tuple(part for part in re.split(r"[,\s]+", text) if part)
