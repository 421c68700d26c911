"""What the console says once the server listens: where to open it, who reaches it, what to keep."""

from __future__ import annotations

import socket
from pathlib import Path

from requestbin.access.pairing import pairing_link
from requestbin.conf import LOCAL, PUBLIC, TEAM, Conf

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # it is compared with, not bound to


def origin(conf: Conf, port: int) -> str:
    """Return where people on this machine or network open the server that listens on `port`."""
    host = socket.gethostname() if conf.host in EVERYWHERE else conf.host
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def text(conf: Conf, port: int, first_user_link: str | None = None) -> str:
    """Return the whole of it, lines and all."""
    here = conf.url or origin(conf, port)
    lines = ["requestbin is running", ""]
    lines += [f"  {name:8}{said}" for name, said in _facts(conf, here)]
    if first_user_link:
        lines += ["", f"No users yet. Open within 1 hour to make the first: {first_user_link}"]
    lines += ["", "Ctrl+C stops it. Every acknowledged request is kept."]
    return "\n".join(lines)


def _facts(conf: Conf, here: str) -> list[tuple[str, str]]:
    facts = [("Open", _way_in(conf, here)), ("Reach", REACH[conf.mode]), ("Data", _data(conf))]
    if conf.mode != LOCAL and here.startswith("http:"):
        facts.append(("Note", "without HTTPS, secrets and payloads travel readable"))
    return facts


def _way_in(conf: Conf, here: str) -> str:
    if conf.mode == LOCAL:
        return f"{pairing_link(here)}     signs this browser in"
    return f"{here}/"


REACH = {
    LOCAL: "this machine only (the page shows how to let providers in)",
    TEAM: "whoever reaches that address can send; people log in",
    PUBLIC: "open to everyone: whoever reaches that address can make bins",
}


def _data(conf: Conf) -> str:
    folder = conf.data
    if folder.is_relative_to(Path.cwd()):
        folder = Path(".") / folder.relative_to(Path.cwd())
    shown = str(folder) if folder.is_absolute() else f"./{folder}"
    if conf.database_url:
        return f"PostgreSQL (DATABASE_URL); {shown}   the token"
    return f"{shown}   requests, secrets and keys; back up the whole folder"
