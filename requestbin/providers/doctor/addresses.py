"""What a proxy or a form field does to a URL that is signed, undone: scheme, host, path, query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from requestbin.providers.doctor import forms
from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.trial import Change, Trial
from requestbin.providers.seen import octets

MAX_KNOWN = 8
PORTS = {"http": "80", "https": "443"}
LOCAL = ("127.0.0.1", "localhost")
LOCAL_PORTS = ("", "3000", "4000", "5000", "8000", "8080")
_FORWARDED = re.compile(r'(?:^|[;,\s])host="?([^";,\s]+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A URL in parts that are put together again as they were."""

    scheme: str
    host: str
    port: str
    path: str
    query: str | None

    @classmethod
    def of(cls, url: str) -> Address:
        """Take a URL apart; what is none has empty parts."""
        scheme, _, rest = url.partition("#")[0].rpartition("://")
        rest, question, query = rest.partition("?")
        authority, slash, path = rest.partition("/")
        host, colon, port = authority.rpartition(":")
        if not colon or not port.isdigit():
            host, port = authority, ""
        return cls(scheme, host, port, slash + path, query if question else None)

    def but(self, **parts: str | None) -> str:
        """Return the URL with other parts."""
        now = {name: getattr(self, name) for name in ("scheme", "host", "port", "path", "query")}
        now |= parts
        port = f":{now['port']}" if now["port"] else ""
        query = "" if now["query"] is None else f"?{now['query']}"
        return f"{now['scheme']}://{now['host']}{port}{now['path']}{query}"


Urls = Iterator[str]


def _schemes(trial: Trial, at: Address) -> Urls:
    other = "http" if at.scheme == "https" else "https"
    yield at.but(scheme=other)
    yield at.but(scheme=other, port="")
    yield at.but(scheme=other, port=PORTS[other])


def _ports(trial: Trial, at: Address) -> Urls:
    told = trial.seen.header("x-forwarded-port") or ""
    for port in dict.fromkeys(("", PORTS.get(at.scheme, ""), told, *LOCAL_PORTS)):
        if port.isdigit() or not port:
            yield at.but(port=port)


def _hosts(trial: Trial, at: Address) -> Urls:
    for host, port in dict.fromkeys(_authorities(trial)):
        for scheme in dict.fromkeys((at.scheme, "https", "http")):
            for each in dict.fromkeys((port, "", PORTS.get(scheme, ""), at.port)):
                yield at.but(scheme=scheme, host=host, port=each)


def _authorities(trial: Trial) -> Iterator[tuple[str, str]]:
    seen = trial.seen
    names = ("x-forwarded-host", "x-original-host", "host", "x-forwarded-server")
    told = [each.strip() for name in names for each in (seen.header(name) or "").split(",")]
    told += _FORWARDED.findall(seen.header("forwarded") or "")
    for authority in filter(None, told):
        found = Address.of(f"http://{authority}")
        yield found.host, found.port
    for url in trial.known[:MAX_KNOWN]:
        found = Address.of(url)
        yield found.host, found.port
    yield Address.of(trial.url).host.lower(), Address.of(trial.url).port


def _local_hosts(trial: Trial, at: Address) -> Urls:
    """How an app behind a proxy or a tunnel sees its own URL."""
    for scheme in ("http", "https"):
        for host in (*LOCAL, "0.0.0.0"):  # noqa: S104 - a name in a URL, nothing listens
            for port in LOCAL_PORTS:
                yield at.but(scheme=scheme, host=host, port=port)


def _slashes(trial: Trial, at: Address) -> Urls:
    if at.path.endswith("/"):
        yield at.but(path=at.path[:-1])
    else:
        yield at.but(path=at.path + "/")
    yield at.but(path=re.sub("//+", "/", at.path))


def _paths(trial: Trial, at: Address) -> Urls:
    for url in trial.known[:MAX_KNOWN]:
        known = Address.of(url)
        yield at.but(path=known.path)
        yield known.but(query=at.query)
    prefix = trial.seen.header("x-forwarded-prefix") or ""
    if prefix:
        yield at.but(path=prefix.rstrip("/") + at.path)
    segments = at.path.split("/")
    for count in range(2, min(len(segments), 6)):
        yield at.but(path="/" + "/".join(segments[count:]))
    yield at.but(path=unquote(at.path))
    yield at.but(path=quote(octets(unquote(at.path)), safe="/"))
    yield at.but(path=at.path.lower())
    yield at.but(path="/")
    yield at.but(path="")


def _queries(trial: Trial, at: Address) -> Urls:
    yield at.but(query=None)
    for url in trial.known[:MAX_KNOWN]:
        known = Address.of(url)
        yield at.but(query=known.query)
        yield known.but()
    if at.query is None:
        yield at.but(query="")
        return
    for other, _ in forms.rewritten(at.query):
        yield at.but(query=other)
    fields = at.query.split("&")
    yield at.but(query="&".join(reversed(fields)))
    for index in range(min(len(fields), 12)):
        yield at.but(query="&".join(fields[:index] + fields[index + 1 :]) or None)
    yield at.but(query=unquote(at.query))


def _change(
    cause: Cause, urls: Callable[[Trial, Address], Iterable[str]], what: str, app_fix: str = ""
) -> Change:
    def apply(trial: Trial) -> Iterator[Trial]:
        at = Address.of(trial.url)
        for url in dict.fromkeys(urls(trial, at)):
            if url != trial.url:
                yield trial.with_url(url, url)

    return Change(
        cause,
        f"The signature matches the URL `{{it}}`: {what} differs.",
        "Register the URL with {provider} as it is called here; where a tunnel or proxy leads here,"
        " tell this bin its address.",
        "Your app signs the URL `{it}`.",
        app_fix or "Sign the URL that {provider} calls, letter by letter.",
        apply,
        "url",
    )


_PROXY = (
    "Build the URL from the public address, not from what a server behind a proxy sees: trust"
    " X-Forwarded-Proto and X-Forwarded-Host there."
)
URLS = (
    _change(Cause.URL_SCHEME, _schemes, "its scheme", _PROXY),
    _change(Cause.URL_PORT, _ports, "its port", _PROXY),
    _change(Cause.URL_SLASH, _slashes, "a slash in it"),
    _change(Cause.URL_QUERY, _queries, "its query", "Sign the URL with its query, as it was sent."),
    _change(Cause.URL_HOST, _hosts, "its host", _PROXY),
    _change(Cause.URL_PATH, _paths, "its path"),
)
"""Changes of the URL."""
APP_URLS = (*URLS, _change(Cause.URL_HOST, _local_hosts, "its host", _PROXY))
"""And how an app sees its own."""
