"""The field's usual mistakes, each put into a valid request, with what the doctor must call it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from requestbin.http import Headers, Request
from requestbin.providers import Secret, provider_of
from requestbin.providers.doctor import Cause
from requestbin.providers.doctor.trial import Trial, covers, signs_time
from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.moments import UNITS
from requestbin.providers.signatures.signed import ITEM
from tests.providers.doctor.cases import RICH, Case, Unsignable


@dataclass(frozen=True)
class Spoiled:
    """What the doctor is given."""

    request: Request
    secrets: list[tuple[str, Secret]]
    others: tuple[str, ...] = ()


Spoil = Callable[[Case], Spoiled | None]


@dataclass(frozen=True)
class Mistake:
    """`causes`: what it may be called; UNKNOWN where nobody could reproduce it."""

    name: str
    causes: tuple[Cause, ...]
    spoil: Spoil

    def put(self, case: Case) -> Spoiled | None:
        """Return the request with this mistake, None where there is none to make."""
        try:
            return self.spoil(case)
        except (Unsignable, UnicodeError):
            return None


def _with(case: Case, request: Request, *others: str) -> Spoiled:
    return Spoiled(request, [("live", case.secret)], others)


def body(change: Callable[[bytes], bytes], before: Callable[[bytes], bytes] | None = None) -> Spoil:
    """Sign the body after `before`, then change it."""

    def spoil(case: Case) -> Spoiled | None:
        if "body" not in covers(case.scheme) or case.provider.slug in ("linear", "pusher"):
            return None
        original = before(case.request.body) if before else case.request.body
        if before and original == case.request.body:
            return None
        signed = case.sign(replace(case.request, body=original))
        if signed.body != original:  # the signature stands in the body
            changed = change(case.request.body)
            return _with(case, replace(case.request, body=changed))
        return _with(case, replace(signed, body=change(signed.body)))

    return spoil


def json_body(
    change: Callable[[bytes], bytes], before: Callable[[bytes], bytes] | None = None
) -> Spoil:
    return lambda case: body(change, before)(case) if case.json else None


def form_body(
    change: Callable[[bytes], bytes], before: Callable[[bytes], bytes] | None = None
) -> Spoil:
    return lambda case: body(change, before)(case) if case.form else None


def redump(**options: object) -> Callable[[bytes], bytes]:
    return lambda raw: json.dumps(json.loads(raw), **options).encode()  # type: ignore[arg-type]


def rich(raw: bytes) -> bytes:
    """A body whose keys are in no order."""
    return RICH.replace(b"evt_1", b"evt_3")


def by_javascript(raw: bytes) -> bytes:
    """As JSON.stringify(JSON.parse(...)) writes it: 10.0 is 10."""
    whole = json.loads(
        raw, parse_float=lambda text: int(float(text)) if float(text).is_integer() else float(text)
    )
    return json.dumps(whole, separators=(",", ":"), ensure_ascii=False).encode()


def by_php(raw: bytes) -> bytes:
    return json.dumps(json.loads(raw), separators=(",", ":")).replace("/", "\\/").encode()


def by_go(raw: bytes) -> bytes:
    text = json.dumps(json.loads(raw), separators=(",", ":"), ensure_ascii=False)
    for each in "<>&":
        text = text.replace(each, f"\\u{ord(each):04x}")
    return text.encode()


def secret(
    stored: Callable[[str], str],
    signed: Callable[[str], str] = lambda text: text,
    only: Callable[[Case], bool] = lambda case: True,
) -> Spoil:
    """Sign with the secret after `signed`, and store it after `stored`."""

    def spoil(case: Case) -> Spoiled | None:
        if not isinstance(case.secret, str) or not only(case):
            return None
        request = case.sign(case.request, signed(case.secret))
        return Spoiled(request, [("live", stored(case.secret))])

    return spoil


def signed_key(form: str) -> Spoil:
    """Sign with the key made otherwise: decoded, or not."""

    def spoil(case: Case) -> Spoiled | None:
        scheme = case.scheme
        if not isinstance(scheme, Hmac) or scheme.key == form or not isinstance(case.secret, str):
            return None
        text = case.secret
        if form == "base64" and scheme.key == "utf8":
            text = base64.b64encode(b"thirty-two bytes of a secret key").decode()
        if form == "hex" and scheme.key == "utf8":
            text = "c0ffee12" * 8
        other = replace(scheme, key=form)
        if not other.keys(text) or other.keys(text) == scheme.keys(text):
            return None
        return Spoiled(case.sign(case.request, text, other), [("live", text)])

    return spoil


def other_secret(case: Case) -> Spoiled | None:
    stored = case.secret
    wrong: Secret = _turned(stored)
    return Spoiled(case.request, [("test", wrong), ("live", stored)])


def _turned(value: Secret) -> Secret:
    if isinstance(value, str):
        head, _, tail = value.rpartition("_")
        return (f"{head}_" if head else "") + tail[::-1]
    return {name: text[::-1] for name, text in (value or {}).items()}


def wrong_secret(case: Case) -> Spoiled | None:
    return Spoiled(case.request, [("live", _turned(case.secret))])


def url(
    signed: Callable[[str], str], *others: str, headers: tuple[tuple[str, str], ...] = ()
) -> Spoil:
    """Sign another URL than the one that is asked about."""

    def spoil(case: Case) -> Spoiled | None:
        if "url" not in covers(case.scheme):
            return None
        made = case.sign(replace(case.request, url=signed(case.request.url)))
        request = replace(made, url=case.request.url, headers=made.headers.plus(*headers))
        return _with(case, request, *others)

    return spoil


def time(change: Callable[[Case, str], str | None]) -> Spoil:
    """Change the time that stands in the request."""

    def spoil(case: Case) -> Spoiled | None:
        scheme = case.scheme
        if not isinstance(scheme, Hmac) or not signs_time(scheme):
            return None
        trial = Trial(Seen(case.request), case.secret, scheme, case.now)
        written, _ = scheme.time(trial.seen)
        other = change(case, written or "")
        made = trial.with_time(other) if other else None
        return _with(case, made.seen.request) if made else None

    return spoil


def other_unit(case: Case, written: str) -> str | None:
    unit = getattr(case.scheme, "unit", "s")
    return {"s": f"{written}000", "ms": written[:-3], "rfc3339": str(int(case.now))}[unit]


def shifted(seconds: int) -> Callable[[Case, str], str]:
    return lambda case, _: UNITS[getattr(case.scheme, "unit", "s")].write(case.now + seconds)


def scheme(**fields: object) -> Spoil:
    """Sign with other fields of the scheme."""

    def spoil(case: Case) -> Spoiled | None:
        if not isinstance(case.scheme, Hmac) or case.scheme.items:
            return None
        changed = {name: getattr(case.scheme, name) for name in fields} != fields
        if not changed:
            return None
        other = replace(case.scheme, **fields)  # type: ignore[arg-type]
        return _with(case, case.sign(case.request, None, other))

    return spoil


def algorithm(name: str) -> Spoil:
    return lambda case: (
        scheme(algorithm=name)(case) if getattr(case.scheme, "keyed", False) else None
    )


def encoding(case: Case) -> Spoiled | None:
    now = getattr(case.scheme, "encoding", "")
    return scheme(encoding="hex" if now != "hex" else "base64")(case)


def no_prefix(case: Case) -> Spoiled | None:
    return scheme(prefix="")(case) if getattr(case.scheme, "prefix", "") else None


def other_prefix(case: Case) -> Spoiled | None:
    prefix = getattr(case.scheme, "prefix", "")
    return scheme(prefix="sig=")(case) if prefix and "{" not in prefix else None


def value(change: Callable[[str], str]) -> Spoil:
    """Change the signature as it is written."""

    def spoil(case: Case) -> Spoiled | None:
        it = case.scheme
        if not isinstance(it, Hmac) or it.items or it.places[0].kind == "json":
            return None
        seen = Seen(case.request)
        item = it.items_of(seen, case.secret)
        assert isinstance(item, list)
        text = it.received(seen).replace(item[-1], change(item[-1]))
        return _with(case, it.places[0].put(case.request, text))

    return spoil


def no_time(case: Case) -> Spoiled | None:
    it = case.scheme
    if not isinstance(it, Hmac) or "timestamp" not in it.templates[0].names or not it.keyed:
        return None
    return scheme(signed="{body}")(case) if "body" in it.templates[0].names else None


def sibling(case: Case) -> Spoiled | None:
    """The signature of the provider's other scheme in this one's header."""
    for other in case.provider.schemes:
        if isinstance(other, Hmac) and isinstance(case.scheme, Hmac) and other is not case.scheme:
            if other.places[0].kind != "header" or case.scheme.places[0].kind != "header":
                continue
            moved = replace(other, signature=str(case.scheme.places[0]))
            return _with(case, case.sign(case.request, None, moved))
    return None


def as_other(slug: str) -> Spoil:
    """The request is another provider's, with the same secret."""

    def spoil(case: Case) -> Spoiled | None:
        row = provider_of(slug)
        if row is None or row is case.provider or not isinstance(case.secret, str):
            return None
        other = row.schemes[0]
        if any(each == other for each in case.provider.schemes):
            return None
        bare = replace(case.request, headers=Headers([("Content-Type", "application/json")]))
        made = other.sign(bare, case.secret, case.now, "")
        if made is None or any(each.present(Seen(made)) for each in case.provider.schemes):
            return None
        return _with(case, made)

    return spoil


