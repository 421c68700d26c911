"""Secrets in running text: in the links it has, and beside names as in `password=...`."""

from __future__ import annotations

import re

from requestbin.inspection.masking.form import Inner, masked_form
from requestbin.inspection.masking.names import IN_LINKS
from requestbin.inspection.masking.sweep import MASK, MIN_COOKIE, Sweep

_LINK = re.compile(
    r"(?<![a-z0-9+.-])(?P<scheme>[a-z][a-z0-9+.-]{0,30}://)(?P<rest>[^\s\"'<>]*)", re.IGNORECASE
)
_AUTHORITY = re.compile(r"[^/?#]*")
_NAME = re.compile(
    r"""(?<![\w.$%\[\]-])(?P<name>[\w.$%\[\]-]{1,100})\\?["']?[ \t]{0,4}(?P<is>=>?|:)[ \t]{0,4}"""
)
_QUOTED = r'\\?"[^"]*"?|\'[^\']*\'?'
_VALUES = {
    ":": re.compile(rf"{_QUOTED}|[^\r\n]+"),
    "=": re.compile(
        rf"{_QUOTED}|(?:(?:bearer|basic|digest|token)[ \t]+)?[^\s&;,\"'<>]+", re.IGNORECASE
    ),
}
"""After `password: ` the rest of the line, after `password=` all up to a space or a separator."""


def masked_links(text: str, sweep: Sweep, inner: Inner, kind: str) -> str:
    """Return a text with user, password and the secrets in the query of each link masked."""
    if "://" not in text:
        return text
    return _LINK.sub(lambda found: _masked_link(found, sweep, inner, kind), text)


def _masked_link(found: re.Match[str], sweep: Sweep, inner: Inner, kind: str) -> str:
    authority = _AUTHORITY.match(found["rest"])
    host = authority[0] if authority else ""
    address, hash_mark, fragment = found["rest"][len(host) :].partition("#")
    path, question_mark, query = address.partition("?")
    query = masked_form(query, sweep, inner, kind, IN_LINKS)
    if "=" in fragment:  # a token for the script of a page (RFC 6749 section 4.2.2)
        fragment = masked_form(fragment, sweep, inner, kind, IN_LINKS)
    where = masked_user(host, sweep, kind)
    return f"{found['scheme']}{where}{path}{question_mark}{query}{hash_mark}{fragment}"


def masked_user(authority: str, sweep: Sweep, kind: str) -> str:
    """Return `user:password@host` without user and password."""
    user, at, host = authority.rpartition("@")
    if not at or user in ("", MASK):
        return authority
    name, _, password = user.partition(":")
    sweep.know(name, least=MIN_COOKIE)
    sweep.know(password)
    return f"{sweep.hide(user, kind)}@{host}"


def masked_pairs(text: str, sweep: Sweep, kind: str) -> str:
    """Return a text with what stands beside the names of secrets masked."""
    pieces, position, done = [], 0, 0
    while found := _NAME.search(text, position):
        position = found.end()
        if not sweep.is_secret(found["name"]):
            continue
        value = _VALUES[found["is"][:1]].match(text, position)
        if value is None:
            continue
        pieces += [text[done:position], _hidden(value[0], sweep, kind)]
        position = done = value.end()
    return "".join([*pieces, text[done:]])


def _hidden(value: str, sweep: Sweep, kind: str) -> str:
    mark = value[0] if value[0] in "\"'" else ""
    plain = value.strip("\"'\\") if value[0] in "\"'\\" else value.rstrip()
    if plain in ("", MASK):
        return value
    closing = mark if mark and value.endswith(mark) and len(value) > 1 else ""
    return f"{mark}{sweep.hide(plain, kind)}{closing}"
