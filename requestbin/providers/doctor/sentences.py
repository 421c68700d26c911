"""The doctor's sentences that no change has: genuine, missing, and what is only suspected."""

from __future__ import annotations

from requestbin.providers.doctor.causes import Cause
from requestbin.providers.provider import Provider
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.verdict import Reason, Verdict

MAX_IT = 160
_MALFORMED = (
    Reason.SIGNATURE_MALFORMED,
    Reason.NO_SUPPORTED_SIGNATURE_VERSION,
    Reason.TIMESTAMP_INVALID,
    Reason.TIMESTAMP_MISSING,
    Reason.ALGORITHM_NOT_ALLOWED,
    Reason.KEY_ID_NOT_FOUND,
    Reason.CERT_URL_UNTRUSTED,
)
_SAYS = {
    Reason.NO_SUPPORTED_SIGNATURE_VERSION: "It has no signature of the version that counts",
    Reason.TIMESTAMP_INVALID: "Its time cannot be read",
    Reason.TIMESTAMP_MISSING: "The time that is signed is missing",
    Reason.ALGORITHM_NOT_ALLOWED: "It names another algorithm",
    Reason.KEY_ID_NOT_FOUND: "It names another key",
    Reason.CERT_URL_UNTRUSTED: "Its certificate is not at an address of the provider",
}


def filled(text: str, it: str, provider: str) -> str:
    """Return a change's sentence with its own word and the provider's name."""
    return text.replace("{provider}", provider).replace("{it}", it[:MAX_IT])


def genuine(verdict: Verdict, provider: Provider, now: float) -> tuple[Cause, str, str]:
    """Return what is said of an authentic request, and what to do."""
    age = 0.0 if verdict.signed_at is None else now - verdict.signed_at
    limit = span(verdict.tolerance or 0)
    if verdict.reason is Reason.TIMESTAMP_TOO_OLD or verdict.reason is Reason.TOKEN_EXPIRED:
        late = f"It arrived {span(age)} after it was signed" if age > 0 else "Its time is over"
        accepted = f"; {provider.name}'s libraries accept {limit}" if verdict.tolerance else ""
        fix = "Compare the clocks, and look for what held it back."
        return Cause.LATE, f"Genuine, but late. {late}{accepted}.", fix
    if verdict.reason is Reason.TIMESTAMP_IN_FUTURE:
        sentence = f"Genuine, but signed {span(-age)} in the future: a clock is wrong."
        return Cause.AHEAD, sentence, "Compare the clocks of both sides."
    if verdict.reason is not None:
        sentence = f"Genuine, but without a header that {provider.name} always sends."
        return Cause.INCOMPLETE, sentence, "Look for what removes headers on the way."
    return Cause.GENUINE, f"Genuine. {provider.name} signed exactly these bytes.", ""


def span(seconds: float) -> str:
    """Return a span of time as people say it: `14 min`."""
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def an(noun: str) -> str:
    """Return a noun with its article."""
    spoken = noun.startswith(("HMAC", "HTTP"))
    return f"{'an' if noun[:1].lower() in 'aeio' or spoken else 'a'} {noun}"


def missing(cause: Cause, provider: Provider) -> tuple[str, str]:
    """Return what is said where nothing can be checked, and what to do."""
    if cause is Cause.NEVER_SIGNED:
        return f"{provider.name} does not sign its webhooks.", provider.note
    return "Signed, not checked yet.", f"Paste the {provider.secret_name}{_hint(provider)}."


def suspected(verdict: Verdict, provider: Provider, seen: Seen) -> tuple[Cause, str, str, bool]:
    """Return what is said where nothing was reproduced: what is seen, or to suspect the secret."""
    reason = verdict.reason
    if reason in (Reason.HEADER_MISSING, Reason.SIGNATURE_MISSING):
        sentence = "Not signed. Anyone who knows the URL could have sent it."
        fix = (
            f"Look whether {an(provider.secret_name)} is set at {provider.name}{_where(provider)}."
        )
        return Cause.UNSIGNED, sentence, fix, True
    if reason in _MALFORMED:
        says = _SAYS.get(reason, f"It is not written as {provider.name} writes it")
        sentence = f"The signature cannot be compared. {says}."
        fix = f"Sign as {provider.name} does: {provider.schemes[0].title}."
        return Cause.MALFORMED, sentence, fix, False
    if reason is Reason.SECRET_MALFORMED:
        sentence = f"What is stored cannot be {an(provider.secret_name)} of {provider.name}."
        return Cause.MALFORMED, sentence, _find(provider), True
    if reason is Reason.BODY_HASH_MISMATCH:
        sentence = (
            "The secret is right, the body is not: the signature is genuine, and holds the hash of"
            " another body. No usual change explains it."
        )
        return Cause.UNKNOWN, sentence, "Send the body exactly as it was signed.", False
    sentence = (
        "The signature does not match. No usual change explains it, so suspect the secret first."
    )
    return Cause.UNKNOWN, sentence, _find(provider), False


def _find(provider: Provider) -> str:
    name = provider.secret_name
    if provider.secret_where:
        return f"Compare the {name}{_hint(provider)} with {provider.name}'s{_where(provider)}."
    return f"Compare the {name}{_hint(provider)} with the one that {provider.name} shows."


def _hint(provider: Provider) -> str:
    return f" ({provider.secret_hint})" if provider.secret_hint else ""


def _where(provider: Provider) -> str:
    return f": {provider.secret_where}" if provider.secret_where else ""
