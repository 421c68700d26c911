"""Which names are those of secrets: the one table for headers, fields, keys and tags."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_plus

WITHIN = (
    "accesskey", "accountkey", "apikey", "appkey", "bearer", "clientassertion", "codeverifier",
    "connectionstring", "cookie", "credential", "encryptionkey", "functionskey", "jwt",
    "masterkey", "passphrase",
    "passwd", "password", "passwort", "privatekey", "samlresponse", "saskey", "secret", "sessid",
    "sessionid", "sharedkey", "signingkey", "subscriptionkey", "token",
)  # fmt: skip
"""What makes a name that of a secret wherever it stands in it, letters and digits alone."""

ENDS = (
    "authorization", "authcode", "authkey", "cardnumber", "licensekey", "mfacode", "otpcode",
    "securitycode", "userpass", "verificationcode", "webhookauth",
)  # fmt: skip
STARTS = ("session",)
WHOLE = frozenset(
    (
        "auth", "ccnumber", "csc", "cvc", "cvc2", "cvv", "cvv2", "otp", "pass", "pin", "pwd", "pw",
        "sid", "ssn", "xotp", "xpass", "xpin", "xsession", "xamzcredential", "xamzsignature",
        "xauth", "xgoogcredential", "xgoogsignature",
    )
)  # fmt: skip
"""Names that are secrets' as they are, and not as a part of another word."""

HARMLESS = frozenset(
    (
        "cachedtokens", "completiontokens", "inputtokens", "maxcompletiontokens", "maxtokens",
        "outputtokens", "prompttokens", "reasoningtokens", "tokencount", "tokentype", "totaltokens",
    )
)  # fmt: skip
"""Names that would be a secret's by a part of them, and tell the kind or the number of tokens."""

IN_LINKS = frozenset(("code", "key", "sig", "signature"))
"""What opens the door in the query of a link: it opens to whoever follows it."""
IN_QUERIES = frozenset(("code", "key"))
"""Of a request's own query, whose signature stays, to be judged by whoever reads it."""
NONE: frozenset[str] = frozenset()

_MENTIONED = (*(part for part in WITHIN if part != "jwt"), *ENDS)
"""A JWT is told by its looks, and its mask has that word in it."""

MAX_REMEMBERED = 120
"""Characters of a name whose verdict is kept: names come again and again."""
MAX_NORMALISED = 256
"""Characters that are normalised at once: accents upon one letter are sorted in quadratic time."""
_OTHER = re.compile(r"[^a-z0-9]")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})|&#x([0-9a-fA-F]{1,6});")


@dataclass(frozen=True)
class Names:
    """The table, with `more` names of secrets that only a sender's documentation tells."""

    more: frozenset[str] = NONE

    def is_secret(self, name: str, also: frozenset[str] = NONE) -> bool:
        """Tell whether what stands under `name`, however that is spelled, is to be masked.

        Letter case, separators, percent-encoding (once and twice) and Unicode's other shapes of the
        letters make no difference; `also` are names of secrets at this place alone.
        """
        judge = _remembered if len(name) <= MAX_REMEMBERED else _judged
        return judge(self.more, name, also)

    def are_mentioned(self, text: str) -> bool:
        """Tell whether a text that nothing can read has the name of a secret anywhere in it."""
        plain = _plain(unquote_plus(_UNICODE.sub(_letter, text)))
        given = {_plain(each) for each in self.more} - {""}
        return any(part in plain for part in (*_MENTIONED, *given))


def _judged(more: frozenset[str], name: str, also: frozenset[str]) -> bool:
    once = unquote_plus(name)
    spelled = {_plain(each) for each in (name, once, unquote_plus(once))}
    given = {_plain(each) for each in more}
    return any(each in also or each in given or _is_listed(each) for each in spelled if each)


_remembered = lru_cache(maxsize=4096)(_judged)


def _letter(found: re.Match[str]) -> str:
    return chr(min(int(found[1] or found[2], 16), sys.maxunicode))


def _plain(name: str) -> str:
    pieces = (name[at : at + MAX_NORMALISED] for at in range(0, len(name), MAX_NORMALISED))
    normal = "".join(unicodedata.normalize("NFKC", each) for each in pieces)
    return _OTHER.sub("", normal.casefold())


def _is_listed(name: str) -> bool:
    if name in HARMLESS:
        return False
    return (
        name in WHOLE
        or name.startswith(STARTS)
        or name.endswith(ENDS)
        or any(part in name for part in WITHIN)
    )
