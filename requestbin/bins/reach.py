"""Under which address providers reach the bins, and where what is known of it is kept."""

from __future__ import annotations

from datetime import UTC, datetime

from requestbin.bins.address import PREFIX
from requestbin.bins.models import Tunnel
from requestbin.bins.probe import run
from requestbin.bins.probe.catalog import CHECKED, HARMLESS, UNREACHED, finding, kind_of
from requestbin.bins.probe.findings import Finding, restored
from requestbin.conf import Conf
from requestbin.transactions import writing

KEPT = ("checked_at", "reached_at", "failed_at", "findings")
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
    """Test the saved tunnel quickly and keep what was found; it blocks for some seconds.

    Returns None when no tunnel is saved. A failure is a finding of its own, UNREACHED.
    """
    saved = tunnel()
    if saved is None:
        return None
    found = run.quick(conf, saved.origin)
    return _noted(saved, merged(restored(saved.findings), found))


def keep(origin: str, found: list[Finding]) -> Tunnel:
    """Keep what a full check found of `origin`, and when: with the tunnel where it is the tunnel's
    address, else in the row of an address that a setting names."""
    whole = [*found, finding(CHECKED, at=datetime.now(UTC).isoformat())]
    saved = tunnel()
    if saved is not None and saved.origin == origin:
        return _noted(saved, whole)
    with writing():
        row, _ = Tunnel.objects.update_or_create(pk=Tunnel.SET, defaults={"origin": origin})
    return _noted(row, whole)


def known_of(origin: str) -> list[Finding]:
    """Return what was found last of an address that a setting names."""
    row = Tunnel.objects.filter(pk=Tunnel.SET, origin=origin).first()
    return restored(row.findings) if row else []


def forget_tunnel() -> None:
    """Show capture URLs under the page's own origin again."""
    with writing():
        Tunnel.objects.filter(pk=Tunnel.ONLY).delete()


def merged(before: list[Finding], quick: list[Finding]) -> list[Finding]:
    """Return what the quick test found beside what it does not look at and a full check found.

    What it looks at and finds well no more, is not said to be well either. Where nothing arrived,
    all else is as it was.
    """
    if run.is_unreached(quick):
        return quick + [each for each in before if each.code != UNREACHED]
    losses = [each for each in quick if kind_of(each.code).weight > HARMLESS]
    stay = [
        each
        for each in before
        if not kind_of(each.code).quick or (each.code.startswith("fine_") and not losses)
    ]
    return quick + stay


def _noted(row: Tunnel, found: list[Finding]) -> Tunnel:
    row.checked_at = datetime.now(UTC)
    row.findings = [each.stored() for each in found]
    if run.is_unreached(found):
        row.failed_at = row.failed_at or row.checked_at
    else:
        row.reached_at, row.failed_at = row.checked_at, None
    kept = {name: getattr(row, name) for name in KEPT}
    with writing():  # by origin: another tunnel may have been saved while the probe was out
        Tunnel.objects.filter(pk=row.pk, origin=row.origin).update(**kept)
    return row
