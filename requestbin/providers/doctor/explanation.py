"""Why an app refuses a genuine request: which usual mistake computes exactly what it computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from requestbin.http import Request
from requestbin.providers.doctor.addresses import APP_URLS
from requestbin.providers.doctor.api_keys import pasted_key
from requestbin.providers.doctor.bodies import ENDS, WRITINGS
from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.changes import OTHERS, SIGNED
from requestbin.providers.doctor.difference import Difference, difference
from requestbin.providers.doctor.dumps import APP_BODIES, CONVERSIONS
from requestbin.providers.doctor.keys import SECRETS
from requestbin.providers.doctor.search import Found, Pairs, Search
from requestbin.providers.doctor.sentences import filled
from requestbin.providers.doctor.spelling import raws_of, spelling
from requestbin.providers.doctor.times import TIMES
from requestbin.providers.doctor.trial import Change, Check, Trial, hashed, proves
from requestbin.providers.provider import Provider
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.secrets import Secret, candidates
from requestbin.providers.signatures.signed import Signed

MAX_CHARACTERS = 4096
MAX_OTHERS = 8
"""Other secrets that an app may use instead."""

SINGLES: tuple[Change, ...] = (
    *(*ENDS, *SECRETS, *APP_URLS, *TIMES, *APP_BODIES, *WRITINGS),
    *(*CONVERSIONS, *SIGNED, OTHERS[-1]),
)
PAIRS: Pairs = (
    (SIGNED, (*APP_BODIES, *CONVERSIONS)),
    (SECRETS, (*APP_BODIES, *CONVERSIONS)),
    (SIGNED, SECRETS),
    (APP_URLS, (*APP_BODIES, *CONVERSIONS)),
    (SIGNED, SIGNED),
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an app does otherwise, in a sentence and one thing to do.

    `sure`: exactly that computes what the app computed. `signed` is what should be signed,
    `difference` is between that and what the app signed, as far as it is known.
    """

    cause: Cause
    sentence: str
    fix: str
    sure: bool
    causes: tuple[Cause, ...] = ()
    expected: str = ""
    signed: bytes = b""
    difference: Difference | None = None


def explain(
    request: Request,
    provider: Provider,
    secret: Secret,
    *,
    computed: str | None = None,
    signed_string: str | bytes | None = None,
    app_secret: str | None = None,
    now: float,
    urls: Sequence[str] = (),
    others: Sequence[tuple[str, Secret]] = (),
) -> Explanation:
    """Name the mistake that computes what an app computed of a genuine request. Never raises.

    `computed` is the signature it computed, `signed_string` what it signed, `app_secret` the secret
    it uses: any of them may be given. `urls` are other addresses of the bin or the app, `others`
    other secrets of the provider by their labels.
    """
    start = _genuine(request, provider, secret, now, tuple(urls))
    if start is None:
        sentence = "This request is not genuine with the stored secret, so the app may be right."
        return Explanation(Cause.UNKNOWN, sentence, "Find out what is wrong with it first.", False)
    starts = [start]
    if app_secret is not None and app_secret != secret:
        starts.append(replace(start, secret=app_secret))
    starts += [replace(start, secret=each, it=label) for label, each in others[:MAX_OTHERS]]
    if computed is not None and computed.strip():
        return _by_signature(start, starts, computed.strip()[:MAX_CHARACTERS])
    if signed_string is not None:
        return _by_string(start, starts, signed_string)
    return _by_secret(start, app_secret, others)


def _genuine(
    request: Request, provider: Provider, secret: Secret, now: float, urls: tuple[str, ...]
) -> Trial | None:
    seen = Seen(request)
    trials = [Trial(seen, secret, each, now, urls, "", provider) for each in provider.schemes]
    return next((each for each in trials if proves(each)), None)


def _by_signature(start: Trial, starts: list[Trial], computed: str) -> Explanation:
    expected = _expected(start)
    told = spelling(expected, computed, start)
    if told is not None:
        return Explanation(*told, True, (told[0],), expected, start.message)
    wanted = raws_of(computed)
    if not wanted or hashed(start) is None:
        sentence = "That is not written as a signature is: hex or base64 of 16 to 64 bytes."
        return Explanation(Cause.MALFORMED, sentence, f"It should be {expected}.", False)

    def computes(trial: Trial) -> bool:
        scheme = hashed(trial)
        if scheme is None:
            return False
        keys = scheme.keys(trial.secret)
        return any(
            scheme.digest(key, message) in wanted for message in trial.messages() for key in keys
        )

    if _swapped(start, wanted):
        sentence = "Your app swaps them: it uses what is signed as the key, and signs the secret."
        fix = "The secret is the key: look up the order in which the function takes them."
        cause = Cause.ALGORITHM
        return Explanation(cause, sentence, fix, True, (cause,), expected, start.message)
    found = _find(computes, starts)
    if found is not None:
        return _told(found, start, starts, expected)
    sentence = "No usual mistake computes that signature of this request."
    fix = "Paste the string that your app signs, or the secret it uses, to compare them."
    return Explanation(Cause.UNKNOWN, sentence, fix, False, expected=expected, signed=start.message)


