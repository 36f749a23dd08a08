"""`halfterm find`: everything about a person, a case or a session, and the whole life of an action."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from forms.case_key import CaseEntry
from forms.plan import Person, Plan, Relationship
from register.database import open_register
from register.ledger import save_plan
from register.wanted import Sought, person_of, wanted_of
from tests.register.trust_folder import ACTION, TrustFolder, new_action, new_trust

_ID = "ESM-26-0031-A2/1"
_CARRIED = {"ref": _ID, "action": ACTION, "who": "Tom Reed", "by_when": "2026-10-30"}


def _find(trust: TrustFolder, *wanted: str, expected: int = 0) -> Any:
    return json.loads(trust.run("find", *wanted, "--json", expected=expected).stdout)


def _with_plan(trust: TrustFolder) -> None:
    register = open_register(trust.register)
    people = (
        Person(
            "P1", "Tom Reed", "Alder Grove Academy", aliases=("Tommy Reed",), email="t.reed@alder.example"
        ),
        Person("P2", "Priya Shah", "Alder Grove Academy"),
    )
    with register.writing() as connection:
        save_plan(connection, Plan(people, (Relationship("R1", "esteem", "P1", "P2"),)))
    register.close()


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give what is told of an action that was reworded, reassigned and closed in the fourth half term."""
    folder = tmp_path_factory.mktemp("life")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        trust = new_trust(folder / "trust", folder / "own" / "register.db")
        patch.chdir(trust.folder)
        reworded = _CARRIED | {"action": "Write to the attendance officer", "update": "Rang twice"}
        reassigned = _CARRIED | {"who": "Owen Hart", "status": "In progress"}
        closed = _CARRIED | {"status": "Done"}
        halves: list[tuple[str, str, dict[str, object]]] = [
            ("ESM-26-0031-A2", "2026-09-24", new_action()),
            ("ESM-26-0042-A2", "2026-11-19", {"review_previous": [reworded]}),
            ("ESM-26-0053-A2", "2027-01-21", {"review_previous": [reassigned]}),
            ("ESM-26-0064-A2", "2027-03-11", {"review_previous": [closed]}),
        ]
        for reference, day, fields in halves:
            trust.put(reference, fields, ending="pdf", session_date=day)
        trust.run("extract", "--on", "2027-03-20")
        yield json.loads(trust.run("find", _ID, "--json").stdout), trust.run("find", _ID).stdout, trust


def test_each_form_of_an_actions_life_is_told_in_order(life: Any) -> None:
    """Agreed, carried three times, reworded once, reassigned, and closed in the fourth half term."""
    steps = life[0]["life"]
    assert [(one["on"], one["path"]) for one in steps] == [
        ("2026-09-24", "inbox/ESM-26-0031-A2.pdf"),
        ("2026-11-19", "inbox/ESM-26-0042-A2.pdf"),
        ("2027-01-21", "inbox/ESM-26-0053-A2.pdf"),
        ("2027-03-11", "inbox/ESM-26-0064-A2.pdf"),
    ]
    assert [one["what"] for one in steps] == [
        ["agreed"],
        ["carried", "reworded (X18: not as agreed)"],
        ["carried", "words as agreed again", "reassigned (X18: not as agreed)"],
        ["carried", "owner as agreed again", "closed: Done"],
    ]


def test_each_step_says_what_became_different(life: Any) -> None:
    """Words, owner, status and update, before and after."""
    changes = [
        {one["column"]: (one["before"], one["now"]) for one in step["changes"]} for step in life[0]["life"]
    ]
    other = "Write to the attendance officer"
    assert changes[0] == {}
    assert changes[1]["words"] == (ACTION, other)
    assert changes[1]["update"] == (None, "Rang twice")
    assert changes[2]["owner"] == ("Tom Reed", "Owen Hart")
    assert changes[2]["status"][1] == "In progress"
    assert changes[3]["status"] == ("In progress", "Done")


def test_each_step_points_to_the_box_on_its_page(life: Any) -> None:
    """The page and the corners are those of the box in the PDF that holds the words."""
    trust: TrustFolder = life[2]
    for step in life[0]["life"]:
        assert (trust.archive / step["sha256"][:2] / step["sha256"]).is_file()
        with pikepdf.open(trust.folder / step["path"]) as pdf:
            page = pdf.pages[step["page"] - 1]
            boxes = {
                str(one.get("/T", one.get("/Parent", {}).get("/T", ""))): [float(x) for x in one.Rect]
                for one in page.Annots
            }
        assert step["box"] == pytest.approx(boxes[step["field"]], abs=0.01)


