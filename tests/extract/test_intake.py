"""Whatever somebody sends: one clear message with a stable code, and the rest of the batch is read."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest

from extract.intake import read_file, read_files
from extract.report import exit_status
from forms.catalogue import form_ids, load_form
from forms.errors import HalftermError, PasswordError, UnreadableError
from forms.names import CONTINUATION
from tests.extract.samples import (
    FORM,
    definition,
    lookup,
    make_body,
    make_docx,
    make_pdf,
    paragraph,
    properties,
    saved,
    zipped,
)
from tests.round.making import made

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def wide(text: str) -> bytes:
    """Return text as names are stored in an old Office file."""
    return text.encode("utf-16-le")


def refused(data: bytes, folder: Path, name: str = "returned.pdf") -> HalftermError:
    """Return the error of reading a file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(HalftermError) as caught:
        read_file(path, lookup)
    assert str(path) in caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"GIF89a", "a GIF picture"),
        (b"<!DOCTYPE html><html></html>", "a web page"),
        (b"\xef\xbb\xbf <html>", "a web page"),
        (b"From: a@example.org\r\nSubject: form\r\n\r\n", "an e-mail"),
        (b"\x00\x00\x00\x18ftypisom", "a film"),
        (b"\x00" * 900, "not downloaded in full"),
        (b"some words", "a text file"),
        (b"some \x00 bytes", "an unknown kind"),
        (_OLE + wide("__substg1.0_"), "an Outlook message"),
        (zipped({"xl/workbook.xml": "<x/>"}), "an Excel workbook"),
        (zipped({"Index/Document.iwa": "x"}), "an Apple Pages document"),
        (zipped({"a.txt": "x"}), "a zip archive"),
    ],
)
def test_what_is_no_form_is_named(tmp_path: Path, data: bytes, words: str) -> None:
    """The message says what the file looks like, whatever it is called."""
    error = refused(data, tmp_path)
    assert (error.code, error.exit_status) == ("R10", 3)
    assert words in error.message


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    """A PDF called .docx and a Word file called .pdf are read; a PDF may begin a little late."""
    late = b"junk\n" + make_pdf({"notes": "x"})
    for name, data in (
        ("form.docx", make_pdf({"notes": "x"})),
        ("form.pdf", make_docx(make_body({"notes": "x"}))),
        ("late.pdf", late),
    ):
        (tmp_path / name).write_bytes(data)
        assert read_file(tmp_path / name, lookup).text("notes") == "x"


