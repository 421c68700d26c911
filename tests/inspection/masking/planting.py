"""Requests with secrets planted where names say so, each spelled in one of the ways there are."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote, unquote, unquote_plus

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from requestbin.http import Captured
from requestbin.inspection.masking.beside import HELD, LABELS
from tests.builders import captured

KEY = "h3VnR8yJd4LsGzQwTfXc"
SECRET_NAMES = (
    "password", "Passwd", "api_key", "apiKey", "x-api-key", "access_token", "refreshToken",
    "client_secret", "private-key", "SESSION_ID", "token", "authToken", "webhookSecret", "jwt",
    "user[password]", "Credentials",
)  # fmt: skip
OTHER_NAMES = ("id", "type", "amount", "note", "url", "data", "items", "x", "größe", "a b", "")
EXTRA = ("acme_code", "X-Acme-Proof")
"""Names that only a table of providers knows."""
SECRET_HEADERS = (
    "X-Api-Key", "X-Gitlab-Token", "x-webhook-secret", "X-Auth-Token", "X-Session-Id",
    "Ocp-Apim-Subscription-Key", "X-CSRF-Token",
)  # fmt: skip

_PRINTABLE = st.characters(min_codepoint=33, max_codepoint=126)
_ANY = st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn"))


def secrets() -> st.SearchStrategy[str]:
    """Give what nobody would find by chance: 12 to 24 characters, with a mark of its own."""
    marked = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=9, max_size=9)
    return st.builds(
        lambda before, mark, after: f"{before}q{mark}Z{after}",
        st.text(_ANY, max_size=4),
        marked,
        st.text(_PRINTABLE, min_size=1, max_size=8),
    )


@dataclass
class Garden:
    """Draws values for places; what was put under secret names is in `planted`."""

    draw: DrawFn
    extra: tuple[str, ...] = ()
    planted: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    """Secrets in bodies that are withheld: no rule knows them, so they stand nowhere else."""

    def secret(self) -> str:
        """Give a new secret, or one that was planted elsewhere."""
        if self.planted and self.draw(st.integers(0, 3)) == 0:
            return self.draw(st.sampled_from(self.planted))
        made = self.draw(secrets())
        self.planted.append(made)
        return made

    def secret_without_name(self) -> str:
        self.alone.append(self.draw(secrets()))
        return self.alone[-1]

    def plain(self) -> str:
        """Give a value that is none's business; now and then it repeats a secret."""
        if self.planted and self.draw(st.integers(0, 4)) == 0:
            repeated = self.draw(st.sampled_from(self.planted))
            return self.draw(st.sampled_from([repeated, f"see {repeated}!", f"{repeated}."]))
        return self.draw(st.sampled_from(["", "evt_1", "hello world", "1.10", "größe", "a&b=c"]))

    def pick(self, *choices: str) -> str:
        return self.draw(st.sampled_from(choices))

    def mixed_case(self, name: str) -> str:
        flip = self.draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
        return "".join(c.swapcase() if f else c for c, f in zip(name, flip, strict=True))

    def fields(self, most: int = 4) -> Iterator[tuple[str, str]]:
        """Give names and values, secret ones among them."""
        for is_secret in self.draw(st.lists(st.booleans(), min_size=1, max_size=most)):
            if is_secret:
                yield self.mixed_case(self.pick(*SECRET_NAMES, *self.extra)), self.secret()
            else:
                yield self.pick(*OTHER_NAMES), self.plain()

    # How a text is spelled in each format -------------------------------------------------------

    def _spelled(self, text: str, one: Callable[[str], str], usual: Callable[[str], str]) -> str:
        odd = self.draw(st.sets(st.integers(0, max(0, len(text) - 1)), max_size=4))
        return "".join(one(c) if at in odd else usual(c) for at, c in enumerate(text))

    def in_json(self, text: str) -> str:
        escaped = self._spelled(
            text, _json_escape, lambda c: json.dumps(c, ensure_ascii=False)[1:-1]
        )
        return f'"{escaped}"'

    def in_form(self, text: str) -> str:
        return self._spelled(text, _percent, lambda c: quote(c, safe=""))

    def in_xml(self, text: str) -> str:
        return self._spelled(
            text, lambda c: f"&#x{ord(c):x};", lambda c: f"&#{ord(c)};" if c in "<>&\"'" else c
        )

    # Bodies --------------------------------------------------------------------------------------

    def json(self, depth: int = 3) -> str:
        """Give an object whose members nest, repeat and hide in strings."""
        space = self.pick("", " ", "\n  ")
        members = [
            f"{space}{self._json_member(space, name, value, depth)}"
            for name, value in self.fields()
        ]
        return "{" + ",".join(members) + space + "}"

    def _json_member(self, space: str, name: str, value: str, depth: int) -> str:
        """Give a member; a secret one may be named by a label or a column beside it."""
        shape = self.pick("key", "label", "column") if value in self.planted else "key"
        if shape == "key":
            return f"{self.in_json(name)}:{space}{self._json_value(name, value, depth)}"
        named, held = self.in_json(name), self.in_json(value)
        parts = [f'"{self.pick(*sorted(LABELS))}":{named}', f'"{self.pick(*sorted(HELD))}":{held}']
        if shape == "column":
            parts = [f'"columns":["a",{space}{named}]', f'"rows":[[1,{held}],{space}["x",{held}]]']
        return f'"a":{{{",".join(self.draw(st.permutations(parts)))}}}'

    def _json_value(self, name: str, value: str, depth: int) -> str:
        kinds = ["text", "list", "object"]
        if value not in self.planted:
            nests = ["json", "base64", "nested", "link", "form"] if depth else []
            kinds = ["text", "number", "word", *nests]
        kind = self.pick(*kinds)
        makers: dict[str, Callable[[], str]] = {
            "text": lambda: self.in_json(value),
            "list": lambda: f"[{self.in_json(value)}, 1.10, null]",
            "object": lambda: f'{{"a": {{"b": {self.in_json(value)}}}}}',
            "number": lambda: "1.10e5",
            "word": lambda: "true",
            "json": lambda: self.in_json(self.json(depth - 1)),
            "base64": lambda: self.in_json(
                base64.b64encode(self.json(depth - 1).encode()).decode()
            ),
            "nested": lambda: f"[{self.json(depth - 1)}, {self.json(depth - 1)}]",
            "link": lambda: self.in_json(self.link()),
            "form": lambda: self.in_json(self.form(depth - 1)),
        }
        return makers[kind]()

    def form(self, depth: int = 2) -> str:
        parts = []
        for name, value in self.fields():
            if value not in self.planted and depth:
                value = self.draw(st.sampled_from(NESTING))(self, value, depth - 1)
            parts.append(f"{self.in_form(name)}={self.in_form(value)}")
        return "&".join(parts)

    def link(self) -> str:
        """Give a link with a user, a password, and secrets in its query."""
        user = f"bob:{quote(self.secret(), safe='')}@" if self.draw(st.booleans()) else ""
        return f"https://{user}example.com/a?{self.form(0)}"

    def xml(self) -> str:
        inner = []
        for name, value in self.fields():
            tag = re.sub(r"[^A-Za-z_]", "", name) or "x"
            is_secret = value in self.planted
            shapes = [
                f"<{tag}>{self.in_xml(value)}</{tag}>",
                f"<n:{tag} xmlns:n='u'>{self.in_xml(value)}</n:{tag}>",
            ]
            if is_secret:
                shapes += [
                    f'<e {tag}="{self.in_xml(value)}"/>',
                    f"<{tag}><v>{self.in_xml(value)}</v></{tag}>",
                ]
                shapes += [
                    f'<p name="{tag}" value="{self.in_xml(value)}"/>',
                    f"<{tag}><![CDATA[{value}]]></{tag}>",
                ]
                if "]]>" in value:
                    shapes.pop()
            inner.append(self.pick(*shapes))
        return f'<?xml version="1.0"?>\n<root>{"".join(inner)}</root>'

    def multipart(self) -> str:
        end = self.pick("\r\n", "\n")
        parts = []
        for name, value in self.fields():
            plain = name.replace('"', "")
            disposition = f'Content-Disposition: form-data; name="{plain}"'
            if value not in self.planted and self.draw(st.booleans()):
                head = f'{disposition}; filename="a.json"{end}Content-Type: application/json'
                parts.append(f"{head}{end}{end}{self.json(1)}")
            else:
                parts.append(f"{disposition}{end}{end}{value}")
        return "".join(f"--b{end}{part}{end}" for part in parts) + f"--b--{end}"


