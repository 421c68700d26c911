"""The URL of a capture as its sender knew it, which many sign: what came here has none."""

from __future__ import annotations

from requestbin.bins.address import origin_form
from requestbin.http import Captured


def signed_urls(captured: Captured, public_origin: str = "") -> list[str]:
    """Return the URLs that a sender may have signed, the surest first: under the public origin,
    and under the host that it called, by the scheme it came by or a proxy says it came by.

    Odd bytes are surrogates, as schemes take them.
    """
    target = origin_form(captured.target).decode("utf-8", "surrogateescape")
    host = captured.headers.text(b"Host")
    schemes = [captured.scheme]
    if captured.headers.text(b"X-Forwarded-Proto").lower() == "https":
        schemes.append("https")
    origins = [public_origin, *(f"{scheme}://{host}" for scheme in schemes if host)]
    return list(dict.fromkeys(origin + target for origin in origins if origin)) or [target]
