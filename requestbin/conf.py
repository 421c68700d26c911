"""Every setting of ours as one table; `docs/configuration.md` is made from it."""

from __future__ import annotations

import errno
import ipaddress
import os
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from requestbin import values
from requestbin.values import Network

PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
LOCAL, TEAM, PUBLIC = "local", "team", "public"
MOST = 2**31 - 1
"""Of what is counted: PostgreSQL's integer."""
MOST_BYTES = 2**53 - 1
"""The largest whole number that JavaScript's JSON reads exactly."""


class ConfigurationError(Exception):
    """A setting that cannot be used; the message is one sentence for the operator."""


def _setting(
    name: str, parse: Callable[[str], Any], shape: str, default: Any, help: str, shown: str = ""
) -> Any:
    """Declare a row: `shape` tells people what to write, `shown` the default in words."""
    return field(
        default=default,
        metadata={"name": name, "parse": parse, "shape": shape, "help": help, "shown": shown},
    )


@dataclass(frozen=True)
class Conf:
    """The settings of one process, read once from the environment."""

    host: str = _setting("HOST", str, "an address", "127.0.0.1", "Where `serve` listens.")
    port: int = _setting(
        "PORT",
        values.within(values.whole, 0, 65535),
        "a number up to 65535",
        0,
        "Where `serve` listens. Unset and taken: the next free one, and it says so.",
        "8000",
    )
    url: str = _setting(
        "REQUESTBIN_URL",
        values.origin,
        "an origin such as https://hooks.example.com",
        "",
        "The page's public origin. Sets team mode: people log in, cookies are secure.",
    )
    capture_url: str = _setting(
        "REQUESTBIN_CAPTURE_URL",
        values.origin,
        "an origin such as https://in.example.com",
        "",
        "The public origin that capture URLs are shown with.",
        "the tunnel saved on the page, else the page's own origin",
    )
    public: bool = _setting(
        "REQUESTBIN_PUBLIC",
        values.switch,
        "1 or 0",
        False,
        "1: anybody may make bins (public mode).",
        "0",
    )
    data: Path = _setting(
        "REQUESTBIN_DATA",
        lambda text: Path(text).expanduser().resolve(),
        "a folder",
        PROJECT / "var",
        "The folder of the SQLite file, the keys and the token; readable by its owner alone.",
        "`var/` in the project",
    )
    database_url: str = _setting(
        "DATABASE_URL",
        str,
        "postgresql://user:password@host/name",
        "",
        "PostgreSQL instead of the embedded SQLite.",
    )
    redis_url: str = _setting(
        "REDIS_URL",
        values.redis,
        "redis://host:6379/0",
        "",
        "Redis or Valkey for live updates between processes.",
    )
    secret_key: tuple[str, ...] = _setting(
        "REQUESTBIN_SECRET_KEY",
        values.words,
        "keys of 32 or more characters, with commas between",
        (),
        "The first signs and encrypts, the others still verify. Must be set with DATABASE_URL.",
        "made once, in the data folder",
    )
    token: str = _setting(
        "REQUESTBIN_TOKEN",
        str,
        "20 or more characters",
        "",
        "The instance token: opens the API, and the page in local mode.",
        "made once, in the data folder",
    )
    allow_nets: tuple[Network, ...] | None = _setting(
        "REQUESTBIN_ALLOW_NETS",
        values.networks,
        "CIDRs with commas between",
        None,
        "Networks that outgoing requests may reach beside public addresses.",
        "this machine in local mode, else none",
    )
    trusted_proxies: int = _setting(
        "REQUESTBIN_TRUSTED_PROXIES",
        values.within(values.whole, 0, 100),
        "a number",
        0,
        "How many proxies in front are ours; governs the sender's address and the scheme.",
    )
    max_body: int = _setting(
        "REQUESTBIN_MAX_BODY",
        values.within(values.size, 1, MOST),
        "bytes, or 10M",
        10 * 1024 * 1024,
        "The largest body a bin takes; a larger one is answered 413.",
    )
    rate_per_bin: int | None = _setting(
        "REQUESTBIN_RATE_PER_BIN",
        values.within(values.whole, 0, MOST),
        "requests a second, 0 = off",
        None,
        "Above it a bin answers 429; a burst of ten seconds' worth is let through.",
        "off in local mode, else 200",
    )
    rate_per_address: int | None = _setting(
        "REQUESTBIN_RATE_PER_ADDRESS",
        values.within(values.whole, 0, MOST),
        "requests a second, 0 = off",
        None,
        "The same for each sender's address (IPv6: each /64).",
        "off in local mode, else 100",
    )
    max_requests: int = _setting(
        "REQUESTBIN_MAX_REQUESTS",
        values.within(values.whole, 1, MOST),
        "a number from 1",
        10_000,
        "How many requests a new bin keeps; the oldest go first, starred ones stay.",
    )
    max_age: int = _setting(
        "REQUESTBIN_MAX_AGE",
        values.within(values.seconds, 1, MOST),
        "30d, 12h",
        30 * 86400,
        "How long a new bin keeps them.",
        "30d",
    )
    max_bytes: int = _setting(
        "REQUESTBIN_MAX_BYTES",
        values.within(values.size, 1, MOST_BYTES),
        "bytes, or 1G",
        1024**3,
        "How many bytes a new bin keeps.",
        "1G",
    )
    min_free_disk: int = _setting(
        "REQUESTBIN_MIN_FREE_DISK",
        values.size,
        "bytes, or 256M",
        256 * 1024 * 1024,
        "With less free disk, captures get 503 until there is room again.",
        "256M",
    )
    worker: bool = _setting(
        "REQUESTBIN_WORKER",
        values.switch,
        "1 or 0",
        True,
        "0: `serve` runs no delivery worker.",
        "1",
    )
    log_level: str = _setting(
        "REQUESTBIN_LOG_LEVEL",
        values.level,
        "DEBUG, INFO, WARNING or ERROR",
        "INFO",
        "What is logged.",
    )
    debug: bool = _setting(
        "REQUESTBIN_DEBUG",
        values.switch,
        "1 or 0",
        False,
        "Django's debug pages; for developing only.",
        "0",
    )

    @property
    def mode(self) -> str:
        """Return "local", "team" or "public": who may see what (docs/configuration.md)."""
        if self.public:
            return PUBLIC
        return TEAM if self.url or not is_loopback(self.host) else LOCAL

    @property
    def nets(self) -> tuple[Network, ...]:
        """Return the networks beside public addresses that outgoing requests may reach."""
        if self.allow_nets is not None:
            return self.allow_nets
        return LOOPBACK if self.mode == LOCAL else ()

    @property
    def bin_rate(self) -> int:
        """Return requests per second and bin, 0 for no limit."""
        return self._rate(self.rate_per_bin, 200)

    @property
    def address_rate(self) -> int:
        """Return requests per second and sender's address, 0 for no limit."""
        return self._rate(self.rate_per_address, 100)

    def _rate(self, wanted: int | None, default: int) -> int:
        if wanted is not None:
            return wanted
        return 0 if self.mode == LOCAL else default

    @cached_property
    def secret_keys(self) -> tuple[str, ...]:
        """Return the secret keys, the signing one first; make one in the data folder if need be."""
        if self.secret_key:
            return self.secret_key
        if self.database_url:
            raise ConfigurationError(
                "REQUESTBIN_SECRET_KEY must be set where DATABASE_URL is: "
                "every process needs the same key."
            )
        return (self._kept("secret_key", 50),)

    @cached_property
    def instance_token(self) -> str:
        """Return the instance token; make it in the data folder if need be."""
        return self.token or self._kept("token", 32)

    def renew_token(self) -> str:
        """Make another instance token; processes that run keep the old one until they restart."""
        if self.token:
            raise ConfigurationError("REQUESTBIN_TOKEN is set, so the token is changed there.")
        (self.data / "token").unlink(missing_ok=True)
        return self._kept("token", 32)

    def _kept(self, name: str, octets: int) -> str:
        self.make_data_folder()
        path = self.data / name
        if not path.exists():
            made = self.data / f".{name}.{os.getpid()}"
            made.touch(mode=0o600)
            made.write_text(secrets.token_urlsafe(octets))
            try:
                os.link(made, path)  # the first process wins; the others read what it wrote
            except FileExistsError:
                pass
            finally:
                made.unlink()
        return path.read_text().strip()

    def make_data_folder(self) -> None:
        """Make the data folder, readable by its owner alone.

        Raises ConfigurationError with a sentence where that is not possible.
        """
        try:
            self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
            if stat.S_IMODE(self.data.stat().st_mode) & 0o077:
                self.data.chmod(0o700)
            if not os.access(self.data, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise ConfigurationError(
                f"REQUESTBIN_DATA: the folder {self.data} cannot be used ({why})."
            ) from None


def is_loopback(host: str) -> bool:
    """Tell whether listening on `host` is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load(environ: Mapping[str, str] = os.environ) -> Conf:
    """Read the settings from `environ`.

    Raises ConfigurationError with a sentence that names the setting and its shape.
    """
    given: dict[str, Any] = {}
    for row in fields(Conf):
        text = environ.get(row.metadata["name"], "").strip()
        if text:
            given[row.name] = _parsed(row.metadata, text)
    conf = Conf(**given)
    if conf.token and len(conf.token) < 20:
        raise ConfigurationError("REQUESTBIN_TOKEN must have 20 or more characters.")
    if conf.secret_key and len(conf.secret_key[0]) < 32:  # an old one behind it still verifies
        raise ConfigurationError("REQUESTBIN_SECRET_KEY must have 32 or more characters.")
    return conf


def _parsed(metadata: Mapping[str, Any], text: str) -> Any:
    try:
        return metadata["parse"](text)
    except (ValueError, KeyError):
        secret = metadata["name"] in ("REQUESTBIN_SECRET_KEY", "REQUESTBIN_TOKEN", "DATABASE_URL")
        given = "what is given" if secret else f'"{text}"'
        raise ConfigurationError(
            f"{metadata['name']} must be {metadata['shape']}; {given} is not."
        ) from None


def rows() -> list[dict[str, str]]:
    """Return the table for documentation: name, shape, default in words, help."""
    return [
        {
            "name": row.metadata["name"],
            "shape": row.metadata["shape"],
            "default": row.metadata["shown"]
            or ("unset" if row.default == "" else str(row.default)),
            "help": row.metadata["help"],
        }
        for row in fields(Conf)
    ]
