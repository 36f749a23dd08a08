"""Tell by its content what kind of file came back; the name is never asked.

What holds other files (a mail, an archive) is none of the kinds here: `extract.bundle_kinds` tells it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum

from forms.errors import PasswordError, UnreadableError

ZIP_TROUBLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    ValueError,
)
"""What zipfile raises for a damaged archive; NotImplementedError: packed in a way that it cannot unpack."""


class Kind(StrEnum):
    """The kinds of file that can be read."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    DOC = "doc"
    RTF = "rtf"
    PICTURE = "picture"
    """A PNG, JPEG or TIFF file."""


_RTF = b"{\\rtf"
_OPENDOCUMENT = "an OpenDocument text (.odt)"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_WINDOW = 1024
"""Readers accept a PDF's header within its first 1,024 bytes (PDF 1.7, Annex H.3, note 13)."""

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*")
"""How JPEG, PNG and TIFF files begin."""
_PHONE_PICTURES = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"})
"""Brands of ISO/IEC 23008-12 files, behind "ftyp"."""
_STARTS = (
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"%!PS", "a PostScript file"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
)
_OLD_WORD = "a Word 97-2003 document (.doc)"
_OLE_KINDS = (
    ("__substg1.0_", "an Outlook message (.msg)"),
    ("WordDocument", _OLD_WORD),
    ("Workbook", "an Excel 97-2003 workbook (.xls)"),
    ("PowerPoint Document", "a PowerPoint 97-2003 presentation (.ppt)"),
)
_ZIP_KINDS = (
    ("xl/workbook", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("Index/Document.iwa", "an Apple Pages document"),
    ("META-INF/container.xml", "an e-book"),
)
_MAIL = re.compile(
    rb"(?:From|Received|Return-Path|Delivered-To|MIME-Version|Subject|To|Date|Message-ID|X-[\w-]+)[: ]",
    re.IGNORECASE,
)
_TNEF = b"\x78\x9f\x3e\x22"
_RPMSG = b"\x76\xe8\x04\x60\xc4\x11\xe3\x86"
_PGP = b"-----BEGIN PGP MESSAGE-----"
_CMS_SIGNED = bytes.fromhex("06092a864886f70d010702")
_CMS_ENVELOPED = (bytes.fromhex("06092a864886f70d010703"), bytes.fromhex("060b2a864886f70d0109100117"))
"""Object identifiers of RFC 5652 and RFC 5083, as DER writes them near the start of a message."""
_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)


def detect_kind(data: bytes) -> Kind:
    """Return the kind of a file with this content.

    Raises UnreadableError R10 for anything else, naming what it looks like, R12 for a damaged zip, R56 for
    HEIC, and PasswordError R15 for an encrypted Word file; R44 and R45 for what a mail holds closed.
    """
    closed = _closed(data)
    if closed is not None:
        raise closed
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(_RTF):
        return Kind.RTF
    if data.startswith(b"PK"):
        looks_like = _zip_kind(data)
        if looks_like is None:
            return Kind.DOCX
        if looks_like is _OPENDOCUMENT:
            return Kind.ODT
    elif data.startswith(_PICTURES):
        return Kind.PICTURE
    elif b"%PDF-" in data[:_PDF_WINDOW]:
        return Kind.PDF
    elif data[4:8] == b"ftyp" and data[8:12] in _PHONE_PICTURES:
        raise UnreadableError(
            "R56",
            "this is a photograph in the format HEIC, which is not read here. On the iPhone choose Settings, "
            "Camera, Formats, Most Compatible and take it again, or open it and save it as JPEG or PDF; best "
            "of all scan the pages",
        )
    else:
        looks_like = _other_kind(data)
    raise _not_a_form(looks_like)


def empty_file() -> UnreadableError:
    """Return the error of a file without a single byte."""
    return UnreadableError(
        "R03",
        "the file is empty (0 bytes). It was not downloaded or saved in full; if it lies in OneDrive, choose "
        "'Always keep on this device', else ask for it to be sent again",
    )


