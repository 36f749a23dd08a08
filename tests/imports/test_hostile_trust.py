"""A trust whose people type what a spreadsheet might run: on forms, in sheets, as names of schools."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from openpyxl import load_workbook

from extract.book.parts import Parts, pack, unpack
from extract.book.reading import read_table
from extract.plan_sheets import Choices
from extract.trust_workbook import write_monitoring
from forms.files import name_for
from forms.model import Stage
from forms.plan import Person, Plan, PlannedSession, Relationship
from forms.text import normalise_text
from tests.extract.board.test_dashboard import board, without_results
from tests.imports.effort import SEED, TALLY, tries
from tests.imports.hostile import HOSTILE
from tests.imports.test_hostile_words import evaluated, plain
from tests.round.making import load_form, made
from tests.stories.trust import Trust, calendar, day
from tests.tools import libreoffice, ooxml

ON = "2026-11-28"
_NOT_SEEN = re.compile("[\u00ad\u200b\ufeff]")
_TEXTS = [
    text
    for text in HOSTILE
    if text.strip() == text and normalise_text(text).text == text and not _NOT_SEEN.search(text)
]
"""Those that a form or a sheet hands on as they are: what nobody can see in a name is taken off."""
_MUST = (
    "=1+1",
    "board_school",
    "{row}",
    "*",
    "<>Alder",
    '"&as_of&"',
    "CON",
    "../../etc/passwd",
    "a/b",
    "a:b",
)
_SOME = random.Random(SEED).sample([one for one in _TEXTS if one not in _MUST], tries(6, 110))  # noqa: S311
SCHOOLS = (*_MUST, *_SOME)
PEOPLE = tuple(
    Person(f"P-{number:03d}", _TEXTS[(3 * number + 1) % len(_TEXTS)], school, _TEXTS[number + 2], is_dsl=True)
    for number, school in enumerate(SCHOOLS)
)
_RETURNED = frozenset(number for number in range(len(PEOPLE)) if number % 3)


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    """Give the trust with everything taken in, some findings accepted, and the reports written."""
    place = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(place / "data"))
        trust = Trust(place / "trust", "esteem", SCHOOLS)
        trust.run("init", trust.folder, "--policy", "esteem", "--prefix", "ESM", "--school", SCHOOLS[0])
        patch.chdir(trust.folder)
        choices = Choices(SCHOOLS, ("esteem",))
        write_monitoring(trust.folder / "monitoring.xlsx", plan(), choices, day("2026-09-01"))
        for number in sorted(_RETURNED):
            comes_back(trust, number)
        trust.take_in(ON)
        accept(trust.folder / "monitoring.xlsx")
        trust.take_in(ON)
        trust.run("report", "--on", ON)
    return trust


def plan() -> Plan:
    """Return who is supervised by whom, and a session of each; some say why they were cancelled."""
    pairs = tuple(
        Relationship(
            f"R{number}", "esteem", one.person_id, PEOPLE[number - 1].person_id, starts=day("2026-09-01")
        )
        for number, one in enumerate(PEOPLE)
    )
    sessions = tuple(
        PlannedSession(
            f"ESM-26-{number:04d}",
            one.rel_id,
            day("2026-11-12"),
            venue=_TEXTS[(number + 5) % len(_TEXTS)],
            cancelled_on=None if number in _RETURNED else day("2026-11-10"),
            cancel_reason=None if number in _RETURNED else _TEXTS[(number + 9) % len(_TEXTS)],
        )
        for number, one in enumerate(pairs)
    )
    return Plan(PEOPLE, pairs, calendar(*SCHOOLS), sessions)


def comes_back(trust: Trust, number: int) -> None:
    """Put the record of a session into the inbox, in a file that is called by a hostile text too."""
    actions = [
        {
            name: _TEXTS[(by * number + at) % len(_TEXTS)]
            for name, by in (("action", 7), ("who", 5), ("by_when", 11))
        }
        for at in range(3)
    ]
    header = {
        "school": SCHOOLS[number],
        "supervisee": PEOPLE[number].name,
        "supervisor": PEOPLE[number - 1].name,
    }
    values: dict[str, Any] = {
        "reference": f"ESM-26-{number:04d}-A2",
        "header": {**header, "session_date": "2026-11-12"},
        "fields": {"actual_date": "2026-11-12", "agenda_items": _TEXTS[number], "agenda_action": actions},
    }
    ending = ("docx", "pdf")[number % 2]
    data = made(load_form("esteem/a2-record"), values, ending, stage=Stage.SESSION).data
    (trust.inbox / f"{number} {name_for(_TEXTS[number])}.{ending}").write_bytes(data)


def accept(path: Path) -> None:
    """Accept findings, and comment on sessions, in hostile words."""
    book = load_workbook(path)
    for name, columns in (
        ("Exceptions", ("qa_state", "qa_reason")),
        ("Sessions", ("qa_checked", "qa_comment")),
    ):
        sheet = book[name]
        headings = [cell.value for cell in sheet[1]]
        chosen, words = (headings.index(one) + 1 for one in columns)
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, chosen).value = "Accepted" if name == "Exceptions" else "Y"
            sheet.cell(row, words).value = _TEXTS[row % len(_TEXTS)].replace("_x", "_x005F_x")
            sheet.cell(row, words).data_type = "s"
    book.save(path)


def workbooks(trust: Trust) -> Iterator[Path]:
    """Yield the trust's workbook, and the one of each school."""
    yield trust.folder / "monitoring.xlsx"
    yield from sorted((trust.folder / "reports").glob("*/* workbook.xlsx"))


