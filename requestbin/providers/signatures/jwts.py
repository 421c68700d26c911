"""Webhooks that carry a signed token (RFC 7519) whose claims hold hashes of the request."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jwt.api_jws import PyJWS
from jwt.exceptions import InvalidAlgorithmError, InvalidSignatureError, PyJWTError
from jwt.warnings import InsecureKeyLengthWarning

from requestbin.http import Request
from requestbin.providers.places import place
from requestbin.providers.seen import Seen
from requestbin.providers.signatures import keys
from requestbin.providers.signatures.claims import HASHED, claims_of, number, query_hashes, same
from requestbin.providers.signatures.judging import aged
from requestbin.providers.signatures.moments import whole
from requestbin.providers.signatures.secrets import KEYS, Secret, candidates, from_base64, utf8
from requestbin.providers.signatures.verdict import PARTS, Reason, Verdict, refused

warnings.filterwarnings("ignore", category=InsecureKeyLengthWarning)  # who chose it is no reader
_JWS = PyJWS(options={"enforce_minimum_key_length": False})
LIFETIME_SECONDS = 300
"""How long a token that is made here is good for, where its claims tell."""


@dataclass(frozen=True)
class Jwt:
    """A compact JWS in one place. `body_claim` and `url_claim` name the claims with hashes of body
    and URL (`url_plain`: the URL itself); `query_claim` one with a hash of method, path and query
    that is checked where it is there; `issued` the claim from which the tolerance counts.
    `prefix` is what stands before the token, `demanded` are claims that must be there, and `claims`
    are put into a token that is made here."""

    signature: str
    algorithms: tuple[str, ...] = ("HS256",)
    issuer: str = ""
    body_claim: str = ""
    body_hash: str = "hex"
    url_claim: str = ""
    url_plain: bool = False
    query_claim: str = ""
    issued: str = ""
    expires: bool = False
    leeway: int = 0
    tolerance: int | None = None
    claims: tuple[str, ...] = ()
    demanded: tuple[str, ...] = ()
    prefix: str = ""
    key: str = "utf8"
    """How a shared secret becomes a key, a name of KEYS."""

    @property
    def title(self) -> str:
        """Return the scheme in words."""
        return f"JWT {' or '.join(self.algorithms)}" + (
            f" with the body's SHA-256 in `{self.body_claim}`" if self.body_claim else ""
        )

    @property
    def shared(self) -> bool:
        return self.algorithms[0].startswith("HS")

    @property
    def signs_url(self) -> bool:
        return bool(self.url_claim or self.query_claim)

    @property
    def signs_body(self) -> bool:
        return bool(self.body_claim)

    def dated(self, seen: Seen) -> tuple[float | None, float | None]:
        parts = (place(self.signature).value(seen) or "").split(".")
        claims = claims_of(from_base64(parts[1]) or b"") if len(parts) == 3 else {}
        at, end = number(claims.get("iat", claims.get("nbf"))), number(claims.get("exp"))
        until = end - at if self.expires and at is not None and end is not None else None
        return at, self.tolerance or until

    def present(self, seen: Seen) -> bool:
        return self._token(seen).count(".") == 2

    def suits(self, secret: Secret) -> bool:
        return True

    def verify(self, seen: Seen, secret: Secret, now: float) -> Verdict:
        token = self._token(seen)
        if not token:
            return refused(Reason.HEADER_MISSING, scheme=self.title)
        known = candidates(secret)
        if not known:
            return refused(Reason.SECRET_MISSING, scheme=self.title, received=token)
        reasons: list[Reason] = []
        for which, text in enumerate(known):
            payload = self._payload(token, text)
            if not isinstance(payload, Reason):
                return self._claimed(seen, token, payload, which, now)
            reasons.append(payload)
        reason = max(reasons, key=list(Reason).index)
        return replace(
            refused(reason, scheme=self.title, received=token),
            signed=token.rpartition(".")[0].encode("latin-1", "replace"),
        )

    def _token(self, seen: Seen) -> str:
        value = place(self.signature).value(seen) or ""
        return value.removeprefix(self.prefix) if value.startswith(self.prefix) else ""

    def _payload(self, token: str, text: str) -> bytes | Reason:
        key: Any = next(iter(KEYS[self.key](text)), None) if self.shared else keys.public_key(text)
        if key is None:
            return Reason.SECRET_MALFORMED
        try:
            decoded = _JWS.decode_complete(token, key, algorithms=list(self.algorithms))
        except InvalidSignatureError:
            return Reason.SIGNATURE_MISMATCH
        except InvalidAlgorithmError:
            return Reason.ALGORITHM_NOT_ALLOWED
        except (PyJWTError, ValueError, TypeError, RecursionError):
            return Reason.SIGNATURE_MALFORMED
        payload = decoded["payload"]
        return payload if isinstance(payload, bytes) else Reason.SIGNATURE_MALFORMED

    def _claimed(self, seen: Seen, token: str, payload: bytes, which: int, now: float) -> Verdict:
        """Judge the claims of a token whose signature is genuine."""
        claims = claims_of(payload)
        found = Verdict(
            True,
            authentic=True,
            scheme=self.title,
            signed=token.rpartition(".")[0].encode("latin-1", "replace"),
            expected=token,
            received=token,
            signed_at=number(claims.get(self.issued)) if self.issued else None,
            tolerance=self.tolerance,
            uncovered=self._uncovered_of(seen, claims),
            secret=which,
        )
        if self.issuer and claims.get("iss") != self.issuer:
            return replace(found, valid=False, authentic=False, reason=Reason.ISSUER_MISMATCH)
        if any(each not in claims for each in self.demanded):
            return replace(found, valid=False, authentic=False, reason=Reason.TIMESTAMP_MISSING)
        other = self._other(seen, claims)
        if other:
            return replace(found, valid=False, authentic=False, reason=other)
        expires, begins = number(claims.get("exp")), number(claims.get("nbf"))
        if self.expires and expires is not None and now >= expires + self.leeway:
            return replace(found, valid=False, fresh=False, reason=Reason.TOKEN_EXPIRED)
        if self.expires and begins is not None and now < begins - self.leeway:
            return replace(found, valid=False, fresh=False, reason=Reason.TIMESTAMP_IN_FUTURE)
        if self.expires and expires is not None:
            return replace(found, fresh=True)
        return aged(found, None, now)

    def _other(self, seen: Seen, claims: Mapping[str, Any]) -> Reason | None:
        if self.body_claim:
            claimed = claims.get(self.body_claim)
            actual = HASHED[self.body_hash](seen.body)
            if isinstance(claimed, str) and self.body_hash == "base64url":
                claimed = claimed.rstrip("=")
            if claimed is None and not seen.body:
                claimed = actual
            if not same(claimed, actual):
                return Reason.BODY_HASH_MISMATCH
        if self.url_claim:
            url = seen.request.url
            actual = url if self.url_plain else hashlib.sha256(utf8(url)).hexdigest()
            if not same(claims.get(self.url_claim), actual):
                return Reason.URL_HASH_MISMATCH
        if self._hashes_query(claims):
            found = [same(claims[self.query_claim], each) for each in query_hashes(seen)]
            if True not in found:
                return Reason.URL_HASH_MISMATCH
        return None

    def _hashes_query(self, claims: Mapping[str, Any]) -> bool:
        return bool(self.query_claim) and self.query_claim in claims

    def _uncovered_of(self, seen: Seen, claims: Mapping[str, Any]) -> tuple[str, ...]:
        if not self._hashes_query(claims):
            return self.uncovered
        whole = same(claims[self.query_claim], next(query_hashes(seen)))
        covered = ("method", "query", "path") if whole else ("method", "query")
        return tuple(part for part in self.uncovered if part not in covered)

    @property
    def uncovered(self) -> tuple[str, ...]:
        covered = {"body"} if self.body_claim else set()
        if self.url_claim:
            covered |= {"path", "query", "host"}
        return tuple(part for part in PARTS if part not in covered)

    def signs_with(self, secret: Secret) -> bool:
        return self._own_key(secret) is not None

    def _own_key(self, secret: Secret) -> Any:
        if self.shared:
            return next((utf8(text) for text in candidates(secret)), None)
        known = (keys.private_key(text) for text in candidates(secret))
        return next((each for each in known if each), None)

    def sign(self, request: Request, secret: Secret, now: float, event_id: str) -> Request | None:
        key = self._own_key(secret)
        if key is None:
            return None
        payload = json.dumps(self._new_claims(request, now, event_id), separators=(",", ":"))
        try:
            token = _JWS.encode(payload.encode(), key, algorithm=self.algorithms[0])
        except (PyJWTError, ValueError, TypeError):
            return None
        return place(self.signature).put(request, self.prefix + token)

    def _new_claims(self, request: Request, now: float, event_id: str) -> dict[str, Any]:
        at = whole(now)
        claims: dict[str, Any] = dict(each.split("=", 1) for each in self.claims)
        if self.issuer:
            claims["iss"] = self.issuer
        if self.expires:
            claims |= {"nbf": at, "exp": at + LIFETIME_SECONDS}
        claims["iat"] = at
        seed = event_id or hashlib.sha256(request.body + str(now).encode()).hexdigest()[:32]
        claims["jti"] = seed
        if self.body_claim and (request.body or self.body_hash == "base64url"):
            claims[self.body_claim] = HASHED[self.body_hash](request.body)
        if self.url_claim:
            url = request.url
            claims[self.url_claim] = (
                url if self.url_plain else hashlib.sha256(utf8(url)).hexdigest()
            )
        if self.query_claim:
            claims[self.query_claim] = next(query_hashes(Seen(request)))
        return claims
