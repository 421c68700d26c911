"""Where a replay may go: the URLs that were used before, and what people mean by what they type."""

from __future__ import annotations

import re
from dataclasses import dataclass

from requestbin.access.principals import LOCAL_OWNER
from requestbin.bins.models import Bin
from requestbin.bins.queries import bins_of
from requestbin.conf import LOCAL, Conf, is_loopback
from requestbin.egress import Unsendable
from requestbin.egress.url import parse
from requestbin.forwarding import queries

MAX_TARGETS = 6
OTHER_BINS = 5
"""A new bin borrows the targets on this machine from as many of the others, at most."""

_PORT = re.compile(r":?(\d{2,5})(/.*)?", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL to send to; `place` is the short of it that stands on a button."""

    url: str
    place: str
    loopback: bool


def targets_of(bin: Bin, conf: Conf) -> list[Target]:
    """Return where requests of the bin went, the latest first, without repetition.

    A bin that has sent nothing yet is offered what this machine's other bins sent to this machine.
    """
    urls = queries.recent_urls(bin.pk, MAX_TARGETS)
    if not urls and conf.mode == LOCAL:
        urls = _of_other_bins(bin)
    return [target_of(url) for url in urls]


def target_of(url: str) -> Target:
    """Return the target of a URL that was sent to or can be. Raises egress.Unsendable."""
    goal = parse(url)
    return Target(url, goal.authority, is_this_machine(goal.host))


def is_this_machine(host: str) -> bool:
    """Tell whether a host name or address means the machine that requestbin runs on."""
    name = host.removesuffix(".")
    return name == "localhost" or name.endswith(".localhost") or is_loopback(name)


def completed(text: str, *, local: bool) -> str:
    """Return the URL that is meant by `text`.

    Without a scheme it is https, or http for this machine; where requestbin is `local` to the
    reader, `3000/hooks` is a port of this machine.
    """
    text = text.strip()
    port = _PORT.fullmatch(text)
    if local and port:
        return f"http://localhost:{port[1]}{port[2] or '/'}"
    if not text or _SCHEME.match(text):
        return text
    scheme = "http" if is_this_machine(_host(f"https://{text}")) else "https"
    return f"{scheme}://{text}"


def _host(url: str) -> str:
    try:
        return parse(url).host
    except Unsendable:
        return ""


def _of_other_bins(bin: Bin) -> list[str]:
    for other in bins_of(LOCAL_OWNER).exclude(pk=bin.pk)[:OTHER_BINS]:
        urls = queries.recent_urls(other.pk, MAX_TARGETS)
        found = [url for url in urls if target_of(url).loopback]
        if found:
            return found
    return []
