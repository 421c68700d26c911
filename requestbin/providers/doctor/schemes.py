"""What goes wrong with how a request is signed or its signature written, each undone."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from requestbin.providers import catalog
from requestbin.providers.doctor.signs import looks_signed
from requestbin.providers.doctor.trial import Trial, covers
from requestbin.providers.places import place
from requestbin.providers.signatures.encodings import ENCODINGS, readings
from requestbin.providers.signatures.hashes import ALGORITHMS, Hmac
from requestbin.providers.signatures.jwts import Jwt
from requestbin.providers.signatures.scheme import Scheme
from requestbin.providers.signatures.signed import Signed

MIN_KNOWN_CHARACTERS = 12
"""Of a signature that was cut, at least so many must be there to say so: 48 bits or more."""
MAX_ITEMS = 8
TEMPLATES = (
    "{body}",
    "{timestamp}.{body}",
    "{timestamp}{body}",
    "{timestamp}:{body}",
    "{body}{timestamp}",
    "{body}.{timestamp}",
    "v0:{timestamp}:{body}",
    "v1:{timestamp}:{body}",
    "{id}.{timestamp}.{body}",
    "{id}{timestamp}{body}",
    "{url}{body}",
    "{body}{url}",
    "{method}{url}{body}",
    "{method}{url}{body}{timestamp}",
    "{method}{target}{body}",
    "{url}",
    "{url}{params}",
    "{timestamp}\n{body}",
    "{timestamp}|{body}",
)
"""What else is usually signed; what the scheme itself signs is tried with one part left out."""
_BEGINNING = re.compile(r"^[A-Za-z][\w-]{0,15}[=:, ]")
_PART = re.compile(r"\{[^{}]*\}")


def siblings(trial: Trial) -> Iterator[Trial]:
    """The provider's other schemes, in their own place and in that of this one."""
    for other in trial.provider.schemes if trial.provider else ():
        if other is trial.scheme:
            continue
        yield replace(trial, scheme=other, it=other.title)
        if isinstance(other, Hmac) and isinstance(trial.scheme, Signed):
            moved = replace(other, signature=trial.scheme.signature)
            yield replace(trial, scheme=moved, it=other.title)
            bare = replace(moved, prefix=_received_prefix(trial) or "")
            yield replace(trial, scheme=bare, it=other.title)


def algorithms(trial: Trial) -> Iterator[Trial]:
    scheme = trial.scheme
    if isinstance(scheme, Jwt):
        for name in ("HS256", "HS384", "HS512"):
            if scheme.shared and name not in scheme.algorithms:
                yield trial.with_scheme(name, algorithms=(name,))
    if not isinstance(scheme, Hmac):
        return
    for name in ALGORITHMS:
        if name != scheme.algorithm:
            it = f"HMAC-{name.upper()}" if scheme.keyed else name.upper()
            yield trial.with_scheme(it, algorithm=name)
            prefix = scheme.prefix.replace(scheme.algorithm, name)
            if prefix != scheme.prefix:
                yield trial.with_scheme(it, algorithm=name, prefix=prefix)
    if scheme.keyed:
        name = scheme.algorithm.upper().replace("SHA", "SHA-")
        for signed in (
            f"{{secret}}{scheme.templates[0].text}",
            f"{scheme.templates[0].text}{{secret}}",
        ):
            yield trial.with_scheme(
                f"a plain {name} with the secret in it", keyed=False, signed=signed
            )
    yield trial.with_scheme("plain, without a secret", keyed=False)


def encodings(trial: Trial) -> Iterator[Trial]:
    scheme = trial.scheme
    if not isinstance(scheme, Hmac):
        return
    for name in ENCODINGS:
        if name != scheme.encoding:
            yield trial.with_scheme(name, encoding=name, fold=scheme.fold and name == "hex")
    yield from respelled(trial, _double, "the hex text in base64")


def _double(expected: str, item: str) -> bool:
    for _, raw in readings(expected):
        if base64.b64encode(raw.hex().encode()).decode() == item:
            return True
    return False


def prefixes(trial: Trial) -> Iterator[Trial]:
    scheme = trial.scheme
    if isinstance(scheme, Hmac):
        if scheme.prefix:
            yield trial.with_scheme(f"`{scheme.prefix}` is missing", prefix="")
        for prefix in _received_prefixes(trial):
            if prefix != scheme.prefix:
                yield trial.with_scheme(f"`{prefix}` is before it", prefix=prefix)
    else:
        yield from respelled(trial, lambda expected, item: item.endswith(f" {expected}"), "")


def _received_prefix(trial: Trial) -> str | None:
    """Return what stands before the signature as it was received: `sha1=`."""
    return next(iter(_received_prefixes(trial)), None)


