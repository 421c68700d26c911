"""A JSON Web Token as its header and its claims, with the times in them in words."""

from __future__ import annotations

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.hexdump import Hexdump
from requestbin.inspection.formats.json import Json
from requestbin.inspection.formats.text import Text
from requestbin.inspection.jwt import MAX_TOKEN, Jwt, jwt_of
from requestbin.inspection.shapes import Shape, Stack

UNVERIFIED = "Decoded, not verified: anybody can write such a token."


class Token:
    """A body, or a part of one, that is a token and nothing else (RFC 7519)."""

    slug, name = "jwt", "Token"

    def fit(self, content: Content) -> float:
        """Go by the bytes: providers send them as text, too."""
        return 0.95 if len(content.data) <= MAX_TOKEN and _jwt(content) else 0.0

    def shape(self, content: Content, start: int) -> Stack:
        """Lay out header and claims as the JSON that they are."""
        jwt = _jwt(content)
        if jwt is None:
            raise Unreadable("These bytes are no token.")
        layers = [("Header", _laid_out(jwt.head, content))]
        if not jwt.encrypted:
            layers.append(("Claims", _laid_out(jwt.claims, content)))
        return Stack(layers, about=UNVERIFIED, note=_ending(jwt))


def _jwt(content: Content) -> Jwt | None:
    if content.data[:64].lstrip()[:3] != b"eyJ":
        return None
    return jwt_of(content.data.decode("latin-1"))


def _ending(jwt: Jwt) -> str:
    if jwt.encrypted:
        return "The claims are encrypted (JWE): only the header can be read."
    return f"Signature: {jwt.signature:,} bytes." if jwt.signature else "It has no signature."


def _laid_out(octets: bytes, content: Content) -> Shape:
    piece = Content(octets, "application/json", arrived_at=content.arrived_at)
    try:
        return Json().shape(piece, 0)
    except Unreadable:
        return (Text() if piece.is_text else Hexdump()).shape(piece, 0)
