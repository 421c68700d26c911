"""Handshakes that want proof of a secret. Whatever is hashed here must be no event that anybody
could make up: else whoever asks gets it signed, and this bin would be the forger.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from hashlib import sha256

from requestbin.providers.handshakes import replies
from requestbin.providers.handshakes.kind import Answer, Asked
from requestbin.providers.seen import octets
from requestbin.providers.signatures.secrets import candidates, named, utf8

_WORD = re.compile(r"[A-Za-z0-9_=+/.-]{1,512}")
"""No JSON object, and no `v0:…:…`: nothing that a signature of events covers."""
_HEX = re.compile(r"[a-f0-9]{20,32}")
"""As braintree/webhook_notification_gateway.py demands it."""


def encrypted_token(asked: Asked) -> Answer | None:
    """Return the plain token with its HMAC in hex, if the request itself is signed (Zoom, validate
    your webhook endpoint)."""
    token = asked.challenge("json:payload.plainToken")
    if not _WORD.fullmatch(token):
        return None
    keys = [text for each in asked.secrets for text in candidates(each)]
    if not keys:
        return _lacks(asked)
    key = next(filter(asked.signed_with, keys), None)
    if key is None:
        return Answer(
            f"Not answered as {asked.name} wants: its signature does not match the"
            f" {asked.row.secret_name} stored here."
        )
    proof = hmac.new(utf8(key), utf8(token), sha256).hexdigest()
    return Answer(_proved(asked), replies.as_json({"plainToken": token, "encryptedToken": proof}))


def response_token(asked: Asked) -> Answer | None:
    """Return the HMAC of the token in base64 (X, securing webhooks: challenge-response checks)."""
    token = asked.challenge("query:crc_token")
    if not _WORD.fullmatch(token):
        return None
    keys = asked.values("consumer_secret")
    if not keys:
        return _lacks(asked)
    proof = base64.b64encode(hmac.digest(utf8(keys[0]), utf8(token), "sha256")).decode()
    return Answer(_proved(asked), replies.as_json({"response_token": f"sha256={proof}"}))


def key_pair(asked: Asked) -> Answer | None:
    """Return the public key and the challenge's HMAC by the private one (Braintree, webhooks;
    braintree/webhook_notification_gateway.py `verify`)."""
    challenge = asked.challenge("query:bt_challenge")
    if not _HEX.fullmatch(challenge):
        return None
    for secret in reversed(asked.secrets):
        public, private = (named(secret, each) for each in ("public_key", "private_key"))
        if isinstance(secret, str) or not public or not private:
            continue
        key = hashlib.sha1(utf8(private), usedforsecurity=False).digest()
        proof = hmac.new(key, utf8(challenge), "sha1").hexdigest()
        return Answer(_proved(asked), replies.text(f"{public}|{proof}"))
    return _lacks(asked)


def hash_with_address(asked: Asked) -> Answer | None:
    """Return the hash of challenge, verification token and address (eBay, marketplace account
    deletion)."""
    code = asked.challenge("query:challenge_code")
    if not code:
        return None
    tokens = asked.values("verification_token")
    if not tokens:
        return _lacks(asked)
    address = asked.seen.request.url.partition("#")[0].partition("?")[0]
    proof = sha256(octets(code) + utf8(tokens[0]) + octets(address)).hexdigest()
    return Answer(_proved(asked), replies.as_json({"challengeResponse": proof}))


def _proved(asked: Asked) -> str:
    return f"Answered {asked.whose} challenge by itself: proved that this bin knows its secret."


def _lacks(asked: Asked) -> Answer:
    return Answer(
        f"{asked.name} checks the address and wants proof of a secret. Store its"
        f" {asked.row.secret_name} here, then have it check again."
    )
