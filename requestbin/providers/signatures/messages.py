"""HTTP Message Signatures (RFC 9421): the request says itself which parts are signed."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import http_sf
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
)
from http_message_signatures.digests import ContentDigest

from requestbin.http import Request
from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures import message_keys
from requestbin.providers.signatures.judging import aged
from requestbin.providers.signatures.moments import whole
from requestbin.providers.signatures.secrets import Secret
from requestbin.providers.signatures.urls import ascii_url
from requestbin.providers.signatures.verdict import Reason, Verdict, refused

TITLE = "RFC 9421 message signature"
COVERED = ("@method", "@authority", "@path", "content-digest")
"""What a signature made here covers, where the request names nothing else."""
AHEAD_SECONDS = 5
MAX_LABELS = 8
"""Signatures that one request may have: for each and each key, all its headers are read anew."""
MADE = ("Content-Digest", "Signature-Input", "Signature")


@dataclass(frozen=True)
class MessageSignature:
    """A `Signature` with its `Signature-Input`. A secret is a key, or a mapping with `keyid` and
    `key` (PEM, or text) or `key_base64` (a shared key)."""

    tolerance: int | None = None
    signature: str = "header:Signature"

    shared = True
    signs_url = signs_body = True
    title = TITLE
    uncovered = ("what the request does not name",)

    def dated(self, seen: Seen) -> tuple[float | None, float | None]:
        parameters = next(iter(_labels(seen).values()), {})
        at, end = _seconds(parameters.get("created")), _seconds(parameters.get("expires"))
        until = end - at if at is not None and end is not None else None
        return at, self.tolerance or until

    def present(self, seen: Seen) -> bool:
        return bool(seen.header("signature-input"))

    def suits(self, secret: Secret) -> bool:
        return True

    def signs_with(self, secret: Secret) -> bool:
        return any(True for _ in message_keys.keys_of(secret, private=True))

    def verify(self, seen: Seen, secret: Secret, now: float) -> Verdict:
        received = seen.header("signature") or ""
        labels = _labels(seen)
        if not received or not seen.header("signature-input"):
            return refused(Reason.HEADER_MISSING, scheme=TITLE, received=received)
        if not labels or len(labels) > MAX_LABELS:
            return refused(Reason.SIGNATURE_MALFORMED, scheme=TITLE, received=received)
        found = list(message_keys.keys_of(secret))
        if not found:
            reason = Reason.SECRET_MALFORMED if secret else Reason.SECRET_MISSING
            return refused(reason, scheme=TITLE, received=received)
        verdicts = [
            self._one(seen, label, parameters, key, secret, now)
            for label, parameters in labels.items()
            for key in found
        ]
        return max(verdicts, key=lambda verdict: (verdict.valid, verdict.rank))

    def _one(
        self,
        seen: Seen,
        label: str,
        parameters: dict[str, Any],
        key: Any,
        secret: Secret,
        now: float,
    ) -> Verdict:
        received = seen.header("signature") or ""
        known_id = secret.get("keyid") if not isinstance(secret, str | None) else None
        if known_id and parameters.get("keyid") != known_id:
            return refused(Reason.KEY_ID_NOT_FOUND, scheme=TITLE, received=received)
        algorithm = message_keys.algorithm_of(parameters.get("alg"), key)
        if algorithm is None:
            return refused(Reason.ALGORITHM_NOT_ALLOWED, scheme=TITLE, received=received)
        verifier = _Verifier(signature_algorithm=algorithm, key_resolver=_Only(key))
        found = Verdict(
            True,
            authentic=True,
            scheme=f"{TITLE}, {algorithm.algorithm_id}",
            received=received,
            signed_at=_seconds(parameters.get("created")),
            tolerance=self.tolerance,
        )
        components = verifier.components(seen, label)
        found = replace(found, signed=verifier.base, uncovered=_uncovered(verifier.names))
        if components is None:
            return replace(found, valid=False, authentic=False, reason=Reason.SIGNATURE_MISMATCH)
        if _other_body(components, seen.body):
            return replace(found, valid=False, authentic=False, reason=Reason.BODY_HASH_MISMATCH)
        return _dated(replace(found, expected=received), parameters, now)

    def sign(self, request: Request, secret: Secret, now: float, event_id: str) -> Request | None:
        key = next(message_keys.keys_of(secret, private=True), None)
        algorithm = None if key is None else message_keys.algorithm_of(None, key)
        if algorithm is None:
            return None
        known_id = None if isinstance(secret, str | None) else secret.get("keyid")
        old = next(iter(_labels(Seen(request)).values()), {})
        bare = replace(
            request,
            headers=request.headers.without("Signature", "Signature-Input", "Content-Digest"),
        )
        message = _message(Seen(bare))
        try:
            HTTPMessageSigner(signature_algorithm=algorithm, key_resolver=_Only(key)).sign(
                message,
                key_id=known_id or str(old.get("keyid") or "requestbin"),
                created=datetime.fromtimestamp(whole(now), UTC),
                label="sig1",
                covered_component_ids=COVERED,
                body=request.body,
            )
        except Exception:  # the library raises what its parsers do
            return None
        for name in MADE:
            request = place(f"header:{name}").put(request, message.headers[name])
        return request


class _Only(HTTPSignatureKeyResolver):
    """Gives the one key that is tried, whatever id is asked for."""

    def __init__(self, key: Any) -> None:
        self._key = key

    def resolve_public_key(self, key_id: str) -> Any:
        return self._key

    def resolve_private_key(self, key_id: str) -> Any:
        return self._key


class _Verifier(HTTPMessageVerifier):
    """Checks one signature, and keeps what was signed. Times are judged by an argument."""

    require_created = False
    allow_label_only_selection = True
    base = b""
    names: tuple[str, ...] = ()

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        return

    def _build_signature_base(self, message: Any, **options: Any) -> Any:
        self.names = tuple(str(each.value) for each in options["covered_component_ids"])
        built = super()._build_signature_base(message, **options)
        self.base = built[0].encode()
        return built

    def components(self, seen: Seen, label: str) -> dict[str, str] | None:
        """Return the covered components with their values, None where it does not match."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that labels are not signed, which we show
                results = self.verify(_message(seen), max_age=None, expect_label=label)
        except Exception:  # the library raises what its parsers do
            return None
        return dict(results[0].covered_components)


