"""What a request's first lines say of where it came from and how; the gate judges it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from requestbin.access import origins
from requestbin.access.origins import Origin
from requestbin.http import Headers
from requestbin.proxies import normal_address

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}

FORWARDED = ("forwarded", "via", "cdn-loop", "x-real-ip", "x-client-ip", "x-cluster-client-ip")
FORWARDED_FROM = ("x-forwarded-", "x-original-", "cf-", "true-client-", "tailscale-", "fly-")
"""Names of headers, and what names begin with, that proxies and tunnels add and browsers do not."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request or socket, as far as the gate looks at it.

    `host` is its one Host header, "" where there are none or several; `here` the origin that makes
    with the sender's scheme. `direct` is true of what came from this machine, to a name of this
    machine, with nothing in between that can be seen.
    """

    method: str
    path: str
    socket: bool
    headers: Headers
    host: str
    here: Origin | None
    direct: bool

    @property
    def changes(self) -> bool:
        """Tell whether it may do more than read; a socket may."""
        return self.socket or self.method not in SAFE

    @property
    def by_browser(self) -> bool:
        """Tell whether a page sent it, or someone who has cookies of ours."""
        if "origin" in self.headers or "sec-fetch-site" in self.headers:
            return True
        sent = b"; ".join(self.headers.get_all("cookie")).decode("latin-1")
        return not set(settings.OWN_COOKIES).isdisjoint(parse_cookie(sent))


def visit_of(scope: dict[str, Any], scheme: str) -> Visit:
    """Read an ASGI scope of type "http" or "websocket"; `scheme` is the sender's, http or https."""
    headers = Headers.of(scope["headers"])
    hosts = headers.get_all("host")
    host = hosts[0].decode("latin-1") if len(hosts) == 1 else ""
    here = origins.of_host(scheme, host)
    return Visit(
        method=scope.get("method", "GET"),
        path=scope["path"],
        socket=scope["type"] == "websocket",
        headers=headers,
        host=host,
        here=here,
        direct=_is_direct(scope, headers, here),
    )


def is_address(host: str) -> bool:
    """Tell whether the host of an origin is an IP address and not a name."""
    return _address(host) is not None


def _is_direct(scope: dict[str, Any], headers: Headers, here: Origin | None) -> bool:
    peer, _ = scope.get("client") or ("", 0)
    _, port = scope.get("server") or ("", None)
    return (
        _is_this_machine(normal_address(peer))
        and scope.get("http_version", "1.1") == "1.1"  # Daphne's sockets do not say
        and here is not None
        and here.port == port
        and (here.host == "localhost" or _is_this_machine(here.host))
        and not _is_forwarded(name for name, _ in headers)
    )


def _is_forwarded(names: Iterable[bytes]) -> bool:
    spelled = (name.decode("latin-1").lower().replace("_", "-") for name in names)
    return any(name in FORWARDED or name.startswith(FORWARDED_FROM) for name in spelled)


def _is_this_machine(host: str) -> bool:
    address = _address(host)
    return address is not None and address.is_loopback


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
