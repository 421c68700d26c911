"""How the parts of a template, the keys and small functions are written in Python."""

from __future__ import annotations

from requestbin.providers.places import Place

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
    "manifest": "manifest(data_id(url), headers, timestamp)",
    "lower manifest": "manifest(data_id(url).lower(), headers, timestamp)",
    "listed headers": 'listed_headers(headers, headers.get("x-hook0-signature", "")).encode()',
    "signed headers": "signed_headers(headers).encode()",
    "escaped target": "escaped_target(url).encode()",
    "url and parameters": "url_and_parameters(url, method, form(headers, body)).encode()",
    "php fields": "php_fields(form(headers, body))",
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
    return "".join(name + value for name, value in sorted(set(form(headers, body)))).encode()
""",
    "form(": """
def form(headers, body):
    if "urlencoded" not in headers.get("content-type", ""):
        return []
    return parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
""",
    "manifest(": """
def manifest(data_id, headers, timestamp):
    request_id = headers.get("x-request-id", "").strip()
    pairs = [("id", data_id), ("request-id", request_id), ("ts", timestamp)]
    return "".join(f"{name}:{value};" for name, value in pairs if value).encode()
""",
    "data_id(": """
def data_id(url):
    return dict(parse_qsl(urlsplit(url).query)).get("data.id", "").strip()
""",
    "listed_headers(": """
def listed_headers(headers, signature):
    items = [item.strip() for item in signature.split(",")]
    names = next((item[2:] for item in items if item.startswith("h=")), "").lower().split()
    values = ".".join(headers.get(name, "") for name in names)
    return f"{' '.join(names)}.{values}"
""",
    "signed_headers(": """
def signed_headers(headers):
    listed = headers.get("x-contentful-signed-headers", "").lower().split(",")
    names = sorted({name.strip() for name in listed if name.strip()})
    return ";".join(f"{name}:{headers.get(name, '').strip()}" for name in names)
""",
    "escaped_target(": """
def escaped_target(url):
    # The query is escaped twice: "?x=1" is signed as "?x%253D1".
    path, mark, query = target(url).partition("?")
    return path + mark + quote(query, safe="-_.!~*'()").replace("%", "%25")
""",
    "url_and_parameters(": """
def url_and_parameters(url, method, fields):
    bare, _, query = url.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    if method == "GET":
        pairs, fields = pairs + fields, []
    written = [
        "&".join(f"{name}={value}" for name, value in sorted(pairs)),
        "".join(name + value for name, value in sorted(fields)),
    ]
    rest = ".".join(filter(None, written))
    return f"{bare}?{rest}" if rest else bare
""",
    "php_fields(": """
def php_fields(fields):
    # What serialize() of PHP makes of an array of strings.
    pairs = sorted((name, value) for name, value in fields if name != "p_signature")
    texts = [text.encode() for pair in pairs for text in pair]
    written = b"".join(b's:%d:"%b";' % (len(text), text) for text in texts)
    return b"a:%d:{%b}" % (len(pairs), written)
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
    "found(": """
def found(body, *path):
    try:
        values = [json.loads(body)]
    except ValueError:
        return []
    for name in path:
        if name == "*":
            values = [each for one in values if isinstance(one, list) for each in one]
        else:
            values = [one[name] for one in values if isinstance(one, dict) and name in one]
    return values
""",
    "decoded(": """
def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
""",
}


def read(where: Place) -> str:
    """Return the expression of what stands in a place of the request, "" where nothing does."""
    name = where.name
    if where.kind == "bearer":
        return 'headers.get("authorization", "").partition(" ")[2]'
    if where.kind == "header":
        return f'headers.get("{name.lower()}", "")'
    if where.kind == "query":
        return f'dict(parse_qsl(urlsplit(url).query)).get("{name}", "")'
    if where.kind == "form":
        return f'dict(parse_qsl(body.decode(errors="replace"))).get("{name}", "")'
    return f"field(body, {_path(name)})"


def found(name: str) -> str:
    """Return the expression of all that stands at a path of the JSON in which `*` may be."""
    return f"found(body, {_path(name)})"


def _path(name: str) -> str:
    return ", ".join(f'"{each}"' for each in name.split("."))