def _message(seen: Seen) -> SimpleNamespace:
    names = dict.fromkeys(name.decode("latin-1").lower() for name, _ in seen.request.headers)
    headers = {name: ", ".join(seen.headers(name)) for name in names}
    return SimpleNamespace(
        method=seen.request.method, url=ascii_url(seen.request.url), headers=headers, body=seen.body
    )


def _labels(seen: Seen) -> dict[str, dict[str, Any]]:
    """Return the parameters of each signature by its label."""
    text = ", ".join(seen.headers("signature-input"))
    try:
        parsed: Any = http_sf.parse(text.encode("latin-1", "replace"), tltype="dictionary")
        return {
            str(label): dict(parameters)
            for label, (value, parameters) in parsed.items()
            if isinstance(value, list)
        }
    except (ValueError, TypeError, KeyError):
        return {}


def _other_body(components: dict[str, str], body: bytes) -> bool:
    try:
        ContentDigest.verify_components(components, body)
    except Exception:  # the library raises what its parsers do
        return True
    return False


_COVERS = {
    "@method": ("method",),
    "@authority": ("host",),
    "@target-uri": ("path", "query", "host"),
    "@request-target": ("path", "query"),
    "@path": ("path",),
    "@query": ("query",),
    "content-digest": ("body",),
}


def _uncovered(names: tuple[str, ...]) -> tuple[str, ...]:
    covered = {part for name in names for part in _COVERS.get(name, ())}
    return tuple(
        part
        for part in ("body", "method", "path", "query", "host", "other headers")
        if part not in covered
    )


def _dated(found: Verdict, parameters: dict[str, Any], now: float) -> Verdict:
    expires = _seconds(parameters.get("expires"))
    if expires is not None and now > expires:
        return replace(found, valid=False, fresh=False, reason=Reason.TIMESTAMP_TOO_OLD)
    if found.signed_at is not None and found.signed_at - now > AHEAD_SECONDS:
        return replace(found, valid=False, fresh=False, reason=Reason.TIMESTAMP_IN_FUTURE)
    return replace(found, fresh=True) if expires is not None else aged(found, None, now)


def _seconds(value: Any) -> float | None:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else None
