"""What every Word file of a form has: names, titles, locks, identity, the same bytes each time."""

import datetime as dt
import io
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
import zxingcpp
from PIL import Image

from build.docx import build_docx
from build.page import ADDED_NOTE
from forms import placeholders
from forms.catalogue import load_form
from forms.model import Stage
from tests.build_docx.docx_parts import W, part_text, read_controls, read_part
from tests.build_docx.samples import CASES, FORMS, make_page, make_sample

GOLDEN = Path(__file__).parent / "golden"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


def structure(form: str, stage: Stage) -> str:
    """Return tag, kind, lock and words of every control, one to a line."""
    lines = [
        f"{found.tag} | {found.kind} | {'locked' if found.locked else 'open'} | {found.text!r}"
        for found in read_controls(build_docx(make_sample(form, stage)))
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("form", "stage"), CASES)
def test_controls_are_those_of_the_golden_file(form: str, stage: Stage) -> None:
    """Names, kinds, locks and words of the controls, in order, change only on purpose."""
    golden = GOLDEN / f"{form.replace('/', '-')}-{stage}.txt"
    assert structure(form, stage) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("form", "stage"), CASES)
def test_tags_titles_and_numbers_are_unique(form: str, stage: Stage) -> None:
    """Word needs unique ids, and a person who hears the titles needs them to differ."""
    docx_bytes = build_docx(make_sample(form, stage))
    controls = read_controls(docx_bytes)
    assert controls
    for values in (
        # The box of the option Other and the words beside it have one tag by contract; their kinds differ.
        [(control.tag, control.kind == "tick") for control in controls],
        [control.alias for control in controls],
        [id_.get(f"{W}val") for id_ in read_part(docx_bytes, "word/document.xml").iter(f"{W}id")],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []
    assert max(len(control.alias) for control in controls) <= 64
    assert all(control.in_cell for control in controls)


@pytest.mark.parametrize("form", FORMS)
def test_same_page_gives_same_bytes(form: str) -> None:
    """Nothing of the clock or of chance is in a file."""
    first, second = (build_docx(make_sample(form, Stage.BLANK)) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert package.testzip() is None
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.infolist()[0].filename == "[Content_Types].xml"


@pytest.mark.parametrize(("form", "stage"), CASES)
def test_identity_stands_in_properties_footer_and_qr(form: str, stage: Stage) -> None:
    """Form, version, stage and reference can be read in four places."""
    definition = load_form(form)
    reference = "" if stage is Stage.BLANK else f"ESM-26-0042-{definition.code}"
    docx_bytes = build_docx(make_sample(form, stage))
    properties = {
        item.get("name"): "".join(str(words) for words in item.itertext())
        for item in read_part(docx_bytes, "docProps/custom.xml")
    }
    assert properties == {
        "HalftermForm": form,
        "HalftermVersion": definition.version,
        "HalftermStage": stage.value,
        "HalftermReference": reference,
    }
    footer = part_text(docx_bytes, "word/footer1.xml")
    assert (reference or "Blank form") in footer
    assert definition.title in footer
    with (
        zipfile.ZipFile(io.BytesIO(docx_bytes)) as package,
        Image.open(io.BytesIO(package.read("word/media/qr.png"))) as picture,
    ):
        code = zxingcpp.read_barcode(picture.convert("L"), is_pure=True)
    assert code is not None
    assert code.text == f"HT1:{reference}:{form}:{definition.version}:{stage}:1".upper()


@pytest.mark.parametrize(("form", "stage"), CASES)
def test_python_docx_opens_the_file(form: str, stage: Stage) -> None:
    """Another library reads the file: A4, our properties, our title."""
    document = docx.Document(io.BytesIO(build_docx(make_sample(form, stage))))
    section = document.sections[0]
    assert section.page_width is not None
    assert round(section.page_width.mm) == 210
    assert document.core_properties.created == dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    assert document.core_properties.identifier == (
        "" if stage is Stage.BLANK else f"ESM-26-0042-{load_form(form).code}"
    )
    assert load_form(form).title in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("form", FORMS)
def test_verbatim_leaves_additions_out(form: str) -> None:
    """Neither the panel nor an added block stands in a verbatim form, and the file says what it is."""
    docx_bytes = build_docx(make_page(form, Stage.BLANK, verbatim=True))
    assert ADDED_NOTE not in part_text(docx_bytes, "word/document.xml")
    assert b"HalftermVerbatim" in zipfile.ZipFile(io.BytesIO(docx_bytes)).read("docProps/custom.xml")
    assert ADDED_NOTE in part_text(build_docx(make_page(form, Stage.BLANK)), "word/document.xml")


def test_rows_that_grow_are_a_repeating_section() -> None:
    """Every card of a table of new actions is an item that Word can repeat; settled ones are not."""
    root = read_part(build_docx(make_sample("esteem/a2-record", Stage.SESSION)), "word/document.xml")
    sections = list(root.iter(f"{_W15}repeatingSection"))
    assert len(sections) == 4
    assert len(list(root.iter(f"{_W15}repeatingSectionItem"))) == 4 * 3
    signing = read_part(build_docx(make_sample("esteem/a2-record", Stage.SIGNING)), "word/document.xml")
    assert not list(signing.iter(f"{_W15}repeatingSection"))


@pytest.mark.parametrize(
    ("typed", "full_date"),
    [
        ("19/11/2026", "2026-11-19T00:00:00Z"),
        ("31/02/2026", ""),
        ("after half term", ""),
        ("19 Nov 2026", ""),
    ],
)
def test_a_date_keeps_the_words_as_typed(typed: str, full_date: str) -> None:
    """Only a date in the control's own format becomes one; other words stay words."""
    page = make_page("esteem/a2-record", Stage.AGENDA, {"session_date": typed})
    (found,) = (item for item in read_controls(build_docx(page)) if item.tag == "session_date")
    assert (found.kind, found.text, found.full_date) == ("date", typed, full_date)


def test_a_blank_answer_says_what_may_be_done() -> None:
    """An open blank invites, a locked one is silent, and one that is past says it was left blank."""
    agenda = {
        item.tag: item for item in read_controls(build_docx(make_page("esteem/a2-record", Stage.AGENDA)))
    }
    signing = {
        item.tag: item for item in read_controls(build_docx(make_page("esteem/a2-record", Stage.SIGNING)))
    }
    shown = [agenda["agenda_items"], agenda["sig_supervisee-name"], signing["agenda_items"]]
    assert all(item.blank for item in shown)
    assert [item.text for item in shown] == [placeholders.TEXT, placeholders.LOCKED, placeholders.LEFT_BLANK]
    assert {item.text for item in (*agenda.values(), *signing.values()) if item.blank} <= placeholders.ALL


def test_a_choice_that_is_not_printed_is_refused() -> None:
    """An answer that no box could show is never dropped in silence."""
    page = make_page("esteem/a3-case-notes", Stage.AGENDA, {"case_status": "Adopted"})
    with pytest.raises(ValueError, match="'Adopted' is none of CP Plan"):
        build_docx(page)


def test_text_that_xml_forbids_is_refused() -> None:
    """A file that Word could not open is never returned."""
    page = make_page("esteem/a2-record", Stage.AGENDA, {"agenda_items": "bell\x07"})
    with pytest.raises(ValueError, match="is not XML"):
        build_docx(page)
