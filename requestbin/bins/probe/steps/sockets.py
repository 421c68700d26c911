"""Whether WebSockets reach the pages, which need them to be told of news at once."""

from __future__ import annotations

from requestbin.bins.probe import compare, errands
from requestbin.bins.probe.catalog import finding
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.told import Told
from requestbin.bins.probe.way import Outcome, Way
from requestbin.conf import Conf

PAGE = "/live/bins/probe/"
"""The socket of a bin that nobody has: the handshake is answered before anybody is asked who he
is, and the socket then closed."""


async def check(way: Way, conf: Conf) -> list[Finding]:
    """Wish for a WebSocket at the pages' address; where none comes, see what arrives of the wish.

    Without REQUESTBIN_URL no page comes through a public address.
    """
    if not conf.url:
        return [finding("no_sockets")]
    pages = way.at(conf.url)
    wish, accept = errands.upgrade(conf.url)
    handshake = await pages.visit(wish, PAGE)
    if _accepted(handshake, accept):
        return [finding("fine_sockets")]
    if handshake.unclear:
        return []
    wished = await pages.send(wish)
    if wished.told is None:
        return [finding("page_elsewhere", url=conf.url, how=wished.how)]
    return [_lost(pages, wished.told, handshake)]


def _accepted(handshake: Outcome, accept: bytes) -> bool:
    answer = handshake.answer
    return (
        answer is not None
        and answer.status == 101
        and answer.headers.get("Sec-WebSocket-Accept") == accept
    )


def _lost(pages: Way, told: Told, handshake: Outcome) -> Finding:
    missing = [
        name for name in ("Upgrade", "Connection", "Sec-WebSocket-Key") if not _has(told, name)
    ]
    if missing:
        return finding("sockets", missing=" and ".join(f"`{name}`" for name in missing))
    if compare.host(pages.authority, told):
        return finding("page_host", sent=pages.authority, seen=compare.short(told.text("Host")))
    return finding("sockets_refused", url=pages.origin, how=handshake.how)


def _has(told: Told, name: str) -> bool:
    if name == "Connection":
        return "upgrade" in [option.lower() for option in told.entries(name)]
    return bool(told.text(name))