def test_a_path_that_is_no_file_is_said(tmp_path: Path) -> None:
    """Missing, a folder, empty, and Word's own mark for an open file."""
    for path, code in ((tmp_path / "none.pdf", "R01"), (tmp_path, "R02"), (tmp_path / "a\x00b", "R04")):
        with pytest.raises(UnreadableError) as caught:
            read_file(path, lookup)
        assert caught.value.code == code
    assert refused(b"", tmp_path).code == "R03"
    assert refused(b"\x05Tom Reed", tmp_path, "~$form.docx").code == "R10"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are set otherwise on Windows")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    """A locked file gets advice of its own."""
    path = tmp_path / "locked.pdf"
    path.write_bytes(make_pdf({}))
    path.chmod(0)
    with pytest.raises(UnreadableError) as caught:
        read_file(path, lookup)
    assert caught.value.code == "R05"


def test_damaged_files_are_said(tmp_path: Path) -> None:
    """Cut, scrambled and incomplete files, in both formats."""
    docx, pdf = make_docx(make_body({})), make_pdf({})
    assert refused(docx[: len(docx) // 2], tmp_path).code == "R12"
    assert refused(zipped({"word/other.xml": "<x/>"}), tmp_path).code == "R12"
    assert refused(make_docx("", document="<w:document>"), tmp_path).code == "R12"
    scrambled = bytearray(docx)
    scrambled[60:90] = b"\xff" * 30
    assert refused(bytes(scrambled), tmp_path).code == "R12"
    assert refused(b"%PDF-1.7\nnothing more", tmp_path).code == "R11"
    assert refused(pdf[:300], tmp_path).code == "R11"


def test_half_of_a_form_is_a_damaged_file_and_not_a_strange_one(tmp_path: Path) -> None:
    """What says which form it is stands at a PDF's end: a download that broke off has lost it."""
    header = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"}
    whole = made(load_form("green-gates/a2-record"), {"header": header}, "pdf").data
    assert refused(whole[: len(whole) // 2], tmp_path).code == "R11"


def test_files_that_need_a_password_are_said(tmp_path: Path) -> None:
    """Exit status 6, in both formats."""
    with pikepdf.open(io.BytesIO(make_pdf({}))) as pdf:
        path = tmp_path / "user.pdf"
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    for data in (path.read_bytes(), _OLE + wide("EncryptedPackage")):
        error = refused(data, tmp_path, "locked.bin")
        assert isinstance(error, PasswordError)
        assert (error.code, error.exit_status) == ("R15", 6)


def test_a_zip_that_expands_too_far_is_not_opened(tmp_path: Path) -> None:
    """By its ratio and by its size, without expanding it."""
    bomb = zipped({"word/document.xml": b" " * 60_000_000})
    assert len(bomb) < 100_000
    assert refused(bomb, tmp_path).code == "R13"
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"word/{number}", b"")
    assert refused(many.getvalue(), tmp_path).code == "R13"


def test_entities_are_never_resolved(tmp_path: Path) -> None:
    """Neither a bomb of entities nor one that reads a file of ours gets anywhere."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for declared in (f'<!ENTITY a0 "ha">{laughs}', f'<!ENTITY a11 SYSTEM "{secret.as_uri()}">'):
        document = f"<!DOCTYPE x [{declared}]><x>&a11;</x>"
        error = refused(make_docx("", document=document), tmp_path)
        assert error.code == "R14"
        assert "the secret" not in error.message


def test_what_is_not_ours_is_said_plainly(tmp_path: Path) -> None:
    """Without our properties nothing is read, even where names look like ours."""
    for data in (make_pdf({"notes": "x"}, info={}), make_docx(make_body({"notes": "x"}), custom={})):
        error = refused(data, tmp_path)
        assert (error.code, error.exit_status) == ("R20", 3)
    hinted = make_docx(make_body({}), custom={}, identifier="ESM-26-0042-A2")
    assert "ESM-26-0042-A2" in refused(hinted, tmp_path).message


def test_an_unknown_form_or_version_is_said_with_both_versions(tmp_path: Path) -> None:
    """Nothing is guessed from another form or another version."""
    other = refused(make_pdf({}, info=properties(form="alder/a9-other")), tmp_path)
    assert other.code == "R21"
    assert "alder/a9-other" in other.message
    older = refused(make_pdf({}, info=properties(version="2")), tmp_path)
    assert older.code == "R22"
    assert "version 2" in older.message
    assert definition().version in older.message


def test_a_form_whose_boxes_are_gone_is_said(tmp_path: Path) -> None:
    """Flattened, or saved by a program that strips controls: ours, but nothing to read."""

    def flatten(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            del page.obj.Annots

    assert refused(make_pdf({}, edit=flatten), tmp_path).code == "R23"
    assert refused(make_docx(paragraph()), tmp_path).code == "R23"


def test_one_bad_file_does_not_end_the_batch(tmp_path: Path) -> None:
    """Every file has its result, in the order given, and the exit status says so."""
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(make_pdf({}))
    bad.write_bytes(b"%PDF-1.7")
    results = read_files([bad, good, tmp_path / "none.pdf"], lookup)
    assert [result.error.code if result.error else None for result in results] == ["R11", None, "R01"]
    assert results[0].sha256 is not None
    assert results[2].sha256 is None
    assert [exit_status(results), exit_status(results[1:2]), exit_status(results[::2])] == [1, 0, 3]


def test_without_another_lookup_the_forms_of_halfterm_are_known(tmp_path: Path) -> None:
    """A form of somebody else's is not; nor does any form use the name of the free box at the end."""
    path = tmp_path / "other.pdf"
    path.write_bytes(make_pdf({}))
    with pytest.raises(UnreadableError, match=f"no form {FORM} is known here") as caught:
        read_file(path)
    assert caught.value.code == "R21"
    assert CONTINUATION not in {field.id for form in form_ids() for field in load_form(form).fields}


def test_the_saved_sample_is_what_is_read(tmp_path: Path) -> None:
    """A sample that another program saves again says the same."""
    with pikepdf.open(io.BytesIO(make_pdf({"notes": "again"}))) as pdf:
        again = saved(pdf)
    (tmp_path / "again.pdf").write_bytes(again)
    assert read_file(tmp_path / "again.pdf", lookup).text("notes") == "again"


@pytest.mark.parametrize(("place", "value"), [("content", 0xFF), ("method", 99)])
def test_an_archive_that_cannot_be_unpacked_is_damaged(tmp_path: Path, place: str, value: int) -> None:
    """Its type is looked up inside it; broken packing, or an unknown kind of it, is one clear refusal."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    data = bytearray(buffer.getvalue())
    if place == "content":
        data[data.index(b"mimetype") + len(b"mimetype")] = value
    else:
        # The way of packing stands in the local header and in the central directory.
        data[8] = data[data.index(b"PK\x01\x02") + 10] = value
    path = tmp_path / "form.docx"
    path.write_bytes(data)
    with pytest.raises(UnreadableError) as caught:
        read_file(path)
    assert caught.value.code == "R12"
