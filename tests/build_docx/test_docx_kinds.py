"""How each kind of block stands in a Word file, tried on a page made by hand."""

import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

from build.docx import build_docx
from build.page import Options, PageCell, PageSection, RowCard, Rows, Style, Words
from forms import placeholders
from forms.look import Boxes, Face, Labels, Look, Rules, TitlePlace
from forms.model import Stage
from forms.names import option_name
from forms.printed_page import Frame
from tests.build_docx.docx_parts import W14, Found, W, part_text, read_controls, read_part
from tests.build_docx.golden_files import GOLDEN, structure
from tests.build_docx.kinds import KIND_STAGES, make_kinds_page
from tests.tools import ooxml

_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_LOOKS = (
    Look("#7a1f2b", "#f6e9eb", Face.SERIF, TitlePlace.CENTRE, Rules.ROWS, Labels.SHADED, Boxes.LINE),
    Look("#0b5d4e", "#e3f1ee", Face.SANS, TitlePlace.LEFT, Rules.FRAME, Labels.SHADED, Boxes.FILLED),
    Look("#003366", "#003366", Face.SANS, TitlePlace.CENTRE, Rules.GRID, Labels.PLAIN, Boxes.LINE),
    Look("#3b2a7a", "#ece9f6", Face.SERIF, TitlePlace.LEFT, Rules.FRAME, Labels.PLAIN, Boxes.LINE),
)


def _document(stage: Stage, look: Look | None = None) -> etree._Element:
    return read_part(build_docx(make_kinds_page(stage, look)), "word/document.xml")


def _controls(stage: Stage) -> dict[str, Found]:
    return {found.tag: found for found in read_controls(build_docx(make_kinds_page(stage)))}


def _paragraphs(stage: Stage) -> list[str]:
    return part_text(build_docx(make_kinds_page(stage)), "word/document.xml").split("\n")


def _properties(root: etree._Element, words: str) -> etree._Element:
    """Return the properties of the first paragraph whose words begin so."""
    for paragraph in root.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        if properties is not None and "".join(map(str, paragraph.itertext())).startswith(words):
            return properties
    raise AssertionError(words)


@pytest.mark.parametrize("stage", KIND_STAGES)
def test_controls_are_those_of_the_golden_file(stage: Stage) -> None:
    """Names, kinds, locks and words of the controls, in order, change only on purpose."""
    golden = GOLDEN / f"every-kind-{stage}.txt"
    assert structure(build_docx(make_kinds_page(stage))) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("stage", KIND_STAGES)
