"""Tells an API key from a signing secret: what is pasted most often in its place."""

from __future__ import annotations

import re

from requestbin.providers.doctor.sentences import an
from requestbin.providers.provider import Provider
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.tokens import Token

MAX_CHARACTERS = 4096
MIN_CHARACTERS = 12
"""A shorter text is no key; it may be a word that somebody chose."""

KINDS: tuple[tuple[str, str], ...] = (
    (r"(?:ghp|gho|ghu|ghs|ghr)_\w{20,}", "a GitHub token"),
    (r"github_pat_\w{20,}", "a GitHub token"),
    (r"glpat-[\w-]{15,}", "a GitLab token"),
    (r"xox[abeprs]-[\w-]{10,}", "a Slack token"),
    (r"xapp-[\w-]{10,}", "a Slack token"),
    (r"(?:AKIA|ASIA)[A-Z0-9]{16}", "an AWS access key id"),
    (r"AIza[\w-]{35}", "a Google API key"),
    (r"ya29\.[\w-]{20,}", "a Google access token"),
    (r"SG\.[\w-]{16,}\.[\w-]{16,}", "a SendGrid API key"),
    (r"EAA[A-Za-z0-9]{30,}", "a Meta access token"),
    (r"shp(?:at|ca|pa)_[0-9a-f]{32}", "a Shopify access token"),
    (r"sk-(?:ant|proj)-[\w-]{20,}", "an API key"),
    (r"pat-(?:na|eu)\d-[0-9a-f-]{36}", "a HubSpot access token"),
    (r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}", "an Airtable token"),
    (r"sq0(?:atp|csp)-[\w-]{20,}", "a Square token"),
    (r"npm_\w{36}", "an npm token"),
    (r"dop_v1_[0-9a-f]{64}", "a DigitalOcean token"),
    (r"lin_api_\w{20,}", "a Linear API key"),
    (r"ntn_\w{20,}", "a Notion token"),
    (r"eyJ[\w-]+\.eyJ[\w-]+\.[\w-]*", "a JSON Web Token"),
    (r"\d{8,10}:[\w-]{35}", "a Telegram bot token"),
    (r"https?://\S+", "an address"),
    (r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+", "a private key"),
)
"""What keys that nobody else's secrets look like are, the whole text. Beginnings that several use,
such as `sk_live_`, are told by the rows alone: one provider's API key is another's secret."""
_COMPILED = tuple((re.compile(pattern), kind) for pattern, kind in KINDS)
_PRIVATE = "a private key"


def pasted_key(provider: Provider, text: str) -> str:
    """Return the sentence that says `text` is a key and no signing secret, "" where it may be one.

    A format counts only where the provider's own secret does not look so. Never raises.
    """
    text = text.strip().strip("\"'")
    if not MIN_CHARACTERS <= len(text) <= MAX_CHARACTERS or _own(provider, text):
        return ""
    kind = _own_key(provider, text) or next(
        (kind for pattern, kind in _COMPILED if pattern.fullmatch(text)), ""
    )
    if not kind or (kind == _PRIVATE and _keyed(provider)):
        return ""
    return f"That is {kind}, not {an(provider.secret_name)}. It was not stored. {_where(provider)}"


def _keyed(provider: Provider) -> bool:
    """Tell whether a key pair can stand for its secret: tests are signed with the private part."""
    return any(not isinstance(each, Hmac | Token) for each in provider.schemes)


def _own_key(provider: Provider, text: str) -> str:
    """Name a key that begins as the row says; a short beginning must not be that of a word."""
    for beginning in provider.api_keys:
        if text.startswith(beginning) and (_marked(beginning) or _random(text)):
            named = next((kind for pattern, kind in _COMPILED if pattern.fullmatch(text)), "")
            return named if provider.name.split()[0].strip(",") in named else "an API key"
    return ""


def _marked(beginning: str) -> bool:
    return len(beginning) > 3 and beginning.endswith(("_", "-", "."))


def _random(text: str) -> bool:
    """Tell whether a text looks made by a machine: 20 characters or more, digits among letters."""
    return len(text) >= 20 and bool(re.fullmatch(r"[\w.-]+", text)) and bool(re.search(r"\d", text))


def _own(provider: Provider, text: str) -> bool:
    """Tell whether a text looks as the provider's own secrets do."""
    beginnings = re.findall(r"([A-Za-z][\w-]*[_-])…", provider.secret_hint)  # as in `whsec_…`
    return any(text.startswith(each) for each in beginnings)


def _where(provider: Provider) -> str:
    if provider.secret_where:
        return f"In {provider.name}: {provider.secret_where}."
    hint = f" ({provider.secret_hint})" if provider.secret_hint else ""
    return f"Paste the {provider.secret_name} of {provider.name}{hint}."
