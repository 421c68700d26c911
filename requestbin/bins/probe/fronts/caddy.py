"""Caddy: how it shows itself, and what of its ways can be changed.

Tried with Caddy 2.6 (docs/operations.md). Sources: caddyserver.com/docs/caddyfile, the directives
reverse_proxy, request_body and basic_auth; what is written into X-Forwarded-* stands in
addForwardedHeaders of its modules/caddyhttp/reverseproxy/reverseproxy.go.
"""

from __future__ import annotations

from requestbin.bins.probe.fronts.front import Front, Mend

PROXY = "Caddy, in `reverse_proxy`:"

_HOST = Mend(
    "Caddy, in `reverse_proxy`, instead of another `header_up Host`:", "header_up Host {hostport}"
)
_PLAIN = Mend(
    "Caddy, in the site, instead of `rewrite`, `uri` or `handle_path`:",
    "reverse_proxy 127.0.0.1:{port}",
)
_TRUST = Mend(
    "Caddy, in `reverse_proxy`, where the proxy before it is on your own network (else its"
    " addresses):",
    "trusted_proxies private_ranges",
)

CADDY = Front(
    "Caddy",
    answers=(("Server", "caddy"), ("Via", "caddy")),
    requests=(("Via", "caddy"),),
    mends={
        "case": Mend("Caddy writes names of headers `Like-This`. That cannot be changed."),
        "order": Mend("Caddy sorts headers by name. That cannot be changed."),
        "accepts": Mend(PROXY, "transport http {\n\tcompression off\n}"),
        "host": _HOST,
        "page_host": _HOST,
        "slashes": _PLAIN,
        "decoded": _PLAIN,
        "target": _PLAIN,
        "too_large": Mend("Caddy, in the site:", "request_body {\n\tmax_size {mebibytes}MiB\n}"),
        "unforwarded": Mend(
            "Caddy writes `X-Forwarded-For` by itself: take out `header_up -X-Forwarded-For`."
        ),
        "scheme_unforwarded": Mend(
            "Caddy writes `X-Forwarded-Proto` by itself: take out `header_up -X-Forwarded-Proto`."
        ),
        "scheme_replaced": _TRUST,
        "cdn_address": _TRUST,
        "proxies_many": _TRUST,
        "sockets": Mend(
            "Caddy passes WebSockets on by itself: take out the `header_up` that removes `Upgrade`"
            " or `Connection`."
        ),
        "password": Mend(
            "Caddy, so that all but captures asks for it (`basicauth` before 2.8):",
            "@pages not path /in/*\nbasic_auth @pages {\n\t# names and hashes\n}",
        ),
        "nothing_behind": Mend("Caddy, in the site:", "reverse_proxy 127.0.0.1:{port}"),
        "no_site": Mend(
            "Caddy, a site of that name:",
            "{site} {\n\treverse_proxy 127.0.0.1:{port}\n}",
        ),
    },
)
