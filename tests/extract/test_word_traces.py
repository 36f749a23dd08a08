"""What stands in a Word file and in no box's plain words is told: pictures, feet, hidden and struck text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from lxml import etree

from forms.findings import Finding, Severity
from forms.model import Stage
from tests.round.making import FORM_STAGES, load_form, made, response_of
from tests.round.strategies import least_values

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY, _FOOT = "word/document.xml", "word/footer1.xml"


@cache
def _issued(form: str, stage: Stage) -> bytes:
    definition = load_form(form)
    values = least_values(definition)
    if form == "esteem/a2-record":
        values["fields"] = {"agenda_items": "Late buses"}
    return made(definition, values, "docx", stage=stage).data


def _told(edit: Callable[[etree._Element], None], part: str = _BODY) -> Finding:
    """Return the one finding that asks somebody to look at an edited record."""
    target = io.BytesIO()
    data = _issued("esteem/a2-record", Stage.SESSION)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                root = etree.fromstring(content)
                edit(root)
                content = etree.tostring(root)
            new.writestr(name, content)
    found = response_of(target.getvalue(), "docx").findings
    (finding,) = [one for one in found if one.severity is not Severity.NOTE]
    return finding


def _box(root: etree._Element) -> etree._Element:
    return next(
        one
        for one in root.iter(_W + "sdt")
        if one.find(f"{_W}sdtPr/{_W}tag[@{_W}val='agenda_items']") is not None
    )


def _with_property(name: str) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        for run in _box(root).iter(_W + "r"):
            properties = run.find(_W + "rPr")
            if properties is None:
                properties = etree.Element(_W + "rPr")
                run.insert(0, properties)
            etree.SubElement(properties, _W + name)

    return edit


@pytest.mark.parametrize(("name", "how"), [("strike", "struck"), ("dstrike", "struck"), ("vanish", "hidden")])
def test_words_of_an_answer_that_are_struck_or_hidden_are_told(name: str, how: str) -> None:
    """Nobody can say whether they count."""
    found = _told(_with_property(name))
    assert (found.code, found.field) == ("F58", "agenda_items")
    assert how in found.message
    assert "Late buses" in found.message


def test_words_at_the_foot_of_a_page_are_quoted() -> None:
    """There is no box there."""

    def edit(root: etree._Element) -> None:
        run = etree.SubElement(etree.SubElement(root, _W + "p"), _W + "r")
        etree.SubElement(run, _W + "t").text = "Rang at 10"

    found = _told(edit, _FOOT)
    assert found.code == "F38"
    assert "'Rang at 10'" in found.message


def _beside(root: etree._Element, element: str) -> None:
    root[0].insert(0, etree.Element(_W + element))


def _in_box(root: etree._Element) -> None:
    etree.SubElement(next(_box(root).iter(_W + "r")), _W + "drawing")


@pytest.mark.parametrize(
    ("edit", "called"),
    [
        (lambda root: _beside(root, "altChunk"), "a whole document"),
        (lambda root: _beside(root, "drawing"), "a picture"),
        (_in_box, "a picture at the box"),
    ],
)
def test_pictures_and_inserted_documents_are_told(
    edit: Callable[[etree._Element], None], called: str
) -> None:
    """A photographed list, or the page of another file."""
    found = _told(edit)
    assert found.code == "F38"
    assert called in found.message


@pytest.mark.parametrize(("form", "stage"), FORM_STAGES)
def test_an_issued_form_has_no_such_traces(form: str, stage: Stage) -> None:
    """Nothing of it is anybody's."""
    assert not {"F38", "F58"} & {one.code for one in response_of(_issued(form, stage), "docx").findings}


_LABEL = "Agenda items:"


def _label(root: etree._Element) -> etree._Element:
    return next(one for one in root.iter(_W + "r") if "".join(map(str, one.itertext())).strip() == _LABEL)


def _add(parent: etree._Element | None, name: str, **said: str) -> None:
    assert parent is not None
    parent.append(parent.makeelement(_W + name, {_W + key: value for key, value in said.items()}))