def test_life_is_told_in_words_too(life: Any) -> None:
    """With date, file, page and box on the lines of each step."""
    told = life[1]
    assert "11/03/2027  carried; owner as agreed again; closed: Done" in told
    assert "inbox/ESM-26-0064-A2.pdf (esteem/a2-record, Accepted, archive " in told
    assert "review_previous-1-action, page " in told
    assert "status: “In progress” became “Done”" in told


def test_a_later_copy_that_lost_the_row_is_a_step(trust: TrustFolder) -> None:
    """Otherwise its life would end without a word."""
    trust.put("ESM-26-0042-A2", {"review_previous": [_CARRIED]}, name="first")
    trust.run("extract", "--on", "2026-11-20")
    changed = {"agenda_items": "Attendance", "review_previous": [_CARRIED | {"ref": "ESM-26-0031-A2/2"}]}
    trust.put("ESM-26-0042-A2", changed, name="second")
    trust.run("extract", "--on", "2026-11-21")
    steps = _find(trust, _ID)["life"]
    assert [one["what"][0] for one in steps] == [
        "carried from a form that is not in the register",
        "taken off this form, on whose earlier copy it stands (X18)",
    ]


def test_all_of_a_person_is_found_under_every_name(trust: TrustFolder) -> None:
    """By the roster's name, an alias, the id, and as typed with other accents and capitals."""
    trust.put("ESM-26-0031-A2", new_action(), supervisee="Tommy Reed", supervisor="Kim Lee")
    trust.put("ESM-26-0042-A2", {"agenda_items": "Ask tom reed"}, supervisee="Ola Ek", supervisor="Kim Lee")
    trust.put("ESM-26-0053-A2", {"agenda_items": "Reedbed visit"}, supervisee="Ola Ek", supervisor="Kim Lee")
    trust.run("extract", "--on", "2026-10-01")
    _with_plan(trust)
    for wanted in ("Tom Reed", "TÓM  reed", "Tommy Reed", "P1", "Reed, Tom"):
        found = _find(trust, wanted)
        references = {one["reference"] for one in found["files"]}
        assert references >= {"ESM-26-0042-A2"}
        assert "ESM-26-0053-A2" not in references
        if wanted != "Reed, Tom":
            assert references == {"ESM-26-0031-A2", "ESM-26-0042-A2"}
            kinds = {one["kind"] for one in found["rows"]}
            assert kinds == {"person", "relationship", "session", "action", "finding", "import"}


def test_words_that_the_register_does_not_keep_are_looked_through(trust: TrustFolder) -> None:
    """A narrative may name somebody; the register has a mark of it only."""
    trust.put("ESM-26-0031-A2", {"agenda_items": "Zora Quill was unwell"}, ending="pdf")
    trust.run("extract", "--on", "2026-10-01")
    (file,) = _find(trust, "Zora Quill")["files"]
    (place,) = file["places"]
    assert place["field"] == "agenda_items"
    assert place["page"] >= 1
    assert len(place["box"]) == 4
    assert [one["path"] for one in file["seen"]] == ["inbox/ESM-26-0031-A2.pdf"]
    quick = trust.run("find", "Zora Quill", "--quick", expected=1)
    assert "only the register was looked through" in quick.stderr


def test_a_case_is_found_on_its_sheet_and_where_it_is_spoken_of(trust: TrustFolder) -> None:
    """And not by a reference that only begins alike."""
    trust.put("ESM-26-0031-A3-1", {}, form="esteem/a3-case-notes", case_ref="ESM-C014")
    trust.put("ESM-26-0031-A2", {"agenda_items": "ESM-C014 again"})
    trust.put("ESM-26-0042-A2", {"agenda_items": "ESM-C0141"})
    trust.run("extract", "--on", "2026-10-01")
    found = _find(trust, "esm-c014")
    assert found["wanted"]["kind"] == "case"
    assert {one["reference"] for one in found["files"]} == {"ESM-26-0031-A3-1", "ESM-26-0031-A2"}
    assert "case" in {one["kind"] for one in found["rows"]}


