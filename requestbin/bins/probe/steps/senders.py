"""Whether senders are told right: their address and scheme, and what a liar gets away with."""

from __future__ import annotations

from collections.abc import Iterator

from requestbin.bins.probe import errands, fronts
from requestbin.bins.probe.catalog import finding
from requestbin.bins.probe.compare import short
from requestbin.bins.probe.errands import MADE_UP
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.steps.step import concluded
from requestbin.bins.probe.told import Told
from requestbin.bins.probe.way import Outcome, Way
from requestbin.conf import Conf

FOR, PROTO = "X-Forwarded-For", "X-Forwarded-Proto"
OTHER = {"https": "http", "http": "https"}


async def check(way: Way, conf: Conf) -> list[Finding]:
    """Send a request that claims nothing, one with a made-up address, one with a wrong scheme."""
    scheme = way.scheme
    lie = errands.claimed_scheme(OTHER[scheme])
    outcomes = await way.send_all((errands.HELLO, errands.CLAIMED_ADDRESS, lie))
    honest, claimed, lied = outcomes
    if honest.told is None:
        return []
    found = [
        *of_address(honest.told, scheme == "https" or _fronted(way.host, honest), claimed.told),
        *of_scheme(honest.told, scheme, lied.told),
    ]
    also = " and scheme" if scheme == "https" else ""
    return concluded(found, outcomes, "fine_senders", scheme=also)


def of_address(told: Told, fronted: bool, claimed: Told | None) -> Iterator[Finding]:
    """Return what is wrong with the sender's address.

    `told` claimed nothing; `claimed` is a probe that claimed the address MADE_UP, None where it did
    not arrive. `fronted` tells that something must stand in front.
    """
    count, trusted = len(told.entries(FOR)), told.trusted
    facts = {"count": count, "trusted": trusted, "sender": short(told.sender), **_words(count)}
    if claimed is not None and claimed.sender == MADE_UP:
        yield finding("spoofed" if count else "spoofed_open", **facts)
    elif count and trusted == 0:
        yield finding("proxies_unset", **facts)
    elif 0 < trusted < count:
        yield finding("proxies_few", **facts)
    elif 0 < count < trusted:
        yield finding("proxies_many", **facts)
    elif not count and fronted:
        yield finding("unforwarded", **facts)
    elif count and told.text("CF-Connecting-IP") not in ("", told.sender):
        yield finding("cdn_address", **facts)


def of_scheme(told: Told, scheme: str, lied: Told | None) -> Iterator[Finding]:
    """Return what is wrong with the scheme; `lied` is a probe that claimed the other one."""
    said = told.entries(PROTO)
    if scheme == "https" and told.scheme == "http":
        if not said:
            yield finding("scheme_unforwarded")
        elif told.trusted or "https" not in said:  # else the number of proxies mends it
            yield finding("scheme_replaced", seen=short(", ".join(said)))
    if lied is not None and told.scheme == scheme and lied.scheme == OTHER[scheme]:
        yield finding("spoofed_scheme")


def _fronted(host: str, outcome: Outcome) -> bool:
    assert outcome.answer is not None
    assert outcome.told is not None
    return bool(fronts.seen_in(host, outcome.answer.headers, outcome.told.headers))


def _words(count: int) -> dict[str, str]:
    one = count == 1
    return {
        "proxies": f"{count} {'proxy' if one else 'proxies'}",
        "writes": "writes" if one else "write",
    }
