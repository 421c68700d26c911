"""Request target and headers without secrets: names stay, schemes, and the names of cookies."""

from __future__ import annotations

import re

from requestbin.http import Headers, Pair
from requestbin.inspection.masking.form import masked_form
from requestbin.inspection.masking.names import IN_QUERIES
from requestbin.inspection.masking.octets import decoded_base64, octets_of, text_of
from requestbin.inspection.masking.prose import masked_user
from requestbin.inspection.masking.sweep import MASK, MIN_COOKIE, Sweep
from requestbin.inspection.masking.values import masked_value

HEADER, COOKIE, QUERY, PATH = "header value", "cookie", "query value", "part of the path"

SCHEMES = frozenset(
    (
        "apikey", "aws4-hmac-sha256", "basic", "bearer", "digest", "dpop", "gnap", "hawk", "hmac",
        "hmac-sha256", "hoba", "mac", "mutual", "negotiate", "ntlm", "oauth", "sharedkey",
        "sharedaccesssignature", "signature", "ssws", "token", "vapid",
    )
)  # fmt: skip
"""Of an Authorization header (RFC 9110 section 11.1); any other first word may be the secret."""

COOKIE_ATTRIBUTES = frozenset(
    (
        "domain", "expires", "httponly", "max-age", "partitioned", "path", "priority", "samesite",
        "secure",
    )
)  # fmt: skip

DIGESTS = (
    b"digest",
    b"content-md5",
    b"content-sha1",
    b"content-sha256",
    b"body-hash",
    b"goog-hash",
)
"""How headers end that hold a hash of the body: whoever guesses what is masked could prove it."""

_AUTHORITY = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://([^/?#]*)")


def masked_target(target: bytes, sweep: Sweep) -> bytes:
    """Return a request target without the secrets in its path and query, and without user and
    password where it names a host."""
    address, question_mark, query = text_of(target).partition("?")
    if found := _AUTHORITY.match(address):
        start, end = found.span(1)
        address = f"{address[:start]}{masked_user(found[1], sweep, QUERY)}{address[end:]}"
    path = masked_value(address, sweep, PATH)
    query = masked_form(
        query, sweep, lambda held: masked_value(held, sweep, QUERY), QUERY, IN_QUERIES
    )
    return octets_of(f"{path}{question_mark}{query}")


def masked_headers(headers: Headers, sweep: Sweep) -> Headers:
    """Return header pairs with secret values masked, the others masked inside."""
    return Headers.of(masked_pair(name, value, sweep) for name, value in headers)


def masked_pair(name: bytes, value: bytes, sweep: Sweep) -> Pair:
    """Return one header with its value masked; what makes a signature is no secret, and stays."""
    plain, text = name.decode("latin-1").lower(), text_of(value)
    if plain in ("cookie", "cookie2"):
        masked = ";".join(_cookie(part, sweep) for part in text.split(";"))
    elif plain in ("set-cookie", "set-cookie2"):
        masked = _set_cookie(text, sweep)
    elif plain.endswith("authorization"):
        masked = _authorization(text, sweep)
    elif sweep.is_secret(plain):
        masked = sweep.hide(text, HEADER)
    else:
        masked = masked_value(text, sweep, HEADER)
    return name, octets_of(masked)


def corrected(headers: Headers, body: bytes, *, decoded: bool) -> Headers:
    """Return headers that fit a body which was masked: its length, no hash of what was sent, and no
    content encoding where that was undone."""
    kept = headers.without("Content-Encoding") if decoded else headers
    return Headers.of(_fitting(name, value, len(body)) for name, value in kept)


def _fitting(name: bytes, value: bytes, length: int) -> Pair:
    lower = name.lower()
    if lower == b"content-length":
        return name, str(length).encode()
    return (name, MASK.encode()) if value and lower.endswith(DIGESTS) else (name, value)


def _authorization(text: str, sweep: Sweep) -> str:
    scheme, space, proof = text.partition(" ")
    if scheme.lower() not in SCHEMES or not proof.strip():
        return sweep.hide(text, HEADER)
    user, _, password = decoded_base64(proof.strip()).partition(":")
    sweep.know(user, least=MIN_COOKIE)
    sweep.know(password)
    return f"{scheme}{space}{sweep.hide(proof, HEADER)}"


def _cookie(part: str, sweep: Sweep) -> str:
    name, equals, value = part.partition("=")
    if not equals:
        return _hidden_within_spaces(part, sweep)
    return f"{sweep.show(sweep.repeated(name))}={_hidden_within_spaces(value, sweep)}"


def _hidden_within_spaces(text: str, sweep: Sweep) -> str:
    core = text.strip()
    if not core:
        return text
    before, after = text.split(core, 1)
    sweep.know(core.strip('"'), least=MIN_COOKIE)
    return f"{before}{sweep.hide(core, COOKIE, least=MIN_COOKIE)}{after}"


def _set_cookie(text: str, sweep: Sweep) -> str:
    first, *attributes = text.split(";")
    return ";".join([_cookie(first, sweep), *(_attribute(each, sweep) for each in attributes)])


def _attribute(part: str, sweep: Sweep) -> str:
    if part.partition("=")[0].strip().lower() in COOKIE_ATTRIBUTES:
        return masked_value(part, sweep, HEADER)
    return _cookie(part, sweep)
