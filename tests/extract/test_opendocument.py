"""OpenDocument texts (.odt) are read as the Word file that they were."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from extract.opendocument import read_opendocument
from extract.wordtext import W, text_of
from forms.errors import HalftermError
from tests.extract.label.test_labels import read
from tests.extract.test_office import converted, filled, values
from tests.tools import libreoffice

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)


def _zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in {"mimetype": "application/vnd.oasis.opendocument.text", **parts}.items():
            package.writestr(name, part)
    return out.getvalue()


def _content(body: str) -> str:
    inner = f"<office:body><office:text>{body}</office:text></office:body>"
    return f"<office:document-content {_NAMES}>{inner}</office:document-content>"


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_what_libreoffice_saved_reads_the_same(tmp_path: Path) -> None:
    """Controls, ticks, dates, rows and lines come out of an .odt as of the Word file."""
    response = read(converted(filled(), "odt", tmp_path))
    assert values(response) == values(read(filled()))
    assert response.kind == "odt"
    assert [one.code for one in response.findings if one.code in {"F01", "F23", "F38", "F50"}] == []


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<text:p>  a\n  b </text:p>", "a b "),
        ('<text:p>a<text:s text:c="3"/>b</text:p>', "a   b"),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "a\tb\nc"),
        ("<text:p><text:span>a </text:span><text:span> b</text:span></text:p>", "a b"),
        ("<text:p>a<office:annotation><text:p>note</text:p></office:annotation>b</text:p>", "ab"),
        ("<text:p>a <text:text-input>  Who\tTom\n</text:text-input> b</text:p>", "a   Who\tTom\n b"),
        ("<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:p>a</text:p>", "a"),
    ],
)
def test_white_space_and_notes(xml: str, words: str) -> None:
    """White space counts as OpenDocument has it (part 3, 6.1.2); notes and what was deleted are no text.

    LibreOffice 7.4 writes what stands in a box for words as it is.
    """
    package = read_opendocument(_zipped({"content.xml": _content(xml)}))
    (body,) = package.document.iter(f"{W}body")
    assert text_of(body) == words


def test_words_that_do_not_count_look_so_and_changes_are_seen() -> None:
    """Struck and hidden words keep their look, tracked changes leave their mark."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
        for name, look in (("T1", 'style:text-line-through-style="solid"'), ("T2", 'text:display="none"'))
    )
    changed = "<text:tracked-changes><text:changed-region/></text:tracked-changes>"
    body = '<text:p>as <text:span text:style-name="T1">struck</text:span> and '
    body += '<text:span text:style-name="T2">hidden</text:span> it stands</text:p>'
    package = read_opendocument(_zipped({"content.xml": _content(f"{styles}{changed}{body}")}))
    looks = {
        str(run.findtext(f"{W}t")): [one.tag for one in run.iterfind(f"{W}rPr/*")]
        for run in package.document.iter(f"{W}r")
    }
    assert looks["struck"][-1:] == [f"{W}strike"]
    assert looks["hidden"][-1:] == [f"{W}vanish"]
    assert looks["as "] == looks[" it stands"] == []
    assert next(package.document.iter(f"{W}ins"), None) is not None


def test_a_comment_is_kept_as_one() -> None:
    """It goes where those of Word files go."""
    xml = "<text:p>a<office:annotation><text:p>Ask Tom</text:p></office:annotation></text:p>"
    comments = read_opendocument(_zipped({"content.xml": _content(xml)})).notes["comments"]
    assert text_of(comments) == "Ask Tom"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({}, "R12"),
        ({"content.xml": "<office"}, "R12"),
        ({"content.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "R14"),
        ({"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "x"}, "R15"),
        ({"content.xml": " " * 60_000_000}, "R13"),
    ],
    ids=["empty", "damaged", "entities", "password", "bomb"],
)
def test_what_cannot_be_opened_is_named(parts: dict[str, str], code: str) -> None:
    """As of any other package."""
    with pytest.raises(HalftermError) as caught:
        read_opendocument(_zipped(parts))
    assert caught.value.code == code
