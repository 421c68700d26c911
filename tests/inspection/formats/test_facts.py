"""Files told by their first bytes, and never opened further than a list of names."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requestbin.inspection.content import Content, Unreadable
from requestbin.inspection.formats.facts import MAX_NAMES, Facts, file_kind


def facts_of(data: bytes) -> list[tuple[str, str]]:
    return [(field.name, field.value) for field in Facts().shape(Content(data), 0).fields]


def zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"content")
    return held.getvalue()


def test_a_pdf_tells_version_and_pages() -> None:
    told = dict(facts_of(b"%PDF-1.7\n/Type /Pages\n/Type /Page \n/Type/Page\n/Encrypt"))
    assert told["Version"] == "1.7"
    assert told["Pages"] == "2"
    assert told["Protection"] == "encrypted"
    assert len(told["SHA-256"]) == 64


def test_an_archive_lists_its_names() -> None:
    told = facts_of(zipped("a.txt", "../../etc/passwd"))
    assert ("Files", "2") in told
    assert ("File 2", "../../etc/passwd") in told
    assert len(facts_of(zipped(*map(str, range(500))))) == 4 + MAX_NAMES


def test_a_damaged_archive_is_said() -> None:
    assert ("Files", "its list of files is damaged or missing") in facts_of(zipped("a")[:-30])


@pytest.mark.parametrize("data", [b"BM, says the text", b"MZ", b"hello", b"", b"\x00\x00"])
def test_what_is_no_file_that_we_know(data: bytes) -> None:
    assert Facts().fit(Content(data)) == 0
    with pytest.raises(Unreadable):
        facts_of(data)


@given(st.sampled_from([b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"RIFF1234WAVE"]), st.binary())
def test_no_bytes_make_it_fail(head: bytes, rest: bytes) -> None:
    assert facts_of(head + rest)[0][0] == "Kind"


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("[Content_Types].xml", "word/document.xml"), "Word document"),
        (("[Content_Types].xml", "xl/workbook.xml"), "Excel workbook"),
        (("META-INF/MANIFEST.MF", "a.class"), "Java archive"),
    ],
)
def test_what_an_archive_is_by_its_names(names: tuple[str, ...], kind: str) -> None:
    assert dict(facts_of(zipped(*names)))["Holds"] == kind


def test_what_a_gzip_holds() -> None:
    assert dict(facts_of(gzip.compress(zipped("a"))))["Holds"] == "ZIP archive"
    assert dict(facts_of(gzip.compress(b"words")))["Holds"] == "text"
    assert "Holds" not in dict(facts_of(b"\x1f\x8b\x08 broken"))


def test_only_long_marks_tell_a_kind_of_any_bytes() -> None:
    assert file_kind(b"%PDF-1.7") == "PDF document"
    assert file_kind(b"BM" + bytes(20)) == ""
