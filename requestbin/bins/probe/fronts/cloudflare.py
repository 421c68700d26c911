"""Cloudflare, with or without its tunnel: how it shows itself, and which menu changes what.

Read, not tried. Sources under developers.cloudflare.com: fundamentals/reference/http-headers and
connection-limits, rules/normalization, rules/transform/managed-transforms, network/websockets,
bots/get-started/bot-fight-mode, cloudflare-one/access-controls/policies/app-paths,
support/troubleshooting/http-status-codes, tunnel/reference/origin-parameters.
"""

from __future__ import annotations

from requestbin.bins.probe.fronts.front import Front, Mend

_NORMALIZE = Mend("Cloudflare, under Rules, Settings: turn Normalize URLs to origin off.")
_ACCEPTS = Mend("Cloudflare always writes `Accept-Encoding` as it likes. That cannot be changed.")
_TUNNEL = "cloudflared tunnel --url http://127.0.0.1:{port}"
_HOST = Mend(
    "Cloudflare: take `httpHostHeader` out of the tunnel's configuration (HTTP Host Header in the"
    " dashboard), or the rule under Rules, Origin Rules that overrides `Host`."
)

CLOUDFLARE = Front(
    "Cloudflare",
    answers=(("CF-RAY", ""), ("Server", "cloudflare")),
    requests=(("CF-RAY", ""), ("CDN-Loop", "cloudflare")),
    hosts=(".trycloudflare.com", ".cfargotunnel.com"),
    mends={
        "latin": Mend(
            "Cloudflare writes bytes above 0x7F in values anew. That cannot be changed: nothing"
            " but a DNS-only record avoids it."
        ),
        "case": Mend("Cloudflare writes names of headers anew. That cannot be changed."),
        "accepts": _ACCEPTS,
        "negotiated": _ACCEPTS,
        "slashes": _NORMALIZE,
        "decoded": _NORMALIZE,
        "recoded": _NORMALIZE,
        "dots": _NORMALIZE,
        "target": _NORMALIZE,
        "host": _HOST,
        "page_host": _HOST,
        "too_large": Mend(
            "Cloudflare, under Network: raise Maximum Upload Size, up to what the plan allows (100"
            " MB on the free one)."
        ),
        "unforwarded": Mend(
            "Cloudflare, under Rules, Settings, Managed Transforms: turn Remove visitor IP headers"
            " off."
        ),
        "sockets": Mend("Cloudflare, under Network: turn WebSockets on."),
        "sockets_refused": Mend("Cloudflare, under Network: turn WebSockets on."),
        "access": Mend(
            "Cloudflare One, under Access, Applications: add one for the path `in/*` of this name,"
            " with a policy Bypass for Everyone. The more specific path goes first; pages stay"
            " behind the login."
        ),
        "challenge": Mend(
            "Cloudflare, under Security, Bots: turn Bot Fight Mode off (no rule skips it). Add a"
            " custom rule of the WAF, action Skip, for what begins with:",
            'starts_with(http.request.uri.path, "/in/")',
        ),
        "blocked": Mend(
            "Cloudflare, under Security, Events, tells which rule it was. Let it skip what begins"
            " with:",
            'starts_with(http.request.uri.path, "/in/")',
        ),
        "tunnel_down": Mend("Cloudflare: run the tunnel:", _TUNNEL),
        "nothing_behind": Mend(
            "Cloudflare: the tunnel must lead to the port of this instance:", _TUNNEL
        ),
    },
)
