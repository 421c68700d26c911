"""A request judged and signed by a provider's schemes: the two things everything else asks for."""

from __future__ import annotations

from requestbin.http import Request
from requestbin.providers import catalog
from requestbin.providers.provider import Provider
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.scheme import Scheme
from requestbin.providers.signatures.secrets import Secret
from requestbin.providers.signatures.verdict import Reason, Verdict, refused


def verify(request: Request, provider: str | Provider, secret: Secret, *, now: float) -> Verdict:
    """Judge whether `provider` sent `request`, whose URL is as the provider signed it.

    `provider` is a slug or a row; `secret` a text, or a mapping where a provider needs several
    values or has several secrets at a time; `now` is in Unix seconds. Raises UnknownProvider (a
    LookupError) for a slug that is none, and nothing else.
    """
    row, schemes = _chosen(provider)
    if not schemes:
        return refused(Reason.NOT_SIGNED_BY_PROVIDER, scheme=f"{row.name} signs nothing")
    seen = Seen(request)
    present = [each for each in schemes if each.present(seen)]
    if not present and row.never_signs(seen):
        sentence = f"{row.name} does not sign requests like this one"
        return refused(Reason.NOT_SIGNED_BY_PROVIDER, scheme=sentence)
    present = present or list(schemes[:1])
    suited = [each for each in present if each.suits(secret)] or present
    verdicts: list[Verdict] = []
    for each in suited:
        verdict = each.verify(seen, secret, now)
        if verdict.authentic:  # stale, too: an older kind beside it has no time and would hide that
            return verdict
        verdicts.append(verdict)
    return max(verdicts, key=lambda verdict: verdict.rank)


def sign(
    request: Request,
    provider: str | Provider,
    secret: Secret,
    *,
    now: float,
    event_id: str = "",
) -> Request:
    """Return `request` signed as `provider` would at `now`, with `event_id` where one is given.

    The scheme is the one by which it is signed already, else the provider's usual one. A request
    comes back as it was where nothing can sign it (`unsignable` says why). Raises UnknownProvider.
    """
    row, schemes = _chosen(provider)
    seen = Seen(request)
    if row.never_signs(seen) and not any(each.present(seen) for each in schemes):
        return request
    for each in _for_signing(schemes, seen):
        signed = each.sign(request, secret, now, event_id)
        if signed is not None:
            return signed
    return request


def unsignable(provider: str | Provider, secret: Secret) -> str:
    """Return the sentence that says why `sign` would change nothing, "" where it can sign."""
    row, schemes = _chosen(provider)
    if not schemes:
        return f"{row.name} does not sign its webhooks."
    if any(each.signs_with(secret) for each in schemes):
        return ""
    if not secret:
        return f"To sign as {row.name} does takes its {row.secret_name}."
    if not row.shared:
        return (
            f"Only {row.name} has the private key. Make a test key pair, and give its public"
            " part to your app."
        )
    return f"This cannot be a {row.secret_name} of {row.name}."


def _for_signing(schemes: tuple[Scheme, ...], seen: Seen) -> list[Scheme]:
    present = [each for each in schemes if each.present(seen)]
    return [*present, *(each for each in schemes if each not in present)]


def _chosen(provider: str | Provider) -> tuple[Provider, tuple[Scheme, ...]]:
    if isinstance(provider, Provider):
        return provider, provider.schemes
    return catalog.named(provider)