def _swapped(trial: Trial, wanted: set[bytes]) -> bool:
    scheme = hashed(trial)
    if scheme is None or not scheme.keyed:
        return False
    keys = scheme.keys(trial.secret)
    return any(scheme.digest(each, key) in wanted for each in trial.messages() for key in keys)


def _find(check: Check, starts: list[Trial]) -> Found | None:
    for each in starts[1:]:
        if check(each):
            return Found(each, starts[0], ())
    return Search(check, SINGLES, PAIRS).find(starts)


def _told(found: Found, start: Trial, starts: list[Trial], expected: str) -> Explanation:
    name = start.provider.name if start.provider else ""
    sentences = [filled(change.app, it, name) for change, it in found.steps]
    fixes = dict.fromkeys(filled(change.app_fix, it, name) for change, it in found.steps)
    causes = found.causes
    used = found.start if found.steps else found.trial
    if used in starts[1:]:
        sentences.insert(0, _named(used.it) if used.it else _ANOTHER)
        fixes = {_USE: None} | fixes
        causes = (*causes, Cause.OTHER_SECRET)
    return Explanation(
        causes[0],
        " ".join(sentences),
        " ".join(fixes),
        True,
        causes,
        expected,
        start.message,
        difference(start.message, found.trial.message),
    )


_ANOTHER = "Your app uses another secret than the one that signed this request."
_USE = "Use the secret of this very endpoint."


def _named(label: str) -> str:
    return f'Your app uses your secret "{label}", and another one signed this request.'


def _by_string(start: Trial, starts: list[Trial], text: str | bytes) -> Explanation:
    given = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    right = start.messages()
    expected = _expected(start)
    if given in right:
        sentence = "Your app signs exactly the right string."
        fix = "Compare the secret, the algorithm, and how the signature is written."
        cause = Cause.COMPARISON
        return Explanation(cause, sentence, fix, True, (cause,), expected, start.message)
    if _pasted(given) in [_pasted(each) for each in right]:
        sentence = "Your app signs the right string, as far as a pasted text shows its line ends."
        fix = "Paste the signature that it computed, to be sure."
        cause = Cause.COMPARISON
        return Explanation(cause, sentence, fix, False, (cause,), expected, start.message)
    strings = [each for each in starts if isinstance(each.scheme, Signed)]
    found = Search(lambda trial: given in trial.messages(), SINGLES, PAIRS).find(strings)
    if found is not None:
        return _told(found, start, [start], expected)
    apart = difference(start.message, given)
    at = apart.offset if apart else 0
    sentence = f"It differs from what was signed from byte {at} on."
    fix = "Look at the bytes that differ."
    return Explanation(Cause.UNKNOWN, sentence, fix, False, (), expected, start.message, apart)


def _pasted(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").rstrip(b"\n")


def _by_secret(
    start: Trial, app_secret: str | None, others: Sequence[tuple[str, Secret]]
) -> Explanation:
    expected = _expected(start)
    if app_secret is None:
        sentence = "This request is genuine: with the stored secret its signature matches."
        fix = "Paste what your app computed, to see what it does otherwise."
        return Explanation(Cause.GENUINE, sentence, fix, True, (), expected, start.message)
    trial = replace(start, secret=app_secret)
    if proves(trial):
        sentence = "Your app's secret is the right one."
        fix = "Paste the signature that your app computes: it must sign something else."
        return Explanation(Cause.COMPARISON, sentence, fix, True, (), expected, start.message)
    name = start.provider.name if start.provider else ""
    found = Search(proves, SECRETS, ()).find([trial])
    if found is not None:
        change, it = found.steps[0]
        sentence = filled(change.sentence, it, name)
        fix = filled(change.app_fix, it, name)
        return Explanation(change.cause, sentence, fix, True, found.causes, expected, start.message)
    labels = (label for label, each in others if app_secret in candidates(each))
    label, cause = next(labels, ""), Cause.OTHER_SECRET
    key = pasted_key(start.provider, app_secret) if start.provider else ""
    if key and not label:
        sentence, _, fix = key.partition(" It was not stored. ")
        return Explanation(cause, sentence, fix, True, (cause,), expected, start.message)
    sentence = _named(label) if label else _ANOTHER
    return Explanation(cause, sentence, _USE, True, (cause,), expected, start.message)


def _expected(start: Trial) -> str:
    scheme = start.scheme
    if not isinstance(scheme, Signed):
        return start.scheme.verify(start.seen, start.secret, start.now).expected
    items = scheme.items_of(start.seen, start.secret)
    pairs = [(key, each) for key in scheme.keys(start.secret) for each in start.messages()]
    for key, message in pairs:
        for item in items if isinstance(items, list) else ():
            if scheme.matches(key, message, item):
                return item
    return ""