def is_pgp(data: bytes) -> bool:
    """Return whether a text is encrypted with PGP and nothing else (RFC 9580, 6.2)."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_PGP)


def is_plain_zip(data: bytes) -> bool:
    """Return whether a file is a zip archive that is no document of any program."""
    try:
        if not data.startswith(b"PK") or _zip_kind(data) not in {None, "a zip archive"}:
            return False
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (*ZIP_TROUBLE, RuntimeError, UnreadableError):
        return False
    return not names & {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}


def _closed(data: bytes) -> UnreadableError | PasswordError | None:
    """Return the error of what only the program that made it can open, None for all else."""
    start = data[:128]
    if start.startswith(_TNEF):
        return UnreadableError(
            "R44",
            "this is a winmail.dat, in which Outlook packs attachments so that other programs cannot open "
            "them. Open the mail in Outlook and save what is attached to it here, or ask the sender to send "
            "it in HTML or plain text format",
        )
    is_cms = start.startswith(b"\x30")
    if is_cms and _CMS_SIGNED in start:
        return UnreadableError(
            "R44",
            "this is a mail that was signed in one piece (S/MIME). Open it in Outlook and save what is "
            "attached to it here, or ask the sender to send it without a digital signature",
        )
    encrypted = is_cms and any(one in start for one in _CMS_ENVELOPED)
    if encrypted or start.startswith(_RPMSG) or start.lstrip().startswith(_PGP):
        return PasswordError(
            "R45",
            "this is an encrypted or rights-protected message. Open it as the person whom it was sent to and "
            "save what is attached to it here, or ask for it to be sent without encryption",
        )
    return None


def _not_a_form(looks_like: str) -> UnreadableError:
    return UnreadableError(
        "R10",
        f"this is neither a PDF nor a Word file (.docx) nor a scan: it looks like {looks_like}. "
        "Return the form in the format in which it was sent",
    )


def _ole_kind(data: bytes) -> Kind:
    """Return the kind of an older Office file. Raises UnreadableError R10, PasswordError R15."""
    if _wide("EncryptedPackage") in data:
        raise PasswordError(
            "R15",
            "this file is protected with a password. Open it, remove the password, save it, and return it "
            "again",
        )
    for mark, looks_like in _OLE_KINDS:
        if _wide(mark) in data:
            if looks_like is _OLD_WORD:
                return Kind.DOC
            raise _not_a_form(looks_like)
    raise _not_a_form("an old Microsoft Office file")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _zip_kind(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            opendocument = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
            mimetype = archive.read("mimetype") if opendocument else b""
    except (*ZIP_TROUBLE, RuntimeError) as error:
        raise UnreadableError(
            "R12", f"this Word file is damaged and cannot be opened ({error}). Ask for it to be sent again"
        ) from error
    if "word/document.xml" in names or any(name.startswith("word/") for name in names):
        return None
    if mimetype.startswith(b"application/vnd.oasis.opendocument.text"):
        return _OPENDOCUMENT
    for mark, looks_like in _ZIP_KINDS:
        if any(name.startswith(mark) for name in names):
            return looks_like
    return "a zip archive"


def _other_kind(data: bytes) -> str:
    for start, looks_like in _STARTS:
        if data.startswith(start):
            return looks_like
    text = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    guesses = (
        (data[4:8] == b"ftyp", "a film (MP4)"),
        (not data.strip(b"\x00"), "a file that was not downloaded in full (it holds only zero bytes)"),
        (_MARKUP.match(text), "a web page (HTML)"),
        (text.startswith(b"<?xml"), "an XML file"),
        (_MAIL.match(text), "an e-mail message (.eml)"),
        (b"\x00" in data[:4096], "a file of an unknown kind"),
    )
    return next((looks_like for found, looks_like in guesses if found), "a text file")
