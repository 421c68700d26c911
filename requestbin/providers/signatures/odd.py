"""What a few providers sign in a way of their own: one small function each."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.parse import quote

from requestbin.providers.seen import Pairs, Seen, as_text, octets

_UNQUOTED = {f"%{ord(each):02X}": each for each in ":/?@!$'()*,;"}
_ESCAPES = re.compile("|".join(_UNQUOTED), re.IGNORECASE)


def unquoted(url: str) -> str:
    """Return a URL with these escapes decoded and the others left: `:/?@!$'()*,;` (HubSpot's page
    on request validation lists them, for signatures of version 3)."""
    return _ESCAPES.sub(lambda found: _UNQUOTED[found[0].upper()], url)


def underscored_parameters(seen: Seen) -> bytes:
    """Return the parameters but `sig` by name, each as `&name=value`, with `&` and `=` in values
    replaced by `_` (Vonage, signing messages; nexmo/__init__.py)."""
    pairs = [(name, value) for name, value in seen.parameters if name != "sig"]
    return b"".join(
        b"&" + octets(name) + b"=" + octets(value.replace("&", "_").replace("=", "_"))
        for name, value in sorted(pairs)
    )


_NOTIFICATION_FIELDS = (
    *("pspReference", "originalReference", "merchantAccountCode", "merchantReference"),
    *("amount.value", "amount.currency", "eventCode", "success"),
)


def notification_fields(seen: Seen, index: int) -> bytes | None:
    """Return the eight signed fields of one notification item, joined by `:` (Adyen, verify HMAC
    signatures; Adyen/util.py)."""
    items = seen.json.get("notificationItems") if isinstance(seen.json, dict) else None
    if not isinstance(items, list) or len(items) <= index or not isinstance(items[index], dict):
        return None
    item = items[index].get("NotificationRequestItem")
    return b":".join(octets(_deep(item, each)) for each in _NOTIFICATION_FIELDS)


def _deep(value: Any, path: str) -> str:
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return as_text(value) or ""


_TOPIC_FIELDS = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        *("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    ),
}


def topic_fields(seen: Seen) -> bytes | None:
    """Return names and values of the signed fields, a line each; Subject only where there is one
    (Amazon SNS, verifying message signatures; sns-validator index.js)."""
    value = seen.json
    if not isinstance(value, dict):
        return None
    kind = "Notification" if value.get("Type") == "Notification" else "SubscriptionConfirmation"
    lines = []
    for name in _TOPIC_FIELDS[kind]:
        text = as_text(value.get(name))
        if text is not None:
            lines.append(octets(name) + b"\n" + octets(text) + b"\n")
        elif name != "Subject":
            return None
    return b"".join(lines)


def manifest(seen: Seen, timestamp: str) -> bytes:
    """Return `id:…;request-id:…;ts:…;` less the pairs that are empty (Mercado Pago, webhooks;
    mercadopago/webhook/validator.py)."""
    return _manifest(seen, seen.query, timestamp)


def _manifest(seen: Seen, query: Pairs, timestamp: str) -> bytes:
    found = next((value for name, value in query if name == "data.id"), "")
    pairs = (
        ("id", found.strip()),
        ("request-id", (seen.header("x-request-id") or "").strip()),
        ("ts", timestamp),
    )
    return b"".join(octets(f"{name}:{value};") for name, value in pairs if value)


def lower_manifest(seen: Seen, timestamp: str) -> bytes:
    """Return the same with the id in lower case, as the documentation asks and the library not."""
    folded = [(name, value.lower()) for name, value in seen.query]
    return _manifest(seen, folded, timestamp)


def signed_headers(seen: Seen) -> bytes:
    """Return the headers that a header lists, as `name:value`, by name, joined by `;` (Contentful,
    request verification; node-apps-toolkit)."""
    listed = seen.header("x-contentful-signed-headers") or ""
    names = sorted({name.strip().lower() for name in listed.split(",") if name.strip()})
    return ";".join(f"{name}:{(seen.header(name) or '').strip()}" for name in names).encode(
        "latin-1", "replace"
    )


def escaped_target(seen: Seen) -> str:
    """Return path and query as Contentful's toolkit writes them: the query escaped twice."""
    if not seen.raw_query:
        return seen.path
    once = quote(octets(seen.raw_query), safe="-_.!~*'()")
    return f"{seen.path}?{quote(once, safe=';,/?:@&=+$-_.!~*()#' + chr(39))}"


def listed_headers(seen: Seen) -> bytes | None:
    """Return the names that `h=` lists and the headers' values: `names.value.value` (Coinbase
    Developer Platform, verify signatures; hook0-client signature.js)."""
    items = (seen.header("x-hook0-signature") or "").split(",")
    listed = next((item.strip()[2:] for item in items if item.strip().startswith("h=")), None)
    if listed is None:
        return None
    names = listed.lower().split()
    values = ".".join(seen.header(name) or "" for name in names)
    return f"{' '.join(names)}.{values}".encode("latin-1", "replace")


def url_and_parameters(seen: Seen) -> bytes:
    """Return the URL with its query by name, and the form by name (Plivo, signature version 3;
    plivo/utils/signature_v3.py): a POST without a query has a bare `?`, or a `.` after one."""
    bare = seen.request.url.partition("?")[0].partition("#")[0]
    fields = "".join(name + value for name, value in sorted(seen.form))
    if seen.request.method == "GET":
        query = "&".join(f"{name}={value}" for name, value in sorted(seen.query + seen.form))
        return octets(f"{bare}?{query}" if query else bare)
    query = "&".join(f"{name}={value}" for name, value in sorted(seen.query))
    if query:
        return octets(f"{bare}?{query}.{fields}" if fields else f"{bare}?{query}")
    return octets(f"{bare}?{fields}" if fields else bare)


def joined_query(seen: Seen) -> bytes:
    """Return the query but its signature by name, `name=value` without anything between, values of
    one name joined by commas (Shopify, app proxies)."""
    values: dict[str, list[str]] = {}
    for name, value in seen.query:
        values.setdefault(name, []).append(value)
    values.pop("signature", None)
    return b"".join(octets(f"{name}={','.join(values[name])}") for name in sorted(values))


def opened(value: str) -> str:
    """Return the signature in base64 of JSON `{alg, kid, signature, digest}` (eBay)."""
    try:
        found = json.loads(base64.b64decode(value.encode("ascii"), validate=True))
    except (ValueError, RecursionError):
        return ""
    return (as_text(found.get("signature")) or "") if isinstance(found, dict) else ""


def closed(signature: str) -> str:
    """Return a signature as `opened` reads it."""
    value = {"alg": "ECDSA", "kid": "test", "signature": signature, "digest": "SHA1"}
    return base64.b64encode(json.dumps(value).encode()).decode()


def php_fields(seen: Seen) -> bytes:
    """Return the form but its signature by name, as PHP's `serialize` writes it (Paddle Classic,
    verifying webhooks)."""
    fields = sorted((name, value) for name, value in seen.form if name != "p_signature")
    written = b"".join(_php(octets(name)) + _php(octets(value)) for name, value in fields)
    return b"a:%d:{%b}" % (len(fields), written)


def _php(text: bytes) -> bytes:
    return b's:%d:"%b";' % (len(text), text)
