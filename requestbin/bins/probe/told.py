"""A request to ourselves through the public URL, which shows what the way there changes."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

from django.core import signing

from requestbin import egress
from requestbin.bins.address import PREFIX, key_and_rest
from requestbin.conf import Conf
from requestbin.http import Captured, Headers, Request, Response

KEY_START = "probe-"
VALID_SECONDS = 60
BODY_BYTES = 64 * 1024
LIMITS = egress.Limits(total_seconds=15.0)
_SALT = "requestbin.bins.probe"

PATH = b"/a//b%2Fc"
QUERY = b"x=1&x=2&empty="
HEADERS: tuple[tuple[str, str], ...] = (
    ("X-Probe-Case", "kept"),
    ("X-Probe-Twice", "first"),
    ("x_probe_under", "kept"),
    ("X-Probe-Twice", "second"),
    ("X-Probe-Latin", "caf\xe9"),
    ("Content-Type", "application/octet-stream"),
)
"""What proxies are known to touch: letter case, duplicates, underscores and bytes above 0x7F."""

CHANGES = {
    "target": "The path or query arrived changed: sent {sent}, seen {seen}.",
    "lost": "The header {name} did not arrive.",
    "changed": "The header {name} arrived changed.",
    "case": "Header names arrived in other letter case. Signatures are not affected.",
    "added": "Headers were added on the way: {names}.",
    "body": "The body of {sent:,} bytes arrived as {seen:,} bytes.",
    "body_bytes": "The body arrived with other bytes.",
}
"""Code to sentence; "case" and "added" are usual, the others lose something."""
HARMLESS = frozenset(("case", "added"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the way changed, as a code of CHANGES and its sentence."""

    code: str
    sentence: str

    @property
    def harmless(self) -> bool:
        """Tell whether webhooks arrive whole all the same."""
        return self.code in HARMLESS


class Unreached(Exception):
    """The probe did not come back from this instance; the message is a sentence for people."""


def new_key() -> str:
    """Return a key that only this instance could have made, good for a minute."""
    return KEY_START + signing.TimestampSigner(salt=_SALT).sign(secrets.token_hex(8))


def is_probe(key: str) -> bool:
    """Tell whether a capture key is a probe's, valid or not: no bin's key has a hyphen."""
    return key.startswith(KEY_START)


def seen(captured: Captured, key: str) -> Response | None:
    """Answer a valid probe with what arrived of it; None for a forged or old one.

    Nothing is stored, and only whoever sent the probe learns what is told.
    """
    try:
        signer = signing.TimestampSigner(salt=_SALT)
        signer.unsign(key.removeprefix(KEY_START), max_age=VALID_SECONDS)
    except signing.BadSignature:
        return None
    told = {
        "rest": key_and_rest(captured.target)[1].decode("latin-1"),
        "headers": captured.headers.as_text(),
        "size": len(captured.body),
        "sha256": hashlib.sha256(captured.body).hexdigest(),
    }
    kind = Headers([("Content-Type", "application/json")])
    return Response(200, kind, json.dumps(told).encode())


def send(conf: Conf, origin: str) -> list[Finding]:
    """Send a probe through `origin` and return what the way changed.

    Blocks up to LIMITS.total_seconds. Raises Unreached with the reason why nothing came back.
    """
    body = secrets.token_bytes(BODY_BYTES)
    url = f"{origin}{PREFIX.decode()}{new_key()}{(PATH + b'?' + QUERY).decode()}"
    request = Request("POST", url, Headers(HEADERS), body)
    try:
        answer = asyncio.run(egress.Client(conf.nets).exchange(request, LIMITS))
    except egress.Failure as failure:
        raise Unreached(failure.sentence) from None
    return _compared(_told(answer), body)


def _told(answer: egress.Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
        if answer.status == 200 and {"rest", "headers", "size", "sha256"} <= told.keys():
            return dict(told)
    except (ValueError, AttributeError):
        pass
    raise Unreached(
        f"Something else answers there ({answer.status}). Is it the address of this instance?"
    )


def _compared(told: dict[str, Any], body: bytes) -> list[Finding]:
    sent = (PATH + b"?" + QUERY).decode()
    findings = []
    if told["rest"] != sent:
        findings.append(_finding("target", sent=sent, seen=told["rest"]))
    if told["size"] != len(body):
        findings.append(_finding("body", sent=len(body), seen=told["size"]))
    elif told["sha256"] != hashlib.sha256(body).hexdigest():
        findings.append(_finding("body_bytes"))
    return findings + _compared_headers(Headers(told["headers"]))


def _compared_headers(arrived: Headers) -> list[Finding]:
    sent = Headers(HEADERS)
    findings = []
    for name in dict.fromkeys(name.lower() for name, _ in sent):
        values = arrived.get_all(name)
        if not values:
            findings.append(_finding("lost", name=name.decode()))
        elif values != sent.get_all(name):
            findings.append(_finding("changed", name=name.decode()))
    exact = {name for name, _ in arrived}
    known = {name.lower() for name, _ in sent} | {b"host", b"content-length", b"connection"}
    if any(name in arrived and name not in exact for name, _ in sent):
        findings.append(_finding("case"))
    added = sorted({name.lower().decode("latin-1") for name in exact if name.lower() not in known})
    if added:
        findings.append(_finding("added", names=", ".join(added)))
    return findings


def _finding(code: str, **facts: Any) -> Finding:
    return Finding(code, CHANGES[code].format(**facts))