def test_tags_titles_and_numbers_are_unique(stage: Stage) -> None:
    """So they are for every kind, repeating sections included."""
    docx_bytes = build_docx(make_kinds_page(stage))
    controls = read_controls(docx_bytes)
    root = read_part(docx_bytes, "word/document.xml")
    for values in (
        [control.tag for control in controls],
        [alias.get(f"{W}val") for alias in root.iter(f"{W}alias")],
        [number.get(f"{W}val") for number in root.iter(f"{W}id")],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


@pytest.mark.parametrize("look", _LOOKS)
def test_python_docx_opens_every_look(look: Look) -> None:
    """Another library finds the styles that the words have."""
    document = docx.Document(io.BytesIO(build_docx(make_kinds_page(Stage.SESSION, look))))
    known = {style.style_id for style in document.styles}
    root = _document(Stage.SESSION, look)
    for kind in ("pStyle", "rStyle", "tblStyle"):
        assert {style.get(f"{W}val") for style in root.iter(f"{W}{kind}")} <= known


@pytest.mark.slow
@pytest.mark.needs(ooxml.TOOL)
def test_open_xml_sdk_accepts_every_kind_in_every_look(tmp_path: Path) -> None:
    """No kind of block, no stage and no look makes an invalid file."""
    paths = []
    for stage in KIND_STAGES:
        for number, look in enumerate((None, *_LOOKS)):
            paths.append(tmp_path / f"{number}-{stage}.docx")
            paths[-1].write_bytes(build_docx(make_kinds_page(stage, look)))
    ooxml.assert_ooxml(paths)


def test_a_box_of_its_own_has_its_controls_name() -> None:
    """Of several boxes each says its option in its title, once."""
    found = _controls(Stage.SESSION)
    assert (found["levels-early_help"].kind, found["levels-early_help"].text) == ("tick", "☒")
    assert found["levels-early_help"].alias == "Levels of need: Early help"
    assert found["present-1-there"].alias == "Present, row 1: there: Yes"
    assert (found["levels-child_in_need"].text, found["energy-4"].text) == ("☐", "☒")


def test_options_stand_in_columns() -> None:
    """Three on a line, with tab stops at a third each; an option too wide for its column stands alone."""
    words = _paragraphs(Stage.BLANK)
    at = words.index("☐\u00a0Child protection\t☐\u00a0Child in need\t☐\u00a0Early help")
    assert words[at + 1] == "☐\u00a0Other"
    root = _document(Stage.BLANK)
    stops = [
        int(str(tab.get(f"{W}pos"))) for tab in _properties(root, "☐\u00a0Child protection").iter(f"{W}tab")
    ]
    assert stops[1] == pytest.approx(2 * stops[0], abs=2)
    assert _properties(root, "☐The supervisor asked").find(f"{W}ind") is not None


def test_a_scale_has_its_words_at_its_ends() -> None:
    """On the line of the boxes where they fit, else above them."""
    words = _paragraphs(Stage.BLANK)
    glue = "\u00a0" * 4
    boxes = glue.join(f"☐\u00a0{option}" for option in ("5", "4", "3", "2", "1"))
    assert f"Full{glue}{boxes}{glue}Empty" in words
    assert words[words.index(glue.join(f"☐\u00a0{option}" for option in "0123")) - 1].endswith(" – Very much")


def test_a_sentence_is_one_paragraph() -> None:
    """An empty blank is as wide as its letters and reads as empty; what is typed stands underlined in it."""
    words = _paragraphs(Stage.BLANK)
    name, role = (placeholders.blank_space(letters) for letters in (24, 30))
    assert words[4] == (
        f"I {name} agree to take on the role of ☐\u00a0Supervisor/☐\u00a0Supervisee within Supervision "
        f"sessions. My role in the school is {role}."
    )
    assert not name.strip()
    found = _controls(Stage.BLANK)["party_name"]
    assert (found.blank, found.locked) == (True, False)
    for stage, style in ((Stage.BLANK, "BlankPlaceholder"), (Stage.SESSION, "BlankWords")):
        (control,) = (
            tag.getparent() for tag in _document(stage).iter(f"{W}tag") if tag.get(f"{W}val") == "party_name"
        )
        assert control is not None
        assert [typed.get(f"{W}val") for typed in control.iter(f"{W}rStyle")] == ["BlankWords"]
        content = control.getnext()
        assert content is not None
        assert [shown.get(f"{W}val") for shown in content.iter(f"{W}rStyle")] == [style]


def test_a_sentence_can_be_an_item_of_a_list() -> None:
    """It has the bullet of the clauses around it; the last item stands apart from what goes on below."""
    properties = _properties(_document(Stage.BLANK), "Meet every four weeks")
    style, spacing = properties.find(f"{W}pStyle"), properties.find(f"{W}spacing")
    assert style is not None
    assert style.get(f"{W}val") == "ListBullet"
    assert spacing is not None
    assert spacing.get(f"{W}after") == "120"


@pytest.mark.parametrize(("stage", "struck"), [(Stage.SESSION, []), (Stage.SIGNING, ["Supervisor"])])
def test_words_not_chosen_are_struck_through_once_settled(stage: Stage, struck: list[str]) -> None:
    """While they can still be ticked nothing is; unanswered ones never are."""
    shown = [
        "".join(map(str, run.itertext()))
        for run in _document(stage).iter(f"{W}r")
        if run.find(f"{W}rPr/{W}rStyle") is not None
        and run.find(f"{W}rPr/{W}rStyle").get(f"{W}val") == "Struck"  # type: ignore[union-attr]
    ]
    assert shown == struck
    assert _controls(stage)[option_name("party_as", "Supervisee")].text == "☒"


def test_a_section_begins_on_a_new_page_with_its_instruction() -> None:
    """The break stands before the words that say when the section applies, and no gap before it."""
    root = _document(Stage.BLANK)
    (broken,) = root.iter(f"{W}pageBreakBefore")
    paragraph = broken.getparent().getparent()  # type: ignore[union-attr]
    assert paragraph is not None
    before, after = paragraph.getprevious(), paragraph.getnext()
    assert before is not None
    assert before.tag == f"{W}tbl"
    assert after is not None
    assert "".join(map(str, after.itertext())) == "Only if pupil files were seen: Yes"
    assert after.find(f"{W}pPr/{W}keepNext") is not None


def test_a_label_by_itself_stays_with_the_table_below_it() -> None:
    """As the label of a table stands, in a section before it; the gap between them stays there too."""
    words = PageCell((Words("Above", Style.LABEL),))
    label = PageSection("label", Frame.PROSE, (1.0,), (), ((words,),), added=False, title="")
    page = make_kinds_page(Stage.BLANK)
    table = next(one for one in page.sections if one.frame is Frame.TABLE and not one.instruction)
    root = read_part(build_docx(replace(page, sections=(label, table))), "word/document.xml")
    properties = _properties(root, "Above")
    gap = properties.getparent().getnext()  # type: ignore[union-attr]
    assert gap is not None
    assert properties.find(f"{W}keepNext") is not None
    assert gap.find(f"{W}pPr/{W}keepNext") is not None
    after = gap.getnext()
    assert after is not None
    assert after.tag == f"{W}tbl"


def test_rows_of_a_section_can_be_repeated() -> None:
    """Each row that a person may add is an item; settled ones are not."""
    root = _document(Stage.SESSION)
    sections = list(root.iter(f"{_W15}repeatingSection"))
    titles = [next(section.iter(f"{_W15}sectionTitle")).get(f"{W}val") for section in sections]
    assert titles == ["Row", "Row"]
    assert len(list(root.iter(f"{_W15}repeatingSectionItem"))) == 2 + 3
    assert not list(_document(Stage.SIGNING).iter(f"{_W15}repeatingSection"))
    headers = list(root.iter(f"{W}tblHeader"))
    assert all(not any(True for _ in header.iterancestors(f"{W}sdt")) for header in headers)


def test_bare_ticks_stand_in_the_middle_of_their_column_as_its_heading_does() -> None:
    """A heading between the rows and a column of words leave that as it is."""
    table = next(
        table
        for table in _document(Stage.BLANK).iter(f"{W}tbl")
        if "Question" in "".join(map(str, table.itertext()))
    )
    centred = [
        [cell.find(f"{W}p/{W}pPr/{W}jc") is not None for cell in row.iter(f"{W}tc")]
        for row in table.iter(f"{W}tr")
    ]
    assert centred == [[False, True, True, True, False], [False], *[[False, True, True, True, False]] * 3]


def test_a_row_nobody_answered_says_so_beside_its_words() -> None:
    """A row of a grid is left blank; an empty box of its own is an answer."""
    words = _paragraphs(Stage.SIGNING)
    left_blank = placeholders.LEFT_BLANK.replace(" ", "\u00a0")
    assert any(line.startswith("in the case system") and line.endswith(left_blank) for line in words)
    assert not any(line.startswith("on paper") and left_blank in line for line in words)
    assert "☐" in words


def test_a_card_breaks_what_is_too_much_for_its_line() -> None:
    """Long labels stand above their boxes; three boxes stand on two lines; ticks stand behind their label."""
    words = _paragraphs(Stage.SESSION)
    at = words.index("When\t19/11/2026\tWho\tType here")
    assert words[at + 1] == "Agency\tType here"
    assert words[at + 2] == "Way\t☐\u00a0In person\u00a0\u00a0\u00a0 ☒\u00a0By telephone"
    assert words[at + 4 : at + 6] == ["Date to be reviewed/timescale:", "Type here"]


def test_a_narrow_card_has_one_box_to_a_line() -> None:
    """Two labels leave no room for two answers in a narrow cell."""
    page = make_kinds_page(Stage.BLANK)
    contacts = page.sections[3]
    (row,) = contacts.rows
    rows = row[0].blocks[1]
    assert isinstance(rows, Rows)
    cards = tuple(
        RowCard(tuple(line for line in card.lines if not isinstance(line[0], Options))) for card in rows.cards
    )
    narrow = (replace(row[0], blocks=(replace(rows, cards=cards),)), *[PageCell(())] * 3)
    sections = (replace(contacts, columns=(1.0, 1.0, 1.0, 1.0), rows=(narrow,)),)
    words = part_text(build_docx(replace(page, sections=sections)), "word/document.xml").split("\n")
    at = words.index("When\tChoose a date")
    assert words[at + 1] == "Who\tType here"


def test_from_and_to_stand_on_one_line() -> None:
    """So do the numbers asked beside an answer."""
    words = _paragraphs(Stage.SESSION)
    assert "from 10:00\u00a0\u00a0\u00a0\u00a0to 11:30" in words
    assert "on a plan\t2" in words


def test_each_look_has_its_letters_colours_and_rules() -> None:
    """The styles take them, the house's own look among them."""
    seen = set()
    for look in (Look(), *_LOOKS):
        styles = etree.tostring(
            read_part(build_docx(make_kinds_page(Stage.BLANK, look)), "word/styles.xml"), encoding="unicode"
        )
        assert f'w:ascii="{"Cambria" if look.face is Face.SERIF else "Arial"}"' in styles
        assert look.accent.removeprefix("#").upper() in styles
        title = styles[styles.index('"heading 1"') :].partition("</w:style>")[0]
        assert ('w:jc w:val="center"' in title) == (look.title is TitlePlace.CENTRE)
        seen.add(styles)
    assert len(seen) == 1 + len(_LOOKS)


def test_each_school_has_its_masthead() -> None:
    """The title stands below school and appendix: on one line, or one below the other in the middle."""
    band = Look("#0b5468", "#e3eff2", Face.SANS, TitlePlace.LEFT, Rules.GRID, Labels.PLAIN, Boxes.LINE)
    centred = ["Policy", "Appendix", "Heading1"]
    lines = {Look(): ["Policy", "Heading1"], band: ["Policy", "Heading1"]}
    lines |= {_LOOKS[0]: centred, _LOOKS[2]: [*centred, "TitleRule"]}
    for look, expected in lines.items():
        styles = [style.get(f"{W}val") for style in _document(Stage.BLANK, look).iter(f"{W}pStyle")]
        assert styles[: styles.index("Heading2")] == expected
    page = make_kinds_page(Stage.BLANK, _LOOKS[0])
    verbatim = replace(page, filling=replace(page.filling, verbatim=True))
    assert "Alder Grove Academy" not in part_text(build_docx(verbatim), "word/document.xml")


def test_answers_across_columns_stand_under_their_headings() -> None:
    """A signature and its date in one cell begin where its two columns do."""
    page = make_kinds_page(Stage.BLANK)
    people = page.sections[4]
    boxes = tuple(block for row in people.rows[:2] for block in row[0].blocks)
    rows = ((PageCell(boxes, span=2, beside=True),),)
    section = replace(people, rows=rows, grows="", columns=(3.0, 1.0))
    docx_bytes = build_docx(replace(page, sections=(section,)))
    assert "Click here to type\tClick here to type" in part_text(docx_bytes, "word/document.xml").split("\n")
    root = read_part(docx_bytes, "word/document.xml")
    (stop,) = root.iterfind(f".//{W}tabs/{W}tab")
    (first, _) = (int(str(column.get(f"{W}w"))) for column in root.iter(f"{W}gridCol"))
    assert int(str(stop.get(f"{W}pos"))) == first


@pytest.mark.parametrize("look", _LOOKS)
def test_printed_words_are_shaded_where_the_look_says_so(look: Look) -> None:
    """Headings always are; on a dark tint the words are white."""
    root = _document(Stage.BLANK, look)
    fills = {
        "".join(map(str, cell.itertext())): ground.get(f"{W}fill")
        for cell in root.iter(f"{W}tc")
        for ground in cell.iter(f"{W}shd")
    }
    tint = look.tint.removeprefix("#").upper()
    assert fills["Question"] == fills["Records"] == tint
    assert (fills.get("Energy") == tint) == (look.labels is Labels.SHADED)
    heading = next(run for run in root.iter(f"{W}r") if run.findtext(f"{W}t") == "Question")
    assert (heading.find(f"{W}rPr/{W}rStyle") is not None) == (look.tint == "#003366")
    assert root.find(f".//{W14}checkbox") is not None
