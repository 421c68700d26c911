"""Verifying code in Python: hmac and hashlib, and cryptography for public keys."""

from __future__ import annotations

import re

from requestbin.providers.places import Place, place
from requestbin.providers.recipes.python_parts import FUNCTIONS, KEYS, PARTS
from requestbin.providers.recipes.template import pieces, writable
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.judging import SAME
from requestbin.providers.signatures.jwts import Jwt
from requestbin.providers.signatures.public_keys import Asymmetric
from requestbin.providers.signatures.scheme import Scheme
from requestbin.providers.signatures.signed import Signed
from requestbin.providers.signatures.signing import ITEM
from requestbin.providers.signatures.tokens import Token

IMPORTS = ("base64", "hashlib", "hmac", "json", "time", "unicodedata")
FROM = (
    ("InvalidSignature", "cryptography.exceptions"),
    ("hashes", "cryptography.hazmat.primitives"),
    ("serialization", "cryptography.hazmat.primitives"),
    ("ec", "cryptography.hazmat.primitives.asymmetric"),
    ("ed25519", "cryptography.hazmat.primitives.asymmetric"),
    ("padding", "cryptography.hazmat.primitives.asymmetric"),
    ("datetime", "datetime"),
    ("parse_qsl", "urllib.parse"),
    ("urlencode", "urllib.parse"),
    ("urlsplit", "urllib.parse"),
)


def code(name: str, scheme: Scheme) -> str:
    """Return the module that verifies what `scheme` signs, "" where it cannot be written."""
    lines = _lines(scheme)
    if not lines:
        return ""
    body = "\n".join(f"    {line}" if line else "" for line in lines)
    function = (
        'def verify(headers, body, secret, url="", method="POST", now=None):\n'
        f'    """Tell whether {name} sent this: `body` is the raw bytes, before any parser."""\n'
        f"{body}\n"
    )
    functions = "".join(f"\n{text}" for call, text in FUNCTIONS.items() if call in function)
    text = f"{functions}\n\n{function}" if functions else f"\n\n{function}"
    return f"{_imports(text)}{text}".lstrip("\n")


def _imports(text: str) -> str:
    plain = [f"import {each}" for each in IMPORTS if f"{each}." in text]
    wanted: dict[str, list[str]] = {}
    for name, module in FROM:
        if re.search(rf"\b{name}[(.,]", text):
            wanted.setdefault(module, []).append(name)
    chosen = [f"from {module} import {', '.join(names)}" for module, names in wanted.items()]
    own = [each for each in chosen if "cryptography" not in each]
    others = [each for each in chosen if "cryptography" in each]
    return "\n".join([*plain, *own, *([""] if others else []), *others]) + "\n"


def _lines(scheme: Scheme) -> list[str]:
    if isinstance(scheme, Token):
        return _token(scheme)
    if isinstance(scheme, Jwt):
        return _jwt(scheme)
    if isinstance(scheme, Hmac | Asymmetric) and writable(scheme, tuple(PARTS)):
        return [*_signatures(scheme), *_time(scheme), *_check(scheme), *_fresh(scheme)]
    return []


def _read(where: Place) -> str:
    name = where.name
    if where.kind == "bearer":
        return 'headers.get("authorization", "").partition(" ")[2]'
    if where.kind == "header":
        return f'headers.get("{name.lower()}", "")'
    if where.kind == "query":
        return f'dict(parse_qsl(urlsplit(url).query)).get("{name}", "")'
    if where.kind == "form":
        return f'dict(parse_qsl(body.decode())).get("{name}", "")'
    path = ", ".join(f'"{each}"' for each in name.split("."))
    return f"field(body, {path})"


def _signatures(scheme: Signed) -> list[str]:
    values = [_read(each) for each in scheme.places]
    if len(values) > 1:
        listed = [f"    {value}," for value in values]
        return ["signatures = [", *listed, "]"]
    cut = f"[{len(scheme.prefix)}:]" if scheme.prefix else ""
    starts = f' if item.startswith("{scheme.prefix}")' if scheme.prefix else ""
    if not scheme.separator:
        if not scheme.prefix:
            return [f"signatures = [{values[0]}]"]
        return [f"items = [{values[0]}]", f"signatures = [item{cut} for item in items{starts}]"]
    split = f'{values[0]}.split("{scheme.separator}")'
    items = f"[item.strip() for item in {split}]" if scheme.trim else split
    return [f"items = {items}", f"signatures = [item{cut} for item in items{starts}]"]


def _time(scheme: Signed) -> list[str]:
    where = scheme.timestamp
    if not where:
        return []
    if not where.startswith(ITEM):
        return [f"timestamp = {_read(place(where))}"]
    prefix = where.removeprefix(ITEM)
    found = f'item[{len(prefix)}:] for item in items if item.startswith("{prefix}")'
    return [f'timestamp = next(({found}), "")']


def _message(scheme: Signed) -> str:
    written = []
    for named, piece in pieces(scheme.templates[0].text):
        if not named:
            written.append(f"b{piece.encode().decode('latin-1')!r}".replace("'", '"'))
        elif piece == "id":
            written.append(f"{_read(place(scheme.id))}.encode()")
        else:
            written.append(PARTS.get(piece) or f"{_read(place(piece))}.encode()")
    return " + ".join(written)


