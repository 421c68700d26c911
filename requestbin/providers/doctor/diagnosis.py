"""Why a signature is wrong: the change that makes it right, or an honest "suspect the secret"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from requestbin.http import Request
from requestbin.providers.doctor.api_keys import pasted_key
from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.difference import Difference, difference
from requestbin.providers.doctor.search import Found, Search
from requestbin.providers.doctor.sentences import (
    filled,
    genuine,
    missing,
    suspected,
)
from requestbin.providers.doctor.trial import Trial, proves
from requestbin.providers.provider import Provider
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.check import verify
from requestbin.providers.signatures.scheme import Scheme
from requestbin.providers.signatures.secrets import Secret, candidates
from requestbin.providers.signatures.verdict import Verdict

MAX_SECRETS = 6

Secrets = Sequence[tuple[str, Secret]]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with a request, in a sentence and one thing to do.

    `sure`: the signature was reproduced, or nothing had to be. `causes`: all that was undone, the
    first being `cause`. `request`, `secret` and `scheme` are those with which it matches, `label`
    is the secret's; `difference` is between what was signed and what came.
    """

    cause: Cause
    sentence: str
    fix: str
    sure: bool
    causes: tuple[Cause, ...] = ()
    request: Request | None = None
    secret: Secret = None
    label: str = ""
    scheme: str = ""
    difference: Difference | None = None


def diagnose(
    request: Request,
    provider: Provider,
    secrets: Secrets,
    *,
    now: float,
    others: Sequence[str] = (),
) -> Diagnosis:
    """Find what makes the signature of `request` match. Never raises.

    `secrets` are (label, secret), the one in use first; `now` is when the request arrived, in Unix
    seconds; `others` are other addresses of the bin: what the provider may have called instead.
    """
    if not provider.schemes:
        return _plain(Cause.NEVER_SIGNED, missing(Cause.NEVER_SIGNED, provider))
    secrets = [pair for pair in secrets if candidates(pair[1])][:MAX_SECRETS]
    if not secrets:
        return _plain(Cause.NO_SECRET, missing(Cause.NO_SECRET, provider))
    judged = [
        (label, secret, verify(request, provider, secret, now=now)) for label, secret in secrets
    ]
    for index, (label, secret, verdict) in enumerate(judged):
        if verdict.authentic:
            return _authentic(request, provider, index, secrets[0][0], label, secret, verdict, now)
    starts = [
        (label, Trial(Seen(request), secret, scheme, now, tuple(others), provider=provider))
        for label, secret in secrets
        for scheme in _schemes(provider, request, secret)
    ]
    found = Search(proves).find([trial for _, trial in starts])
    if found is None:
        return _unproven(request, provider, secrets[0][1], judged[0][2])
    label = next(label for label, trial in starts if trial is found.start)
    return _proven(found, provider, label, secrets[0][0])


def _schemes(provider: Provider, request: Request, secret: Secret) -> list[Scheme]:
    seen = Seen(request)
    present = [each for each in provider.schemes if each.present(seen)] or list(provider.schemes)
    return [each for each in present if each.suits(secret)] or present


def _plain(cause: Cause, words: tuple[str, str], sure: bool = True) -> Diagnosis:
    return Diagnosis(cause, words[0], words[1], sure, (cause,))


def _authentic(
    request: Request,
    provider: Provider,
    index: int,
    first: str,
    label: str,
    secret: Secret,
    verdict: Verdict,
    now: float,
) -> Diagnosis:
    cause, sentence, fix = genuine(verdict, provider, now)
    causes: tuple[Cause, ...] = (cause,)
    if index:
        sentence = f'Signed with your secret "{label}".'
        fix = f'Your code would need that one, not "{first}".'
        causes = (Cause.OTHER_SECRET, *(each for each in causes if each is not Cause.GENUINE))
    return Diagnosis(causes[0], sentence, fix, True, causes, request, secret, label, verdict.scheme)


def _proven(found: Found, provider: Provider, label: str, first: str) -> Diagnosis:
    changes = [(change, filled(change.sentence, it, provider.name)) for change, it in found.steps]
    sentence = " ".join(text for _, text in changes)
    fix = " ".join(
        dict.fromkeys(filled(change.fix, it, provider.name) for change, it in found.steps)
    )
    causes = found.causes
    if label != first:
        sentence = f'Signed with your secret "{label}". {sentence}'
        causes = (*causes, Cause.OTHER_SECRET)
    trial = found.trial
    return Diagnosis(
        causes[0],
        sentence,
        fix,
        True,
        causes,
        trial.seen.request,
        trial.secret,
        label,
        trial.scheme.title,
        difference(trial.message, replace(found.start, it="").message),
    )


def _unproven(request: Request, provider: Provider, secret: Secret, verdict: Verdict) -> Diagnosis:
    key = next(filter(None, (pasted_key(provider, text) for text in candidates(secret))), "")
    cause, sentence, fix, sure = suspected(verdict, provider, Seen(request))
    if key and cause is Cause.UNKNOWN:
        sentence = f"{sentence} What is stored looks like an API key."
    return Diagnosis(cause, sentence, fix, sure, (cause,))
