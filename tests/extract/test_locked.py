"""Files with a password: opened where it is known, told where it is not, the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from pathlib import Path

import msoffcrypto.format.ooxml
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.locked import open_with
from forms.errors import PasswordError
from tests.extract.scan.papers import TYPED, issued
from tests.halfterm.trust_folder import make_trust
from tests.round.making import load_form, made_blank
from tests.tools import pdfium

_PASSWORD = "Café 2026"  # noqa: S105 # an invented one


def _locked_pdf(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=_PASSWORD, owner="another"))
    return out.getvalue()


def _locked_word(data: bytes) -> bytes:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(data)).encrypt(_PASSWORD, out)
    return out.getvalue()


def _locked_zip(name: str, data: bytes, password: str) -> bytes:
    """Return an archive as Windows packs it with a password (PKWARE APPNOTE 6.1)."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(byte: int, value: int) -> int:
        return zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = crc(byte, keys[0])
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[1] >> 24, keys[2])

    def encrypted(byte: int) -> int:
        mixed = keys[2] | 2
        out = byte ^ (((mixed * (mixed ^ 1)) >> 8) & 0xFF)
        update(byte)
        return out

    for byte in password.encode():
        update(byte)
    checksum = zlib.crc32(data)
    head = bytes(11) + bytes([checksum >> 24])
    stored = bytes(encrypted(byte) for byte in head + data)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), stored)
    packed = bytearray(plain.getvalue())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = packed.index(mark)
        packed[start + at] |= 1
        where = start + at + 8
        packed[where : where + 4] = checksum.to_bytes(4, "little")
        packed[where + 8 : where + 12] = len(data).to_bytes(4, "little")
    return bytes(packed)


def _only(data: bytes, *passwords: str) -> bytes:
    bundle = open_with(data, passwords).bundle
    assert bundle is not None
    (one,) = bundle.files
    return one.data


def test_a_pdf_with_a_password() -> None:
    """It opens with the right one, to the same bytes each time."""
    locked = _locked_pdf(issued())
    assert open_with(locked, ["wrong"]).is_locked
    assert open_with(locked, ["wrong"]).bundle is None
    assert _only(locked, "wrong", _PASSWORD) == _only(locked, _PASSWORD)
    assert not open_with(issued(), [_PASSWORD]).is_locked


def test_a_word_file_with_a_password() -> None:
    """It comes out as it went in."""
    data = made_blank(load_form("esteem/a1-agreement"), "docx")
    locked = _locked_word(data)
    assert open_with(locked, ["wrong"]).is_locked
    assert _only(locked, _PASSWORD) == data


@settings(max_examples=20, deadline=None)
@given(st.binary(min_size=1, max_size=300), st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))
def test_an_archive_with_a_password(noise: bytes, password: str) -> None:
    """What was packed comes out; a wrong password opens nothing."""
    content = b"%PDF-1.7\n" + noise
    locked = _locked_zip("record.pdf", content, password)
    with pytest.raises(PasswordError):
        open_with(locked, [f"{password}!"])
    assert _only(locked, password) == content


def test_a_trust_that_knows_the_password(tmp_path: Path) -> None:
    """The file is taken in as what it holds; without the password it waits, and is taken in later."""
    trust = make_trust(tmp_path)
    source, filled = tmp_path / "issued.pdf", tmp_path / "filled.pdf"
    source.write_bytes(issued())
    pdfium.type_into_pdf(source, filled, TYPED)
    inbox = trust.folder / "inbox"
    (inbox / "record.pdf").write_bytes(_locked_pdf(filled.read_bytes()))
    assert "R15" in trust.run("extract", "--on", "2026-11-28").err
    (trust.folder / "restricted" / "passwords.txt").write_text(f"other\n{_PASSWORD}\n", encoding="utf-8")
    came = trust.run("extract", "--on", "2026-11-28")
    assert "Session ESM-26-0042: new" in came.out, came.err
    assert trust.run("verify", "--on", "2026-11-28").status == 0
    read = trust.run("read", "--passwords", "restricted/passwords.txt", "inbox/record.pdf")
    assert "Late buses" in read.out
    gone = trust.run("purge", "--class", "records", "--before", "2026-11-27", "--do-it")
    assert gone.status == 0, gone.err
    digest = hashlib.sha256(filled.read_bytes()).hexdigest()
    kept = [one for one in (trust.folder / "restricted" / "archive").rglob("*") if one.is_file()]
    assert not kept, (digest, kept)
    assert not (inbox / "record.pdf").exists()
