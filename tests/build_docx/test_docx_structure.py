"""What every Word file of a form has: names, titles, locks, identity, the same bytes each time."""

import datetime as dt
import io
import json
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
import zxingcpp
from click.testing import CliRunner
from PIL import Image

from build.docx import build_docx
from build.filling import FilledRow
from build.page import Sentence
from build.panel import stage_words
from forms import placeholders
from forms.catalogue import load_form
from forms.errors import UsageError
from forms.model import CARRIED_COLUMNS, Stage
from forms.own_words import ADDED_NOTE
from forms.properties import words_mark
from halfterm.cli import main
from tests.build_docx.docx_parts import W, part_text, read_controls, read_part
from tests.build_docx.golden_files import GOLDEN, structure
from tests.build_docx.samples import CASES, FORMS, make_page, make_sample

_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@pytest.mark.parametrize(("form", "stage"), CASES)
def test_controls_are_those_of_the_golden_file(form: str, stage: Stage) -> None:
    """Names, kinds, locks and words of the controls, in order, change only on purpose."""
    golden = GOLDEN / f"{form.replace('/', '-')}-{stage}.txt"
    assert structure(build_docx(make_sample(form, stage))) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(("form", "stage"), CASES)
def test_tags_titles_and_numbers_are_unique(form: str, stage: Stage) -> None:
    """Word needs unique ids, and a person who hears the titles needs them to differ."""
    page = make_sample(form, stage)
    docx_bytes = build_docx(page)
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
    blocks = [
        block for section in page.sections for row in section.rows for cell in row for block in cell.blocks
    ]
    prose = any(isinstance(block, Sentence) for block in blocks)
    assert prose or all(control.in_cell for control in controls)


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
    marks = {name: value for name, value in properties.items() if (name or "").startswith("HalftermIssued")}
    assert bool(marks) == (stage is not Stage.BLANK)
    rows = {name: value for name, value in properties.items() if name == "HalftermRows"}
    assert bool(rows) == any("-1-" in control.name for control in make_sample(form, stage).controls())
    assert properties == marks | rows | {
        "HalftermForm": form,
        "HalftermVersion": definition.version,
        "HalftermStage": stage.value,
        "HalftermReference": reference,
        "HalftermWords": words_mark(definition),
        "HalftermOrder": properties["HalftermOrder"],
    }
    first, second, *_ = part_text(docx_bytes, "word/footer1.xml").split("\n")
    assert first == (reference or "Blank form")
    words = stage_words(make_sample(form, stage).filling)
    named = f"{definition.appendix}: {definition.title} ({words}), version {definition.version}"
    assert second == f"{named} · page 1 of 1"
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
    carried = {"review_previous": (FilledRow({"ref": "ESM-26-0031-A2/1", "action": "Ring"}),)}
    settled = read_controls(build_docx(make_page("esteem/a2-record", Stage.SIGNING, {}, carried)))
    (update,) = (item for item in settled if item.tag == "review_previous-1-update")
    assert (update.blank, update.text) == (True, placeholders.DASH)
    assert {item.text for item in (*agenda.values(), *signing.values()) if item.blank} <= placeholders.ALL


@pytest.mark.parametrize(
    ("form", "question"),
    [
        ("esteem/a2-record", "☐\u00a0Yes\u00a0\u00a0\u00a0\u00a0☐\u00a0No"),
        ("esteem/a4-monitoring", "Reflection on practice"),
        ("esteem/a4-monitoring", "☐\u00a0Yes\u00a0\u00a0\u00a0\u00a0☐\u00a0No"),
        ("esteem/a3-case-notes", "☐\u00a0Other\n"),
    ],
)
def test_an_unanswered_question_says_so_when_it_is_past(form: str, question: str) -> None:
    """Empty boxes alone look forgotten; while they can still be ticked they say nothing."""
    left_blank = placeholders.LEFT_BLANK.replace(" ", "\u00a0")
    final = part_text(build_docx(make_page(form, Stage.FINAL)), "word/document.xml")
    after = final.partition(question)[2].lstrip("\u00a0 ")
    assert after.startswith(left_blank)
    assert left_blank not in part_text(build_docx(make_page(form, Stage.SESSION)), "word/document.xml")


