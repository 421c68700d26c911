"""What goes wrong on the way and what few think of: cut, mislabelled, huge, deep, foreign, empty."""

from __future__ import annotations

import base64
import json

from tests.corpus import media
from tests.corpus.example import (
    FORM,
    JSON,
    Example,
    ago,
    b64,
    compact,
    field,
    file,
    form,
    hexes,
    iso,
    letters,
    mail,
    multipart,
    token,
    unix,
    uuid,
)

_LONG_LINE = compact(
    {
        "type": "report.ready",
        "rows": [
            {"id": n, "bean": "sidamo", "kg": n * 0.25, "ok": n % 3 > 0, "note": None}
            for n in range(180)
        ],
    }
)
_DEEP: object = "bottom"
for _level in range(90):
    _DEEP = {"in": _DEEP} if _level % 3 else [_DEEP]
_BLOB = base64.b64encode(bytes(n * 7 % 256 for n in range(38_000))).decode()
_LOREM = "Die Bohnen kommen am Montag, werden am Dienstag geröstet und am Mittwoch verschickt. "

EXAMPLES = [
    Example(
        name="UTF-16 JSON with its mark",
        path="/utf16",
        headers=(("Content-Type", "application/json; charset=utf-16"),),
        body=json.dumps({"type": "größe", "wert": "ß☕"}, ensure_ascii=False).encode("utf-16"),
        event="größe",
    ),
    Example(
        name="A form in Shift_JIS",
        path="/sjis",
        headers=(("Content-Type", "application/x-www-form-urlencoded; charset=Shift_JIS"),),
        body=form(
            ("名前", "山田太郎"),
            ("商品", "コーヒー豆 200g"),
            ("event", "注文"),
            charset="shift_jis",
        ),
        reads_as="form",
        event="注文",
    ),
    Example(
        name="JSON after a byte order mark",
        path="/bom",
        headers=(
            ("Content-Type", "application/json; charset=utf-8"),
            ("User-Agent", "PowerShell/7.5"),
        ),
        body=b"\xef\xbb\xbf" + compact({"event": "bom.sent", "from": ".NET"}),
        event="bom.sent",
    ),
    Example(
        name="Emoji, right to left, and invisible characters",
        path="/scripts",
        headers=(JSON,),
        body=compact(
            {
                "event": "comment.created",
                "author": "عُمَر",
                "text": "👩🏽‍🍳 שלום — مرحبا 🇩🇪 ☕️",
                "admin": "\u202enimda",
                "zero\u200bwidth": "a\u00adb",
                "combining": "Z̶a̶l̶g̶o̶ é",
            }
        ),
        event="comment.created",
        looks=("view=tree", "view=text"),
    ),
    Example(
        name="One line of 12 KB",
        path="/long",
        headers=(JSON,),
        body=_LONG_LINE,
        event="report.ready",
        looks=("view=text", "tab=raw", "view=tree"),
    ),
    Example(
        name="Nested 90 deep",
        path="/deep",
        headers=(JSON,),
        body=compact(_DEEP),
        flags=("Nested 90 deep",),
        looks=("view=tree",),
    ),
    Example(
        name="Numbers of all kinds",
        path="/numbers",
        headers=(JSON,),
        body=b'{"id": 9007199254740993, "price": 1.10, "tiny": 1E-7, "big": 1e400, "minus_zero": -0, "long": 3.14159265358979323846264338327950288, "snowflake": 1442089235480543232, "hex": "0xdeadbeef", "bad": NaN, "worse": -Infinity}',
        flags=("NaN", "-Infinity", 'above 2^53 ("id")'),
        looks=("view=tree",),
    ),
    Example(
        name="A name that stands twice",
        path="/twice",
        headers=(JSON,),
        body=b'{"type": "user.updated", "role": "member", "name": "ravi", "role": "admin", "escaped \\u00e9\\/": "\\u2615 \\"quoted\\" \\\\ \\n"}',
        event="user.updated",
        flags=('"role" stands twice',),
        looks=("view=tree",),
    ),
    Example(
        name="JSON that was cut off",
        path="/cut",
        headers=(JSON,),
        body=compact(
            {
                "type": "invoice.paid",
                "data": {
                    "lines": [{"id": letters(str(n), 14), "amount": 100 * n} for n in range(12)]
                },
            }
        )[:-31],
        flags=("it stops in the middle of a string",),
    ),
    Example(
        name="JSON with more after it",
        path="/more",
        headers=(JSON,),
        body=b'{"type": "invoice.paid"}\n<!-- served in 12 ms -->',
        flags=("more bytes",),
    ),
    Example(
        name="JSON with a comma too many",
        path="/comma",
        headers=(JSON,),
        body=b'{\n  "type": "order",\n  "items": [1, 2, 3,],\n}',
        reads_as="text",
        problem="Not valid JSON",
    ),
    Example(
        name="Python's idea of JSON",
        path="/python",
        headers=(JSON, ("User-Agent", "python-requests/2.32.5")),
        body=b"{'type': 'order.created', 'paid': True, 'note': None}",
        reads_as="text",
        problem="Not valid JSON",
    ),
    Example(
        name="An upload that was cut off",
        path="/cut",
        headers=(("Content-Type", "multipart/form-data; boundary=cut"),),
        body=multipart(
            "cut", field("name", "drum"), file("photo", "drum.png", "image/png", media.PNG)
        )[:-150],
        reads_as="parts",
        parts=("name", "photo"),
        flags=("stops before its last boundary",),
    ),
    Example(
        name="An upload whose lines end in LF",
        path="/lf",
        headers=(
            ("Content-Type", "multipart/form-data; boundary=lf"),
            ("User-Agent", "a shell script"),
        ),
        body=multipart("lf", field("a", "1"), field("b", "zwei"), end="\n"),
        reads_as="parts",
        parts=("a", "b"),
        flags=("LF alone",),
    ),
    Example(
        name="An upload without its boundary",
        path="/nob",
        headers=(("Content-Type", "multipart/form-data"), ("User-Agent", "axios/1.9.0")),
        body=multipart("--axios", field("a", "1")),
        reads_as="text",
        problem="names no boundary",
    ),
    Example(
        name="JSON called a form (curl -d)",
        path="/curl",
        headers=(("User-Agent", "curl/8.14.1"), ("Accept", "*/*"), FORM),
        body=b'{"event": "build.done", "ok": true}',
        event="build.done",
    ),
    Example(
        name="JSON called plain text",
        path="/plain",
        headers=(("Content-Type", "text/plain;charset=UTF-8"), ("User-Agent", "node")),
        body=compact({"event": "beacon", "t": unix(ago(seconds=2)) * 1000}),
        event="beacon",
    ),
    Example(
        name="XML called JSON",
        path="/wrong",
        headers=(JSON,),
        body=b'<?xml version="1.0"?><order id="6735"/>',
        reads_as="xml",
        problem="Not valid JSON",
    ),
    Example(
        name="HTML called JSON: an error page in between",
        path="/wrong",
        headers=(JSON,),
        body=b"<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n<body><center><h1>502 Bad Gateway</h1></center></body></html>\n",
        reads_as="html",
        problem="Not valid JSON",
    ),
    Example(name="Without any type", path="/none", body=b'{"event": "untyped"}', event="untyped"),
    Example(name="A ping: no body", path="/ping", method="HEAD", reads_as=""),
    Example(
        name="An empty POST", path="/empty", headers=(JSON, ("Content-Length", "0")), reads_as=""
    ),
    Example(
        name="Only a query",
        method="GET",
        path=f"/verify?token={hexes('verify', 32)}&expires={unix(ago(hours=-1))}&next=%2Fhome%3Fa%3D1&flag&empty=&a=1&a=2&bad=100%&q=caf%E9",
        reads_as="",
    ),
    Example(name="null", path="/null", headers=(JSON,), body=b"null"),
    Example(name="A string alone", path="/string", headers=(JSON,), body='"grüße"'.encode()),
    Example(name="An empty object", path="/object", headers=(JSON,), body=b"{}"),
    Example(
        name="Only white space",
        path="/blank",
        headers=(("Content-Type", "text/plain"),),
        body=b" \r\n\t\n",
        reads_as="text",
    ),
    Example(
        name="300 form fields",
        path="/fields",
        headers=(FORM,),
        body=form(
            ("event", "survey.done"),
            *((f"answer_{n:03}", "" if n % 7 == 0 else f"{n * n % 97}") for n in range(299)),
        ),
        reads_as="form",
        event="survey.done",
    ),
    Example(
        name="Long values in form fields",
        path="/fields",
        headers=(FORM,),
        body=form(
            ("subject", "Rechnung"),
            ("html", f"<p>{_LOREM * 30}</p>"),
            ("blob", _BLOB[:6000]),
            ("lines", "\n".join(f"Zeile {n}" for n in range(40))),
            (
                "url",
                f"https://nordlicht.example/?{'&'.join(f'utm_{n}={letters(str(n), 12)}' for n in range(30))}",
            ),
        ),
        reads_as="form",
        parts=("html",),
    ),
    Example(
        name="Long values in JSON: a blob of 50 KB, a text, a URL",
        path="/blob",
        headers=(JSON,),
        body=compact(
            {
                "event": "document.scanned",
                "document": {"name": "scan.bin", "content_base64": _BLOB, "pages": 1},
                "text": _LOREM * 40,
                "log": "".join(f"line {n}: drum at {180 + n} °C\n" for n in range(60)),
                "url": f"https://nordlicht.example/?{'&'.join(f'utm_{n}={letters(str(n), 12)}' for n in range(40))}",
                "after": True,
            }
        ),
        event="document.scanned",
        looks=("view=tree",),
        parts=("log",),
    ),
    Example(
        name="An image in a data URL, a token, XML and a form within JSON",
        path="/inside",
        headers=(JSON,),
        body=compact(
            {
                "event": "everything.inside",
                "avatar": f"data:image/png;base64,{base64.b64encode(media.PNG).decode()}",
                "id_token": token(sub="clara", exp=unix() + 900),
                "raw": '{"order": {"id": 6735, "note": "{\\"deep\\": true}"}}',
                "xml": "<order id='6735'><bean>sidamo</bean></order>",
                "body": base64.b64encode(b"plain words in base64").decode(),
                "sha": hexes("sha", 40),
                "id": letters("id", 24),
                "words": "just words, {curly} ones",
            }
        ),
        event="everything.inside",
        parts=("avatar", "id_token", "raw", "xml", "body"),
        looks=("part=1", "part=2", "part=3", "part=3.1"),
    ),
    Example(
        name="60 headers behind four proxies",
        path="/proxied",
        headers=(
            ("Host", "hooks.example.com"),
            ("X-Forwarded-For", "203.0.113.9, 198.51.100.7, 10.1.0.4, 10.1.0.9"),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Host", "hooks.example.com"),
            ("X-Forwarded-Port", "443"),
            (
                "Forwarded",
                'for=203.0.113.9;proto=https;host=hooks.example.com, for="[2001:db8:cafe::17]:4711"',
            ),
            ("Via", "1.1 vegur, 2 fly.io, 1.1 squid (squid/6.1)"),
            ("CF-Ray", "8c5f2d1b6c3a7e9f-FRA"),
            ("CF-Connecting-IP", "203.0.113.9"),
            ("CF-IPCountry", "DE"),
            ("CF-Visitor", '{"scheme":"https"}'),
            ("CDN-Loop", "cloudflare; loops=1"),
            ("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678"),
            ("X-Request-Start", f"t={unix()}.117"),
            ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            ("tracestate", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"),
            ("baggage", "userId=alice,serverNode=DF%2028,isProduction=false"),
            ("Date", mail(ago(minutes=6))),
            ("If-Modified-Since", mail(ago(days=9))),
            *((f"X-Custom-{n:02}", f"value {n}") for n in range(40)),
            JSON,
        ),
        body=compact({"event": "proxied"}),
        event="proxied",
        looks=("tab=headers", "tab=headers&order=name"),
    ),
    Example(
        name="A cookie of 6 KB, tokens, Basic, odd headers",
        path="/secrets",
        headers=(
            (
                "Cookie",
                "; ".join(
                    [
                        "session=" + b64("session", 96),
                        "theme=dark",
                        *(
                            f"_ga_{letters(str(n), 10)}=GS1.1.{unix()}.{n}.1.{letters(f'c{n}', 90)}"
                            for n in range(48)
                        ),
                    ]
                ),
            ),
            (
                "Authorization",
                f"Bearer {token(sub='svc-roaster', iss='https://idp.nordlicht.example', aud='hooks', exp=unix() - 240, scope='hooks:write')}",
            ),
            ("Proxy-Authorization", f"Basic {base64.b64encode('clara:hünter2'.encode()).decode()}"),
            ("X-Api-Key", letters("api", 40)),
            ("X-Auth-Token", letters("auth", 20)),
            ("X-Csrf-Token", letters("csrf", 20)),
            ("X-Empty", ""),
            ("X-Dup", "one"),
            ("x-dup", "two"),
            ("X-Emoji", "caf\xe9 \xf0\x9f\x92\xa5"),
            ("X-Json", '{"tenant": "nordlicht", "plan": "team"}'),
            ("X-Long", "lorem-" * 300),
            (
                "Signature-Input",
                f'sig-b25=("date" "@authority" "content-type");created={unix()};keyid="test-shared-secret"',
            ),
            ("Signature", f"sig-b25=:{b64('9421')}:"),
            ("Content-Digest", f"sha-256=:{b64('digest')}:"),
            ("Idempotency-Key", uuid("idem")),
            JSON,
        ),
        body=compact({"event": "secrets", "at": iso()}),
        event="secrets",
        looks=("tab=headers", "tab=raw"),
    ),
    Example(
        name="A path and a query without end",
        method="PUT",
        path="/"
        + "/".join(letters(str(n), 9) for n in range(30))
        + "?"
        + "&".join(f"{letters(f'k{n}', 6)}={letters(f'v{n}', 20)}" for n in range(40)),
        headers=(JSON,),
        body=compact({"event": "far"}),
        event="far",
    ),
]
