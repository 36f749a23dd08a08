"""Supervision among equals: two heads of Green Gates swap roles, and a group of eight meets in Highcliffe.

Jo Park and Kit Lowe supervise each other in turn, a term each. Of the group, seven come.
"""

import email
from dataclasses import replace

import pytest

from forms.packs import NOT_BY_MAIL
from forms.plan import Person, PlannedSession, Relationship, Series, WorksIn
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, day, fill_in

_TRAINED = day("2025-05-01")
_GATES = ("Green Gates Primary", "Mill Lane Primary")
_JO = Person("P-JO", "Jo Park", _GATES[0], "Head", supervisor_trained_on=_TRAINED)
_KIT = Person("P-KIT", "Kit Lowe", _GATES[1], "Head", supervisor_trained_on=_TRAINED)
_TERMS = (
    ("GGP-26-0001", "2026-11-19", "Jo Park", "Kit Lowe", _GATES[0]),
    ("GGP-26-0002", "2027-02-25", "Kit Lowe", "Jo Park", _GATES[1]),
)


_PAIRS = (
    Relationship("R1", "green-gates", "P-JO", "P-KIT", Series.EXTERNAL, starts=day("2026-09-01")),
    Relationship("R2", "green-gates", "P-KIT", "P-JO", Series.EXTERNAL, starts=day("2026-09-01")),
)
_SESSIONS = tuple(
    PlannedSession(name, rel, day(date)) for (name, date, *_), rel in zip(_TERMS, ("R1", "R2"), strict=True)
)


@pytest.fixture
def peers(open_trust: OpenTrust) -> Trust:
    """Give a folder in which Jo and Kit supervise each other, from outside each other's school."""
    trust = open_trust("green-gates", "GGP", _GATES)
    trust.plan((_JO, _KIT), _PAIRS, _SESSIONS)
    return trust


def test_roles_are_those_of_each_session(peers: Trust) -> None:
    """What one owes as supervisee stands under that session; nobody is the wrong person on a form."""
    for name, date, supervisee, supervisor, school in _TERMS:
        header = {"school": school, "supervisee": supervisee, "supervisor": supervisor, "session_date": date}
        facts = {"reference": f"{name}-A2", "header": header, "fields": {"actual_date": date}}
        made = peers.make("green-gates/a2-record", facts, f"{name}-A2.docx", "--stage", "session")
        peers.comes_back("green-gates/a2-record", made, {"actual_length": "95"})
    peers.take_in("2027-02-26")
    rows = peers.rows("Sessions", "session_id")
    assert {name: (row["supervisee"], row["supervisor"]) for name, row in rows.items()} == {
        name: (supervisee, supervisor) for name, _, supervisee, supervisor, _ in _TERMS
    }
    found = {one["code"] for one in peers.found("2027-02-26")}
    assert found & {"X09", "X25", "X28", "X37"} == set()


def test_six_cases_are_only_noted(peers: Trust) -> None:
    """The policy says "approximately 5"; sheets that leave the school have references and no names."""
    name, date, supervisee, supervisor, school = _TERMS[0]
    people = {"school": school, "supervisee": supervisee, "supervisor": supervisor, "session_date": date}
    for number in range(1, 7):
        facts = {
            "reference": f"{name}-A3-{number}",
            "header": {**people, "case_ref": f"GGP-C{number:03}", "sheet": number},
        }
        sheet = peers.make("green-gates/a3-case-proforma", facts, f"case {number}.docx", "--stage", "session")
        peers.comes_back("green-gates/a3-case-proforma", sheet, {"what_happened": "A quiet month"})
    peers.take_in("2026-11-20")
    (many,) = [one for one in peers.found("2026-11-20") if one["code"] == "X04"]
    assert (many["severity"], "6 pupils, limit 5" in many["what"]) == ("Note", True)
    assert len(peers.sheet("Cases")) == 6


def attached(trust: Trust) -> list[str]:
    """Return the names of everything that is attached to a draft."""
    drafts = [
        email.message_from_bytes(path.read_bytes()) for path in (trust.folder / "outbox").rglob("*.eml")
    ]
    assert drafts
    return [part.get_filename("") for one in drafts for part in one.walk() if part.get_filename()]


