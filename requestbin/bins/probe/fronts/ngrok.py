"""ngrok: how it shows itself, and which flags change what.

Read, not tried. Sources under ngrok.com/docs: universal-gateway/http (headers that it adds, limits,
`ngrok-error-code`), errors, pricing-limits/free-plan-limits, agent/cli.
"""

from __future__ import annotations

from requestbin.bins.probe.fronts.front import Front, Mend

_RUN = "ngrok http {port}"
_HOST = Mend("ngrok: start it without `--host-header`:", _RUN)

NGROK = Front(
    "ngrok",
    answers=(("ngrok-error-code", ""), ("ngrok-agent-ips", ""), ("ngrok-trace-id", "")),
    hosts=(
        ".ngrok.app",
        ".ngrok.dev",
        ".ngrok.io",
        ".ngrok-free.app",
        ".ngrok-free.dev",
        ".ngrok.pizza",
    ),
    mends={
        "host": _HOST,
        "page_host": _HOST,
        "unforwarded": Mend(
            "ngrok writes `X-Forwarded-For` by itself: take the `remove-headers` action out of its"
            " traffic policy."
        ),
        "scheme_unforwarded": Mend(
            "ngrok writes `X-Forwarded-Proto` by itself: take the `remove-headers` action out of"
            " its traffic policy."
        ),
        "sockets": Mend("ngrok passes WebSockets on by itself; look at what else is in front."),
        "too_large": Mend("ngrok sets no limit to bodies; look at what else is in front."),
        "password": Mend(
            "ngrok: take the `basic-auth` action out of its traffic policy, or:", _RUN
        ),
        "login": Mend(
            "ngrok: take the `oauth` or `oidc` action out of its traffic policy, or:", _RUN
        ),
        "warning": Mend(
            "ngrok shows that page to browsers alone, on free plans. Providers do not see it."
        ),
        "tunnel_down": Mend("ngrok: run the agent:", _RUN),
        "nothing_behind": Mend("ngrok: the agent must lead to the port of this instance:", _RUN),
    },
)