def _check(scheme: Hmac | Asymmetric) -> list[str]:
    lines = [f"message = {_message(scheme)}"]
    if isinstance(scheme, Asymmetric):
        return [*lines, *_proof(scheme)]
    if scheme.keyed:
        lines.append(f"key = {KEYS[scheme.key]}")
        digest = f"hmac.new(key, message, hashlib.{scheme.algorithm})"
    else:
        digest = f"hashlib.{scheme.algorithm}(message)"
    writings = {
        "hex": f"{digest}.hexdigest()",
        "base64": f"base64.b64encode({digest}.digest()).decode()",
        "base64url": f'base64.urlsafe_b64encode({digest}.digest()).decode().rstrip("=")',
    }
    same = "hmac.compare_digest(expected.encode(), each.encode()) for each in signatures"
    lines += [f"expected = {writings[scheme.encoding]}", f"if not any({same}):", "    return False"]
    if scheme.body_hash:
        lines += [
            f"hashed = {_read(place(scheme.body_hash))}",
            "if hashed and hashed.lower() != hashlib.sha256(body).hexdigest():",
            "    return False",
        ]
    return lines


def _proof(scheme: Asymmetric) -> list[str]:
    kind, _, digest = scheme.algorithm.partition("-")
    raw = {"hex": "bytes.fromhex(each)", "base64": "base64.b64decode(each)"}[scheme.encoding]
    if kind == "ed25519":
        plain = 'base64.b64decode(secret.removeprefix("whpk_"))'
        read = "bytes.fromhex(secret)" if scheme.encoding == "hex" else plain
        key = [f"key = ed25519.Ed25519PublicKey.from_public_bytes({read})"]
        arguments = f"{raw}, message"
    else:
        key = [
            'if secret.startswith("-----"):',
            "    key = serialization.load_pem_public_key(secret.encode())",
            "else:",
            "    key = serialization.load_der_public_key(base64.b64decode(secret))",
        ]
        hashed = f"hashes.{digest.upper()}()"
        how = f"padding.PKCS1v15(), {hashed}" if kind == "rsa" else f"ec.ECDSA({hashed})"
        arguments = f"{raw}, message, {how}"
    return [
        *(*key, "genuine = False", "for each in signatures:", "    try:"),
        *(f"        key.verify({arguments})", "        genuine = True"),
        *("    except (InvalidSignature, ValueError):", "        pass"),
        *("if not genuine:", "    return False"),
    ]


def _fresh(scheme: Signed) -> list[str]:
    if scheme.tolerance is None or not scheme.timestamp:
        return ["return True"]
    moments = {
        "s": "float(timestamp)",
        "ms": "float(timestamp) / 1000",
        "rfc3339": "datetime.fromisoformat(timestamp).timestamp()",
    }
    age = f"age = (time.time() if now is None else now) - {moments[scheme.unit]}"
    ahead = scheme.tolerance if scheme.ahead == SAME else scheme.ahead
    low = "" if ahead is None else f"{-ahead} <= "
    return [age, f"return {low}age <= {scheme.tolerance}"]


def _token(scheme: Token) -> list[str]:
    where = place(scheme.signature)
    if "*" in where.name:
        return []
    if scheme.basic:
        made = 'f"Basic {base64.b64encode(secret.encode()).decode()}"'
        return [f"expected = {made}", f"return hmac.compare_digest(expected, {_read(where)})"]
    return [f"return hmac.compare_digest(secret.encode(), {_read(where)}.encode())"]


def _jwt(scheme: Jwt) -> list[str]:
    if scheme.algorithms[0] != "HS256":
        return []
    lines = [
        f'head, payload, signature = ({_read(place(scheme.signature))} + "..").split(".")[:3]',
        "try:",
        '    if json.loads(decoded(head))["alg"] != "HS256":',
        "        return False",
        "    received = decoded(signature)",
        "except (ValueError, KeyError):",
        "    return False",
        'message = f"{head}.{payload}".encode()',
        "expected = hmac.new(secret.encode(), message, hashlib.sha256).digest()",
        "if not hmac.compare_digest(expected, received):",
        "    return False",
        "claims = json.loads(decoded(payload))",
    ]
    if scheme.issuer:
        lines += [f'if claims.get("iss") != "{scheme.issuer}":', "    return False"]
    if scheme.expires:
        lines += [
            "now = time.time() if now is None else now",
            f'if claims.get("exp", 0) + {scheme.leeway} < now:',
            "    return False",
        ]
    if scheme.body_claim:
        lines += _claimed_body(scheme)
    if scheme.url_claim:
        actual = "url" if scheme.url_plain else "hashlib.sha256(url.encode()).hexdigest()"
        lines += [f'if claims.get("{scheme.url_claim}") != {actual}:', "    return False"]
    return [*lines, "return True"]


def _claimed_body(scheme: Jwt) -> list[str]:
    claim = f'claims.get("{scheme.body_claim}", "")'
    if scheme.body_hash == "hex":
        return [f"if body and {claim} != hashlib.sha256(body).hexdigest():", "    return False"]
    made = 'base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode().rstrip("=")'
    return [f"hashed = {made}", f'if {claim}.rstrip("=") != hashed:', "    return False"]