@pytest.mark.parametrize("ending", ["docx", "pdf"])
def test_case_sheets_stay_at_school_and_each_school_files(peers: Trust, ending: str) -> None:
    """They lie in the pack and on no draft, before and after; X35 names the school that has not filed."""
    with (peers.folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write('domains = ["gates.example", "mill.example"]\n')
    works_in = WorksIn.PDF if ending == "pdf" else WorksIn.WORD
    people = tuple(
        replace(one, works_in=works_in, email=f"{one.name[:3].strip().lower()}@{at}.example")
        for one, at in ((_JO, "gates"), (_KIT, "mill"))
    )
    peers.plan(people, _PAIRS, _SESSIONS)
    name = _TERMS[0][0]
    done = peers.run("prepare", "--on", "2026-11-12")
    assert "case sheets are not sent by mail under this policy" in done.stdout
    pack = peers.folder / "outbox" / "Kit Lowe"
    (sheet,) = pack.rglob(f"{name}-A3-1 *.{ending}")
    (note,) = pack.rglob("message.txt")
    # Whoever attaches by hand what lies beside the words takes none.
    assert {one.parent for one in pack.rglob(f"{name}-A3*")} == {note.parent / NOT_BY_MAIL}
    assert "Case sheets do not go by mail" in note.read_text(encoding="utf-8-sig")
    (record,) = pack.rglob(f"{name}-A2 *.{ending}")
    assert {one.partition(" ")[0] for one in attached(peers)} == {f"{name}-A2", f"{name}-E1"}
    happened = {"child_name": "GGP-C001", "what_happened": "A quiet month"}
    peers.comes_back("green-gates/a3-case-proforma", sheet, happened)
    peers.comes_back("green-gates/a2-record", record, {"actual_date": "19/11/2026", "actual_length": "95"})
    peers.take_in("2026-11-20")
    assert [one["case_ref"] for one in peers.sheet("Cases")] == ["GGP-C001"]
    peers.run("prepare", "--on", "2026-11-20")
    assert not [one for one in attached(peers) if "-A3" in one]

    gates, mill = (f"1 case was filed by {school} in CPOMS; due by 26/11/2026" for school in _GATES)
    for own, other, missing in (
        (None, None, [gates, mill]),
        ("2026-11-24", None, [mill]),
        (None, "2026-11-24", [gates]),
        ("2026-11-24", "2026-11-25", []),
    ):
        own_day, other_day = (day(one) if one else None for one in (own, other))
        filed = replace(_SESSIONS[0], filed_on=own_day, supervisor_filed_on=other_day)
        peers.plan(people, _PAIRS, (filed, _SESSIONS[1]))
        said = [what for what in peers.said("2026-11-27", "X35") if "filed" in what]
        assert len(said) == len(missing)
        assert all(any(words in what for what in said) for words in missing)


@pytest.mark.parametrize(
    ("series", "contract"),
    [
        (Series.ONE_TO_ONE, None),
        (Series.INTERNAL, "a1-agreement-internal"),
        (Series.EXTERNAL, "a1-agreement-external"),
    ],
)
def test_no_contract_is_guessed(peers: Trust, series: Series, contract: str | None) -> None:
    """Each of the policy's two contracts promises another number of sessions; somebody has to say which."""
    peers.plan((_JO, _KIT), (replace(_PAIRS[0], series=series),), _SESSIONS[:1])
    said = peers.run("prepare", "--on", "2026-11-12").stdout
    assert ("choose the Series of R1 in Relationships" in said) is (contract is None)
    going = [peers.read(path)["form"] for path in (peers.folder / "outbox").rglob("*.docx")]
    assert [one for one in going if "agreement" in one] == ([f"green-gates/{contract}"] if contract else [])


_SCHOOL = "Highcliffe St Mark"
_GROUP = ("Dana Cole", "Lee Moss", "Sam Hill", "Ana Ruiz", "Ben Osei", "Cy Brook", "Di Marsh", "Eve Long")
_FORM = "highcliffe/a3-record-group"


def test_group_of_eight_of_whom_seven_came(open_trust: OpenTrust) -> None:
    """One session for the seven who came and signed; the eighth is still without one."""
    trust = open_trust("highcliffe", "HCF", (_SCHOOL,))
    ruth = Person("P-RUTH", "Ruth Hall", _SCHOOL, "Head", supervisor_trained_on=_TRAINED)
    people = [Person(f"P-{number}", name, _SCHOOL, "DSL") for number, name in enumerate(_GROUP, start=1)]
    pairs = [
        Relationship(
            f"R{number}", "highcliffe", f"P-{number}", "P-RUTH", Series.GROUP, "DSL group", day("2026-09-07")
        )
        for number in range(1, 9)
    ]
    trust.plan((*people, ruth), pairs, (PlannedSession("HCF-26-0020", "DSL group", day("2026-10-12")),))
    came = [{"name": name, **({"came": "Yes"} if name != "Eve Long" else {})} for name in _GROUP]
    plan = [
        {"action": "Share the audit", "who": "Ana Ruiz", "by_when": "2026-12-04"},
        {"action": "Book the room", "who": "Ben Osei", "by_when": "2026-12-11"},
    ]
    facts = {
        "reference": "HCF-26-0020-A3",
        "header": {"school": _SCHOOL, "supervisor": "Ruth Hall", "session_date": "2026-10-12"},
        "fields": {"in_attendance": came, "group_action_plan": plan, "actual_date": "2026-10-12"},
    }
    form = trust.make(_FORM, facts, "group.docx", "--stage", "session")
    held = trust.outgoing / "held.docx"
    fill_in(_FORM, form, held, {"actual_length": "60"})
    laid_out = trust.go_on(_FORM, held, "signing", "signing.docx")
    lines = [row["who"] for row in trust.answers(laid_out)["sig_supervisees"]]
    assert lines == list(_GROUP[:7])
    signatures = {f"sig_supervisees-{number}-name": name for number, name in enumerate(lines, start=1)}
    trust.comes_back(_FORM, laid_out, {**signatures, "sig_supervisor-name": "Ruth Hall"})
    trust.take_in("2026-10-20")
    (row,) = trust.sheet("Sessions")
    assert (row["status"], row["signed_state"]) == ("Complete", "Both")
    assert row["supervisee"].split("; ") == list(_GROUP[:7])
    assert [one["owner"] for one in trust.sheet("Actions")] == ["Ana Ruiz", "Ben Osei"]
    late = trust.said("2026-11-10", "X01")
    assert [what.partition(":")[0] for what in late] == ["Eve Long"]
