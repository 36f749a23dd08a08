"""At the quarter's end the QA lead looks at Tom Reed's supervision, and counts one session too many.

Two sessions were held; one record is signed. She answers Appendix 4 on 1 December. Then that of fourteen.
"""

from dataclasses import replace

import pdfplumber
import pytest
from openpyxl import load_workbook

from forms.case_key import CaseEntry
from forms.plan import Person
from tests.stories.cast import PAIR, PRIYA, SCHOOL, TOM, new_action, record_comes, session, signed
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, day

_QA = "esteem/a4-monitoring"
_JUDGED = ("reflection", "alternatives", "dynamics", "feelings", "feedback", "validated", "workload")


def two_sessions(trust: Trust) -> None:
    """Take in a signed record of September and an unsigned one of November."""
    trust.plan(
        (TOM, PRIYA), (PAIR,), (session("ESM-26-0031", "2026-09-24"), session("ESM-26-0042", "2026-11-19"))
    )
    first = {"actual_date": "2026-09-24", "agenda_items": "Forms"}
    record_comes(
        trust, "ESM-26-0031", "2026-09-24", signed("28/09/2026", "29/09/2026"), stage="signing", fields=first
    )
    record_comes(trust, "ESM-26-0042", "2026-11-19", {"actual_date": "19/11/2026"})
    trust.take_in("2026-11-20")


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_quarter_end(open_trust: OpenTrust, ending: str) -> None:
    """Her answers stand beside what the log shows, the next review has its day, and the log stays."""
    trust = open_trust()
    two_sessions(trust)
    sessions = trust.sheet("Sessions")
    facts = {
        "reference": "ESM-26-0090-A4",
        "header": {"school": SCHOOL, "supervisee": "Tom Reed", "supervisor": "Priya Shah"},
        "fields": {"form_date": "2026-12-01"},
    }
    form = trust.make(_QA, facts, f"ESM-26-0090-A4.{ending}")
    answers = trust.answers(form)
    assert all(answers[f"ev_{name}"] is None for name in _JUDGED)
    assert answers["contract_agreed"] is answers["sessions_completed"] is answers["written_record"] is None
    typed = {
        "contract_agreed": "No",
        "sessions_completed": "3",
        "written_record": "Yes",
        **{f"ev_{name}": "Yes" for name in _JUDGED},
        "general_comments": "Calm and regular.",
        "qa_date": "01/12/2026",
        "qa_name": "Helen Marsh",
    }
    trust.comes_back(_QA, form, typed)
    trust.take_in("2026-12-02")
    reviews = {row["state"]: row for row in trust.sheet("QA_Reviews")}
    review = reviews["Done"]
    assert reviews["To do"]["qa_due"].date() == day("2027-03-01")
    assert (review["sessions_completed"], review["sessions_confirmed"]) == (2, 3)
    assert (review["ev_reflection"], review["ev_opportunities"]) == ("Yes", None)
    assert (review["qa_name"], review["next_qa_due"].date()) == ("Helen Marsh", day("2027-03-01"))
    assert len(trust.said("2026-12-02", "X38")) == 1
    assert trust.sheet("Sessions") == sessions
    assert trust.said("2026-12-02", "X23") == []
    assert len(trust.said("2027-03-02", "X23")) == 1


_SCHOOLS = (SCHOOL, "Birch Lane Academy")
_NAMES = (
    "Tom Reed", "Dana Cole", "Lee Moss", "Sam Hill", "Ana Ruiz", "Ben Osei", "Cy Brook", "Di Marsh",
    "Eve Long", "Flo Kerr", "Gus Pike", "Hal Dunn", "Ivy Nash", "Joy Webb",
)  # fmt: skip
_FOURTEEN = tuple(
    Person(f"P-{number}", name, _SCHOOLS[number % 2], "DSL", is_dsl=True)
    for number, name in enumerate(_NAMES, start=1)
)


