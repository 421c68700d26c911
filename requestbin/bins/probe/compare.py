"""What was sent beside what arrived: the differences, as findings of the catalog."""

from __future__ import annotations

from collections.abc import Iterator

from requestbin.bins.probe.catalog import finding
from requestbin.bins.probe.errands import EMPTY, LATIN, TWICE, UNDERSCORE, Errand
from requestbin.bins.probe.findings import Finding
from requestbin.bins.probe.told import Told, digest
from requestbin.http import Headers

SHOWN = 80
"""Characters of a value that a sentence shows."""

MOST = 30
"""Added headers that a sentence names."""

OF_THE_WAY = frozenset(
    (b"host", b"content-length", b"connection", b"transfer-encoding", b"expect", b"upgrade")
)
"""What each hop writes for itself (RFC 9110 section 7.6.1)."""

MEANINGS = {
    "x-forwarded-for": "the sender's address, with those of proxies",
    "x-real-ip": "the sender's address",
    "cf-connecting-ip": "the sender's address",
    "true-client-ip": "the sender's address",
    "fly-client-ip": "the sender's address",
    "forwarded": "the sender's address and scheme",
    "x-forwarded-proto": "the sender's scheme",
    "x-forwarded-ssl": "the sender's scheme",
    "cf-visitor": "the sender's scheme",
    "x-forwarded-host": "the name that was asked for",
    "x-original-host": "the name that was asked for",
    "x-forwarded-port": "the port that was asked for",
    "x-forwarded-server": "the proxy's name",
    "via": "the proxies passed",
    "cdn-loop": "the networks passed, against loops",
    "cf-ray": "a number for Cloudflare's support",
    "cf-ipcountry": "the sender's country",
    "cf-warp-tag-id": "the tunnel",
    "x-request-id": "a number for logs",
    "x-amzn-trace-id": "a number for tracing",
    "x-cloud-trace-context": "a number for tracing",
    "traceparent": "a number for tracing",
}


def headers(sent: Errand, told: Told) -> list[Finding]:
    """Return what became of an errand's headers, and what was added to them."""
    found = [*_values(sent.headers, told), *_shapes(sent.headers, told.headers)]
    known = {name.lower() for name, _ in sent.headers} | OF_THE_WAY
    arrived = dict.fromkeys(name.decode("latin-1") for name, _ in told.headers)
    added = sorted(name for name in arrived if name.lower().encode("latin-1") not in known)
    meant = [_meant(name) for name in added if name.lower() != "accept-encoding"]
    if len(meant) < len(added):
        found.append(finding("accepts", seen=short(told.text("Accept-Encoding"))))
    if meant:
        more = [f"and {len(meant) - MOST} more"] if len(meant) > MOST else []
        found.append(finding("added", names=", ".join([*meant[:MOST], *more])))
    return found


def host(authority: str, told: Told) -> list[Finding]:
    """Return what became of the name that was asked for."""
    seen = told.text("Host")
    if seen.lower() == authority.lower():
        return []
    return [finding("host", sent=authority, seen=short(seen))]


def body(sent: Errand, told: Told) -> list[Finding]:
    """Return what became of an errand's body."""
    if told.size != len(sent.body):
        return [finding("body", sent=len(sent.body), seen=told.size)]
    return [finding("body_bytes")] if told.sha256 != digest(sent.body) else []


def target(sent: Errand, told: Told, code: str = "target") -> list[Finding]:
    """Return how the path and query below the key arrived changed, by its causes."""
    if told.rest == sent.rest:
        return []
    found = [finding(cause) for cause in CAUSES if _explains(cause, sent.rest, told.rest)]
    return found or [finding(code, sent=short(sent.rest), seen=short(told.rest))]


CAUSES = {"slashes": ("//", "/"), "decoded": ("%2F", "/")}


def short(text: str) -> str:
    """Return the beginning of a text, to be shown in a sentence."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _explains(cause: str, sent: str, seen: str) -> bool:
    """Tell whether `cause` made `seen` of `sent`, alone or together with the other one."""
    was, became = CAUSES[cause]
    if was not in sent or was in seen:
        return False
    (other,) = (pair for name, pair in CAUSES.items() if name != cause)
    return seen.replace(*other) == sent.replace(was, became).replace(*other)


def _values(sent: Headers, told: Told) -> Iterator[Finding]:
    for name in dict.fromkeys(name.decode("latin-1") for name, _ in sent):
        was, seen = sent.get_all(name), told.headers.get_all(name)
        if was == seen:
            continue
        facts = {"name": name, "sent": _text(was), "seen": _text(seen)}
        yield finding(_difference(name, was, seen), **facts)


def _difference(name: str, was: list[bytes], seen: list[bytes]) -> str:
    if name == "Accept-Encoding":
        return "negotiated"
    if not seen:
        return {UNDERSCORE: "underscore", EMPTY: "empty"}.get(name, "lost")
    if name == TWICE:
        folded = [part.strip() for value in seen for part in value.split(b",")]
        return "folded" if folded == was else "dropped" if len(seen) == 1 else "changed"
    return "latin" if name == LATIN else "changed"


def _shapes(sent: Headers, arrived: Headers) -> Iterator[Finding]:
    ours = {name.lower() for name, _ in sent}
    exact = [name for name, _ in arrived if name.lower() in ours]
    if any(name not in {each for each, _ in sent} for name in exact):
        yield finding("case")
    was = [name.lower() for name, _ in sent if name in arrived]
    if list(dict.fromkeys(was)) != list(dict.fromkeys(name.lower() for name in exact)):
        yield finding("order")


def _meant(name: str) -> str:
    meaning = MEANINGS.get(name.lower())
    return f"`{short(name)}` ({meaning})" if meaning else f"`{short(name)}`"


def _text(values: list[bytes]) -> str:
    return short(", ".join(value.decode("latin-1") for value in values))
