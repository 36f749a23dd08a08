"""Older documents (.doc, .rtf) go through LibreOffice, where it is installed and no longer than a limit."""

from __future__ import annotations

import functools
import sys
import time
from pathlib import Path

import pytest

from extract import office
from extract.kinds import Kind
from extract.office import as_word
from forms.errors import UnreadableError
from forms.model import Stage
from forms.records import Channel, Response
from tests.extract.label.test_labels import read
from tests.round.making import load_form, made
from tests.tools import libreoffice

_FORM = "esteem/a2-record"
_KNOWN = {
    "reference": "ESM-26-0042-A2",
    "header": {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-11-19"},
    "fields": {
        "agenda_items": "Late buses\nand who rings whom",
        "review_previous": [{"ref": "ESM-26-0031-A2/2", "action": "Ring the bus company", "who": "Tom Reed"}],
        "agenda_action": [{"action": "Book room 10", "by_when": "2026-12-04", "status": "Done"}],
        "disagreement": "No",
    },
}


@functools.cache
def filled() -> bytes:
    """Return a form with answers in it."""
    return made(load_form(_FORM), _KNOWN, "docx", stage=Stage.SESSION).data


def values(response: Response) -> dict[str, object]:
    """Return field -> value."""
    return {name: answer.value for name, answer in response.fields.items()}


def converted(data: bytes, ending: str, folder: Path) -> bytes:
    """Return a Word file as LibreOffice saves it in another kind."""
    source = folder / "form.docx"
    source.write_bytes(data)
    (target,) = libreoffice.convert([source], ending, folder / ending)
    return target.read_bytes()


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
@pytest.mark.parametrize("ending", ["doc", "rtf"])
def test_an_older_document_reads_the_same(ending: str, tmp_path: Path) -> None:
    """It has no controls; its printed words say what is what."""
    response = read(converted(filled(), ending, tmp_path))
    assert values(response) == values(read(filled()))
    assert response.kind == ending
    assert response.fields["agenda_items"].channel is Channel.LABEL


def test_without_libreoffice_it_is_said_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names a way that needs nothing, and one that lasts."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(UnreadableError, match=r"save it as \.docx, or install LibreOffice") as caught:
        as_word(b"{\\rtf1 x}", Kind.RTF)
    assert caught.value.code == "R50"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the program")
def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all that it started, and with a message."""
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n/bin/sleep 60 &\n/bin/sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_TIMEOUT_S", 1)
    began = time.monotonic()
    with pytest.raises(UnreadableError, match="not done with it after 1 second") as caught:
        as_word(b"{\\rtf1 x}", Kind.RTF)
    assert caught.value.code == "R51"
    assert time.monotonic() - began < 20
