"""Under which address providers reach the bins, and where it was saved."""

from __future__ import annotations

from requestbin.bins.address import PREFIX
from requestbin.bins.models import Tunnel
from requestbin.conf import Conf
from requestbin.transactions import writing


def capture_origin(conf: Conf, page_origin: str) -> str:
    """Return the origin that capture URLs are shown with.

    The setting comes first, then the tunnel saved on the page, then the page's own origin.
    """
    if conf.capture_url:
        return conf.capture_url
    saved = tunnel()
    return saved.origin if saved else conf.url or page_origin


def capture_url(conf: Conf, page_origin: str, key: str) -> str:
    """Return the URL to give to a provider; any path may follow it."""
    return f"{capture_origin(conf, page_origin)}{PREFIX.decode()}{key}"


def tunnel() -> Tunnel | None:
    """Return the saved tunnel, if there is one."""
    return Tunnel.objects.filter(pk=Tunnel.ONLY).first()


def save_tunnel(origin: str) -> Tunnel:
    """Show capture URLs under `origin` (`https://host[:port]`) from now on."""
    with writing():
        fresh = {"origin": origin, "checked_at": None, "reached_at": None, "findings": []}
        saved, _ = Tunnel.objects.update_or_create(pk=Tunnel.ONLY, defaults=fresh)
    return saved


def forget_tunnel() -> None:
    """Show capture URLs under the page's own origin again."""
    with writing():
        Tunnel.objects.filter(pk=Tunnel.ONLY).delete()
