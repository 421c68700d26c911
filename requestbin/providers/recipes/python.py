"""Verifying code in Python: hmac and hashlib, and cryptography for public keys."""

from __future__ import annotations

import re

from requestbin.providers.places import Place, place
from requestbin.providers.recipes import python_jwts
from requestbin.providers.recipes.python_parts import FUNCTIONS, KEYS, PARTS, found, read
from requestbin.providers.recipes.template import needed, pieces, writable
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
    ("quote", "urllib.parse"),
    ("urlencode", "urllib.parse"),
    ("urlsplit", "urllib.parse"),
)
MAX_CHARACTERS = 92
"""Of a line that is not broken into parts."""


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
    functions = "".join(f"\n{text}" for text in needed(function, FUNCTIONS))
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
        return python_jwts.lines(scheme)
    if isinstance(scheme, Hmac | Asymmetric) and writable(scheme, tuple(PARTS)):
        return [*_signatures(scheme), *_time(scheme), *_check(scheme), *_fresh(scheme)]
    return []


def _signatures(scheme: Signed) -> list[str]:
    values = [read(each) for each in scheme.places]
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
    if not scheme.prefix:
        signatures = f"signatures = {items}"
        return [f"items = {items}", "signatures = items"] if scheme.timestamp else [signatures]
    return [f"items = {items}", f"signatures = [item{cut} for item in items{starts}]"]


def _time(scheme: Signed) -> list[str]:
    where = scheme.timestamp
    if not where:
        return []
    if not where.startswith(ITEM):
        return [f"timestamp = {read(place(where))}"]
    prefix = where.removeprefix(ITEM)
    found = f'item[{len(prefix)}:] for item in items if item.startswith("{prefix}")'
    return [f'timestamp = next(({found}), "")']


def _message(scheme: Signed, text: str) -> list[str]:
    written = []
    for named, piece in pieces(text):
        if not named:
            written.append(f"b{piece.encode().decode('latin-1')!r}".replace("'", '"'))
        elif piece == "id":
            written.append(f"{read(place(scheme.id))}.encode()")
        else:
            written.append(PARTS.get(piece) or f"{read(place(piece))}.encode()")
    return written


def _joined(parts: list[str]) -> list[str]:
    line = f"message = {' + '.join(parts)}"
    if len(line) <= MAX_CHARACTERS:
        return [line]
    return ["parts = [", *(f"    {each}," for each in parts), "]", 'message = b"".join(parts)']


def _check(scheme: Hmac | Asymmetric) -> list[str]:
    messages = [_message(scheme, text) for text in writable(scheme, tuple(PARTS))]
    if isinstance(scheme, Asymmetric):
        return [*_joined(messages[0]), *_proof(scheme)]
    lines = [f"key = {KEYS[scheme.key]}"] if scheme.keyed else []
    keyed = f"hmac.new(key, message, hashlib.{scheme.algorithm})"
    digest = keyed if scheme.keyed else f"hashlib.{scheme.algorithm}(message)"
    made = {
        "hex": f"{digest}.hexdigest()",
        "base64": f"base64.b64encode({digest}.digest()).decode()",
        "base64url": f'base64.urlsafe_b64encode({digest}.digest()).decode().rstrip("=")',
    }[scheme.encoding]
    same = "hmac.compare_digest(expected.encode(), each.encode()) for each in signatures"
    if len(messages) == 1:
        lines = [*_joined(messages[0]), *lines, f"expected = {made}"]
        lines += [f"if not any({same}):", "    return False"]
    else:
        lines = ["messages = [", *(f"    {' + '.join(each)}," for each in messages), "]", *lines]
        lines += [
            *("genuine = False", "for message in messages:", f"    expected = {made}"),
            f"    genuine |= any({same})",
            *("if not genuine:", "    return False"),
        ]
    if scheme.body_hash:
        lines += [
            f"hashed = {read(place(scheme.body_hash))}",
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
    sent = [f"sent = {moments[scheme.unit]}"]
    if not all("{timestamp}" in text for text in writable(scheme, tuple(PARTS))):  # it may be any
        sent = ["try:", f"    {sent[0]}", "except ValueError:", "    return False"]
    ahead = scheme.tolerance if scheme.ahead == SAME else scheme.ahead
    low = "" if ahead is None else f"{-ahead} <= "
    age = "age = (time.time() if now is None else now) - sent"
    return [*sent, age, f"return {low}age <= {scheme.tolerance}"]


def _token(scheme: Token) -> list[str]:
    where = place(scheme.signature)
    if "*" in where.name:
        return _tokens(where)
    if scheme.basic:
        made = 'b"Basic " + base64.b64encode(secret.encode())'
        received = f"{read(where)}.encode()"
        return [f"expected = {made}", f"return hmac.compare_digest(expected, {received})"]
    return [f"return hmac.compare_digest(secret.encode(), {read(where)}.encode())"]


def _tokens(where: Place) -> list[str]:
    items, _, _ = where.name.rpartition(".")
    return [
        f"sent = {found(where.name)}",
        f"if not sent or len(sent) < len({found(items)}):",
        "    return False",
        "return all([hmac.compare_digest(secret.encode(), str(each).encode()) for each in sent])",
    ]
