"""nginx and Caddy as processes in front of a server, for tests where they are installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.serving import until

COMMANDS = {
    "nginx": ["nginx", "-e", "{folder}/error.log", "-c", "{folder}/nginx.conf"],
    "caddy": ["caddy", "run", "--config", "{folder}/Caddyfile", "--adapter", "caddyfile"],
}


def nginx_file(folder: Path, http: str) -> None:
    """Write a configuration whose `http` block holds `http` beside what a test needs.

    Started by root it would become nobody, and could not write below the folder.
    """
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"user root; daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {places}\n{http}}}"
    )


def caddy_file(folder: Path, sites: str) -> None:
    """Write a configuration of `sites` that asks nobody for certificates."""
    (folder / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system {folder}\n}}\n"
        f"{sites}"
    )


@contextmanager
def running(name: str, folder: Path, port: int) -> Iterator[None]:
    """Run `name` with its file in `folder` until the block ends; skip where it is not installed."""
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed")
    command = [word.format(folder=folder) for word in COMMANDS[name]]
    with (folder / "front.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        until(lambda: _listens(port, process, folder))
        yield
    finally:
        process.terminate()
        process.wait(10)


def _listens(port: int, process: subprocess.Popen[bytes], folder: Path) -> bool:
    assert process.poll() is None, (folder / "front.log").read_text()
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
