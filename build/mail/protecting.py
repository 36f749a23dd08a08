"""A form that goes out under a password: PDF with AES-256, Word as Word itself protects it.

The bytes are others each time, for that is what keeps a password safe; what says that they are still the same
form is `halfterm.drafting`'s own mark.
"""

from __future__ import annotations

import io
from typing import Final

from forms.errors import HalftermError

_SIGNATURES = "_xmlsignatures/"
_STRONGEST: Final = 6
"""The revision of the standard security handler with AES-256 (ISO 32000-2, 7.6.4)."""


def protected(data: bytes, name: str, password: str) -> bytes:
    """Return a PDF or Word file under a password, which opens it and allows everything.

    Raises HalftermError W21 where somebody has signed the file digitally: that would break the signature.
    """
    return (
        _protected_pdf(data, name, password)
        if name.endswith(".pdf")
        else _protected_word(data, name, password)
    )


def opens_with(data: bytes, name: str, password: str) -> bool:
    """Return whether a PDF or Word file is under this password; not where it is under none."""
    return _pdf_opens(data, password) if name.endswith(".pdf") else _word_opens(data, password)


def _pdf_opens(data: bytes, password: str) -> bool:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            return bool(pdf.is_encrypted)
    except pikepdf.PasswordError:
        return False


def _word_opens(data: bytes, password: str) -> bool:
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

    try:
        file = OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            return False
        file.load_key(password=password, verify_password=True)
    except (DecryptionError, FileFormatError, InvalidKeyError):
        return False
    return True


def _protected_pdf(data: bytes, name: str, password: str) -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        form = pdf.Root.get("/AcroForm")
        # Bit 2: the file is signed, and is to be saved by adding to it only (ISO 32000-2, table 225).
        if form is not None and int(form.get("/SigFlags", 0)) & 2:
            raise _signed(name)
        pdf.save(out, encryption=pikepdf.Encryption(owner=password, user=password, R=_STRONGEST))
    return out.getvalue()


def _protected_word(data: bytes, name: str, password: str) -> bytes:
    import zipfile

    from msoffcrypto.format.ooxml import OOXMLFile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if any(one.startswith(_SIGNATURES) for one in package.namelist()):
            raise _signed(name)
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def _signed(name: str) -> HalftermError:
    return HalftermError(
        "W21",
        f"{name}: somebody has signed this file with a digital signature; a password would break it. Send it "
        "yourself, by a way that is safe without one.",
    )
