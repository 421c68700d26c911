"""What docs/providers.md says of each provider and of the table's words, made from the table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from requestbin.providers import PROVIDERS, Provider
from requestbin.providers.places import KINDS
from requestbin.providers.provider import Sure
from requestbin.providers.samples.generator import events, providers_with_samples
from requestbin.providers.signatures.encodings import ENCODINGS
from requestbin.providers.signatures.hashes import ALGORITHMS
from requestbin.providers.signatures.moments import UNITS
from requestbin.providers.signatures.parts import PARTS
from requestbin.providers.signatures.secrets import KEYS

NGROK_VERIFIES = 69
"""Providers that ngrok's verify-webhook lists, as of November 2026."""
SURE = {
    Sure.SOURCE: "library",
    Sure.DOCS: "documentation",
    Sure.SECONDARY: "others' code",
    Sure.MEMORY: "**memory**",
}
URL = ("path", "query", "host")

PLACES = {
    "header": "`header:X-Signature`: a header, in any letter case",
    "bearer": "`bearer`: the token of `Authorization: Bearer`",
    "query": "`query:sig`: a field of the query",
    "form": "`form:token`: a field of a form, urlencoded or multipart",
    "json": "`json:data.id`: a field of the JSON; `*` stands for every item of a list",
    "json-key": "`json-key:id`: the name of the first field of the JSON, but `id`",
    "form-json": "`form-json:payload.type`: a field of the JSON that a form's field holds",
    "parameter": "`parameter:sig`: a field of the form, else of the JSON, else of the query",
}
TEMPLATE = {
    "body": "the exact bytes of the body",
    "timestamp": "the time, as it is written",
    "id": "the id, as it is written",
    "method": "the method",
    "url": "the URL",
    "url with port": "the same with its port written",
    "url without port": "the same without a port",
    "unquoted url": "the same with a few escapes decoded (HubSpot)",
    "target": "path and query",
    "path": "the path",
    "params": "names and values of the form, by name (Twilio)",
    "sorted query": "the query, by name",
    "joined query": "the same without anything between (Shopify's app proxies)",
    "crc32": "the body's CRC-32 in decimal (PayPal)",
    "sha256": "the body's SHA-256, 32 bytes",
    "ascii body": "the body with what is not ASCII escaped (Box)",
    "low bytes": "the low byte of each UTF-16 unit (Trello)",
    "underscored parameters": "the parameters by name, `&` and `=` made `_` (Vonage)",
    "notification fields": "eight fields of a notification (Adyen)",
    "topic fields": "the named fields of a message (Amazon SNS)",
    "manifest": "ids and time (Mercado Pago)",
    "lower manifest": "the same with the id in lower case",
    "signed headers": "the headers that a header lists (Contentful)",
    "escaped target": "path and query, escaped twice (Contentful)",
    "listed headers": "the headers that the signature lists (Coinbase)",
    "url and parameters": "URL and form, by name (Plivo)",
    "php fields": "the form as PHP serializes it (Paddle Classic)",
}
KEY_FORMS = {
    "utf8": "the text itself",
    "base64": "what its base64 stands for",
    "hex": "what its hex stands for",
    "whsec": "what the base64 after `whsec_` stands for",
    "whsec or utf8": "the same, or without `whsec_` the text",
    "utf8 or whsec": "both are tried",
    "sha1": "the SHA-1 of the text",
    "nfkd": "the text in Unicode's compatibility form",
}
TIMES = {"s": "Unix seconds", "ms": "milliseconds", "rfc3339": "`2026-11-30T18:00:00Z`"}
WRITTEN = {"hex": "small letters", "base64": "padded", "base64url": "not padded"}

_SECTION = "(<!-- {} -->\n).*?(?=<!-- end -->)"


def providers(text: str) -> str:
    """Return docs/providers.md with counts, table and vocabulary as the code has them."""
    made = {"counts": _counts(), "table": _table(), "vocabulary": _vocabulary()}
    for name, content in made.items():
        section = re.compile(_SECTION.format(name), re.DOTALL)
        text = section.sub(lambda found, new=content: f"{found[1]}\n{new}\n", text)  # type: ignore[misc]
    return text


def _counts() -> str:
    signing = [row for row in PROVIDERS if row.schemes]
    shared = [row for row in signing if any(each.shared for each in row.schemes)]
    checks = [row for row in PROVIDERS if row.handshake]
    sampled = providers_with_samples()
    return (
        f"**{len(PROVIDERS)} providers are recognised, {len(signing)} verified** (ngrok lists "
        f"{NGROK_VERIFIES} that it verifies), {len(shared)} signed again with their secret and the "
        f"other {len(signing) - len(shared)} with a test key pair, {len(checks)} have their "
        f"handshake answered, and there are samples of {len(sampled)}.\n"
    )


def _table() -> str:
    head = (
        "| provider | verified | age | not covered | handshake | samples | sure |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    rows = sorted(PROVIDERS, key=lambda row: row.name.lower())
    return head + "".join(f"| {' | '.join(_cells(row))} |\n" for row in rows)


def _cells(row: Provider) -> list[str]:
    sampled = row.slug in providers_with_samples()
    return [
        f"[{row.name}]({row.docs}) `{row.slug}`",
        "; ".join(dict.fromkeys(_cell(each.title) for each in row.schemes)) or "nothing is signed",
        _age(row),
        ", ".join(_uncovered(row)) if row.schemes else "all of it",
        "yes" if row.handshake else "",
        str(len(events(row.slug))) if sampled else "",
        SURE[row.sure],
    ]


def _cell(title: str) -> str:
    text = re.sub(r"\s*\n\s*", " ⏎ ", title).replace("|", r"\|")
    return re.sub(r"(\S*\{.*\}\S*?)(?=,|$)", r"`\1`", text, count=1)


def _age(row: Provider) -> str:
    if row.tolerance is None:
        return ""
    ahead = {None: " back", 0: ", none ahead"}
    return f"{row.tolerance} s" + ahead.get(getattr(row.schemes[0], "ahead", None), "")


def _uncovered(row: Provider) -> Iterable[str]:
    parts = row.schemes[0].uncovered
    if set(URL) <= set(parts):
        parts = (*(part for part in parts if part not in URL), "URL")
    return parts


def _vocabulary() -> str:
    return "\n".join(
        [
            "**Places**, where a value stands:\n",
            *_listed(KINDS, PLACES, "{1}"),
            "\n**What is signed** is a template: text, and in braces a place, `{secret}`, or\n",
            *_listed(PARTS, TEMPLATE, "`{{{0}}}`: {1}"),
            "\n**Keys**, what of the secret is the key:\n",
            *_listed(KEYS, KEY_FORMS, "`{0}`: {1}"),
            "\n**Encodings** of a signature:\n",
            *_listed(ENCODINGS, WRITTEN, "`{0}`, {1}"),
            "\n**Units** of a time:\n",
            *_listed(UNITS, TIMES, "`{0}`: {1}"),
            f"\n**Algorithms**: {', '.join(f'`{each}`' for each in ALGORITHMS)}.\n",
        ]
    )


def _listed(table: Iterable[str], words: Mapping[str, str], shape: str) -> list[str]:
    """Return a line for each name of a table of the code; a name without words is an error."""
    return [f"- {shape.format(name, words[name])}" for name in table]
