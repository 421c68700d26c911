"""Tells from an error of the network what has happened, in words that a developer can act on."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import httpcore2

from requestbin.egress.failures import Failure, failure
from requestbin.egress.meter import Meter, TooMuch
from requestbin.egress.url import Url

NOT_TLS = frozenset(
    {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG",
     "RECORD_LAYER_FAILURE", "BAD_RECORD_TYPE"}
)  # fmt: skip
"""OpenSSL's reasons for "these bytes are no TLS", which differ between its versions."""

DISTRUST = {
    9: "not valid yet",
    10: "expired",
    18: "self-signed",
    19: "self-signed",
    20: "its issuer is unknown here",
    21: "its issuer is unknown here",
    62: "it is for another name",
    64: "it is for another address",
}
"""X509_V_ERR_* of OpenSSL's x509_vfy.h, in words."""

TLS_RECORDS = (b"\x15\x03", b"\x16\x03")
"""How an alert or a handshake of TLS begins (RFC 8446 section 5.1)."""

STATUS_LINE = b"HTTP/"
H11_HEAD_BYTES = 100 * 1024

Facts = tuple[Url, Meter, float]


def failure_of(error: BaseException, goal: Url, meter: Meter, total_seconds: float) -> Failure:
    """Return the failure that `error` means for an exchange with `goal` that got no answer."""
    for kind, tell in TELLING:
        if isinstance(error, kind):
            return tell(error, goal, meter, total_seconds)
    raise error


def _itself(error: BaseException, *_: object) -> Failure:
    assert isinstance(error, Failure)
    return error


def _out_of_time(_: BaseException, goal: Url, meter: Meter, seconds: float) -> Failure:
    if meter.connect_ms is None:
        return failure("no_connection", at=goal.place, seconds=seconds)
    return failure("no_answer", connect_ms=meter.connect_ms, seconds=seconds)


def _head_too_large(*_: object) -> Failure:
    return failure("head_too_large", kib=H11_HEAD_BYTES // 1024)


def _handshake_silent(_: BaseException, goal: Url, *__: object) -> Failure:
    return failure("no_tls", place=goal.place, why="it stayed silent")


def _handshake(error: BaseException, goal: Url, *_: object) -> Failure:
    cause = error.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = DISTRUST.get(cause.verify_code, cause.verify_message)
        return failure("untrusted", host=goal.host, why=why)
    if not isinstance(cause, ssl.SSLError) or isinstance(cause, ssl.SSLEOFError):
        return failure("no_tls", place=goal.place, why="it closed the connection")
    reason = cause.reason or "UNKNOWN"
    if reason in NOT_TLS:
        return failure("not_https", port=goal.port)
    return failure("no_tls", place=goal.place, why=reason.lower().replace("_", " "))


def _protocol(error: BaseException, goal: Url, meter: Meter, _: float) -> Failure:
    if not meter.opening.startswith(STATUS_LINE[: len(meter.opening)]):
        hint = " Try `https://`." if meter.opening.startswith(TLS_RECORDS) else ""
        return failure("not_http", port=goal.port, hint=hint)
    if meter.ended:
        return failure("closed")
    if meter.received > H11_HEAD_BYTES:
        return _head_too_large()
    return failure("bad_answer", why=_why(str(error)))


def _why(complaint: str) -> str:
    """h11 complains as "illegal header line: bytearray(...)", or of a 101 with its own words."""
    if "SWITCH" in complaint:
        return "it switches protocols, which nobody asked for"
    return complaint.partition(":")[0].lower()


def _closed(*_: object) -> Failure:
    return failure("closed")


TELLING: tuple[tuple[type[BaseException], Callable[..., Failure]], ...] = (
    (Failure, _itself),
    (httpcore2.ConnectTimeout, _handshake_silent),
    (TimeoutError, _out_of_time),
    (TooMuch, _head_too_large),
    (httpcore2.ConnectError, _handshake),
    (httpcore2.ProtocolError, _protocol),
    (httpcore2.NetworkError, _closed),
)
"""In this order: the guard tells of addresses and sockets itself, so that what connects here and
fails is the handshake."""
