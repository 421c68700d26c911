"""What a request file can hold as text, and what comes from the file of the body."""

from __future__ import annotations

import pytest

from requestbin.inspection.snippets.raw import raw
from tests.builders import captured

URL = "http://x/in/key"


def test_it_is_the_request_as_text() -> None:
    made = raw(captured(headers=[("Host", "y"), ("X-A", "1"), ("x-a", "")], body="{\n}"), URL)
    assert made.text == "POST http://x/in/key HTTP/1.1\nX-A: 1\nx-a:\n\n{\n}"
    assert made.notes == ()


@pytest.mark.parametrize(
    "body", [" a", "a\n", "a\r\nb", b"\xff", "a\n###\n", "< x", "> {%", "{{a}}", "a\n< b", "\x00"]
)
def test_what_an_editor_reads_otherwise_comes_from_a_file(body: str | bytes) -> None:
    made = raw(captured(body=body), URL)
    assert made.text.endswith("\n\n< ./body.bin")
    assert made.notes == ("Needs the body beside it: download it as body.bin.",)


def test_what_no_text_file_holds_is_said() -> None:
    made = raw(captured(headers=[(b"X-L", b"\xe9"), (b"X-V", b"{{v}}")], body=""), URL + "#\xe9")
    assert "X-L" not in made.text
    assert [note.split()[0] for note in made.notes] == ["Left", "“Download", "The", "Editors"]
