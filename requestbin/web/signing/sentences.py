"""THE TABLE of what is said of a signature: a sentence for each reason, and how each looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from requestbin.inspection.moments import span
from requestbin.providers import Provider, Reason, Verdict
from requestbin.providers.verdicts import BAD, GOOD, NEUTRAL, WARN
from requestbin.web.words import joined

"""The tones of `providers.verdicts` are drawn as a disc, a triangle, a square and a ring; a word
always says the same."""

ANYONE = "Anyone who knows the URL could have sent it."


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in words: `head` in two or three, `text` with one fact and one thing to do; code
    stands between backticks."""

    tone: str
    head: str
    text: str


REASONS: Mapping[Reason, tuple[str, str, str]] = {
    Reason.SIGNATURE_MISSING: (
        NEUTRAL,
        "Not signed.",
        "{name} puts its signature into {place}, and this request has none. {anyone}",
    ),
    Reason.HEADER_MISSING: (
        NEUTRAL,
        "Not signed.",
        "{name} puts its signature into {place}, and this request has none. {anyone}",
    ),
    Reason.NO_SUPPORTED_SIGNATURE_VERSION: (
        BAD,
        "No signature that counts.",
        "{place} holds no signature of the version that {name}'s libraries check.",
    ),
    Reason.SIGNATURE_MALFORMED: (
        BAD,
        "Not a signature.",
        "What stands in {place} is cut off, or is no signature of {name} at all.",
    ),
    Reason.KEY_ID_NOT_FOUND: (
        BAD,
        "Signed with another key.",
        "The request names a key that is not among your secrets. Add that one, too.",
    ),
    Reason.ALGORITHM_NOT_ALLOWED: (
        BAD,
        "Signed in another way.",
        "The request names an algorithm that {name} does not sign with, so it was not believed.",
    ),
    Reason.CERT_URL_UNTRUSTED: (
        BAD,
        "The certificate is not {name}'s.",
        "The request names an address for it where {name} keeps none. It was not fetched.",
    ),
    Reason.SECRET_MISSING: (
        NEUTRAL,
        "Signed, not checked yet.",
        "Paste the {secret}: we check this request and those before it.",
    ),
    Reason.SECRET_MALFORMED: (
        NEUTRAL,
        "Signed, not checked.",
        "What is stored cannot be a {secret} of {name}. Give the right one.",
    ),
    Reason.TIMESTAMP_MISSING: (
        BAD,
        "The time of signing is missing.",
        "{name} signs it along with the body, so something took it away, or another sent this.",
    ),
    Reason.TIMESTAMP_INVALID: (
        BAD,
        "The time of signing is no time.",
        "{name} signs it along with the body; what stands there cannot be read as one.",
    ),
    Reason.SIGNATURE_MISMATCH: (
        BAD,
        "The signature does not match.",
        "Either the secret is another one, or what arrived is not what was signed.",
    ),
    Reason.SIGNATURE_MISMATCH_URL: (
        BAD,
        "Signed for another URL.",
        "{name} signs the URL that you registered with it, and this bin was reached by another.",
    ),
    Reason.SIGNATURE_WRONG_ENCODING: (
        BAD,
        "The right signature, written otherwise.",
        "Its bytes are right, and {name} writes them in another encoding.",
    ),
    Reason.BODY_HASH_MISMATCH: (
        BAD,
        "The body is not the one that was signed.",
        "The signature is genuine and holds a hash, which is that of other bytes.",
    ),
    Reason.URL_HASH_MISMATCH: (
        BAD,
        "Signed for another URL.",
        "The signature is genuine and holds a hash, which is that of another URL.",
    ),
    Reason.ISSUER_MISMATCH: (
        BAD,
        "Signed in another name.",
        "The token is signed with your secret, and says that somebody else than {name} made it.",
    ),
    Reason.TOKEN_EXPIRED: (
        WARN,
        "Genuine, but expired.",
        "The token had ended when the request arrived. Something held it back, or a clock is"
        " wrong.",
    ),
    Reason.TIMESTAMP_TOO_OLD: (
        WARN,
        "Genuine, but late.",
        "It arrived {age} after it was signed; {name}'s libraries accept {tolerance}. Something"
        " held it back, or a clock is wrong.",
    ),
    Reason.TIMESTAMP_IN_FUTURE: (
        WARN,
        "Genuine, but signed ahead of time.",
        "It arrived {age} before the time that it was signed at. A clock is wrong, here or there.",
    ),
    Reason.NOT_SIGNED_BY_PROVIDER: (
        NEUTRAL,
        "{name} does not sign webhooks.",
        "So nothing proves that this is one. {note}",
    ),
}
"""Every reason: how it looks, its first words, and the rest."""