def _properties(run: etree._Element) -> etree._Element:
    if run.find(_W + "rPr") is None:
        run.insert(0, run.makeelement(_W + "rPr"))
    found = run.find(_W + "rPr")
    assert found is not None
    return found


def _to_answer(name: str, **said: str) -> Callable[[etree._Element], None]:
    return lambda root: _add(_properties(next(_box(root).iter(_W + "r"))), name, **said)


def _to_paragraph(name: str, **said: str) -> Callable[[etree._Element], None]:
    return lambda root: _add(next(_box(root).iterancestors(_W + "p")).find(_W + "pPr"), name, **said)


def _shaded(root: etree._Element) -> None:
    cell = next(_box(root).iterancestors(_W + "tc"))
    _add(cell.find(_W + "tcPr"), "shd", val="clear", fill="1D2733")


def _turned(root: etree._Element) -> None:
    run = next(_box(root).iter(_W + "r"))
    around, turned = run.getparent(), run.makeelement(_W + "bdo", {_W + "val": "rtl"})
    assert around is not None
    around.replace(run, turned)
    turned.append(run)


@pytest.mark.parametrize(
    ("how", "edit"),
    [
        ("in the colour of what is behind them", _shaded),
        ("in the colour of what is behind them", _to_answer("highlight", val="black")),
        ("moved far off their line", _to_answer("position", val="-2000")),
        ("set on top of each other", _to_answer("spacing", val="-400")),
        ("in a font of pictures", _to_answer("rFonts", hAnsi="Wingdings")),
        ("set to run leftwards", _turned),
        ("set to run leftwards", _to_paragraph("bidi")),
        ("in a frame", _to_paragraph("framePr", x="-9000")),
        ("beside the page", _to_paragraph("ind", left="-20000")),
        ("too low to show", _to_paragraph("spacing", line="1", lineRule="exact")),
    ],
)
def test_an_answer_that_is_not_seen_as_it_is_stored(how: str, edit: Callable[[etree._Element], None]) -> None:
    """By its own properties, or by those of all that it stands in."""
    found = _told(edit)
    assert (found.code, found.field) == ("F58", "agenda_items")
    assert how in found.message


def _white_style(root: etree._Element) -> None:
    (style,) = (one for one in root.iter(_W + "style") if one.get(_W + "styleId") == "Label")
    _add(style.find(_W + "rPr"), "color", val="FFFFFF")


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        (_BODY, lambda root: _add(_properties(_label(root)), "color", val="FEFEFE")),
        (_BODY, lambda root: _add(_properties(_label(root)), "sz", val="2")),
        ("word/styles.xml", _white_style),
    ],
)
def test_a_label_that_nobody_sees(part: str, edit: Callable[[etree._Element], None]) -> None:
    """An answer may then be meant for another question."""
    found = _told(edit, part)
    assert (found.code, found.field) == ("F58", None)


def test_words_hidden_for_all_paragraphs_by_default() -> None:
    """No run and no named style says so."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_issued("esteem/a2-record", Stage.SESSION))) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "word/styles.xml":
                root = etree.fromstring(content)
                _add(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"), "vanish")
                content = etree.tostring(root)
            new.writestr(name, content)
    told = {one.field for one in response_of(target.getvalue(), "docx").findings if one.code == "F58"}
    assert {None, "agenda_items"} <= told


def test_the_code_of_another_form() -> None:
    """What the file says of itself counts; a printed copy would be read as the other."""
    own, other = (_issued("esteem/a2-record", stage) for stage in (Stage.SESSION, Stage.SIGNING))
    with zipfile.ZipFile(io.BytesIO(other)) as file:
        code = file.read("word/media/qr.png")
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(own)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, code if name == "word/media/qr.png" else old.read(name))
    found = [one for one in response_of(target.getvalue(), "docx").findings if one.code == "X27"]
    assert [(one.severity, "stage signing" in one.message) for one in found] == [(Severity.ACT_NOW, True)]
