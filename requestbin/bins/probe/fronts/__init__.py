"""What may stand in front: one row each, told by the marks that it leaves.

A row with mends has a file of its own. The others are known by name alone, so that the page can
say who it was.
"""

from __future__ import annotations

from collections.abc import Mapping

from requestbin.bins.probe.fronts.caddy import CADDY
from requestbin.bins.probe.fronts.cloudflare import CLOUDFLARE
from requestbin.bins.probe.fronts.front import Front, Mend
from requestbin.bins.probe.fronts.here import HERE
from requestbin.bins.probe.fronts.nginx import NGINX
from requestbin.bins.probe.fronts.ngrok import NGROK
from requestbin.http import Headers

__all__ = ["FRONTS", "HERE", "Front", "Mend", "mends_of", "seen_in"]

MENDABLE = (CLOUDFLARE, NGROK, CADDY, NGINX)

FRONTS = (
    *MENDABLE,
    Front("Apache", answers=(("Server", "apache"),)),
    Front(
        "Traefik", answers=(("Server", "traefik"),), requests=(("X-Forwarded-Server", "traefik"),)
    ),
    Front(
        "Envoy", answers=(("Server", "envoy"),), requests=(("X-Envoy-Expected-Rq-Timeout-Ms", ""),)
    ),
    Front("Amazon CloudFront", answers=(("Via", "cloudfront"),), requests=(("Via", "cloudfront"),)),
    Front(
        "an AWS load balancer", answers=(("Server", "awselb"),), requests=(("X-Amzn-Trace-Id", ""),)
    ),
    Front("Google's front end", answers=(("Via", "google"),), requests=(("Via", "google"),)),
    Front("Fastly", answers=(("Fastly-Debug-Digest", ""),), requests=(("Fastly-FF", ""),)),
    Front("Varnish", answers=(("Via", "varnish"),), requests=(("Via", "varnish"),)),
    Front("Fly.io", answers=(("Fly-Request-Id", ""),), requests=(("Fly-Request-Id", ""),)),
    Front("Heroku", answers=(("Via", "vegur"),), requests=(("Via", "vegur"),)),
    Front("Tailscale", hosts=(".ts.net",)),
    Front("localtunnel", hosts=(".loca.lt", ".localtunnel.me")),
    Front("Microsoft dev tunnels", hosts=(".devtunnels.ms",)),
)
"""From the outermost to the innermost, as they usually stand."""


def seen_in(host: str, answered: Headers, arrived: Headers) -> list[str]:
    """Return the names of the fronts that left a mark: on the name, the answer or the request."""
    return [front.name for front in FRONTS if front.shows(host, answered, arrived)]


def mends_of(code: str, seen: list[str], facts: Mapping[str, object]) -> list[tuple[bool, Mend]]:
    """Return what mends a finding, each with whether it is for what was seen in front (or for this
    instance): those first."""
    rows = [(True, HERE)] + [(front.name in seen, front) for front in MENDABLE]
    found = [(near, front.mends[code].filled(facts)) for near, front in rows if code in front.mends]
    return sorted(found, key=lambda row: not row[0])
