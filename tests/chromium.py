"""Finds a Chromium for the browser tests, or installs one: `python tests/chromium.py`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
"""Chromium without windows: tests take a third less time in it than in the whole browser."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
QUIET = (
    "--disable-background-networking",  # else it calls home at every start
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
    "--disable-dev-shm-usage",
)


def found() -> str:
    """Return the path of the machine's Chromium or Chrome (TEST_CHROMIUM first), or ""."""
    named = os.environ.get("TEST_CHROMIUM")
    installed = (shutil.which(name) for name in NAMES)
    there = (path for path in PLACES if Path(path).exists())
    return next((path for path in (named, *installed, *there) if path), "")


def launch_arguments() -> dict[str, object]:
    """Return Playwright's launch arguments for the browser that was found."""
    arguments = list(QUIET)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox refuses root
    own = {"executable_path": found()} if found() else {}  # none: Playwright's own
    return {"args": arguments, **own}


def install() -> int:
    """Install Debian's Chromium where that is allowed, else Playwright's own."""
    become = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and _ran([*become, "apt-get", "update", "-qq"]):
        wanted = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", SHELL]
        if _ran([*become, *wanted]):
            return 0
    return 0 if _ran([sys.executable, "-m", "playwright", "install", "chromium"]) else 1


def _ran(command: list[str]) -> bool:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            env=os.environ | quiet,
            check=False,
        )
    except FileNotFoundError:
        return False
    return ended.returncode == 0


def _playwrights_own() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


if __name__ == "__main__":
    sys.exit(0 if found() or _playwrights_own() else install())
