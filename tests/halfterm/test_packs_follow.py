"""What a pack goes on from: sheets that nobody gave a reference, agendas on a form of their own, receipts."""

from __future__ import annotations

import dataclasses
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from forms.plan import WorksIn
from halfterm.demo.failure import StoryError
from tests.halfterm.outbox_trust import NUMBER, PRIYA_REACHED, TOM_REACHED, outbox, pack, trust_that_mails
from tests.stories.cast import AGREEMENT, BOTH_ANSWERED, PAIR, RECORD, SHEET, new_action, session
from tests.stories.trust import Trust, day
from tests.tools import pdfium

NEXT = "ESM-26-0050"


def held(trust: Trust) -> None:
    """Take in the agenda of a session with two case sheets, and the record that it became."""
    trust.plan(
        [TOM_REACHED, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19"), session(NEXT, "2027-01-14")]
    )
    trust.run("prepare", "--on", "2026-11-05")
    trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": "Late arrivals."})
    for number, what in enumerate(("Ring the nurse", "Ask the panel"), start=1):
        row = new_action("new_actions", 1, what, "Tom Reed", "04/12/2026")
        trust.comes_back(
            SHEET, pack(trust, "agenda", f"A3-{number}"), {"case_update": f"Case {number}", **row}
        )
    trust.take_in("2026-11-11")
    trust.run("prepare", "--on", "2026-11-11")
    record = pack(trust, "session", "A2")
    trust.comes_back(RECORD, record, {"actual_date": "19/11/2026", "actual_length": "60"})
    for number in (1, 2):
        trust.comes_back(SHEET, pack(trust, "session", f"A3-{number}"), {"case_status": "CiN"})
    trust.take_in("2026-11-20")


def test_each_sheet_without_a_reference_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows whether two such sheets are of one case: each is carried, and the limit counts both."""
    trust = trust_that_mails(tmp_path, monkeypatch, "receipts = false")
    held(trust)
    trust.run("prepare", "--on", "2027-01-04")
    folder = trust.folder / "outbox" / "Priya Shah" / f"{NEXT} agenda - Tom Reed"
    sheets = sorted(folder.glob(f"{NEXT}-A3-*"))
    carried = [[row["ref"] for row in trust.answers(one)["outstanding_actions"] or ()] for one in sheets]
    assert carried == [[f"{NUMBER}-A3-1/1"], [f"{NUMBER}-A3-2/1"], []]


@pytest.mark.parametrize("came", [(), (2,), (1, 2)])
def test_what_is_open_lies_before_who_meets(
    came: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agenda is back; a sheet that goes on and is not lies in the pack for the meeting all the same."""
    trust = trust_that_mails(tmp_path, monkeypatch, "receipts = false")
    held(trust)
    trust.run("prepare", "--on", "2027-01-04")
    folder = trust.folder / "outbox" / "Priya Shah"
    (agenda,) = folder.glob(f"{NEXT} agenda - */{NEXT}-A2 *")
    trust.comes_back(RECORD, agenda, {"agenda_items": "Late arrivals, again."})
    for number in came:
        (sheet,) = folder.glob(f"{NEXT} agenda - */{NEXT}-A3-{number} *")
        trust.comes_back(SHEET, sheet, {"case_update": "A quiet month"})
    trust.take_in("2027-01-06")
    trust.run("prepare", "--on", "2027-01-06")
    sheets = sorted(folder.glob(f"{NEXT} session - */{NEXT}-A3-*"))
    assert [one.name for one in sheets] == [f"{NEXT}-A3-{number} session.docx" for number in (1, 2)]
    for number, answers in enumerate(map(trust.answers, sheets), start=1):
        assert [row["ref"] for row in answers["outstanding_actions"]] == [f"{NUMBER}-A3-{number}/1"]
        assert answers["case_update"] == ("A quiet month" if number in came else None)


def test_a_receipt_is_not_made_again_when_the_other_signs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both get the signed record then."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    held(trust)
    trust.run("prepare", "--on", "2026-11-20")
    signature = {"disagreement": "No", "sig_supervisee-name": "Tom Reed", "sig_supervisee_date": "23/11/2026"}
    trust.comes_back(RECORD, pack(trust, "signing", "A2"), signature)
    trust.take_in("2026-11-23")
    trust.run("prepare", "--on", "2026-11-23")
    folder = trust.folder / "outbox" / "Priya Shah"
    assert f"{NUMBER} receipt 2026-11-23 - Tom Reed.eml" in outbox(trust)
    (folder / "sent").mkdir(exist_ok=True)
    for draft in folder.glob("*.eml"):
        draft.rename(folder / "sent" / draft.name)
    own = {"sig_supervisor-name": "Priya Shah", "sig_supervisor_date": "24/11/2026"}
    trust.comes_back(RECORD, pack(trust, "countersigning", "A2"), own, "both.pdf")
    trust.take_in("2026-11-24")
    trust.run("prepare", "--on", "2026-11-24")
    assert [path.name for path in folder.glob("*.eml")] == [f"{NUMBER} copy - Tom Reed.eml"]


@pytest.mark.parametrize("works_in", [WorksIn.WORD, WorksIn.PDF])
def test_an_empty_sheet_takes_a_case_reference(
    works_in: WorksIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever says which case it is for writes it there; from then on it stands fast. Flattened, too."""
    trust = trust_that_mails(tmp_path, monkeypatch, "receipts = false")
    tom = dataclasses.replace(TOM_REACHED, works_in=works_in)
    trust.plan([tom, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19")])
    trust.run("prepare", "--on", "2026-11-05")
    trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": "Late arrivals."})
    typed = {**BOTH_ANSWERED, "case_update": "A quiet month", "header-case_ref": "ESM-C014"}
    sheet = trust.comes_back(SHEET, pack(trust, "agenda", "A3-2"), typed)
    if works_in is WorksIn.PDF:
        sheet.write_bytes(pdfium.flatten(sheet.read_bytes()))
    trust.take_in("2026-11-11")
    assert [row["case_ref"] for row in trust.sheet("Cases")] == ["ESM-C014"]
    trust.run("prepare", "--on", "2026-11-11")
    with pytest.raises(StoryError):
        trust.comes_back(SHEET, pack(trust, "session", "A3-2"), {"header-case_ref": "ESM-C015"})


def test_a_copied_sheet_goes_on_under_its_own_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copied for a fourth case, number and all, it is the fourth sheet in every form made of it."""
    trust = trust_that_mails(tmp_path, monkeypatch, "receipts = false")
    trust.plan(
        [TOM_REACHED, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19"), session(NEXT, "2027-01-14")]
    )
    trust.run("prepare", "--on", "2026-11-05")
    trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": "Four cases."})
    third = pack(trust, "agenda", "A3-3")
    copies = []
    for case, what in (("ESM-C022", "Ring the nurse"), ("ESM-C030", "Ask the panel")):
        row = new_action("new_actions", 1, what, "Tom Reed", "04/12/2026")
        typed = {**BOTH_ANSWERED, "case_update": what, "header-case_ref": case, **row}
        copies.append(trust.comes_back(SHEET, third, typed, f"{case}{third.suffix}"))
    trust.take_in("2026-11-11")
    by_hand = trust.go_on(SHEET, copies[1], "session", "by-hand.docx")
    assert trust.read(by_hand)["reference"] == f"{NUMBER}-A3-4"
    trust.run("prepare", "--on", "2026-11-11")

    trust.comes_back(
        RECORD, pack(trust, "session", "A2"), {"actual_date": "19/11/2026", "actual_length": "60"}
    )
    for number in (3, 4):
        form = pack(trust, "session", f"A3-{number}")
        refs = [row["ref"]["value"] for row in trust.read(form)["fields"]["new_actions"]["cells"].values()]
        assert set(refs) == {f"{NUMBER}-A3-{number}/{row}" for row in range(1, len(refs) + 1)}
        trust.comes_back(SHEET, form, {"case_status": "CiN"})
    trust.take_in("2026-11-20")
    assert {row["case_ref"]: row["sheet_no"] for row in trust.sheet("Cases")} == {
        "ESM-C022": 3,
        "ESM-C030": 4,
    }
    assert {row["action_id"]: row["case_ref"] for row in trust.sheet("Actions")} == {
        f"{NUMBER}-A3-3/1": "ESM-C022",
        f"{NUMBER}-A3-4/1": "ESM-C030",
    }

    trust.run("prepare", "--on", "2027-01-04")
    folder = trust.folder / "outbox" / "Priya Shah" / f"{NEXT} agenda - Tom Reed"
    sheets = sorted(folder.glob(f"{NEXT}-A3-*"))
    carried = [[row["ref"] for row in trust.answers(one)["outstanding_actions"] or ()] for one in sheets]
    assert carried == [[f"{NUMBER}-A3-3/1"], [f"{NUMBER}-A3-4/1"], []]
    points = trust.answers(next(folder.glob(f"{NEXT}-A2 *")))["review_previous"]
    assert [row["ref"] for row in points] == [f"{NUMBER}-A3-3/1", f"{NUMBER}-A3-4/1"]


def test_an_agreement_that_one_has_signed_goes_to_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it came, in a pack of its own for Priya; once both have signed there is none."""
    trust = trust_that_mails(tmp_path, monkeypatch, "receipts = false")
    trust.run("prepare", "--on", "2026-11-05")
    by_tom = {"ack_supervisee_sig-name": "Tom Reed", "ack_supervisee_sig-date": "09/11/2026"}
    half = trust.comes_back(AGREEMENT, pack(trust, "agenda", "A1"), by_tom).read_bytes()
    trust.take_in("2026-11-10")
    trust.run("prepare", "--on", "2026-11-10")
    to_sign = pack(trust, "countersigning supervisor", "A1")
    assert to_sign.read_bytes() == half
    assert "Second signature: " in (to_sign.parents[1] / "START.html").read_text("utf-8")
    by_priya = {"ack_supervisor_sig-name": "Priya Shah", "ack_supervisor_sig-date": "11/11/2026"}
    trust.comes_back(AGREEMENT, to_sign, by_priya, "both.pdf")
    trust.take_in("2026-11-12")
    trust.run("prepare", "--on", "2026-11-12")
    assert [name for name in outbox(trust) if "countersigning" in name] == []


@pytest.mark.parametrize(
    ("away", "said"),
    [
        ("tom", "Tom Reed is away for long; cancel the session in the Schedule, or move it"),
        ("priya", "Priya Shah is away for long; enter in Relationships who supervises now"),
    ],
)
def test_nothing_goes_out_to_who_is_away(
    away: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits, and is said; what was not sent is taken out. It goes out once they are back."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    planned = [session(NUMBER, "2026-11-19")]
    trust.run("prepare", "--on", "2026-11-05")
    people = {"tom": TOM_REACHED, "priya": PRIYA_REACHED}
    people[away] = dataclasses.replace(
        people[away], absent_from=day("2026-11-02"), absent_to=day("2026-11-13")
    )
    trust.plan(list(people.values()), [PAIR], planned)
    assert f"waits; {said}" in trust.run("prepare", "--on", "2026-11-06").stdout
    assert outbox(trust) == {}
    assert "late" in trust.run("prepare", "--on", "2026-11-14").stdout
    assert pack(trust, "agenda", "A2").exists()


@pytest.mark.parametrize(
    ("who", "todo"),
    [
        ("tom", "cancel the session in the Schedule, or move it"),
        ("priya", "enter in Relationships who supervises now"),
    ],
)
def test_nothing_goes_out_to_who_has_left(
    who: str, todo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor an agenda to who will have left by the session; what lies ready is taken away."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.run("prepare", "--on", "2026-11-05")
    people = {"tom": TOM_REACHED, "priya": PRIYA_REACHED}
    people[who] = dataclasses.replace(people[who], ends=day("2026-11-18"))
    trust.plan(list(people.values()), [PAIR], [session(NUMBER, "2026-11-19")])
    said = trust.run("prepare", "--on", "2026-11-06").stdout
    assert f"{people[who].name} has left, or leaves before it (Roster, Ends on 18/11/2026); {todo}" in said
    assert outbox(trust) == {}


def test_mail_goes_where_a_person_is_reached_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a session goes to the address of the day on which it is made."""
    trust = trust_that_mails(tmp_path, monkeypatch, "receipts = false")
    held(trust)
    before = dataclasses.replace(TOM_REACHED, ends=day("2026-11-20"))
    since = dataclasses.replace(TOM_REACHED, email="t.reed@school.example", starts=day("2026-11-21"))
    trust.plan([before, since, PRIYA_REACHED], [PAIR], [session(NUMBER, "2026-11-19")])
    trust.run("prepare", "--on", "2026-11-23")
    (draft,) = [data for name, data in outbox(trust).items() if name.endswith(".eml")]
    assert message_from_bytes(draft, policy=default)["To"] == "Tom Reed <t.reed@school.example>"


def test_people_who_are_called_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each supervisor has a folder and a page of their own, each supervisee a reminder; so do all files."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    ann, bob = (
        dataclasses.replace(TOM_REACHED, person_id=f"P-{name}", email=f"{name}@school.example")
        for name in ("ann", "bob")
    )
    other = dataclasses.replace(PRIYA_REACHED, person_id="P-OTHER", name="PRIYA SHAH", email=None)
    pairs = [
        PAIR,
        dataclasses.replace(PAIR, rel_id="R2", supervisee_id="P-ann"),
        dataclasses.replace(PAIR, rel_id="R3", supervisee_id="P-bob", supervisor_id="P-OTHER"),
    ]
    numbers = (NUMBER, "ESM-26-0043", "ESM-26-0044")
    sessions = [session(one, "2026-11-19", f"R{at}") for at, one in enumerate(numbers, start=1)]
    trust.plan([TOM_REACHED, ann, bob, PRIYA_REACHED, other], pairs, sessions)
    trust.run("prepare", "--on", "2026-11-05")
    top = trust.folder / "outbox"
    pages = {path.parent.name: path.read_text(encoding="utf-8") for path in top.glob("*/START.html")}
    assert {name: [one for one in numbers if one in page] for name, page in pages.items()} == {
        "Priya Shah P-PRIYA": [*numbers[:2]],
        "PRIYA SHAH P-OTHER": [numbers[2]],
    }
    for draft in [*top.glob("*/*.eml")]:
        (draft.parent / "sent").mkdir(exist_ok=True)
        draft.rename(draft.parent / "sent" / draft.name)
    trust.run("prepare", "--on", "2026-11-06")
    trust.run("prepare", "--on", "2026-11-16")
    reminded = [message_from_bytes(one.read_bytes(), policy=default)["To"] for one in top.glob("*/*.eml")]
    assert sorted(one.addresses[0].username for one in reminded) == ["ann", "bob", "tom.reed"]
    trust.plan([TOM_REACHED, ann, PRIYA_REACHED], pairs[:2], sessions[:2])
    trust.run("prepare", "--on", "2026-11-16")
    for name in pages:  # both are nobody's now, and link to nothing
        assert "href" not in (top / name / "START.html").read_text(encoding="utf-8")
