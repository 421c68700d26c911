"""Every change in the order in which it is tried, and which are tried together."""

from __future__ import annotations

from requestbin.providers.doctor import schemes
from requestbin.providers.doctor.addresses import URLS
from requestbin.providers.doctor.bodies import ENDS, WRITINGS
from requestbin.providers.doctor.causes import Cause
from requestbin.providers.doctor.keys import SECRETS
from requestbin.providers.doctor.times import TIMES
from requestbin.providers.doctor.trial import Change

_SIGN = "Sign as {provider} does: see the code for it."

SPELLED = (
    Change(
        Cause.PREFIX,
        "The signature is right but for what stands before it: {it}.",
        "Send the header exactly as {provider} does.",
        "Your app computes the right signature but for what stands before it: {it}.",
        "Cut off what stands before the signature, on both sides, then compare.",
        schemes.prefixes,
    ),
    Change(
        Cause.ENCODING,
        "The signature is right but written in another way: {it}.",
        "Write the signature's bytes as {provider} does.",
        "Your app computes the right signature and writes it in another way: {it}.",
        "Write the signature's bytes as {provider} does.",
        schemes.encodings,
    ),
    Change(
        Cause.LETTER_CASE,
        "The signature is right but for its upper and lower case.",
        "Send the signature exactly as it was made.",
        "Your app computes the right signature in another letter case.",
        "Write it as {provider} does, or compare the bytes that both stand for.",
        schemes.letter_case,
    ),
    Change(
        Cause.TRUNCATED,
        "The signature is right as far as it goes, but {it}.",
        "Send the whole header: something cut or lengthened it.",
        "Your app computes the right signature, but {it}.",
        "Compare the whole signature.",
        schemes.cut,
    ),
)
"""Changes of how the signature is written."""

SIGNED = (
    Change(
        Cause.OTHER_SCHEME,
        "The signature is one of {provider}'s other kind: {it}.",
        "Send each signature in its own header, and check with the scheme of that header.",
        "Your app computes {provider}'s other signature: {it}.",
        "Compare it with the header that it belongs to, or compute the other one.",
        schemes.siblings,
    ),
    Change(
        Cause.ALGORITHM,
        "The signature matches with another algorithm: {it}.",
        _SIGN,
        "Your app uses another algorithm: {it}.",
        _SIGN,
        schemes.algorithms,
    ),
    Change(
        Cause.TEMPLATE,
        "The signature is made over {it}, not over what {provider} signs.",
        _SIGN,
        "Your app signs {it}.",
        _SIGN,
        schemes.templates,
    ),
)
"""Changes of what is signed, and how."""

OTHERS = (
    Change(
        Cause.OTHER_HEADER,
        "The signature stands in another header: `{it}`.",
        "Send it under the name that {provider} uses.",
        "",
        "",
        schemes.headers,
    ),
    Change(
        Cause.OTHER_PROVIDER,
        "It is signed with your secret as {it} signs.",
        "Choose {it} for this bin, if that is who sends.",
        "Your app signs as {it} does.",
        _SIGN,
        schemes.others,
    ),
    Change(
        Cause.OTHER_PROVIDER,
        "The signature is made as {it} makes it, not as {provider} does.",
        _SIGN,
        "Your app signs as {it} does.",
        _SIGN,
        schemes.alike,
    ),
)
"""Schemes of somebody else."""

SINGLES: tuple[Change, ...] = (
    *ENDS,
    *SECRETS,
    *SPELLED,
    *URLS,
    *TIMES,
    *WRITINGS,
    *SIGNED,
    *OTHERS,
)
"""The simple and the usual first: of two changes that lead to the same bytes, the first is told."""

PAIRS: tuple[tuple[tuple[Change, ...], tuple[Change, ...]], ...] = (
    (ENDS, SECRETS),
    (SPELLED, SECRETS),
    (URLS, SECRETS),
    (ENDS, SPELLED),
    (ENDS, WRITINGS),
    (TIMES[:1], SECRETS),
    (ENDS, URLS),
    (ENDS, TIMES[:1]),
    (SIGNED, SECRETS),
    (SIGNED, ENDS),
    (SIGNED, SPELLED),
    (WRITINGS, SECRETS[:3]),
    (SIGNED, WRITINGS),
)
"""What goes wrong together, as far as the budget of tries reaches."""