INCOMPLETE = Said(
    WARN,
    "Genuine, but incomplete.",
    "The signature is right. {missing} is missing, which {name} always sends; its libraries refuse"
    " such a request.",
)

PLACES = {
    "header": "the header `{}`",
    "query": "`{}` in the query",
    "form": "the field `{}`",
    "json": "`{}` in the body",
    "parameter": "the field `{}`",
    "bearer": "`Authorization`",
}
PARTS = {"headers": "other headers"}
URL = ("path", "query", "host")
YEAR_SECONDS = 365 * 86400


def said_of(provider: Provider, verdict: Verdict, received_at: datetime, missing: str = "") -> Said:
    """Return what is said of a verdict on a request of `provider`; `missing` is the header that it
    lacks."""
    if verdict.reason is None:
        return Said(GOOD, "Genuine.", _genuine(provider, verdict, received_at))
    tone, head, text = REASONS[verdict.reason]
    if verdict.authentic and verdict.reason is Reason.HEADER_MISSING:
        tone, head, text = INCOMPLETE.tone, INCOMPLETE.head, INCOMPLETE.text
    words = {
        "name": provider.name,
        "secret": provider.secret_name,
        "place": place_of(provider),
        "anyone": ANYONE,
        "missing": f"`{missing}`" if missing else "A header",
        "note": provider.note,
        "age": _age(verdict, received_at),
        "tolerance": span(verdict.tolerance or 0),
    }
    return Said(tone, _filled(head, words), _filled(text, words).strip())


def place_of(provider: Provider) -> str:
    """Return where a provider puts its signature: the header `Stripe-Signature`."""
    if not provider.schemes:
        return "a header"
    first = str(getattr(provider.schemes[0], "signature", "")).split(" ")[0]
    kind, _, name = first.partition(":")
    return PLACES.get(kind, "the header `{}`").format(name or "Signature")


def parts_in_words(uncovered: Sequence[str]) -> str:
    """Return what a signature does not cover, in words: `method, URL and other headers`."""
    parts = list(uncovered)
    if all(each in parts for each in URL):
        parts[parts.index(URL[0])] = "URL"
        parts = [each for each in parts if each not in URL]
    return joined([PARTS.get(each, each) for each in parts])


def when_of(verdict: Verdict, received_at: datetime) -> str:
    """Return how long before its arrival a request was signed, "" where nothing tells."""
    if verdict.signed_at is None:
        return ""
    arrived = received_at.timestamp()
    if abs(arrived - verdict.signed_at / 1000) < YEAR_SECONDS:
        return "with a time in milliseconds, which counts as far in the future"
    seconds = arrived - verdict.signed_at
    if abs(seconds) < 1:
        return "in the second it arrived"
    return f"{span(abs(seconds))} {'before' if seconds > 0 else 'after'} it arrived"


def _genuine(provider: Provider, verdict: Verdict, received_at: datetime) -> str:
    if not verdict.signed:
        return (
            f"It carries your {provider.secret_name}, which proves who sent it, and nothing of"
            " what it says."
        )
    what = "exactly these bytes" if "body" not in verdict.uncovered else "it"
    when = when_of(verdict, received_at)
    rest = parts_in_words(verdict.uncovered)
    return f"{provider.name} signed {what}{f', {when}' if when else ''}." + (
        f" Not covered by the signature: {rest}." if rest else ""
    )


def _age(verdict: Verdict, received_at: datetime) -> str:
    return span(abs(received_at.timestamp() - (verdict.signed_at or 0)))


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Fill in words; those of a provider of one's own may hold braces."""
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", word)
    return text