def _json_escape(letter: str) -> str:
    units = letter.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02X}" for at in range(0, len(units), 2))


def _percent(letter: str) -> str:
    return "".join(f"%{octet:02x}" for octet in letter.encode())


NESTING: tuple[Callable[[Garden, str, int], str], ...] = (
    lambda _, value, __: value,
    lambda garden, _, depth: garden.json(depth),
    lambda garden, _, __: garden.link(),
)

HEADERS: tuple[Callable[[Garden], tuple[bytes | str, bytes | str]], ...] = (
    lambda garden: ("Authorization", f"Bearer {garden.secret()}".encode()),
    lambda garden: ("authorization", b"Basic " + _basic(garden.secret())),
    lambda garden: ("PROXY-Authorization", garden.secret().encode()),
    lambda garden: ("Cookie", f"theme=dark; sid={_crumb(garden)}; a".encode()),
    lambda garden: ("Set-Cookie", f"sid={_crumb(garden)}; Path=/; HttpOnly".encode()),
    lambda garden: (
        garden.mixed_case(garden.pick(*SECRET_HEADERS, *garden.extra)),
        garden.secret().encode(),
    ),
    lambda garden: ("Referer", f"https://example.com/in/{KEY}?{garden.form(0)}"),
    lambda garden: ("X-Echo", garden.plain().encode()),
    lambda garden: ("X-Payload", garden.json(1).encode().replace(b"\n", b"")),
    lambda _: ("X-Hub-Signature-256", "sha256=0123456789abcdef"),
)