def test_what_is_typed_has_a_style_of_its_own() -> None:
    """Word shows typed words in the control's style, not in the grey of the prompt or a bold label."""
    root = read_part(build_docx(make_page("esteem/a3-case-notes", Stage.AGENDA)), "word/document.xml")
    styles = {
        style.get(f"{W}val") for control in root.iter(f"{W}sdtPr") for style in control.iter(f"{W}rStyle")
    }
    tagged = [control for control in root.iter(f"{W}sdtPr") if control.find(f"{W}tag") is not None]
    assert all(control.find(f"{W}rPr/{W}rStyle") is not None for control in tagged)
    assert styles == {"AnswerWords", "TickBox"}


def test_a_card_is_one_row_of_its_table() -> None:
    """So nobody can tear it apart, repeat half of it, or delete its reference only."""
    root = read_part(build_docx(make_sample("esteem/a2-record", Stage.SESSION)), "word/document.xml")
    rows = [
        {str(tag.get(f"{W}val")) for tag in row.iter(f"{W}tag")}
        for row in root.iter(f"{W}tr")
        if not any(True for _ in row.iterdescendants(f"{W}tr"))
    ]
    assert {f"review_previous-2-{column}" for column in CARRIED_COLUMNS} in rows


@pytest.mark.parametrize(("form", "stage"), CASES)
def test_the_panel_says_what_the_page_says(form: str, stage: Stage) -> None:
    """Its heading and lines stand in the file once each, in order."""
    page = make_sample(form, stage)
    assert page.panel is not None
    words = part_text(build_docx(page), "word/document.xml").split("\n")
    heading = words.index(f"{page.panel.title} ({ADDED_NOTE})")
    assert tuple(words[heading + 1 :][: len(page.panel.instructions)]) == page.panel.instructions


def test_a_choice_that_is_not_printed_is_refused() -> None:
    """An answer that no box could show is never dropped in silence."""
    with pytest.raises(UsageError, match=r"P14: esteem/a3-case-notes: .* no place for “.*” \(case_status\);"):
        make_page("esteem/a3-case-notes", Stage.AGENDA, {"case_status": "Adopted"})


@pytest.mark.parametrize("text", ["bell\x07", "half \ud800"])
def test_text_that_xml_forbids_is_refused(text: str) -> None:
    """A file that Word could not open is never returned."""
    page = make_page("esteem/a2-record", Stage.AGENDA, {"agenda_items": text})
    with pytest.raises(UsageError, match=r"V17: ESM-26-0042-A2 Supervision Record: .* no Word file can hold"):
        build_docx(page)


@pytest.mark.parametrize("ending", ["docx", "pdf"])
@pytest.mark.parametrize(
    ("name", "value"), [("case_status", "Other"), ("logs_up_to_date-comment", "Up to 30/10/2026")]
)
def test_verbatim_refuses_what_only_an_addition_holds(
    tmp_path: Path, ending: str, name: str, value: str
) -> None:
    """The printed form has no place for it: one clear message, and no file."""
    values = tmp_path / "values.json"
    header = {"supervisee": "Tom Reed", "session_date": "2026-11-19", "case_ref": "ESM-C014"}
    values.write_text(json.dumps({"header": header, "fields": {name: value}}), encoding="utf-8")
    target = tmp_path / f"form.{ending}"
    arguments = ["build", "esteem/a3-case-notes", "--values", str(values), "--verbatim", "-o", str(target)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert "P14: esteem/a3-case-notes: the printed form has no place for “" in done.stderr
    assert f"” ({name}); leave them out" in done.stderr
    assert not target.exists()


@pytest.mark.parametrize("form", ["highcliffe/a3-record-group", "harewood/a2-record"])
def test_a_line_to_sign_on_has_room_for_a_name(form: str) -> None:
    """The date begins at a tab stop of its own, a third of the page behind the name."""
    root = read_part(build_docx(make_sample(form, Stage.SIGNING)), "word/document.xml")
    (paragraph,) = (
        one
        for one in root.iter(f"{W}p")
        if any(tag.get(f"{W}val") == "sig_supervisor-name" for tag in one.iter(f"{W}tag"))
    )
    stops = [int(stop.get(f"{W}pos", "0")) for stop in paragraph.iterfind(f"{W}pPr/{W}tabs/{W}tab")]
    assert stops
    assert min(stops) > 3400
    assert sum(1 for _ in paragraph.iterfind(f"{W}r/{W}tab")) == 1