def fourteen_pairs(trust: Trust) -> None:
    """Take in what came back of the sessions of Priya Shah's fourteen; one of Dana Cole's has no record."""
    pairs = tuple(replace(PAIR, rel_id=f"R{one.person_id}", supervisee_id=one.person_id) for one in _FOURTEEN)
    first = {one.name: f"ESM-26-{number:04}" for number, one in enumerate(_FOURTEEN, start=1)}
    again = {"Tom Reed": "ESM-26-0101", "Dana Cole": "ESM-26-0102"}
    rel = {one.name: f"R{one.person_id}" for one in _FOURTEEN}
    sessions = [session(name, "2026-09-24", rel[who]) for who, name in first.items()]
    sessions += [session(name, "2026-11-19", rel[who]) for who, name in again.items()]
    trust.plan((*_FOURTEEN, PRIYA), pairs, sessions)
    trust.keep_key(CaseEntry("ESM-C014", SCHOOL, "Jayden Okoro"))
    for one in _FOURTEEN:
        told = {
            "agenda_items": "The term",
            **new_action("agenda_action", 1, "Ring Jayden Okoro's aunt", one.name),
        }
        header = {"school": one.school, "supervisee": one.name}
        record_comes(
            trust, first[one.name], "2026-09-24", {**told, "actual_date": "24/09/2026"}, header=header
        )
        if one.name in again:
            told = {"actual_date": "19/11/2026"} if one.name == "Tom Reed" else {"agenda_items": "Leave"}
            stage = "session" if one.name == "Tom Reed" else "agenda"
            record_comes(trust, again[one.name], "2026-11-19", told, header=header, stage=stage)
    trust.take_in("2026-11-20")


def test_fourteen_reviews_and_then_the_phone_rings(open_trust: OpenTrust) -> None:
    """Fourteen forms lie there; some come back, one from Word; then one school has two pages, of no child."""
    trust = open_trust(schools=_SCHOOLS)
    with (trust.folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write('reviews_in = "PDF"\n')
    fourteen_pairs(trust)
    sessions = trust.sheet("Sessions")
    trust.run("report", "--on", "2026-12-01")
    lying = sorted((trust.folder / "outbox" / "Quality assurance").iterdir())
    assert [path.suffix for path in lying] == [".pdf"] * 14
    form = {path.stem.partition(" ")[2]: path for path in lying}
    dana, tom = trust.answers(form["Dana Cole"]), trust.answers(form["Tom Reed"])
    assert dana["written_record-evidence"] == "No evidence in log: 1 of 2 records"
    assert tom["written_record-evidence"] == "Yes, 2 of 2 (0 signed by both)"
    for answers in (dana, tom):
        asked = ("contract_agreed", "sessions_completed", "written_record", *(f"ev_{one}" for one in _JUDGED))
        assert [answers[name] for name in asked] == [None] * len(asked)

    typed = {
        "sessions_completed": "1",
        "written_record": "Yes",
        "qa_date": "01/12/2026",
        "qa_name": "Helen Marsh",
    }
    counted = {"Tom Reed": "3", "Dana Cole": "1", "Lee Moss": "1", "Sam Hill": "1"}
    in_word = trust.go_on(_QA, form["Sam Hill"], "session", "Sam Hill.docx", "--format", "docx")
    for who, count in counted.items():
        source = in_word if who == "Sam Hill" else form[who]
        answers = {**typed, "sessions_completed": count, **{f"ev_{name}": "Yes" for name in _JUDGED}}
        answers |= {"written_record": "No"} if who == "Dana Cole" else {}
        trust.comes_back(_QA, source, answers)
    trust.take_in("2026-12-02")
    done = {row["supervisee"]: row for row in trust.sheet("QA_Reviews") if row["state"] == "Done"}
    assert done.keys() == counted.keys()
    assert {row["next_qa_due"].date() for row in done.values()} == {day("2027-03-01")}
    assert [row["ev_reflection"] for row in done.values()] == ["Yes"] * len(done)
    (disagreed,) = trust.said("2026-12-02", "X38")
    assert "Sessions: form 3, log 2" in disagreed
    assert trust.sheet("Sessions") == sessions

    trust.run("report", "--on", "2026-12-02", "--school", SCHOOL)
    assert [path.name for path in (trust.folder / "reports").iterdir() if path.is_dir()]
    place = trust.folder / "reports" / SCHOOL
    with pdfplumber.open(place / "2026-12-02 inspection summary.pdf") as pdf:
        assert len(pdf.pages) == 2
        words = " ".join(page.extract_text() for page in pdf.pages)
    book = load_workbook(place / "2026-12-02 workbook.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert SCHOOL in words
    assert "Priya Shah" not in words  # it counts, and lists nobody
    assert "ESM-C014" in " ".join(cells)
    assert not any(name in text for name in ("Jayden", "Okoro") for text in (words, *cells))
