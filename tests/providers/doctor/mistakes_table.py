"""The table of mistakes: a row each, with what it may be called."""

from __future__ import annotations

from requestbin.providers.doctor import Cause
from tests.providers.doctor.mistakes import (
    Mistake,
    algorithm,
    as_other,
    body,
    by_go,
    by_javascript,
    by_name,
    by_php,
    encoding,
    form_body,
    json_body,
    known_test_secret,
    no_prefix,
    no_time,
    other_prefix,
    other_secret,
    other_unit,
    redump,
    renamed_header,
    rich,
    secret,
    shifted,
    sibling,
    signed_key,
    time,
    two,
    unzipped,
    url,
    value,
    wrong_secret,
    zipped,
)

C = Cause
COMPACT = {"separators": (",", ":"), "ensure_ascii": False}


def _swap(old: bytes, new: bytes):  # type: ignore[no-untyped-def]
    return lambda raw: raw.replace(old, new)


def _lines(end: bytes):  # type: ignore[no-untyped-def]
    return lambda raw: raw.replace(b",", b"," + end).replace(b"&", b"&x=1" + end + b"&")


TABLE: tuple[Mistake, ...] = (
    # --- the ends of the body ---
    Mistake("LF added", (C.NEWLINE_ADDED,), body(lambda raw: raw + b"\n")),
    Mistake("CR LF added", (C.NEWLINE_ADDED,), body(lambda raw: raw + b"\r\n")),
    Mistake("LF removed", (C.NEWLINE_REMOVED,), body(bytes.rstrip, lambda raw: raw + b"\n")),
    Mistake("CR LF removed", (C.NEWLINE_REMOVED,), body(bytes.rstrip, lambda raw: raw + b"\r\n")),
    Mistake("CR LF to LF", (C.LINE_ENDS,), json_body(_swap(b"\r\n", b"\n"), _lines(b"\r\n"))),
    Mistake("LF to CR LF", (C.LINE_ENDS,), json_body(_swap(b"\n", b"\r\n"), _lines(b"\n"))),
    Mistake("BOM added", (C.BOM,), json_body(lambda raw: b"\xef\xbb\xbf" + raw)),
    Mistake(
        "BOM removed", (C.BOM,), json_body(lambda raw: raw[3:], lambda raw: b"\xef\xbb\xbf" + raw)
    ),
    Mistake("spaces added", (C.WHITESPACE,), body(lambda raw: raw + b"  ")),
    Mistake("text appended", (C.APPENDED,), json_body(lambda raw: raw + b"<!-- proxy -->")),
    Mistake(
        "body not signed",
        (C.BODY_EMPTY, C.TEMPLATE),
        json_body(lambda _: b'{"a":1}', lambda _: b""),
    ),
    Mistake("gzip, signed before", (C.COMPRESSION,), zipped),
    Mistake("gunzipped on the way", (C.COMPRESSION,), unzipped),
    # --- charset ---
    Mistake(
        "UTF-8 to Latin-1", (C.CHARSET,), json_body(lambda raw: raw.decode().encode("latin-1"))
    ),
    Mistake("mojibake", (C.CHARSET,), json_body(lambda raw: raw.decode("latin-1").encode())),
    Mistake(
        "mojibake of 1252",
        (C.CHARSET,),
        json_body(
            lambda raw: raw.decode("cp1252").encode(),
            lambda raw: raw.replace("ö".encode(), "€".encode()),
        ),
    ),
    Mistake(
        "Latin-1 to UTF-8",
        (C.CHARSET,),
        json_body(
            lambda raw: raw.decode("latin-1").encode(), lambda raw: raw.decode().encode("latin-1")
        ),
    ),
    Mistake(
        "UTF-16 to UTF-8",
        (C.CHARSET,),
        json_body(
            lambda raw: raw.decode("utf-16").encode(), lambda raw: raw.decode().encode("utf-16")
        ),
    ),
    Mistake(
        "decomposed characters",
        (C.CHARSET,),
        json_body(
            _swap("ö".encode(), "o\u0308".encode()),
            lambda raw: raw.replace("ü".encode(), b"u").replace("ë".encode(), b"e"),
        ),
    ),
    # --- JSON ---
    Mistake("Python json.dumps", (C.REDUMPED,), json_body(redump())),
    Mistake("Python, raw characters", (C.REDUMPED,), json_body(redump(ensure_ascii=False))),
    Mistake(
        "JSON.stringify of pretty",
        (C.REDUMPED,),
        json_body(redump(**COMPACT), redump(indent=2, ensure_ascii=False)),
    ),
    Mistake("compact of Python's", (C.REDUMPED,), json_body(redump(**COMPACT), redump())),
    Mistake("PHP json_encode", (C.REDUMPED,), json_body(by_php)),
    Mistake("PHP's, by Python", (C.REDUMPED,), json_body(redump(), by_php)),
    Mistake("Go json.Marshal", (C.REDUMPED,), json_body(by_go)),
    Mistake("Go's, by JSON.stringify", (C.REDUMPED,), json_body(redump(**COMPACT), by_go)),
    Mistake("indented by 2", (C.REDUMPED,), json_body(redump(indent=2))),
    Mistake("indented by 4", (C.REDUMPED,), json_body(redump(indent=4, ensure_ascii=False))),
    Mistake("4 spaces, compacted", (C.REDUMPED,), json_body(redump(**COMPACT), redump(indent=4))),
    Mistake("tabs, by Python", (C.REDUMPED,), json_body(redump(), redump(indent="\t"))),
    Mistake("signed by name", (C.RESORTED,), by_name),
    Mistake(
        "10.0 to 10",
        (C.RENUMBERED,),
        json_body(by_javascript, lambda raw: raw.replace(b"100000.0", b"7.25")),
    ),
    Mistake(
        "1e5 to 100000.0", (C.RENUMBERED,), json_body(redump(**COMPACT), _swap(b"100000.0", b"1e5"))
    ),
    Mistake("12.50 to 12.5", (C.RENUMBERED,), json_body(redump(), _swap(b"10.0,", b"12.50,"))),
    # --- forms ---
    Mistake("+ to %20", (C.REENCODED,), form_body(_swap(b"+", b"%20"))),
    Mistake("%20 to +", (C.REENCODED,), form_body(_swap(b"%20", b"+"), _swap(b"+", b"%20"))),
    Mistake(
        "hex in lower case",
        (C.REENCODED,),
        form_body(
            lambda raw: (
                raw.replace(b"%2B", b"%2b")
                .replace(b"%C3%A9", b"%c3%a9")
                .replace(b"%3A", b"%3a")
                .replace(b"%2F", b"%2f")
            )
        ),
    ),
    Mistake(
        "fields by name",
        (C.REENCODED,),
        form_body(lambda raw: raw, lambda raw: b"&".join(sorted(raw.split(b"&")))),
    ),
    # --- secrets ---
    Mistake("another stored secret", (C.OTHER_SECRET,), other_secret),
    Mistake("newline stored", (C.SECRET_SPACES,), secret(lambda text: text + "\n")),
    Mistake("spaces stored", (C.SECRET_SPACES,), secret(lambda text: f" {text} ")),
    Mistake("quotes stored", (C.SECRET_QUOTED,), secret(lambda text: f'"{text}"')),
    Mistake(
        "signed with newline", (C.SECRET_ENDS,), secret(lambda text: text, lambda text: text + "\n")
    ),
    Mistake(
        "whsec_ cut off, stored",
        (C.SECRET_PREFIX,),
        secret(
            lambda text: text.removeprefix("whsec_"),
            only=lambda case: case.text.startswith("whsec_"),
        ),
    ),
    Mistake(
        "whsec_ cut off, signed",
        (C.SECRET_PREFIX, C.SECRET_DECODED),
        secret(
            lambda text: text,
            lambda text: text.removeprefix("whsec_"),
            only=lambda case: case.text.startswith("whsec_"),
        ),
    ),
    Mistake("signed with text", (C.SECRET_DECODED,), signed_key("utf8")),
    Mistake("signed with base64 decoded", (C.SECRET_DECODED,), signed_key("base64")),
    Mistake("signed with hex decoded", (C.SECRET_DECODED,), signed_key("hex")),
    Mistake("stored in upper case", (C.SECRET_CASE,), secret(str.upper, str.lower)),
    Mistake(
        "stored escaped",
        (C.SECRET_ESCAPED,),
        secret(lambda text: text + "%2B", lambda text: text + "+"),
    ),
    Mistake(
        "signed with `undefined`",
        (C.SECRET_BLANK,),
        secret(lambda text: text, lambda _: "undefined"),
    ),
    Mistake("the tests' secret", (C.SECRET_KNOWN,), known_test_secret),
    Mistake("wrong secret", (C.UNKNOWN, C.MALFORMED), wrong_secret),
    # --- URLs ---
    Mistake("http for https", (C.URL_SCHEME,), url(lambda it: it.replace("https:", "http:"))),
    Mistake(
        "host of X-Forwarded-Host",
        (C.URL_HOST,),
        url(
            lambda it: it.replace("hooks.", "public."),
            headers=(("X-Forwarded-Host", "public.example.com"),),
        ),
    ),
    Mistake(
        "host of another address",
        (C.URL_HOST, C.URL_PATH),
        url(
            lambda it: it.replace("hooks.example.com", "cat.trycloudflare.com"),
            "https://cat.trycloudflare.com/in/abc123",
        ),
    ),
    Mistake("port written", (C.URL_PORT,), url(lambda it: it.replace(".com/", ".com:443/"))),
    Mistake(
        "port 8443 known",
        (C.URL_HOST, C.URL_PORT),
        url(lambda it: it.replace(".com/", ".com:8443/"), "https://hooks.example.com:8443/"),
    ),
    Mistake("slash lost", (C.URL_SLASH,), url(lambda it: it.replace("/?", "?"))),
    Mistake("query not signed", (C.URL_QUERY,), url(lambda it: it.partition("?")[0])),
    Mistake(
        "query sorted",
        (C.URL_QUERY,),
        url(lambda it: it.partition("?")[0] + "?to=two%20words&order=7"),
    ),
    Mistake("query with +", (C.URL_QUERY,), url(lambda it: it.replace("%20", "+"))),
    Mistake(
        "query known elsewhere",
        (C.URL_QUERY, C.URL_PATH, C.URL_HOST),
        url(
            lambda it: it + "&bin=1",
            "https://hooks.example.com/in/abc123/shop/?order=7&to=two%20words&bin=1",
        ),
    ),
    Mistake("path prefix", (C.URL_PATH,), url(lambda it: it.replace("/in/abc123", ""))),
    # --- time ---
    Mistake("other unit of time", (C.TIME_UNIT,), time(other_unit)),
    Mistake("time 7 s off", (C.TIME_CHANGED,), time(shifted(7))),
    Mistake("time 1 h off", (C.TIME_CHANGED,), time(shifted(3600))),
    # --- the signature ---
    Mistake("SHA-1", (C.ALGORITHM, C.OTHER_SCHEME, C.PREFIX), algorithm("sha1")),
    Mistake("SHA-256", (C.ALGORITHM, C.OTHER_SCHEME, C.PREFIX), algorithm("sha256")),
    Mistake("SHA-512", (C.ALGORITHM, C.OTHER_SCHEME, C.PREFIX), algorithm("sha512")),
    Mistake("hex, base64 swapped", (C.ENCODING,), encoding),
    Mistake("prefix lost", (C.PREFIX,), no_prefix),
    Mistake("other prefix", (C.PREFIX,), other_prefix),
    Mistake("upper case", (C.LETTER_CASE,), value(str.upper)),
    Mistake("cut short", (C.TRUNCATED,), value(lambda text: text[:24])),
    Mistake("time not signed", (C.TEMPLATE, C.OTHER_SCHEME), no_time),
    Mistake("the other scheme's", (C.OTHER_SCHEME, C.ALGORITHM, C.TEMPLATE, C.PREFIX), sibling),
    Mistake("in another header", (C.OTHER_HEADER,), renamed_header),
    Mistake("signed as GitHub", (C.OTHER_PROVIDER, C.OTHER_HEADER), as_other("github")),
    Mistake("signed as Stripe", (C.OTHER_PROVIDER, C.OTHER_HEADER), as_other("stripe")),
    Mistake("signed as Slack", (C.OTHER_PROVIDER,), as_other("slack")),
    # --- two at once ---
    Mistake(
        "LF added, newline stored",
        (C.NEWLINE_ADDED, C.SECRET_SPACES),
        two(body(lambda raw: raw + b"\n"), lambda text: f"{text}\n"),
    ),
    Mistake(
        "json.dumps, quotes stored",
        (C.REDUMPED, C.SECRET_QUOTED),
        two(json_body(redump()), lambda text: f'"{text}"'),
    ),
    Mistake(
        "http for https, newline stored",
        (C.URL_SCHEME, C.SECRET_SPACES),
        two(url(lambda it: it.replace("https:", "http:")), lambda text: f"{text}\n"),
    ),
    # --- what nobody can reproduce ---
    Mistake(
        "large number rounded",
        (C.UNKNOWN,),
        json_body(
            _swap(b"12345678901234567890", b"12345678901234567000"),
            _swap(b'"count":3', b'"count":12345678901234567890'),
        ),
    ),
    Mistake(
        "duplicate key lost",
        (C.UNKNOWN,),
        json_body(_swap(b'"ok":false,', b""), _swap(b'"ok":true', b'"ok":false,"ok":true')),
    ),
    Mistake("keys sorted on the way", (C.UNKNOWN,), json_body(redump(sort_keys=True), rich)),
    Mistake("one byte changed", (C.UNKNOWN,), body(lambda raw: raw[:9] + b"#" + raw[10:])),
    Mistake("a field changed", (C.UNKNOWN,), json_body(_swap(b"evt_1", b"evt_2"))),
)
