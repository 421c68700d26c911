"""Under which address providers reach the bins, and where it was saved."""

from __future__ import annotations

from datetime import UTC, datetime

from requestbin.bins import probe
from requestbin.bins.address import PREFIX
from requestbin.bins.models import Tunnel
from requestbin.conf import Conf
from requestbin.transactions import writing

UNREACHED = "unreached"
CHECKED = ("checked_at", "reached_at", "failed_at", "findings")
"""What a check changes of a tunnel."""


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
        Tunnel.objects.filter(pk=Tunnel.ONLY).delete()  # what was found belongs to the old address
        return Tunnel.objects.create(origin=origin)


def check_tunnel(conf: Conf) -> Tunnel | None:
    """Send a probe through the saved tunnel and keep what it found; it blocks for some seconds.

    Returns None when no tunnel is saved. A failure is a finding of its own, UNREACHED.
    """
    saved = tunnel()
    if saved is None:
        return None
    saved.checked_at = datetime.now(UTC)
    saved.findings = probed(conf, saved.origin)
    if any(code == UNREACHED for code, _ in saved.findings):
        saved.failed_at = saved.failed_at or saved.checked_at
    else:
        saved.reached_at, saved.failed_at = saved.checked_at, None
    kept = {name: getattr(saved, name) for name in CHECKED}
    with writing():  # by origin: another tunnel may have been saved while the probe was out
        Tunnel.objects.filter(pk=Tunnel.ONLY, origin=saved.origin).update(**kept)
    return saved


def probed(conf: Conf, origin: str) -> list[tuple[str, str]]:
    """Send a probe through `origin` and return what it found as codes and sentences; it blocks.

    What did not come back is one finding, UNREACHED.
    """
    try:
        return [(finding.code, finding.sentence) for finding in probe.send(conf, origin)]
    except probe.Unreached as reason:
        return [(UNREACHED, str(reason))]


def forget_tunnel() -> None:
    """Show capture URLs under the page's own origin again."""
    with writing():
        Tunnel.objects.filter(pk=Tunnel.ONLY).delete()
