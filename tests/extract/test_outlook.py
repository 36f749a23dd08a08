"""What an Outlook message may hold beside forms; the folders of its file are made here, not the file."""

import io
from collections.abc import Mapping

import pytest

from extract import bundles, outlook
from extract.bundle_kinds import BundleKind
from tests.extract.mails import outlook_attachment

_PDF, _PNG = b"%PDF-1.7 one", b"\x89PNG" + bytes(20)


class Folders:
    """Stands for an OLE file: path -> bytes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Keep the files."""
        self._files = files

    def listdir(self) -> list[list[str]]:
        """Return the path of every file."""
        return [name.split("/") for name in self._files]

    def exists(self, place: list[str]) -> bool:
        """Return whether a file is there."""
        return "/".join(place) in self._files

    def get_size(self, place: list[str]) -> int:
        """Return how many bytes a file has."""
        return len(self._files["/".join(place)])

    def openstream(self, place: list[str]) -> io.BytesIO:
        """Return a file."""
        return io.BytesIO(self._files["/".join(place)])


def opened(monkeypatch: pytest.MonkeyPatch, *parts: Mapping[str, bytes]) -> bundles.Bundle:
    """Return what a message of these files holds."""
    files = {name: data for part in parts for name, data in part.items()}
    monkeypatch.setattr(outlook, "_opened", lambda _: Folders(files))
    monkeypatch.setattr(bundles, "bundle_kind", lambda data: None if data else BundleKind.OUTLOOK)
    found = bundles.open_bundle(b"")
    assert found is not None
    return found


def test_only_what_somebody_attached_is_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """No picture that is drawn in the words or hidden, no signature, nothing that is only a link."""
    bundle = opened(
        monkeypatch,
        {"__substg1.0_10130102": b'<p>Hello <img src="cid:logo@x"></p>'},
        outlook_attachment(0, "form.pdf", _PDF, "application/pdf"),
        outlook_attachment(1, "logo.png", _PNG, "image/png", content_id="logo@x"),
        outlook_attachment(2, "drawn.png", _PNG, flags=4),
        outlook_attachment(3, "hidden.png", _PNG, hidden=1),
        outlook_attachment(4, "smime.p7s", b"0\x82", "application/pkcs7-signature"),
        outlook_attachment(5, "link.docx", b"x", method=7),
        outlook_attachment(6, "scan.png", _PNG, "image/png"),
        outlook_attachment(7, "hidden form.pdf", _PDF + b"2", hidden=1),
    )
    assert [one.name for one in bundle.files] == ["form.pdf", "scan.png", "hidden form.pdf"]


def test_addresses_of_a_message_are_known_by_their_domains(monkeypatch: pytest.MonkeyPatch) -> None:
    """From its headers, its sender and its recipients; an address of Exchange alone has no domain."""
    texts = {
        "__substg1.0_007D001F": "From: Ann Cole <ann@one.example>\r\nTo: x@two.example\r\n",
        "__substg1.0_5D01001F": "ann@three.example",
        "__substg1.0_0C1F001F": "/O=TRUST/OU=X/CN=ANN",
        "__recip_version1.0_#00000000/__substg1.0_39FE001F": "priya@four.example",
    }
    files = {name: text.encode("utf-16-le") for name, text in texts.items()}
    bundle = opened(monkeypatch, files, outlook_attachment(0, "form.pdf", _PDF))
    assert bundle.senders == {"one.example", "three.example"}
    assert bundle.recipients == {"two.example", "four.example"}


def test_words_of_a_message_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Subject, text, page, people and the names of what is attached."""
    texts = {"0037001F": "Supervision", "1000001F": "Dear Priya", "0C1A001F": "Tom Reed"}
    files = {f"__substg1.0_{name}": text.encode("utf-16-le") for name, text in texts.items()}
    opened(
        monkeypatch,
        files,
        {"__substg1.0_10130102": b"<b>Ann</b> Cole"},
        outlook_attachment(0, "Kim.pdf", _PDF),
    )
    said = " ".join(bundles.words_of(b"") or ())
    assert all(word in said for word in ("Supervision", "Dear Priya", "Tom Reed", "Ann", "Cole", "Kim.pdf"))