def known_test_secret(case: Case) -> Spoiled | None:
    for text in case.provider.test_secrets:
        return _with(case, case.sign(case.request, text))
    return None


def by_name(case: Case) -> Spoiled | None:
    """The signer writes its keys by name, and sends them as they were."""
    if not case.json:
        return None
    dumped = redump(sort_keys=True, separators=(",", ":"), ensure_ascii=False)(case.request.body)
    signed = case.sign(replace(case.request, body=dumped))
    return _with(case, replace(signed, body=case.request.body))


def zipped(case: Case) -> Spoiled | None:
    return body(lambda raw: gzip.compress(raw, mtime=0))(case)


def unzipped(case: Case) -> Spoiled | None:
    return (
        body(gzip.decompress, lambda raw: gzip.compress(raw, mtime=0))(case) if case.json else None
    )


def renamed_header(case: Case) -> Spoiled | None:
    it = case.scheme
    if not isinstance(it, Hmac) or it.places[0].kind != "header" or it.timestamp.startswith(ITEM):
        return None
    name = it.places[0].name
    text = Seen(case.request).header(name.lower()) or ""
    bare = replace(case.request, headers=case.request.headers.without(name))
    made = place("header:X-Renamed-Signature").put(bare, text)
    return (
        None
        if any(each.present(Seen(made)) for each in case.provider.schemes)
        else _with(case, made)
    )


def two(first: Spoil, stored: Callable[[str], str]) -> Spoil:
    """One mistake, and the secret stored wrongly beside."""

    def spoil(case: Case) -> Spoiled | None:
        made = first(case)
        if made is None or not isinstance(case.secret, str):
            return None
        return Spoiled(made.request, [("live", stored(case.secret))])

    return spoil
