"""The schemes that sign a string: where the signature and the time stand, what is signed.

One check for them all, and one signing; how a key makes or proves a signature is what differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from requestbin.http import Request
from requestbin.providers.places import Place, place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures import judging
from requestbin.providers.signatures.judging import SAME
from requestbin.providers.signatures.moments import UNITS
from requestbin.providers.signatures.parts import FORM, PARAMETERS, Signing, Template, template
from requestbin.providers.signatures.secrets import Secret, candidates
from requestbin.providers.signatures.signing import ITEM as ITEM
from requestbin.providers.signatures.signing import signed_with
from requestbin.providers.signatures.verdict import PARTS, Reason, Verdict

MAX_ITEMS = 32
"""Signatures of one request that are compared; a rotation has a few."""
_VERSION = re.compile(r"v\d+[a-z]?[=,:]")


@dataclass(frozen=True)
class Signed:
    """A signature over a string of parts.

    `signature` names one or more places, separated by spaces; `signed` one or more templates, any
    of which may match. With a `separator` the value is a list of which those items count that begin
    with `prefix`. `timestamp` is a place or `item:PREFIX`, in `unit`; `tolerance` in seconds, and
    `ahead` how many a time may lie in the future: as many (SAME), or any number (None).
    `demands` are `place=value` that must hold, `required` places that the provider always fills,
    `body_hash` a place with the hex SHA-256 of the body that is checked where it is present.
    """

    signature: str
    signed: str | tuple[str, ...] = "{body}"
    separator: str = ""
    prefix: str = ""
    encoding: str = "hex"
    trim: bool = False
    secret: str = ""
    timestamp: str = ""
    unit: str = "s"
    tolerance: int | None = None
    ahead: int | None = SAME
    id: str = ""
    nonce: str = ""
    demands: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    body_hash: str = ""
    items: str = ""
    """A place with a list whose items are signed each for itself."""
    suspect_url: str = ""
    """When a mismatch is put down to the URL: `always`, or `bare` for one without a query."""
    puts: tuple[str, ...] = ()
    """`place=value` that signing adds where nothing stands there; of several spellings one."""
    kept: str = ""
    """Begins an item of the signature's header that says what else is signed: signing keeps it."""
    yields: str = ""
    """Begins an item of a better scheme: where it is there, this one does not count."""
    unversioned: bool = False
    """Items without the prefix count, too, but those of another version."""
    words: tuple[str, ...] = ()
    """What is not covered, in words, where PARTS are too coarse."""

    shared = True
    signs_body = True

    @property
    def title(self) -> str:
        """Return the scheme in words."""
        return f"{self.method} of {self.templates[0].text}, {self.encoding}"

    @property
    def method(self) -> str:
        """Return the name of the algorithm."""
        raise NotImplementedError

    def keys(self, secret: Secret) -> list[Any]:
        """Return the keys that `secret` stands for; none where it is malformed."""
        raise NotImplementedError

    def matches(self, key: Any, message: bytes, item: str) -> bool:
        """Tell whether `item` is a signature of `message`, in constant time."""
        raise NotImplementedError

    def matching(self, key: Any, message: bytes, items: list[str]) -> str | None:
        """Return the first of `items` that is a signature of `message`, None for none."""
        return next((item for item in items if self.matches(key, message, item)), None)

    def made(self, key: Any, message: bytes) -> str | None:
        """Return the signature of `message` as it is written, None where the key cannot sign."""
        raise NotImplementedError

    def misread(self, item: str, expected: str) -> Reason:
        """Return why an item that does not match does not."""
        return Reason.SIGNATURE_MISMATCH

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """Return what may be signed, the usual first."""
        texts = (self.signed,) if isinstance(self.signed, str) else self.signed
        return tuple(template(text) for text in texts)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Return where signatures stand."""
        return tuple(place(text) for text in self.signature.split(" "))

    @cached_property
    def uncovered(self) -> tuple[str, ...]:
        """Return the parts of a request that anybody could change."""
        covers = self.templates[0].covers | ({"body"} if self.body_hash else set())
        if covers & {FORM, PARAMETERS}:
            covers |= {"body"}
        return self._but(covers | ({"query"} if PARAMETERS in covers else set()))

    def uncovered_of(self, seen: Seen) -> tuple[str, ...]:
        """Return the same of one request, whose body may be no form, or without its hash."""
        covers = self.templates[0].covers
        if self.body_hash and place(self.body_hash).value(seen):
            covers |= {"body"}
        if FORM in covers and (seen.form or not seen.body):
            covers |= {"body"}
        if PARAMETERS in covers:
            covers |= {"body" if seen.form or seen.json else "query"}
        return self._but(covers)

    def _but(self, covered: Set[str]) -> tuple[str, ...]:
        parts = (part for part in PARTS if part not in covered)
        return (*self.words, *(part for part in parts if part != "body" or not self.words))

    @property
    def signs_url(self) -> bool:
        return any(each.covers & judging.URL for each in self.templates)

    @cached_property
    def signs_secret(self) -> bool:
        """Tell whether what is signed holds the secret: nobody may see that. With a public key its
        other values are none."""
        names = {name.partition(":")[0] for each in self.templates for name in each.names}
        return self.shared and "secret" in names

    def dated(self, seen: Seen) -> tuple[float | None, float | None]:
        return self.time(seen)[1], self.tolerance

    def present(self, seen: Seen) -> bool:
        if self.yields and any(item.startswith(self.yields) for item in self.raw_items(seen)):
            return False
        return any(each.value(seen) for each in self.places)

    def wrapped(self, value: str) -> str:
        """Return the signature as its place holds it."""
        return value

    def suits(self, secret: Secret) -> bool:
        return True

    def signs_with(self, secret: Secret) -> bool:
        raise NotImplementedError

    def verify(self, seen: Seen, secret: Secret, now: float) -> Verdict:
        return judging.judge(self, seen, secret, now)

    def untrusted(self, seen: Seen) -> Reason | None:
        """Return why the key that a request names must not be believed."""
        return None

    def unkept(self, secret: Secret) -> Reason | None:
        if not candidates(secret, self.secret):
            return Reason.SECRET_MISSING
        return None if self.keys(secret) else Reason.SECRET_MALFORMED

    def received(self, seen: Seen) -> str:
        return next((value for each in self.places if (value := each.value(seen))), "")

    def raw_items(self, seen: Seen) -> list[str]:
        values = [value for each in self.places for value in each.values(seen) if value]
        if not self.separator:
            return values
        items = [item for value in values for item in value.split(self.separator)]
        return [item.strip() for item in items] if self.trim else items

    def items_of(self, seen: Seen, secret: Secret) -> list[str] | Reason:
        raw = self.raw_items(seen)
        if not raw:
            outside = self.places[0].kind in ("header", "bearer")
            return Reason.HEADER_MISSING if outside else Reason.SIGNATURE_MISSING
        prefix = self.beginning(secret)
        found = [item[len(prefix) :] for item in raw if item.startswith(prefix)]
        if self.unversioned:
            rest = (item for item in raw if item and not item.startswith(prefix))
            found += [item for item in rest if not _VERSION.match(item)]
        if found:
            return found if self.items else found[:MAX_ITEMS]
        if "{secret" in self.prefix:
            return Reason.KEY_ID_NOT_FOUND
        versions = bool(self.separator) or any(_VERSION.match(item) for item in raw)
        versioned = versions and any(each in "=,:" for each in raw[0])
        if versioned:
            return Reason.NO_SUPPORTED_SIGNATURE_VERSION
        return Reason.SIGNATURE_MALFORMED

    def beginning(self, secret: Secret) -> str:
        if "{" not in self.prefix:
            return self.prefix
        filled = template(self.prefix).message(Signing(_NOTHING, secret))
        return "" if filled is None else filled.decode("utf-8", "replace")

    def unmet(self, seen: Seen) -> Reason | None:
        for demand in self.demands:
            where, _, wanted = demand.partition("=")
            value = place(where).value(seen)
            if value is not None and value.lower() != wanted.lower():
                return Reason.ALGORITHM_NOT_ALLOWED
        return None

    def time(self, seen: Seen) -> tuple[str | None, float | None]:
        if not self.timestamp:
            return None, None
        if self.timestamp.startswith(ITEM):
            prefix = self.timestamp.removeprefix(ITEM)
            items = [item for item in self.raw_items(seen) if item.startswith(prefix)]
            written = items[0][len(prefix) :] if items else None
        else:
            written = place(self.timestamp).value(seen)
        return written, None if written is None else UNITS[self.unit].read(written)

    def messages(self, seen: Seen, secret: Secret, written: str, index: int) -> Iterator[bytes]:
        event_id = (place(self.id).value(seen) or "") if self.id else ""
        signing = Signing(seen, secret, written, event_id, index)
        for each in self.templates:
            message = each.message(signing)
            if message is not None:
                yield message

    def sign(self, request: Request, secret: Secret, now: float, event_id: str) -> Request | None:
        keys = self.keys(secret)
        return signed_with(self, keys[0], request, secret, now, event_id) if keys else None


_NOTHING = Seen(Request("", ""))
