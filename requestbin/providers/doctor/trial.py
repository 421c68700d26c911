"""One attempt to make a signature match: the request, secret and scheme as a change leaves them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from requestbin.providers.doctor.causes import Cause
from requestbin.providers.places import place
from requestbin.providers.provider import Provider
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.judging import SECRET
from requestbin.providers.signatures.jwts import Jwt
from requestbin.providers.signatures.messages import MessageSignature
from requestbin.providers.signatures.parts import FORM, PARAMETERS
from requestbin.providers.signatures.scheme import Scheme
from requestbin.providers.signatures.secrets import Secret
from requestbin.providers.signatures.signed import Signed
from requestbin.providers.signatures.signing import ITEM
from requestbin.providers.signatures.verdict import Reason

BODY_PARTS = frozenset(("body", FORM, PARAMETERS))
REWRITTEN = 8
"""As many bytes are hashed while one of a form is read, or one is written otherwise."""
URL_PARTS = frozenset(("path", "query", "host", PARAMETERS))


@dataclass(frozen=True, slots=True)
class Trial:
    """`it` is what a change's sentence says of this one: `a newline`, `sha1`. `known` are other
    addresses of the bin; `now` is when the request arrived, in Unix seconds."""

    seen: Seen
    secret: Secret
    scheme: Scheme
    now: float = 0.0
    known: tuple[str, ...] = ()
    it: str = ""
    provider: Provider | None = None

    @property
    def body(self) -> bytes:
        """Return the body of the request."""
        return self.seen.request.body

    @property
    def url(self) -> str:
        """Return the URL of the request."""
        return self.seen.request.url

    def with_body(self, body: bytes, it: str = "") -> Trial:
        """Return this trial with another body."""
        return replace(self, seen=Seen(replace(self.seen.request, body=body)), it=it)

    def with_url(self, url: str, it: str = "") -> Trial:
        """Return this trial with another URL."""
        return replace(self, seen=self.seen.at(url), it=it)

    def with_secret(self, change: Callable[[str], str], it: str = "") -> Trial:
        """Return this trial with every text of its secret changed."""
        return replace(self, secret=changed(self.secret, change), it=it)

    def with_scheme(self, it: str = "", **fields: Any) -> Trial:
        """Return this trial with other fields of its scheme."""
        scheme: Any = self.scheme
        return replace(self, scheme=replace(scheme, **fields), it=it)

    def with_time(self, written: str, it: str = "") -> Trial | None:
        """Return this trial with another time where its scheme signs one, else None."""
        scheme = self.scheme
        if not isinstance(scheme, Signed) or not signs_time(scheme):
            return None
        if not scheme.timestamp.startswith(ITEM):
            request = place(scheme.timestamp).put(self.seen.request, written)
            return replace(self, seen=Seen(request), it=it)
        prefix, value = scheme.timestamp.removeprefix(ITEM), scheme.received(self.seen)
        items = value.split(scheme.separator)
        for index, item in enumerate(items):
            if item.strip().startswith(prefix):
                items[index] = item[: item.index(prefix)] + prefix + written
                request = scheme.places[0].put(self.seen.request, scheme.separator.join(items))
                return replace(self, seen=Seen(request), it=it)
        return None

    @property
    def size(self) -> int:
        """Return about how many bytes a check of this trial hashes; what is signed rewritten, or
        in other spellings too, counts more, as that is slow to make (22 ms of 256 KiB)."""
        count = len(self.scheme.templates) if isinstance(self.scheme, Signed) else 1
        weight = REWRITTEN if rewrites(self.scheme) else 2 * count - 1
        return (len(self.body) + len(self.url) + 200) * weight

    @property
    def message(self) -> bytes:
        """Return what is signed, with a word in place of a secret that is part of it; b"" where a
        part of it is not there."""
        return next(iter(self.messages(hide=True)), b"")

    def messages(self, hide: bool = False) -> list[bytes]:
        """Return all that may be signed; with `hide`, a word stands in place of a secret."""
        scheme = self.scheme
        if not isinstance(scheme, Signed):
            return [self.body]
        written, _ = scheme.time(self.seen)
        secret = SECRET if hide and scheme.signs_secret else self.secret
        return list(scheme.messages(self.seen, secret, written or "", 0))


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that goes wrong. `apply` yields trials in which it is undone.

    `sentence` and `fix` are for a request whose signature is wrong; `app` and `app_fix` for an app
    that computes another signature than a genuine request has. `{it}` is the trial's own word.
    `mends` is what must be covered by the signature for this to matter: `body`, `url`, or "".
    """

    cause: Cause
    sentence: str
    fix: str
    app: str
    app_fix: str
    apply: Callable[[Trial], Iterable[Trial]]
    mends: str = ""

    def matters(self, scheme: Scheme) -> bool:
        """Tell whether this could change what `scheme` checks."""
        return not self.mends or self.mends in covers(scheme)


Check = Callable[[Trial], bool]


def proves(trial: Trial) -> bool:
    """Tell whether the signature of a trial matches, whatever its age."""
    scheme = trial.scheme
    if not isinstance(scheme, Signed) or scheme.items or not scheme.shared:
        return scheme.verify(trial.seen, trial.secret, trial.now).authentic
    items = scheme.items_of(trial.seen, trial.secret)
    if isinstance(items, Reason):
        return False
    written, _ = scheme.time(trial.seen)
    keys = scheme.keys(trial.secret)
    for message in scheme.messages(trial.seen, trial.secret, written or "", 0):
        for key in keys:
            if scheme.matching(key, message, items) is not None:
                return (
                    not scheme.body_hash
                    or scheme.verify(trial.seen, trial.secret, trial.now).authentic
                )
    return False


def covers(scheme: Scheme) -> frozenset[str]:
    """Return which of `body` and `url` a signature of `scheme` covers."""
    if isinstance(scheme, MessageSignature):
        return frozenset(("body", "url"))
    if isinstance(scheme, Jwt):
        named = (("body", scheme.body_claim), ("url", scheme.url_claim))
        return frozenset(part for part, claim in named if claim)
    if not isinstance(scheme, Signed):
        return frozenset()
    parts = {part for each in scheme.templates for part in each.covers}
    body = bool(parts & BODY_PARTS) or bool(scheme.body_hash)
    return frozenset((*(("body",) * body), *(("url",) * bool(parts & URL_PARTS))))


def rewrites(scheme: Scheme) -> bool:
    """Tell whether `scheme` signs a body otherwise than it came: its fields, or in ASCII."""
    if not isinstance(scheme, Signed):
        return False
    return any(
        each.covers & {FORM, PARAMETERS} or "ascii body" in each.names for each in scheme.templates
    )


def signs_time(scheme: Scheme) -> bool:
    """Tell whether the time is part of what `scheme` signs."""
    if not isinstance(scheme, Signed) or not scheme.timestamp:
        return False
    return any("timestamp" in each.names or "manifest" in each.names for each in scheme.templates)


def hashed(trial: Trial) -> Hmac | None:
    """Return the scheme of a trial where it is a hash with a shared secret."""
    return trial.scheme if isinstance(trial.scheme, Hmac) else None


def changed(secret: Secret, change: Callable[[str], str]) -> Secret:
    """Return a secret with each of its texts changed."""
    if isinstance(secret, Mapping):
        return {
            name: change(text) if isinstance(text, str) else text for name, text in secret.items()
        }
    return None if secret is None else change(secret)
