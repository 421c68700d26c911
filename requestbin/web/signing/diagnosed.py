"""Why a signature is wrong, found out once for each request and set of secrets."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from hashlib import blake2b

from requestbin.bins.keyring import MADE
from requestbin.bins.models import CapturedRequest
from requestbin.providers.doctor import Cause, Diagnosis, diagnose
from requestbin.providers.verdicts import BAD
from requestbin.web.signing.judged import Judged
from requestbin.web.signing.sentences import Said

MAX_KEPT = 256

HEADS = {
    "secret": "The secret is not the same.",
    "url": "Signed for another URL.",
    "time": "The time is not the same.",
    "other": "Signed in another way.",
    "malformed": "The signature cannot be compared.",
    "unknown": "The signature does not match.",
}
"""First words by the first word of a cause; a body that was changed has the rest."""
CHANGED = "Changed on the way."
ANOTHER_WAY = (
    *(Cause.ALGORITHM, Cause.ENCODING, Cause.PREFIX, Cause.LETTER_CASE, Cause.TRUNCATED),
    *(Cause.TEMPLATE, Cause.OTHER_SCHEME, Cause.OTHER_HEADER, Cause.OTHER_PROVIDER),
)

_kept: OrderedDict[bytes, Diagnosis] = OrderedDict()
_one_at_a_time = threading.Lock()


def diagnosis_of(row: CapturedRequest, judged: Judged) -> Diagnosis | None:
    """Return why the signature of a request is wrong, None where it is not or cannot be known.

    It takes up to a second, so what was found is kept, less the secrets, and who asks for the same
    meanwhile waits for it.
    """
    if judged.said.tone != BAD or not judged.known:
        return None
    key = _key(row, judged)
    with _one_at_a_time:
        found = _kept.get(key)
        if found is None:
            now = judged.received_at.timestamp()
            made = diagnose(judged.request, judged.provider, list(judged.known), now=now)
            found = _less_sure(replace(made, secret=None, request=None), judged)
        _kept[key] = found
        _kept.move_to_end(key)
        while len(_kept) > MAX_KEPT:
            _kept.popitem(last=False)
    return found


def _less_sure(found: Diagnosis, judged: Judged) -> Diagnosis:
    """Return a diagnosis that does not send people to look at a secret which nobody gave."""
    if found.cause is not Cause.UNKNOWN or any(label != MADE for label, _ in judged.known):
        return found
    name, secret = judged.provider.name, judged.provider.secret_name
    sentence = f"{HEADS['unknown']} The only secret of {name} here was made for samples."
    return replace(found, sentence=sentence, fix=f"Give the {secret} that {name} signs with.")


def said_by(diagnosis: Diagnosis) -> Said:
    """Return a diagnosis as a verdict is said."""
    head = head_of(diagnosis.cause)
    if diagnosis.cause is Cause.OTHER_SECRET:
        return Said(BAD, diagnosis.sentence, diagnosis.fix)
    return Said(BAD, head, diagnosis.sentence.removeprefix(head).strip())


def head_of(cause: Cause) -> str:
    """Return the first words about a cause."""
    if cause in ANOTHER_WAY:
        return HEADS["other"]
    return HEADS.get(cause.value.partition("_")[0], CHANGED)


def _key(row: CapturedRequest, judged: Judged) -> bytes:
    parts = (row.bin_id, row.seq, judged.request.url, judged.provider.schemes, judged.known)
    return blake2b(repr(parts).encode("utf-8", "surrogatepass")).digest()
