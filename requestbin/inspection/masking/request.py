"""The one function: target, headers and body masked together, and looked at once more."""

from __future__ import annotations

from dataclasses import dataclass, replace

from requestbin.http import Captured, Headers, Pair
from requestbin.inspection.masking.body import MaskedBody, masked_body
from requestbin.inspection.masking.head import corrected, masked_headers, masked_target
from requestbin.inspection.masking.names import Names
from requestbin.inspection.masking.octets import octets_of
from requestbin.inspection.masking.proof import Proof
from requestbin.inspection.masking.sweep import MASK, MIN_COOKIE, Sweep
from requestbin.inspection.masking.telling import told

MAX_WORK = 64 * 1024 * 1024
"""Characters to look through times secrets to look for: with more, the body is withheld."""
MAX_REPEATED = 500
"""Secrets that stand in several places, and are masked in each."""
TOO_MANY = "It holds too many secrets to look for each of them everywhere."
LEFT_OVER = "What is masked elsewhere stands in it at a place that cannot be masked."

Found = frozenset[str]


@dataclass(frozen=True, slots=True)
class Masked:
    """A request to be shown: `told` is what was masked, in words, "" for nothing.

    A withheld body is empty, and `withheld` says why in a sentence. `encoding` is the content
    encoding that was undone, whose header went with it.
    """

    captured: Captured
    told: str
    withheld: str = ""
    encoding: str = ""


def mask(captured: Captured, *, key: str = "", secrets: frozenset[str] = frozenset()) -> Masked:
    """Return a captured request with its secrets masked. Never raises; once more changes nothing.

    `key` is the bin's capture key, masked wherever it stands. `secrets` are names of headers and
    fields that only their sender's documentation calls secret.
    """
    names = Names(secrets)
    look = first = _look(captured, names, key)
    repeated = first.repeated() if first.work <= MAX_WORK else None
    if repeated is None or len(repeated) > MAX_REPEATED:
        look = first.withholding(TOO_MANY)
        repeated = look.repeated()
    if repeated:
        look = _look(captured, names, key, repeated, look.body if look.body.withheld else None)
    found = first.found | look.found | {key} - {""}
    proof = Proof(found)
    if proof.fails(look.body.data):
        look = look.withholding(LEFT_OVER)
    shown = _shown(captured, look, proof, Proof(each for each in found if len(each) >= MIN_COOKIE))
    counts = look.head.counts if look.body.withheld else look.head.counts + look.inside.counts
    return Masked(shown, told(counts), look.body.withheld, look.body.encoding)


@dataclass(frozen=True)
class _Look:
    """The parts of a request masked, and the sweeps that did it: over the head, over the body."""

    target: bytes
    headers: Headers
    body: MaskedBody
    head: Sweep
    inside: Sweep

    @property
    def found(self) -> Found:
        """Return the secrets that were found."""
        return frozenset(self.head.found | self.inside.found)

    @property
    def _visible(self) -> list[str]:
        return self.head.visible + ([] if self.body.withheld else self.inside.visible)

    @property
    def work(self) -> int:
        """Return how much it is to look for all secrets in all that stays."""
        return sum(map(len, self._visible)) * len(self.found)

    def repeated(self) -> Found:
        """Return the secrets that stand elsewhere, too."""
        visible = "\x00".join(self._visible)
        return frozenset(secret for secret in self.found if secret in visible)

    def withholding(self, why: str) -> _Look:
        """Return the same without the body."""
        return replace(self, body=MaskedBody(b"", self.body.encoding, why))


def _look(
    captured: Captured,
    names: Names,
    key: str,
    known: Found = frozenset(),
    body: MaskedBody | None = None,
) -> _Look:
    head, inside = Sweep(names, key, known), Sweep(names, key, known)
    return _Look(
        masked_target(captured.target, head),
        masked_headers(captured.headers, head),
        body or masked_body(captured.headers, captured.body, inside),
        head,
        inside,
    )


def _shown(captured: Captured, look: _Look, proof: Proof, names: Proof) -> Captured:
    body, headers = look.body, look.headers
    if proof.fails(b"\n".join(octets for pair in headers for octets in pair)):
        headers = Headers.of(_proven(pair, proof, names) for pair in headers)
    if body.data != captured.body:
        headers = corrected(headers, body.data, decoded=bool(body.encoding or body.withheld))
    return replace(
        captured,
        method=MASK if names.fails(octets_of(captured.method)) else captured.method,
        target=f"/{MASK}".encode() if proof.fails(look.target) else look.target,
        headers=headers,
        body=body.data,
    )


def _proven(pair: Pair, proof: Proof, names: Proof) -> Pair:
    """What stands where no masker expects it goes with all that is around it.

    Names of headers are known to everybody: a short secret that is one of them is none.
    """
    name, value = pair
    return b"Masked" if names.fails(name) else name, MASK.encode() if proof.fails(value) else value
