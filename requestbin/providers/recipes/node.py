"""Verifying code in JavaScript for Node: its own crypto module alone."""

from __future__ import annotations

import json

from requestbin.providers.places import Place, place
from requestbin.providers.recipes.node_parts import FUNCTIONS, KEYS, PARTS
from requestbin.providers.recipes.template import needed, pieces, writable
from requestbin.providers.signatures.hashes import Hmac
from requestbin.providers.signatures.judging import SAME
from requestbin.providers.signatures.jwts import Jwt
from requestbin.providers.signatures.public_keys import Asymmetric
from requestbin.providers.signatures.scheme import Scheme
from requestbin.providers.signatures.signed import Signed
from requestbin.providers.signatures.signing import ITEM
from requestbin.providers.signatures.tokens import Token

ED25519 = "302a300506032b6570032100"
"""What stands before the 32 bytes of a key in DER (RFC 8410)."""
MAX_CHARACTERS = 92
"""Of a line that is not broken into parts."""


def code(name: str, scheme: Scheme) -> str:
    """Return the module that verifies what `scheme` signs, "" where it cannot be written."""
    lines = _lines(scheme)
    if not lines:
        return ""
    body = "\n".join(f"  {line}" if line else "" for line in lines)
    function = (
        f"// Tells whether {name} sent this: `body` is a Buffer with the raw bytes, before any"
        " parser.\n"
        'function verify(headers, body, secret, url = "", method = "POST", now = Date.now() / 1000)'
        f" {{\n{body}\n}}\n"
    )
    functions = "".join(needed(function, FUNCTIONS))
    return (
        f'const crypto = require("node:crypto");\n{functions}\n{function}\n'
        "module.exports = { verify };\n"
    )


def _lines(scheme: Scheme) -> list[str]:
    if isinstance(scheme, Token):
        return _token(scheme)
    if isinstance(scheme, Jwt):
        return _jwt(scheme)
    if isinstance(scheme, Hmac | Asymmetric) and writable(scheme, tuple(PARTS)):
        return [*_signatures(scheme), *_time(scheme), *_check(scheme), *_fresh(scheme)]
    return []


def _read(where: Place) -> str:
    name = json.dumps(where.name)
    if where.kind == "bearer":
        return '(headers["authorization"] || "").split(" ")[1] || ""'
    if where.kind == "header":
        return f'(headers[{name.lower()}] || "")'
    if where.kind == "query":
        return f'(new URL(url).searchParams.get({name}) || "")'
    if where.kind == "form":
        return f'(new URLSearchParams(body.toString()).get({name}) || "")'
    return f"field(body, {_path(where.name)})"


def _path(name: str) -> str:
    return ", ".join(json.dumps(each) for each in name.split("."))


def _signatures(scheme: Signed) -> list[str]:
    values = [_read(each) for each in scheme.places]
    if len(values) > 1:
        return ["const signatures = [", *(f"  {value}," for value in values), "];"]
    prefix = json.dumps(scheme.prefix)
    if not scheme.separator and not scheme.prefix:
        return [f"const signatures = [{values[0]}];"]
    items = f"[{values[0]}]"
    if scheme.separator:
        trim = ".map((item) => item.trim())" if scheme.trim else ""
        items = f"{values[0]}.split({json.dumps(scheme.separator)}){trim}"
    lines = [f"const items = {items};"]
    if not scheme.prefix:
        return [*lines, "const signatures = items;"]
    return [
        *lines,
        "const signatures = items",
        f"  .filter((item) => item.startsWith({prefix}))",
        f"  .map((item) => item.slice({len(scheme.prefix)}));",
    ]


def _time(scheme: Signed) -> list[str]:
    where = scheme.timestamp
    if not where:
        return []
    if not where.startswith(ITEM):
        return [f"const timestamp = {_read(place(where))};"]
    prefix = where.removeprefix(ITEM)
    found = f'(items.find((item) => item.startsWith({json.dumps(prefix)})) || "")'
    return [f"const timestamp = {found}.slice({len(prefix)});"]


def _message(scheme: Signed, text: str) -> list[str]:
    written = []
    for named, piece in pieces(text):
        if not named:
            written.append(json.dumps(piece))
        elif piece == "id":
            written.append(_read(place(scheme.id)))
        else:
            written.append(PARTS.get(piece) or _read(place(piece)))
    return written


def _joined(parts: list[str]) -> list[str]:
    if parts == ["body"]:
        return ["const message = body;"]
    if len(parts) == 1:
        return [f"const message = Buffer.from({parts[0]});"]
    line = f"const parts = [{', '.join(parts)}];"
    if len(line) > MAX_CHARACTERS:
        lines = ["const parts = [", *(f"  {each}," for each in parts), "];"]
    else:
        lines = [line]
    return [*lines, "const message = Buffer.concat(parts.map((part) => Buffer.from(part)));"]


def _list_of(messages: list[list[str]]) -> list[str]:
    lists = [f"  [{', '.join(each)}]," for each in messages]
    joined = "Buffer.concat(parts.map((part) => Buffer.from(part)))"
    return ["const messages = [", *lists, f"].map((parts) => {joined});"]


