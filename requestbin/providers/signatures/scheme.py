"""What every signature scheme can do; the variants are rows of fields, not branches."""

from __future__ import annotations

from typing import Protocol

from requestbin.http import Request
from requestbin.providers.seen import Seen
from requestbin.providers.signatures.secrets import Secret
from requestbin.providers.signatures.verdict import Verdict


class Scheme(Protocol):
    """One way to sign. `title` names it for people: `HMAC-SHA256 of {timestamp}.{body}`."""

    @property
    def title(self) -> str: ...

    @property
    def tolerance(self) -> int | None:
        """Return how many seconds old a request may be by the provider's own libraries."""

    @property
    def shared(self) -> bool:
        """Tell whether the secret that checks can also sign."""

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Return the parts of a request that anybody could change, as of Verdict."""

    def present(self, seen: Seen) -> bool:
        """Tell whether a request has a signature of this scheme, well-formed or not."""

    def suits(self, secret: Secret) -> bool:
        """Tell whether a secret could be of this scheme, by its looks."""

    def signs_with(self, secret: Secret) -> bool:
        """Tell whether a secret has a key of this scheme that can sign."""

    def verify(self, seen: Seen, secret: Secret, now: float) -> Verdict:
        """Judge a request; `now` is in Unix seconds. Never raises."""

    def sign(self, request: Request, secret: Secret, now: float, event_id: str) -> Request | None:
        """Return `request` signed at `now`, with the event id where one is given; None where the
        secret cannot sign. Never raises."""
