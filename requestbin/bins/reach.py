"""Under which address providers reach the bins, and where it was saved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from requestbin.bins import probe
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
        fresh: dict[str, Any] = {"origin": origin, "checked_at": None, "reached_at": None}
        fresh["findings"] = []
        saved, _ = Tunnel.objects.update_or_create(pk=Tunnel.ONLY, defaults=fresh)
    return saved


def check_tunnel(conf: Conf) -> Tunnel | None:
    """Send a probe through the saved tunnel and keep what it found; it blocks for some seconds.

    Returns None when no tunnel is saved. A failure is a finding of its own, "unreached".
    """
    saved = tunnel()
    if saved is None:
        return None
    saved.checked_at = datetime.now(UTC)
    try:
        found = probe.send(conf, saved.origin)
        saved.reached_at = saved.checked_at
        saved.findings = [[finding.code, finding.sentence] for finding in found]
    except probe.Unreached as reason:
        saved.findings = [["unreached", str(reason)]]
    with writing():
        saved.save(update_fields=["checked_at", "reached_at", "findings"])
    return saved


def forget_tunnel() -> None:
    """Show capture URLs under the page's own origin again."""
    with writing():
        Tunnel.objects.filter(pk=Tunnel.ONLY).delete()
