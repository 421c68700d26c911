"""How the parts of a template, the keys and small functions are written in Python."""

from __future__ import annotations

PARTS = {
    "body": "body",
    "timestamp": "timestamp.encode()",
    "method": "method.encode()",
    "url": "url.encode()",
    "target": "target(url).encode()",
    "path": "urlsplit(url).path.encode()",
    "secret": "secret.encode()",
    "sha256": "hashlib.sha256(body).digest()",
    "params": "params(headers, body)",
    "sorted query": "urlencode(sorted(parse_qsl(urlsplit(url).query, True))).encode()",
    "unquoted url": "unquoted(url).encode()",
    "id": "",
}
KEYS = {
    "utf8": "secret.encode()",
    "base64": "base64.b64decode(secret)",
    "hex": "bytes.fromhex(secret)",
    "whsec": 'base64.b64decode(secret.removeprefix("whsec_"))',
    "whsec or utf8": (
        'base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()'
    ),
    "utf8 or whsec": (
        'base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()'
    ),
    "sha1": "hashlib.sha1(secret.encode()).digest()",
    "nfkd": 'unicodedata.normalize("NFKD", secret).encode()',
}
FUNCTIONS = {
    "target(": """
def target(url):
    return "/" + url.split("://", 1)[1].partition("/")[2]
""",
    "params(": """
def params(headers, body):
    if "urlencoded" not in headers.get("content-type", ""):
        return b""
    fields = sorted(set(parse_qsl(body.decode(), keep_blank_values=True)))
    return "".join(name + value for name, value in fields).encode()
""",
    "unquoted(": """
def unquoted(url):
    for each in ":/?@!$'()*,;":
        url = url.replace(f"%{ord(each):02X}", each).replace(f"%{ord(each):02x}", each)
    return url
""",
    "field(": """
def field(body, *path):
    try:
        value = json.loads(body)
        for name in path:
            value = value[name]
        return str(value)
    except (ValueError, KeyError, TypeError):
        return ""
""",
    "decoded(": """
def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
""",
}
