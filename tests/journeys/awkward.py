"""Requests that are hard to write down in the languages that snippets are in."""

from __future__ import annotations

from tests.journeys.witness import Pair, Sent

HOST = (b"Host", b"hooks.example.test")
SHELL = b'it\'s "odd" $HOME $(id) `id` \\ \\n !! %s ${x} ~ * ? [a] {b} & ; | < >'
JSON = (b"Content-Type", b"application/json")


def _sent(method: bytes, below: bytes, headers: list[Pair], body: bytes = b"") -> Sent:
    length = [(b"Content-Length", b"%d" % len(body))] if body else []
    return Sent(method, b"{key}/t" + below, [HOST, *headers, *length], body)


def _post(body: bytes, *headers: Pair) -> Sent:
    return _sent(b"POST", b"", list(headers), body)


def _asked(below: bytes, *headers: Pair) -> Sent:
    return _sent(b"GET", below, list(headers))


AWKWARD: dict[str, Sent] = {
    "JSON": _post(b'{"a":1.10,"b":"it\'s"}', JSON, (b"X-One", b"1")),
    "what a shell acts on": _post(SHELL, (b"Content-Type", b"text/plain"), (b"X-Shell", SHELL)),
    "lines": _post(b'{\n\t"a": 1\n}\n', JSON),
    "lines of CRLF": _post(b"a\r\nb\r\n\r\n", (b"Content-Type", b"text/plain")),
    "CR alone": _post(b"a\rb", (b"Content-Type", b"text/plain")),
    "NUL": _post(b"a\x00b", JSON),
    "ESC and Ctrl+C": _post(b"\x1b[31m\x03\nls\n", (b"X-Esc", b"\x1b[201~\x03\x7f"), JSON),
    "a file by its name": _post(b"@/etc/passwd", (b"X-At", b"@/etc/passwd"), JSON),
    "an option": _post(b"--help", (b"-Dash", b"-1"), (b"--Output", b"/tmp/x"), JSON),
    "values in latin-1": _post(b"{}", (b"X-Latin", b"caf\xe9 \xff\x80"), JSON),
    "values in UTF-8": _post(
        "日本 é 💥 \u202e".encode(),
        (b"X-Utf8", "日本 é".encode()),
        (b"Content-Type", b"text/plain"),
    ),
    "empty values": _post(b"{}", (b"X-Empty", b""), (b"X-Next", b"1"), JSON),
    "duplicates": _post(
        b"{}",
        (b"X-A", b"1"),
        (b"x-b", b"2"),
        (b"x-a", b"3"),
        (b"X-A", b"1"),
        (b"Cookie", b"a=1"),
        (b"Cookie", b"b=2"),
        JSON,
    ),
    "odd names": _post(b"{}", (b"x_under", b"1"), (b"!#$%&'*+-.^_`|~09aZ", b"2"), JSON),
    "a client's own": _post(
        b"{}",
        (b"accept", b"*/*"),
        (b"USER-AGENT", b"Me/1 (x; y)"),
        (b"Accept-Encoding", b"br"),
        (b"Accept-Language", b"de"),
        (b"Sec-Fetch-Mode", b"no-cors"),
        JSON,
        (b"Authorization", b"Bearer x"),
        (b"Referer", b"http://x/#y"),
        (b"Origin", b"null"),
    ),
    "of the connection": _post(
        b"{}", (b"Keep-Alive", b"1"), (b"Connection", b"keep-alive"), (b"TE", b"x"), JSON
    ),
    "backslashes": _post(b"{}", (b"X-B", b"a\\b\\\\"), (b"X-C", b"\\: \\@ \\= \\;"), JSON),
    "separators": _post(b"{}", (b"X-S", b"a:b=c@d;e:=1"), (b"X-T", b"=@:;"), JSON),
    "no type": _post(b'{"a":1}'),
    "an odd type": _post(b"1", (b"content-TYPE", b"text/plain;charset=x")),
    "bytes": _post(bytes(range(256)) * 4, (b"Content-Type", b"application/octet-stream")),
    "not UTF-8": _post(b"caf\xe9\n", (b"Content-Type", b"text/plain; charset=latin-1")),
    "large": _post(b'{"a":"' + b"x" * 100_000 + b'"}', JSON),
    "nothing": _post(b""),
    "a script's end": _post(b"</script><!--{{ x }}{% y %}{{{{ ${z} \xe2\x80\xa8", JSON),
    "a request file's marks": _post(b"a\n### b\n< ./body.bin\n> {%\n", (b"X-V", b"{{v}}"), JSON),
    "quotes in quotes": _post(b'{"a":"\\"\\\\\'\'\'\\"\\"\\""}', (b"X-Q", b'""\'\'\\"'), JSON),
    "GET with a body": _sent(b"GET", b"?x=1", [JSON], b'{"a":1}'),
    "HEAD": _sent(b"HEAD", b"/h", []),
    "PROPFIND": _sent(b"PROPFIND", b"/d", [(b"Depth", b"1")], b"<a/>"),
    "M-SEARCH": _sent(b"M-SEARCH", b"", [(b"MAN", b'"ssdp:discover"')]),
    "small letters": _sent(b"post", b"", [JSON], b"{}"),
    "an invented method": _sent(b"PURGE!$'", b"", []),
    "a query": _asked(b"/a/b?x=1&x=2&y=%20+%2F&z=", JSON),
    "a fragment": _asked(b"/a#b?c#d"),
    "dots": _asked(b"/../a/./b//c/%2e%2e/d"),
    "encoding": _asked(b"/%00%41%c3%A9%zz%?%00=%e9"),
    "odd characters": _asked(b"/a;b|c^d`e{f}\"g'h<i>\\j[k]?l[]=m|n'o\"p"),
    "raw bytes": _asked(b"/caf\xc3\xa9\xff?q=\xe9"),
    "braces": _asked(b"/{{a}}?{{b}}={c}[1-3]"),
    "a question mark": _asked(b"?"),
}
"""By what is hard about each. Each is sent below `/t`, so that one address can stand for all."""
