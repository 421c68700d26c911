"""The one gate before all but capture: without it a tunnel or a foreign page would reach pages."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from requestbin import proxies
from requestbin.access import origins
from requestbin.access.origins import Origin
from requestbin.access.visits import SCHEMES, Visit, is_address, visit_of
from requestbin.conf import LOCAL, Conf, ConfigurationError

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = logging.getLogger(__name__)

API = "/api/"
NOT_PAGES = (API, "/readyz", "/metrics")
SOCKET_SCHEMES = {"http": "ws", "https": "wss"}
REFUSED_SOCKET = 4403


class Refusal(NamedTuple):
    """Why a visit is not let in: a status, and a sentence in plain text."""

    status: int
    sentence: str


PAGE_POSTED = Refusal(
    404,
    "This address is a page for people. "
    "Send webhooks to the bin's capture URL, which contains /in/.",
)
NOT_FROM_HERE = Refusal(
    403,
    "Webhooks are accepted here; pages are not. "
    "Open the link printed in the terminal, or set REQUESTBIN_URL and log in.",
)
NOT_OUR_NAME = Refusal(
    403,
    "Webhooks are accepted here; pages are not. They answer under the name in REQUESTBIN_URL; "
    "a proxy in front must pass the Host header on.",
)
NAME_UNKNOWN = Refusal(
    403,
    "This server does not know that name as its own. "
    "Open it by its IP address, or set REQUESTBIN_URL to the address in your browser.",
)
FOREIGN = Refusal(403, "Refused: a page of another site sent this. Nothing was changed.")


class Gate:
    """Lets a visit through to `app`, with the sender's own address and scheme, or refuses it."""

    def __init__(self, app: App, conf: Conf) -> None:
        self.app = app
        self.conf = conf
        self.home = _home(conf)
        self.names = _machine_names()
        self.rules = (self._webhook_at_a_page, self._wrong_place, self._foreign)
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        address, scheme = self._sender(scope)
        visit = visit_of(scope, scheme)
        refusal = self.judge(visit)
        if refusal is None:
            return await self.app(_passed(scope, visit.socket, address, scheme), receive, send)
        if visit.socket:
            return await _refuse_socket(receive, send)
        return await _refuse(refusal, visit, send)

    def judge(self, visit: Visit) -> Refusal | None:
        """Return why a visit is refused, None for one that is let in."""
        return next(filter(None, (rule(visit) for rule in self.rules)), None)

    def _webhook_at_a_page(self, visit: Visit) -> Refusal | None:
        if visit.socket or not visit.changes or visit.by_browser:
            return None
        return None if visit.path.startswith(NOT_PAGES) else PAGE_POSTED

    def _wrong_place(self, visit: Visit) -> Refusal | None:
        if visit.direct:
            return None
        if self.conf.mode == LOCAL:
            return NOT_FROM_HERE
        if self.home:
            named = origins.of_host(self.home.scheme, visit.host)  # TLS may have ended before us
            return None if named == self.home else NOT_OUR_NAME
        return None if visit.here and self._is_ours(visit.here.host) else NAME_UNKNOWN

    def _is_ours(self, host: str) -> bool:
        """Without REQUESTBIN_URL an address is believed, since no site can have it for a name, and
        this machine's names; any other name may be a foreign site's that points here (rebinding).
        """
        return is_address(host) or host in self.names

    def _foreign(self, visit: Visit) -> Refusal | None:
        if not visit.changes:
            return None
        if visit.headers.text("sec-fetch-site", "none").lower() not in ("same-origin", "none"):
            return FOREIGN
        sent = [origins.of_text(o.decode("latin-1")) for o in visit.headers.get_all("origin")]
        return None if all(origin and self._is_own(origin, visit) for origin in sent) else FOREIGN

    def _is_own(self, origin: Origin, visit: Visit) -> bool:
        if self.home and origin == self.home:
            return True
        return origin == visit.here and (visit.direct or not self.home)

    def _sender(self, scope: Scope) -> tuple[str, str]:
        peer, _ = scope.get("client") or ("", 0)
        scheme = SCHEMES.get(scope.get("scheme", "http"), "http")
        if self.conf.mode == LOCAL:
            return peer, scheme
        self._warn_of_unknown_proxy(scope)
        return proxies.resolve(peer, scheme, scope["headers"], self.conf.trusted_proxies)

    def _warn_of_unknown_proxy(self, scope: Scope) -> None:
        if self._warned or self.conf.trusted_proxies:
            return
        if any(name.lower() == b"x-forwarded-for" for name, _ in scope["headers"]):
            self._warned = True
            log.warning(
                "X-Forwarded-For arrives, but REQUESTBIN_TRUSTED_PROXIES is 0: every sender seems "
                "to be the proxy. Set it to the number of proxies in front that are yours."
            )


def _home(conf: Conf) -> Origin | None:
    if not conf.url:
        return None
    home = origins.of_text(conf.url)
    if home is None:
        raise ConfigurationError(
            "REQUESTBIN_URL must be written in ASCII (xn--...), as DNS has it."
        )
    return home


def _machine_names() -> frozenset[str]:
    name = socket.gethostname().lower()
    first = name.partition(".")[0]
    return frozenset({"localhost", name, first, f"{first}.local"})


def _passed(scope: Scope, is_socket: bool, address: str, scheme: str) -> Scope:
    peer, port = scope.get("client") or ("", 0)
    client = (address, port if address == peer else 0)
    spelled = SOCKET_SCHEMES[scheme] if is_socket else scheme
    return {**scope, "client": client, "scheme": spelled}


async def _refuse(refusal: Refusal, visit: Visit, send: Send) -> None:
    content_type, body = _written(refusal, visit.path)
    headers = [
        (b"content-type", content_type),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if visit.method == "HEAD" else body})


def _written(refusal: Refusal, path: str) -> tuple[bytes, bytes]:
    if path.startswith(API):  # whose errors have one shape
        error = {"code": "forbidden", "message": refusal.sentence}
        return b"application/json", json.dumps({"error": error}).encode()
    return b"text/plain; charset=utf-8", f"{refusal.sentence}\n".encode()


async def _refuse_socket(receive: Receive, send: Send) -> None:
    await receive()  # websocket.connect: closing before accepting is answered 403 by the server
    await send({"type": "websocket.close", "code": REFUSED_SOCKET})
