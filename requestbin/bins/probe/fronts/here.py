"""This instance's own settings, where the mending is done here and not in front."""

from __future__ import annotations

from requestbin.bins.probe.fronts.front import Front, Mend

_COUNT = Mend(
    "requestbin, in its environment (then restart `serve`):",
    "REQUESTBIN_TRUSTED_PROXIES={count}",
)

HERE = Front(
    "requestbin",
    mends={
        "spoofed": _COUNT,
        "spoofed_open": Mend(
            "requestbin, where senders reach it without a proxy (then restart `serve`):",
            "REQUESTBIN_TRUSTED_PROXIES=0",
        ),
        "proxies_unset": _COUNT,
        "proxies_few": _COUNT,
        "proxies_many": _COUNT,
        "other_instance": Mend(
            "requestbin: every process behind one address needs the same"
            " `REQUESTBIN_SECRET_KEY`, and clocks that agree to a minute."
        ),
    },
)
