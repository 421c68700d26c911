"""How large a body may be before something in front refuses it."""

from __future__ import annotations

from requestbin.bins.probe import errands
from requestbin.bins.probe.catalog import finding
from requestbin.bins.probe.errands import KIB, MIB
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.way import Way
from requestbin.conf import Conf

MOST = 10 * MIB
"""So much is sent at once at most, wherever the limit of this instance is."""

COMMON = (8 * MIB, 5 * MIB, 4 * MIB, 2 * MIB, MIB)
"""Where limits usually are. One byte more is sent, from the largest on."""


async def check(way: Way, conf: Conf) -> list[Finding]:
    """Send the largest body that this instance takes; where that is refused, smaller ones."""
    limit = min(conf.max_body, MOST)
    refused, how = 0, ""
    for size in (limit, *(size + 1 for size in COMMON if size + 1 < limit)):
        outcome = await way.send(errands.sized(size))
        if outcome.told is not None:
            passed = size
            break
        if outcome.unclear or not outcome.refused:
            return [finding("slow", size=shown(size))]
        refused, how = size, outcome.how
    else:
        passed = min(errands.BODY_BYTES, conf.max_body)
    if not refused:
        return [finding("fine_sizes", size=shown(passed))]
    return [
        finding(
            "too_large",
            how=how,
            refused=shown(refused),
            passed=shown(passed),
            limit=shown(conf.max_body),
            **_settings(conf),
        )
    ]


def shown(size: int) -> str:
    """Return a size as limits are written: `1 MiB`, `64 KiB`, `800 bytes`."""
    for unit, length in (("MiB", MIB), ("KiB", KIB)):
        if size >= length:
            return f"{size / length:.3g} {unit}"
    return f"{size} bytes"


def _settings(conf: Conf) -> dict[str, int]:
    """A little more than this instance takes, so that it can say so itself."""
    above = conf.max_body // MIB + 1
    return {"mebibytes": above}