def parts_of(trust: Trust) -> Parts:
    """Return the parts of the trust's workbook."""
    return unpack((trust.folder / "monitoring.xlsx").read_bytes())


def test_no_workbook_has_a_formula_of_theirs(
    trust: Trust, record_property: Callable[[str, object], None]
) -> None:
    """Neither the trust's nor that of a school; and their words are there."""
    for path in workbooks(trust):
        assert evaluated(path) == [], path
    record_property(f"{TALLY}schools with hostile names", len(SCHOOLS))
    actions = {row["action_text"] for row in read_table(parts_of(trust), "Actions")}
    typed = {_TEXTS[(7 * number + at) % len(_TEXTS)] for number in _RETURNED for at in range(3)}
    assert {repr(text) for text in typed - actions} == set()
    sessions = list(read_table(parts_of(trust), "Sessions"))
    assert {row["school"] for row in sessions} == set(SCHOOLS)
    assert {row["qa_comment"] for row in sessions} <= set(_TEXTS)
    assert len(list(read_table(parts_of(trust), "QA_Notes"))) <= 1


def test_figures_are_those_counted_by_hand(trust: Trust) -> None:
    """School by school, on the trust's Dashboard and on that of the school."""
    bars = {row["name"]: (row["held"], row["due"]) for row in read_table(parts_of(trust), "Board_schools")}
    assert bars == {school: (number in _RETURNED, 1) for number, school in enumerate(SCHOOLS)}
    for path in list(workbooks(trust))[1:]:
        (bar,) = read_table(unpack(path.read_bytes()), "Board_schools")
        assert (bar["held"], bar["due"]) == bars[bar["name"]]
        first = {
            row["figure"]: row["number"] for row in read_table(unpack(path.read_bytes()), "Board_figures")
        }
        assert first["Sessions held, of those due so far"] == bar["held"]
        assert first["Open actions"] == 3 * int(bar["held"] or 0)


def test_each_school_has_a_folder_of_its_own(trust: Trust) -> None:
    """Named as far as files can be, and in it two pages that say the school's name."""
    folders = [one for one in (trust.folder / "reports").iterdir() if one.name != "backups"]
    assert len(folders) == len(SCHOOLS)
    for folder in folders:
        names = sorted(path.name for path in folder.iterdir())
        assert names == [f"{ON} inspection summary.pdf", f"{ON} workbook.xlsx"]
    told = {str(row["name"]) for path in list(workbooks(trust))[1:] for row in _bars(path)}
    assert told == set(SCHOOLS)
    for folder in folders:
        (bar,) = _bars(folder / f"{ON} workbook.xlsx")
        if not (str(bar["name"]).isascii() and str(bar["name"]).isprintable()):
            continue  # a sign that the font has not is shown as \ufffd
        with pdfplumber.open(folder / f"{ON} inspection summary.pdf") as pdf:
            assert " ".join(str(bar["name"]).split()) in str(pdf.metadata["Title"])


def _bars(path: Path) -> Iterator[Any]:
    return read_table(unpack(path.read_bytes()), "Board_schools")


@pytest.mark.needs(ooxml.TOOL)
def test_open_xml_sdk_objects_to_nothing(trust: Trust) -> None:
    """As they were written."""
    book = trust.folder / "monitoring.xlsx"
    before = {problem for verdict in ooxml.check_ooxml([book]) for problem in verdict.problems}
    # The QA lead's program has saved the trust's own: what it is to be blamed for is there without us.
    assert {one for one in before if "styles" not in one.part} == set()
    ooxml.assert_ooxml(list(workbooks(trust))[1:6])


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_another_program_comes_to_the_same_figures(trust: Trust, tmp_path: Path) -> None:
    """LibreOffice reckons every formula anew, and evaluates no other cell."""
    chosen = []
    for number, path in enumerate(list(workbooks(trust))[:5]):
        bare = tmp_path / f"{number}.xlsx"
        bare.write_bytes(pack(without_results(unpack(path.read_bytes()))))
        chosen.append(bare)
    again = libreoffice.convert(chosen, "xlsx", tmp_path / "out")
    for path, saved in zip(workbooks(trust), again, strict=False):
        assert evaluated(saved) == [], path
        ours, theirs = ([plain(row) for row in board(one)] for one in (path, saved))
        assert [(one, two) for one, two in zip(ours, theirs, strict=False) if one != two] == [], path