def _basic(secret: str) -> bytes:
    return base64.b64encode(f"someone:{secret}".encode())


def _crumb(garden: Garden) -> str:
    """Give a secret that a cookie can hold whole."""
    secret = garden.draw(secrets()).replace(";", "")
    garden.planted.append(secret)
    return secret


KINDS: dict[str, tuple[str, Callable[[Garden], str]]] = {
    "json": ("application/json", Garden.json),
    "json by no name": ("", Garden.json),
    "json from curl": ("application/x-www-form-urlencoded", Garden.json),
    "cloud events": ("application/cloudevents+json; charset=utf-8", Garden.json),
    "ndjson": ("application/x-ndjson", lambda garden: f"{garden.json()}\n{garden.json()}\n"),
    "form": ("application/x-www-form-urlencoded", Garden.form),
    "xml": ("text/xml; charset=utf-8", Garden.xml),
    "multipart": ("multipart/form-data; boundary=b", Garden.multipart),
    "text": ("text/plain", lambda garden: f"the password is {garden.secret_without_name()}"),
    "html": ("text/html", lambda garden: f"<p>{garden.secret_without_name()}"),
    "cut": ("application/json", lambda garden: garden.json()[:-1]),
    "nothing": ("", lambda _: ""),
}


@st.composite
def requests(draw: DrawFn, kind: str, extra: tuple[str, ...] = ()) -> tuple[Captured, list[str]]:
    """Give a request of one kind, and the secrets that were planted in it, under `extra` names
    too."""
    garden = Garden(draw, extra)
    content_type, make = KINDS[kind]
    body = make(garden).encode()
    headers: list[tuple[bytes | str, bytes | str]] = [("Host", "example.com")]
    if content_type:
        headers.append(("Content-Type", content_type))
    if body and draw(st.booleans()):
        body = gzip.compress(body, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    headers += _headers(garden)
    target = f"/in/{KEY}/hook?{garden.form(1)}"
    return captured(target=target.encode(), headers=headers, body=body), [
        *garden.planted,
        *garden.alone,
        KEY,
    ]


def _headers(garden: Garden) -> list[tuple[bytes | str, bytes | str]]:
    made = garden.draw(st.lists(st.sampled_from(HEADERS), max_size=4))
    return [make(garden) for make in made]


def octets_of(request: Captured) -> bytes:
    """Return all that a request tells, a line each."""
    head = [request.method.encode(), request.target]
    head += [octets for pair in request.headers for octets in pair]
    return b"\n".join([*head, request.body])


def readings(octets: bytes) -> list[str]:
    """Return bytes as they are and as readers of each format would have them."""
    text = octets.decode("utf-8", "replace")
    read = [text, unescape(text), unquote(text), unquote_plus(text), unquote(unquote(text))]
    read += [_json_unescaped(each) for each in read]
    read += [_json_unescaped(read[-1])]
    return [*read, *map(_base64_read, read)]


def _json_unescaped(text: str) -> str:
    units = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    plain = re.sub(r"\\(.)", r"\1", units)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _base64_read(text: str) -> str:
    found = re.findall(r"[A-Za-z0-9+/_-]{12,}={0,2}", text)
    return "\n".join(_base64_text(each) for each in found)


def _base64_text(text: str) -> str:
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    plain = plain[: len(plain) // 4 * 4] if len(plain) % 4 == 1 else plain
    return base64.b64decode(plain + "=" * (-len(plain) % 4)).decode("utf-8", "replace")