def _received_prefixes(trial: Trial) -> list[str]:
    if not isinstance(trial.scheme, Signed):
        return []
    items = [item.strip() for item in trial.scheme.raw_items(trial.seen)[:MAX_ITEMS]]
    return [found[0] for item in items if (found := _BEGINNING.match(item))]


def respelled(trial: Trial, same: Callable[[str, str], bool], it: str) -> Iterator[Trial]:
    """Yield the trial with the signature that was expected, where the received one is `same` but
    for its spelling."""
    scheme = trial.scheme
    if not isinstance(scheme, Hmac):
        return
    written, _ = scheme.time(trial.seen)
    prefix = scheme.beginning(trial.secret)
    items = [each for each in scheme.raw_items(trial.seen) if len(each) >= MIN_KNOWN_CHARACTERS]
    bare = {item: item.strip(" \"'").removeprefix(prefix) for item in items}
    for message in scheme.messages(trial.seen, trial.secret, written or "", 0):
        for key in scheme.keys(trial.secret):
            expected = scheme.made(key, message)
            for item, received in bare.items():
                if received and same(expected, received):
                    value = scheme.received(trial.seen).replace(item, prefix + expected)
                    request = scheme.places[0].put(trial.seen.request, value)
                    other = replace(trial, seen=type(trial.seen)(request), it=it)
                    if other.seen.request != trial.seen.request:
                        yield other


def letter_case(trial: Trial) -> Iterator[Trial]:
    yield from respelled(trial, lambda expected, it: it.lower() == expected.lower(), "")
    scheme = trial.scheme
    if isinstance(scheme, Hmac) and scheme.prefix:
        received = _received_prefix(trial) or ""
        if received.lower() == scheme.prefix.lower():
            yield trial.with_scheme("", prefix=received)


def cut(trial: Trial) -> Iterator[Trial]:
    def short(expected: str, item: str) -> bool:
        return len(item) >= MIN_KNOWN_CHARACTERS and expected.startswith(item.rstrip("=."))

    def long(expected: str, item: str) -> bool:
        return item.startswith(expected)

    yield from respelled(trial, short, "cut short")
    yield from respelled(trial, long, "followed by something")


def templates(trial: Trial) -> Iterator[Trial]:
    scheme = trial.scheme
    if not isinstance(scheme, Hmac):
        return
    own = scheme.templates[0].text
    for each in dict.fromkeys((*_less_one(own), *(TEMPLATES if scheme.keyed else ()))):
        if each and each != own:
            yield trial.with_scheme(f"`{each}`".replace("\n", "\\n"), signed=each)


def _less_one(template: str) -> Iterator[str]:
    """A template less one of its parts, with what stands before or after it."""
    for found in _PART.finditer(template):
        before, after = template[: found.start()], template[found.end() :]
        yield before + after
        yield before + re.sub(r"^[^{]+", "", after)
        yield re.sub(r"[^}]+$", "", before) + after


def others(trial: Trial) -> Iterator[Trial]:
    """The schemes of other providers: in their own place, then in that of this one."""
    for row in catalog.PROVIDERS:
        for other in row.schemes:
            if row is not trial.provider and _apart(other, trial) and other.present(trial.seen):
                yield replace(trial, scheme=other, it=row.name)


def alike(trial: Trial) -> Iterator[Trial]:
    scheme = trial.scheme
    if not isinstance(scheme, Signed):
        return
    tried = set()
    for row in catalog.PROVIDERS:
        for other in row.schemes:
            if not isinstance(other, Hmac) or other.items:
                continue
            moved = replace(other, signature=scheme.signature)
            if other.timestamp and not _filled(other.timestamp, trial):
                moved = replace(moved, timestamp=scheme.timestamp, unit=scheme.unit)
            shape = (moved.signed, moved.algorithm, moved.key, moved.encoding, moved.prefix)
            if shape not in tried and other is not scheme:
                tried.add(shape)
                yield replace(trial, scheme=moved, it=row.name)


def _filled(where: str, trial: Trial) -> bool:
    """Tell whether a time stands where another scheme has it."""
    return not where.startswith("item:") and bool(place(where).value(trial.seen))


def _apart(other: Scheme, trial: Trial) -> bool:
    """Tell whether another scheme would explain anything: a token that says nothing of the body
    is genuine whatever was done to that."""
    tells = "body" in covers(other) or "body" not in covers(trial.scheme)
    return other.shared and other != trial.scheme and tells


def headers(trial: Trial) -> Iterator[Trial]:
    """The scheme with its signature in another header that looks like one."""
    scheme = trial.scheme
    if not isinstance(scheme, Hmac) or scheme.present(trial.seen):
        return
    for found in looks_signed(trial.seen.request):
        it = found.header
        yield trial.with_scheme(it, signature=f"header:{it}")
        prefix, separator = found.prefix, found.separator
        yield trial.with_scheme(
            it, signature=f"header:{it}", prefix=prefix, separator=separator, trim=bool(separator)
        )
