"""Verifying code in Python for webhooks that carry a signed token with a shared secret."""

from __future__ import annotations

from requestbin.providers.places import place
from requestbin.providers.recipes.python_parts import read
from requestbin.providers.signatures.jwts import Jwt


def lines(scheme: Jwt) -> list[str]:
    """Return the lines that verify a token and its claims, none where they cannot be written."""
    if scheme.algorithms[0] != "HS256":
        return []
    written = [
        f'head, payload, signature = ({read(place(scheme.signature))} + "..").split(".")[:3]',
        "try:",
        "    received = decoded(signature)",
        "except ValueError:",
        "    return False",
        'message = f"{head}.{payload}".encode()',
        "expected = hmac.new(secret.encode(), message, hashlib.sha256).digest()",
        "if not hmac.compare_digest(expected, received):",
        "    return False",
        'if json.loads(decoded(head)).get("alg") != "HS256":',
        "    return False",
        "claims = json.loads(decoded(payload))",
    ]
    if scheme.issuer:
        written += [f'if claims.get("iss") != "{scheme.issuer}":', "    return False"]
    if scheme.expires:
        written += [
            "now = time.time() if now is None else now",
            f'if claims.get("exp", 0) + {scheme.leeway} < now:',
            "    return False",
        ]
    if scheme.body_claim:
        written += _claimed_body(scheme)
    if scheme.url_claim:
        actual = "url" if scheme.url_plain else "hashlib.sha256(url.encode()).hexdigest()"
        written += [f'if claims.get("{scheme.url_claim}") != {actual}:', "    return False"]
    return [*written, "return True"]


def _claimed_body(scheme: Jwt) -> list[str]:
    claim = f'claims.get("{scheme.body_claim}", "")'
    if scheme.body_hash == "hex":
        return [f"if body and {claim} != hashlib.sha256(body).hexdigest():", "    return False"]
    made = 'base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode().rstrip("=")'
    return [f"hashed = {made}", f'if {claim}.rstrip("=") != hashed:', "    return False"]
