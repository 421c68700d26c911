"""The other spellings of a URL that a proxy or a form field makes of it, tried when a signature
covers the URL and does not match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, quote, urlsplit

from requestbin.providers.seen import octets

PRINTABLE = "".join(chr(each) for each in range(0x21, 0x7F))
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
PORTS = {"http": 80, "https": 443}


def ascii_url(url: str) -> str:
    """Return `url` with what no URL has percent-encoded, as it should stand on the wire."""
    return _BARE_PERCENT.sub("%25", quote(octets(url), safe=PRINTABLE))


def with_port(url: str) -> str:
    """Return `url` with its port written, the scheme's own where it names none."""
    split = _split(url)
    if split is None or ":" in split.netloc.rpartition("@")[2].rpartition("]")[2]:
        return url
    return split._replace(netloc=f"{split.netloc}:{PORTS.get(split.scheme, 80)}").geturl()


def without_port(url: str) -> str:
    """Return `url` without a port."""
    split = _split(url)
    if split is None:
        return url
    head, at, host = split.netloc.rpartition("@")
    bare, colon, port = host.rpartition(":")
    if not colon or not port.isdigit():
        return url
    return split._replace(netloc=f"{head}{at}{bare}").geturl()


def variants(url: str) -> Iterator[str]:
    """Yield the usual other spellings of a URL: the other scheme, a port more or less, a slash at
    the end more or less, and without its query."""
    schemes = [url, *_other_scheme(url)]
    seen = {url}
    for each in schemes:
        for ported in (each, without_port(each), with_port(each)):
            for slashed in (ported, _other_slash(ported)):
                for queried in (slashed, slashed.partition("?")[0]):
                    if queried not in seen:
                        seen.add(queried)
                        yield queried


def _other_scheme(url: str) -> list[str]:
    if url.startswith("https://"):
        return ["http://" + url.removeprefix("https://")]
    return ["https://" + url.removeprefix("http://")] if url.startswith("http://") else []


def _other_slash(url: str) -> str:
    path, question, query = url.partition("?")
    return (path[:-1] if path.endswith("/") else path + "/") + question + query


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # a bracket that is no IPv6 address
        return None
