"""No unseen sign stands in what is said, kept or laid out: a name is one line and reads as it is."""

from __future__ import annotations

import sqlite3
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image

from forms.errors import UnreadableError
from forms.visible import visible, visible_lines
from tests.extract.scan.papers import issued
from tests.halfterm.trust_folder import make_trust

_UNSEEN = ("\n", "\x1b", "\u202e", "\u2028", "\x85", "\u200b")
_FORGED = "scan\nAct now: X28: forged"
_NAMES = (f"{_FORGED}.pdf", "\x1b[2J\x1b[31mred.pdf", "record\u202efdp.exe", "two\u2028lines.docx")
_WORDS = ("نموذج الإشراف.pdf", "טופס הדרכה.pdf", "Łódź Ñandú 記録.pdf", "می\u200cخواهم.pdf")


@given(st.text(st.characters(codec="utf-8")))
def test_signs_are_shown(text: str) -> None:
    """Nothing is left that breaks a line, commands a terminal or turns letters; all else stays as it is."""
    shown = visible(text)
    assert not [one for one in shown if unicodedata.category(one) in {"Cc", "Zl", "Zp"}]
    assert not [one for one in shown if unicodedata.bidirectional(one) in {"LRE", "RLE", "LRO", "RLO", "PDF"}]
    assert not [one for one in shown if unicodedata.bidirectional(one) in {"LRI", "RLI", "FSI", "PDI"}]
    assert visible(shown) == shown
    kinds = {"Lu", "Ll", "Lt", "Lo", "Lm", "Mn", "Mc", "Nd", "Zs", "Po", "Pd", "So"}
    assert visible("".join(one for one in text if unicodedata.category(one) in kinds)) == "".join(
        one for one in text if unicodedata.category(one) in kinds
    )
    assert visible_lines(text).count("\n") == text.count("\n")
    assert "\n" not in UnreadableError("R11", text).message


@pytest.mark.parametrize("word", _WORDS)
def test_names_of_all_languages_stay(word: str) -> None:
    """A name in Arabic, Hebrew, Persian or Polish is not touched."""
    assert visible(word) == word


def test_a_line_of_the_log_cannot_be_forged(tmp_path: Path) -> None:
    """Names of files and of what is in an archive stand escaped on the screen and in all that is written."""
    trust = make_trust(tmp_path)
    inbox = trust.folder / "inbox"
    for number, name in enumerate((*_NAMES, *_WORDS)):
        (inbox / name).write_bytes(f"no form {number}".encode())
    for number, name in enumerate((_NAMES[0], _WORDS[0])):
        Image.new("L", (300, 420 + number), 255).save(inbox / name, "PNG")
    (inbox / f"form {_FORGED}.pdf").write_bytes(issued())
    with zipfile.ZipFile(inbox / "all\u202e.zip", "w") as packed:
        for number, name in enumerate(_NAMES):
            packed.writestr(f"folder\x1b/{name}", f"nothing {number}")
    said = [
        trust.run("extract", "--dry-run", "--on", "2026-11-28"),
        trust.run("extract", "--on", "2026-11-28"),
        trust.run("check", "--on", "2026-11-28"),
        trust.run("prepare", "--on", "2026-11-28"),
        trust.run("find", "forged"),
        trust.run("read", str(inbox)),
        trust.run("verify", "--on", "2026-11-28"),
    ]
    texts = [line for done in said for line in (done.out + done.err).split("\n")]
    assert [line for line in texts if any(one in line for one in _UNSEEN[1:])] == []
    assert [line for line in texts if line.startswith("Act now: X28")] == []
    assert any("scan<U+000A>Act now: X28: forged.pdf" in line for line in texts)
    assert any("record<U+202E>fdp.exe" in line for line in texts)
    for name in ("monitoring.xlsx", "restricted/review.xlsx"):
        book = load_workbook(trust.folder / name)
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
        assert [text for text in cells if any(one in text for one in _UNSEEN[1:])] == []
        assert [text for text in cells if "\nAct now: X28" in text] == []
        assert any(_WORDS[0] in text for text in cells)
        assert any("scan<U+000A>Act now" in text for text in cells)
    for page in trust.folder.rglob("START.html"):
        assert not [one for one in _UNSEEN[1:] if one in page.read_text(encoding="utf-8")]
    for database in tmp_path.rglob("*.db"):
        with sqlite3.connect(database) as connection:
            paths = [one for (one,) in connection.execute("select path from sightings")]
        assert paths
        assert [one for one in paths if any(sign in one for sign in _UNSEEN)] == []
