"""Secrets that are told by their looks, under whatever name: JWTs, card numbers, known tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from requestbin.inspection.masking.octets import decoded_base64
from requestbin.inspection.masking.sweep import JWT_MASK, MASK, Sweep


@dataclass(frozen=True, slots=True)
class Look:
    """What a kind of secret looks like: the group `secret` of `pattern`, where `also` says so."""

    pattern: re.Pattern[str]
    mask: str = MASK
    also: Callable[[str], bool] = lambda _: True


def _is_card(text: str) -> bool:
    """Tell whether the check digit is right (ISO/IEC 7812-1, the Luhn formula)."""
    digits = [int(letter) for letter in text if letter.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


_CARD = r"(?:4\d{2}|5[1-5]\d|2[2-7]\d|3[47]\d|3[068]\d|35\d|6[045]\d|62\d)"
"""How the numbers of card issuers begin, as far as they are long enough to be told from ids."""

LOOKS = (
    Look(re.compile(r"(?<![\w-])(?P<secret>eyJ[\w-]{8,}(?:\.[\w-]*){2,4})", re.ASCII), JWT_MASK),
    Look(re.compile(r"(?i)(?<!\w)bearer[ \t]{1,8}(?P<secret>[\w.~+/=-]{16,})", re.ASCII)),
    Look(
        re.compile(r"(?i)(?<!\w)basic[ \t]{1,8}(?P<secret>[\w+/-]{6,}={0,2})", re.ASCII),
        also=lambda text: ":" in decoded_base64(text),
    ),
    Look(
        re.compile(
            r"(?<![A-Za-z0-9])(?P<secret>[sr]k_(?:live|test)_\w{10,}|whsec_[\w+/=-]{16,}"
            r"|gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}"
            r"|xapp-[\w-]{10,}|SG\.[\w-]{10,}\.[\w-]{10,}|AIza[\w-]{30,}|npm_\w{30,}"
            r"|shp(?:at|ca|pa|ss)_\w{20,}|sq0[a-z]{3}-[\w-]{20,}|sk-[\w-]{20,}|rb(?:b|u)_[\w-]{20,})",
            re.ASCII,
        )
    ),
    Look(
        re.compile(
            r"(?i)(?:hooks\.slack\.com/\w+/|discord(?:app)?\.com/api/(?:v\d+/)?webhooks/"
            r"|api\.telegram\.org/(?:file/)?bot|webhook\.office\.com/webhookb2/"
            r"|hooks\.zapier\.com/hooks/catch/|maker\.ifttt\.com/use/)(?P<secret>[^\s?#\"'<>]+)"
        )
    ),
    Look(re.compile(r"PRIVATE KEY-----(?P<secret>.+?)(?:-----END|\Z)", re.DOTALL)),
    Look(
        re.compile(rf"(?<![\d.])(?P<secret>{_CARD}\d{{10,16}})(?![\d.])", re.ASCII), also=_is_card
    ),
    Look(
        re.compile(
            rf"(?<!\d)(?P<secret>{_CARD}\d([ -])"
            r"(?:\d{4}\2\d{4}\2\d{1,7}|\d{6}\2\d{4,5}))(?!\d)",
            re.ASCII,
        ),
        also=_is_card,
    ),
)


def masked_looks(text: str, sweep: Sweep, kind: str) -> str:
    """Return a text without what looks like a secret."""
    for look in LOOKS:
        text = look.pattern.sub(partial(_hidden, look, sweep, kind), text)
    return text


def _hidden(look: Look, sweep: Sweep, kind: str, found: re.Match[str]) -> str:
    secret = found["secret"]
    if not look.also(secret):
        return found[0]
    start = found.start("secret") - found.start()
    before, after = found[0][:start], found[0][start + len(secret) :]
    return before + sweep.hide(secret, kind, mask=look.mask) + after
