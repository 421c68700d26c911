"""What is said of a signature: genuine or not, fresh or not, the reason, and what it covers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a request is not valid. In the order in which they outweigh each other: of several
    schemes that fail, the one that came furthest is told."""

    SIGNATURE_MISSING = "signature_missing"
    """A field of the query or body that holds it is not there."""
    HEADER_MISSING = "header_missing"
    """A header that holds the signature, or that the provider always sends, is not there."""
    NO_SUPPORTED_SIGNATURE_VERSION = "no_supported_signature_version"
    SIGNATURE_MALFORMED = "signature_malformed"
    """It is not in the encoding that the scheme uses, or has another length."""
    KEY_ID_NOT_FOUND = "key_id_not_found"
    ALGORITHM_NOT_ALLOWED = "algorithm_not_allowed"
    CERT_URL_UNTRUSTED = "cert_url_untrusted"
    SECRET_MISSING = "secret_missing"  # noqa: S105 - a reason
    """Nothing to check with: no secret, key or certificate was given."""
    SECRET_MALFORMED = "secret_malformed"  # noqa: S105 - a reason
    """What was given cannot be a secret or key of this scheme."""
    TIMESTAMP_MISSING = "timestamp_missing"
    TIMESTAMP_INVALID = "timestamp_invalid"
    SIGNATURE_MISMATCH = "signature_mismatch"
    SIGNATURE_MISMATCH_URL = "signature_mismatch_url"
    """The URL is what differs: it was reproduced with another spelling of it, or the scheme signs a
    URL that this one cannot be (Twilio's without its query; Contentful's path)."""
    SIGNATURE_WRONG_ENCODING = "signature_wrong_encoding"
    """The right signature, written in hex instead of base64 or the like."""
    BODY_HASH_MISMATCH = "body_hash_mismatch"
    """The signature is genuine and holds a hash, which is not that of this body."""
    URL_HASH_MISMATCH = "url_hash_mismatch"
    ISSUER_MISMATCH = "issuer_mismatch"
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - a reason
    TIMESTAMP_TOO_OLD = "timestamp_too_old"
    TIMESTAMP_IN_FUTURE = "timestamp_in_future"
    NOT_SIGNED_BY_PROVIDER = "not_signed_by_provider"
    """This provider signs nothing; its requests prove nothing."""


_RANK = {reason: rank for rank, reason in enumerate(Reason)}

PARTS = ("body", "method", "path", "query", "host", "headers")
"""The parts of a request that a signature may cover."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request is genuine, and how that was found.

    `authentic`: somebody who knows the secret made this signature over these bytes. `fresh`: it
    arrived within the tolerance; None where the scheme has no time, or the provider no tolerance.
    `valid` is both. `reason` is None when valid. `scheme` names the scheme for people.

    `signed` is exactly what was signed; `expected` what the signature should be in the header's own
    spelling ("" where nobody without the private key can know), `received` what came.
    `signed_at` is in Unix seconds, `tolerance` in seconds. `uncovered` are those of PARTS, or words
    for fields, that anybody could have changed. `secret` is the index of the one that matched.
    """

    valid: bool
    reason: Reason | None = None
    authentic: bool = False
    fresh: bool | None = None
    scheme: str = ""
    signed: bytes = b""
    expected: str = ""
    received: str = ""
    signed_at: float | None = None
    tolerance: int | None = None
    uncovered: tuple[str, ...] = PARTS
    secret: int = 0

    @property
    def rank(self) -> int:
        """Return how far the check came: higher for what tells more."""
        return len(_RANK) if self.reason is None else _RANK[self.reason]


def refused(reason: Reason, *, scheme: str = "", received: str = "") -> Verdict:
    """Return the verdict on what could not be compared at all."""
    return Verdict(False, reason, scheme=scheme, received=received)