def _check(scheme: Hmac | Asymmetric) -> list[str]:
    messages = [_message(scheme, text) for text in writable(scheme, tuple(PARTS))]
    if isinstance(scheme, Asymmetric):
        return [*_joined(messages[0]), *_proof(scheme)]
    lines = [f"const key = {KEYS[scheme.key]};"] if scheme.keyed else []
    keyed = f'crypto.createHmac("{scheme.algorithm}", key)'
    hashing = keyed if scheme.keyed else f'crypto.createHash("{scheme.algorithm}")'
    made = f'{hashing}.update(message).digest("{scheme.encoding}")'
    if len(messages) == 1:
        lines = [*_joined(messages[0]), *lines, f"const expected = {made};"]
        lines += ["if (!signatures.some((each) => same(expected, each))) return false;"]
    else:
        lines = [*_list_of(messages), *lines]
        lines += [
            f"const made = (message) => {made};",
            "const expected = messages.map(made);",
            "const genuine = (each) => expected.some((one) => same(one, each));",
            "if (!signatures.some(genuine)) return false;",
        ]
    if scheme.body_hash:
        hashed = 'crypto.createHash("sha256").update(body).digest("hex")'
        lines += [
            f"const hashed = {_read(place(scheme.body_hash))};",
            f"if (hashed && hashed.toLowerCase() !== {hashed}) return false;",
        ]
    return lines


def _proof(scheme: Asymmetric) -> list[str]:
    kind, _, digest = scheme.algorithm.partition("-")
    if kind == "ed25519":
        read = 'Buffer.from(secret.replace(/^whpk_/, ""), "base64")'
        raw = 'Buffer.from(secret, "hex")' if scheme.encoding == "hex" else read
        key = [
            f'const der = Buffer.concat([Buffer.from("{ED25519}", "hex"), {raw}]);',
            'const key = crypto.createPublicKey({ key: der, format: "der", type: "spki" });',
        ]
    else:
        key = [
            'const key = secret.startsWith("-----")',
            "  ? crypto.createPublicKey(secret)",
            '  : crypto.createPublicKey({ key: Buffer.from(secret, "base64"), format: "der",'
            ' type: "spki" });',
        ]
    how = f'"{digest}"' if digest else "null"
    raw = f'Buffer.from(each, "{scheme.encoding}")'
    genuine = f"signatures.some((each) => crypto.verify({how}, message, key, {raw}))"
    return [*key, f"if (!{genuine}) return false;"]


def _fresh(scheme: Signed) -> list[str]:
    if scheme.tolerance is None or not scheme.timestamp:
        return ["return true;"]
    moments = {
        "s": "Number(timestamp)",
        "ms": "Number(timestamp) / 1000",
        "rfc3339": "Date.parse(timestamp) / 1000",
    }
    ahead = scheme.tolerance if scheme.ahead == SAME else scheme.ahead
    low = "" if ahead is None else f"age >= {-ahead} && "
    return [
        f"const age = now - {moments[scheme.unit]};",
        f"return {low}age <= {scheme.tolerance};",
    ]


def _token(scheme: Token) -> list[str]:
    where = place(scheme.signature)
    if "*" in where.name:
        return _tokens(where)
    if scheme.basic:
        made = '"Basic " + Buffer.from(secret).toString("base64")'
        return [f"return same({made}, {_read(where)});"]
    return [f"return same(secret, {_read(where)});"]


def _tokens(where: Place) -> list[str]:
    items, _, _ = where.name.rpartition(".")
    return [
        f"const sent = found(body, {_path(where.name)});",
        f"if (!sent.length || sent.length < found(body, {_path(items)}).length) return false;",
        "return sent.every((each) => same(secret, String(each)));",
    ]


def _jwt(scheme: Jwt) -> list[str]:
    if scheme.algorithms[0] != "HS256":
        return []
    hashed = 'crypto.createHash("sha256").update({}).digest("{}")'
    lines = [
        f'const [head, payload, signature] = ({_read(place(scheme.signature))}).split(".");',
        "if (!signature) return false;",
        'const decoded = (text) => JSON.parse(Buffer.from(text, "base64url"));',
        'const hmac = crypto.createHmac("sha256", secret).update(`${head}.${payload}`);',
        'if (!same(hmac.digest("base64url"), signature)) return false;',
        'if (decoded(head).alg !== "HS256") return false;',
        "const claims = decoded(payload);",
    ]
    if scheme.issuer:
        lines.append(f"if (claims.iss !== {json.dumps(scheme.issuer)}) return false;")
    if scheme.expires:
        lines.append(f"if (claims.exp + {scheme.leeway} < now) return false;")
    if scheme.body_claim:
        claimed = f'(claims.{scheme.body_claim} || "").replace(/=+$/, "")'
        given = hashed.format("body", scheme.body_hash)
        empty = "body.length && " if scheme.body_hash == "hex" else ""
        lines.append(f"if ({empty}{claimed} !== {given}) return false;")
    if scheme.url_claim:
        actual = "url" if scheme.url_plain else hashed.format("url", "hex")
        lines.append(f"if (claims.{scheme.url_claim} !== {actual}) return false;")
    return [*lines, "return true;"]