def test_a_childs_name_leads_to_the_case_and_back(trust: TrustFolder) -> None:
    """By the key; the name is looked for in the originals and shown to nobody who did not type it."""
    with (trust.folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write('schools = ["Alder Grove Academy"]\n')
    trust.run("case", "new", "--name", "Zora Quill")
    trust.put("ESM-26-0031-A3-1", {}, form="esteem/a3-case-notes", case_ref="ESM-C001")
    trust.put("ESM-26-0042-A2", {"agenda_items": "zora quill's mother rang"})
    trust.run("extract", "--on", "2026-10-01")
    for wanted in ("Zora Quill", "ESM-C001"):
        done = trust.run("find", wanted, "--json")
        found = json.loads(done.stdout)
        assert {one["reference"] for one in found["files"]} == {"ESM-26-0031-A3-1", "ESM-26-0042-A2"}
        assert {one["kind"] for one in found["rows"]} >= {"case", "entry of the key", "import"}
        assert ("Quill" in done.stdout) is (wanted == "Zora Quill")


def test_files_of_an_import_that_was_taken_back_are_held_all_the_same(trust: TrustFolder) -> None:
    """They lie in the archive, and it is said that they do not count."""
    trust.put("ESM-26-0031-A2", new_action())
    trust.run("extract", "--on", "2026-10-01")
    trust.run("extract", "--undo", "1", "--on", "2026-10-02")
    (file,) = _find(trust, "Tom Reed")["files"]
    assert file["seen"][0]["taken_back_on"] == "2026-10-02"


def test_what_was_made_and_never_came_back_is_found(trust: TrustFolder) -> None:
    """A draft in the outbox is about somebody too."""
    made = trust.put("ESM-26-0031-A2", new_action())
    made.rename(trust.folder / "outbox" / made.name)
    (file,) = _find(trust, "Priya Shah")["folders"]
    assert file["path"] == "outbox/ESM-26-0031-A2.docx"


def test_what_nobody_could_look_through_is_named(trust: TrustFolder) -> None:
    """A scan may hold the name as well."""
    (trust.inbox / "scan.pdf").write_bytes(b"%PDF-1.4 a picture")
    trust.run("extract", "--on", "2026-10-01", expected=3)
    done = trust.run("find", "Tom Reed", expected=1)
    assert "could not be looked through: inbox/scan.pdf" in done.stderr
    assert "nothing was found about Tom Reed (person)" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="links and devices are POSIX's here")
def test_what_has_no_end_or_leads_nowhere_is_named_and_not_read(trust: TrustFolder) -> None:
    """A pipe, and links that lead elsewhere or in a circle; a name tells even where nothing else does."""
    os.mkfifo(trust.inbox / "endless.pdf")
    (trust.inbox / "elsewhere.pdf").symlink_to("/dev/zero")
    (trust.inbox / "Tom Reed.pdf").symlink_to("Tom Reed.pdf")
    said = _find(trust, "Tom Reed")
    assert [one["path"] for one in said["folders"]] == ["inbox/Tom Reed.pdf"]
    assert said["not_searched"] == [
        "inbox/Tom Reed.pdf: R04",
        "inbox/elsewhere.pdf: R07",
        "inbox/endless.pdf: R02",
    ]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("esm-c014", Sought.CASE),
        ("ESM-26-0042", Sought.SESSION),
        ("esm-26-0042-a2", Sought.FORM),
        ("ESM-26-0042-A3-2/11", Sought.ACTION),
        ("0123456789ab/3", Sought.ACTION),
        ("Tom Reed", Sought.PERSON),
    ],
)
def test_what_is_meant_is_told_by_its_form(typed: str, kind: Sought) -> None:
    """Capitals do not matter."""
    assert wanted_of(typed, Plan()).kind is kind


@pytest.mark.parametrize(
    ("typed", "text", "is_found"),
    [
        ("Seán O’Neill", "SEAN O'NEILL agreed", True),
        ("Ann-Marie Day", "inbox/ann_marie.day.pdf", True),
        ("Tom Reed", "TomReed.docx", True),
        ("Tom Reed", "Custom reeds", False),
        ("Tom Reed", "Tom Reedham", False),
        ("ESM-26-0042-A2/1", "ESM-26-0042-A2/11", False),
        ("ESM-26-0042", "ESM-26-0042-A3-1", True),
        ("...", "anything", False),
    ],
)
def test_name_is_found_as_words(typed: str, text: str, *, is_found: bool) -> None:
    """However it is typed, and not as a part of other words."""
    assert wanted_of(typed, Plan()).is_in(text) is is_found


@pytest.mark.parametrize("wanted", ["", "  ", ".*", "-"])
def test_what_has_no_letter_is_asked_for_by_mistake(trust: TrustFolder, wanted: str) -> None:
    """As from a script's empty variable: nobody is called so."""
    assert trust.run("find", "--", wanted, expected=2).stderr.startswith("U40: ")


def test_name_without_letters_stands_for_no_other() -> None:
    """Two names of signs are not the same name."""
    odd = CaseEntry("ESM-C001", "Alder Grove Academy", "\U0001f600")
    assert person_of("***", Plan(), [odd]).names == ("***",)
