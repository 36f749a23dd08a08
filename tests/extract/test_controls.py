"""What stands in the controls of a Word file comes back as a person sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms import placeholders
from forms.findings import Severity
from forms.records import Channel, Response, Signed, State
from tests.extract.samples import (
    REFERENCE,
    action_row,
    answer,
    codes,
    control,
    make_body,
    make_docx,
    paragraph,
    properties,
    read,
    repeating,
    table_row,
    text_run,
    tick,
)

VALUES = {
    "name": "Priya Shah",
    "session_date": "19/11/2026",
    "session_time": "9.30",
    "notes": "Première ligne\nsecond line\n\nŁukasz 李 😀",
    "count": "2",
    "agreed": "Yes",
    "case_status": "Other",
    "case_status-other": "Looked after",
    "supervision": "Group",
    "carried-1-ref": "ESM-26-0021-A2/4",
    "carried-1-action": "Book the course",
    "actions-1-action": "Ring the school",
    "actions-1-by_when": "26/11/2026",
    "sig_one-name": "Priya Shah",
    "sig_one-date": "20/11/2026",
}


_ALTERNATIVES = (
    "<mc:AlternateContent><mc:Choice><w:r><w:t>new</w:t></w:r></mc:Choice>"
    "<mc:Fallback><w:r><w:t>old</w:t></w:r></mc:Fallback></mc:AlternateContent>"
)
_JOINED = (
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>joined</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>up</w:t></w:r></w:p>"
)


def notes(tmp_path: Path, xml: str, *, more: str = '<w:text w:multiLine="1"/>') -> Response:
    """Return the response of a form whose notes are a control with this content."""
    body = make_body({}).replace(control("notes"), control("notes", content=xml, more=more))
    return read(make_docx(body), tmp_path)


def test_every_kind_of_answer_is_read(tmp_path: Path) -> None:
    """Text, dates, numbers, ticks, lists, tables and signatures come back in their own shapes."""
    response = read(make_docx(make_body(VALUES)), tmp_path)
    fields = response.fields
    assert (response.kind, response.pages, response.reference) == ("docx", None, REFERENCE)
    assert fields["session_date"].value == "2026-11-19"
    assert fields["notes"].value == VALUES["notes"]
    assert (fields["count"].value, fields["agreed"].value) == (2, "Yes")
    assert (fields["case_status"].value, fields["case_status-other"].value) == ("Other", "Looked after")
    assert fields["sig_one"].value == Signed("Priya Shah", "2026-11-20")
    assert fields["actions"].value == (
        {"action": "Ring the school", "who": None, "by_when": "2026-11-26", "status": None},
    )
    assert fields["notes"].channel is Channel.CONTROL
    assert (fields["notes"].page_number, fields["notes"].box) == (None, None)
    assert response.findings == ()


def test_a_control_that_shows_its_placeholder_is_blank(tmp_path: Path) -> None:
    """With the flag, or in the prompt's style where the flag got lost; also Word's own prompt, flagged."""
    unflagged = text_run(placeholders.TEXT.replace(" ", "\u00a0") + " ").replace(
        "<w:r>", '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>', 1
    )
    for xml, more in (
        (text_run(placeholders.TEXT), "<w:text/><w:showingPlcHdr/>"),
        (unflagged, "<w:text/>"),
        (text_run("Click or tap here to enter text."), "<w:text/><w:showingPlcHdr/>"),
        (text_run("  "), "<w:text/>"),
        ("", "<w:text/>"),
    ):
        response = notes(tmp_path, xml, more=more)
        assert (response.fields["notes"].value, response.fields["notes"].state) == (None, State.BLANK)
        assert codes(response) == []


def test_words_that_are_also_a_prompt_are_kept_where_somebody_wrote_them(tmp_path: Path) -> None:
    """An update may well say "Left blank"."""
    response = notes(tmp_path, text_run(placeholders.LEFT_BLANK), more="<w:text/>")
    assert response.fields["notes"].value == placeholders.LEFT_BLANK


def test_a_stale_placeholder_flag_does_not_lose_words(tmp_path: Path) -> None:
    """Real words under the flag are kept, and said."""
    response = notes(tmp_path, text_run("Real words"), more="<w:text/><w:showingPlcHdr/>")
    assert response.text("notes") == "Real words"
    assert codes(response) == ["F14"]


def test_a_prompt_inside_an_answer_is_said(tmp_path: Path) -> None:
    """Words typed beside the prompt are kept with it."""
    response = notes(tmp_path, text_run(f"{placeholders.TEXT}All well"))
    assert response.text("notes") == f"{placeholders.TEXT}All well"
    assert codes(response) == ["F15"]


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:tab/><w:t>d</w:t></w:r>", "a\nb\nc\td"),
        ("<w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/></w:r>", "co\u2011op\u00ad"),
        ("<w:p><w:r><w:t>one</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>two</w:t></w:r></w:p>", "one\n\ntwo"),
        (
            '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Wingdings" w:char="F04A"/></w:r>',
            "✓☺",
        ),
        ('<w:r><w:sym w:font="Zapf" w:char="F041"/></w:r>', "\uf041"),
        ("<w:r><w:t>kept </w:t></w:r><w:r><w:t>trimmed</w:t></w:r>", "kepttrimmed"),
        ('<w:r><w:t xml:space="preserve"> kept </w:t></w:r>', " kept "),
        (
            "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>",
            "new",
        ),
        ("<w:moveFrom><w:r><w:t>x</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>y</w:t></w:r></w:moveTo>", "y"),
        ("<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>7</w:t></w:r>", "7"),
        ("<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>", "link"),
        (
            _ALTERNATIVES,
            "new",
        ),
        (
            _JOINED,
            "joinedup",
        ),
    ],
)
def test_text_is_what_a_person_sees(tmp_path: Path, xml: str, text: str) -> None:
    """Breaks, hyphens, symbols, tracked changes and field codes become the characters on the page."""
    assert notes(tmp_path, xml).text("notes") == text


def test_tracked_changes_are_said(tmp_path: Path) -> None:
    """Whoever reads the log should know that somebody deleted something."""
    assert codes(notes(tmp_path, "<w:ins><w:r><w:t>new</w:t></w:r></w:ins>")) == ["F21"]
    gone = "<w:r><w:t>Ring </w:t></w:r><w:del><w:r><w:delText>Ms Ahmed</w:delText></w:r></w:del>"
    (said,) = [one for one in notes(tmp_path, gone).findings if one.code == "F21"]
    assert (said.severity, "('Ms Ahmed')" in said.message) == (Severity.SOON, True)


def test_a_control_inside_another_is_read_under_both_names(tmp_path: Path) -> None:
    """The outer one shows the words of the inner one; an empty inner one adds nothing."""
    inner = control("name", "Priya Shah")
    body = make_body({}).replace(control("notes"), control("notes", content=text_run("by ") + inner))
    response = read(make_docx(body.replace(paragraph(control("name")), "")), tmp_path)
    assert (response.text("notes"), response.text("name")) == ("by Priya Shah", "Priya Shah")
    empty = make_body({}).replace(control("notes"), control("notes", content=text_run("by ") + control("x")))
    assert read(make_docx(empty), tmp_path).text("notes") == "by "


def test_a_copied_control_is_one_answer_if_it_says_the_same(tmp_path: Path) -> None:
    """The same words twice are one answer; different words are a conflict."""
    same = read(make_docx(make_body({"notes": "x"}) + paragraph(control("notes", "x"))), tmp_path)
    assert (same.text("notes"), codes(same)) == ("x", ["F03"])
    other = read(make_docx(make_body({"notes": "x"}) + paragraph(control("notes", "y"))), tmp_path)
    assert other.fields["notes"].value == ("x", "y")
    assert other.fields["notes"].state is State.CONFLICT
    assert codes(other) == ["F02"]


def test_two_ticks_are_a_conflict(tmp_path: Path) -> None:
    """Yes and No both ticked: neither is chosen."""
    body = make_body({"agreed": "Yes"}).replace(tick("agreed-no", on=False), tick("agreed-no", on=True))
    response = read(make_docx(body), tmp_path)
    assert response.fields["agreed"].value == ("Yes", "No")
    assert response.fields["agreed"].state is State.CONFLICT
    assert codes(response) == ["F02"]


@pytest.mark.parametrize(("on", "glyph"), [(True, "☐"), (False, "☒"), (False, "✓")])
def test_a_tick_that_shows_otherwise_is_a_conflict(tmp_path: Path, *, on: bool, glyph: str) -> None:
    """What is stored and what is shown disagree, so a person has to look."""
    body = make_body({}).replace(tick("agreed-yes", on=False), tick("agreed-yes", on=on, glyph=glyph))
    response = read(make_docx(body), tmp_path)
    assert response.fields["agreed"].state is State.CONFLICT
    assert codes(response) == ["F16"]


def test_the_shown_date_wins(tmp_path: Path) -> None:
    """Typing over a picked date leaves the old one in the file: the page is right, and it is said."""
    picked = '<w:date w:fullDate="2026-11-19T00:00:00Z"/>'
    for shown, value, expected in (
        ("20/11/2026", "2026-11-20", ["F17"]),
        ("19/11/2026", "2026-11-19", []),
        ("next week", "next week", ["F04"]),
    ):
        dated = control("session_date", content=text_run(shown), more=picked)
        response = read(make_docx(make_body({}).replace(control("session_date"), dated)), tmp_path)
        assert response.text("session_date") == value
        assert codes(response) == expected


def test_a_control_that_is_gone_is_missing(tmp_path: Path) -> None:
    """Deleted, or in a row that a tracked change deleted, it is missing and somebody is told."""
    gone = make_body({}).replace(paragraph(control("notes")), "")
    deleted = table_row(control("notes", "x"), properties_xml="<w:trPr><w:del/></w:trPr>")
    for body, expected in ((gone, ["F01"]), (f"{gone}<w:tbl>{deleted}</w:tbl>", ["F21", "F01"])):
        response = read(make_docx(body), tmp_path)
        assert (response.fields["notes"].value, response.fields["notes"].state) == (None, State.MISSING)
        assert codes(response) == expected


def test_a_box_without_a_name_is_said_with_its_words(tmp_path: Path) -> None:
    """Words in a nameless control, and a nameless tick, are not dropped; a frame around words is no box."""
    body = make_body({}) + paragraph(control("", "left over"), tick("", on=True), tick("", on=False))
    body += control("", content=paragraph(text_run("Ref")), more="")
    response = read(make_docx(body), tmp_path)
    assert codes(response) == ["F23", "F23"]
    assert "left over" in response.findings[0].message


@pytest.mark.parametrize("lines", [1, 2])
@pytest.mark.parametrize("section", [True, False])
def test_a_row_that_somebody_adds_is_a_new_action(tmp_path: Path, *, section: bool, lines: int) -> None:
    """Word repeats the names and the locked id of the row above; the words of neither row are mixed."""
    values = {"actions-1-ref": f"{REFERENCE}/1", "actions-2-ref": f"{REFERENCE}/2"}
    first = action_row(1, values | {"actions-1-action": "first", "actions-1-who": "PS"}, lines=lines)
    added = action_row(1, values | {"actions-1-action": "added", "actions-1-status": "Done"}, lines=lines)
    spare = action_row(2, values, lines=lines)
    rows = repeating(first, added, spare) if section else first + added + spare
    response = read(make_docx(make_body({}, rows={"actions": rows})), tmp_path)
    assert response.fields["actions"].value == (
        {"action": "first", "who": "PS", "by_when": None, "status": None},
        {"action": "added", "who": None, "by_when": None, "status": "Done"},
    )
    assert answer(response, "actions-3-action").value == "added"
    assert codes(response) == ["H02"]
    assert f"{REFERENCE}/3" in response.findings[0].message


def test_a_row_whose_names_lost_their_number_is_kept(tmp_path: Path) -> None:
    """It is a row of its own; one nameless cell beside numbered ones belongs to their row."""
    lost = table_row(control("actions-action", "lost"), control("actions--who", "TR"))
    mixed = action_row(1, {"actions-1-action": "x"}).replace("actions-1-who", "actions-who")
    rows = mixed + action_row(2, {}) + lost
    response = read(make_docx(make_body({}, rows={"actions": rows})), tmp_path)
    assert response.fields["actions"].value == (
        {"action": "x", "who": None, "by_when": None, "status": None},
        {"action": "lost", "who": "TR", "by_when": None, "status": None},
    )


def test_a_carried_row_that_was_taken_off_is_said(tmp_path: Path) -> None:
    """A gap in the rows of carried actions means that somebody deleted one."""
    carried = {"carried-1-ref": "ESM-26-0021-A2/1", "carried-3-ref": "ESM-26-0021-A2/3"}
    rows = action_row(1, carried, "carried") + action_row(3, carried, "carried")
    response = read(make_docx(make_body({}, rows={"carried": rows})), tmp_path)
    assert codes(response) == ["X18"]


def test_a_carried_row_needs_the_id_of_an_action(tmp_path: Path) -> None:
    """An id that is none, and one that stands twice, are said."""
    rows = action_row(1, {"carried-1-ref": "see above", "carried-1-update": "x"}, "carried")
    assert codes(read(make_docx(make_body({}, rows={"carried": rows})), tmp_path)) == ["F12"]
    one = action_row(1, {"carried-1-ref": "ESM-26-0021-A2/1", "carried-1-update": "x"}, "carried")
    two = action_row(2, {"carried-2-ref": "ESM-26-0021-A2/1", "carried-2-update": "y"}, "carried")
    assert codes(read(make_docx(make_body({}, rows={"carried": one + two})), tmp_path)) == ["F25"]


def test_a_table_without_rows_is_missing(tmp_path: Path) -> None:
    """A form with spare rows never loses all of them by itself."""
    response = read(make_docx(make_body({}, rows={"actions": ""})), tmp_path)
    assert response.fields["actions"].state is State.MISSING
    assert codes(response) == ["F01"]


def test_signatures_stand_from_the_signing_stage_on(tmp_path: Path) -> None:
    """Before that stage their absence means nothing; at it, it does."""
    body = make_body({}).replace(paragraph(control("sig_one-name")), "")
    body = body.replace(paragraph(control("sig_one-date")), "")
    assert codes(read(make_docx(body), tmp_path)) == []
    signing = read(make_docx(body, custom=properties(stage="signing")), tmp_path)
    assert signing.fields["sig_one"].state is State.MISSING
    assert codes(signing) == ["F01"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reference": ""}, "X27"),
        ({"reference": "esm-26-0042-a2"}, "X27"),
        ({"reference": "ESM-26-0042-A3"}, "X27"),
        ({"stage": "final"}, "F13"),
        ({"stage": "halfway"}, "F13"),
    ],
)
def test_an_identity_that_does_not_fit_is_said(tmp_path: Path, changes: dict[str, str], code: str) -> None:
    """The reference is kept as written; nothing is put right by guessing."""
    response = read(make_docx(make_body({"notes": "x"}), custom=properties(**changes)), tmp_path)
    assert code in codes(response)
    assert response.reference == (properties(**changes)["HalftermReference"] or None)
    assert response.text("notes") == "x"


def test_two_references_in_one_file_are_said(tmp_path: Path) -> None:
    """The identifier and the properties name different forms."""
    response = read(make_docx(make_body({}), identifier="ESM-26-0043-A2"), tmp_path)
    assert codes(response) == ["X27"]


def test_the_strict_format_is_read(tmp_path: Path) -> None:
    """Word can save with the namespaces of ISO 29500 strict."""
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main".decode()
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = (
        f'<w:document xmlns:w="{strict}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        f"<w:body>{make_body({'notes': 'strict'})}</w:body></w:document>"
    )
    assert usual not in document
    assert read(make_docx("", document=document), tmp_path).text("notes") == "strict"


@pytest.mark.parametrize("lines", [1, 2])
def test_a_line_copied_within_its_entry_is_a_row_of_its_own(tmp_path: Path, lines: int) -> None:
    """Copying a line in Word puts it into the same entry: two rows, and nobody's words are joined."""
    values = {"actions-1-action": "Ring the school", "actions-1-who": "Tom Reed"}
    copied = {"actions-1-action": "Book the course", "actions-1-who": "Priya Shah"}
    entry = action_row(1, values, lines=lines) + action_row(1, copied, lines=lines)
    body = make_body({}, rows={"actions": repeating(entry, action_row(2, {}))})
    response = read(make_docx(body), tmp_path)
    rows = answer(response, "actions").value
    assert isinstance(rows, tuple)
    assert [(row["action"], row["who"]) for row in rows if isinstance(row, dict)] == [
        ("Ring the school", "Tom Reed"),
        ("Book the course", "Priya Shah"),
    ]
    assert answer(response, "actions").state is State.FILLED
    assert "F02" not in codes(response)
