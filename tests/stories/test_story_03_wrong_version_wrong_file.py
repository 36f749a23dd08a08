"""The wrong file comes back: an older form, last time's record, a colleague's form, and something else.

Each is known for what it is, and the rest of the batch goes on.
"""

import shutil
from pathlib import Path

from docx import Document

import forms
from forms.plan import Person, Relationship
from tests.stories.cast import PAIR, PRIYA, SCHOOL, TOM, known, record_comes, session, signed
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, day

_FIRST, _SECOND, _THIRD = "ESM-26-0031", "ESM-26-0042", "ESM-26-0043"
_HELD = {"actual_date": "24/09/2026", "agenda_items": "Referral forms", "actual_length": "60"}
_LEE = Person("P-LEE", "Lee Moss", SCHOOL, "Deputy")
_LEES = Relationship("R2", "esteem", "P-LEE", "P-PRIYA", starts=day("2026-09-01"))


def esteem(open_trust: OpenTrust) -> Trust:
    """Open Esteem's folder, with Tom and Lee planned."""
    trust = open_trust()
    sessions = (
        session(_FIRST, "2026-09-24"),
        session(_SECOND, "2026-11-19", "R2"),
        session(_THIRD, "2026-11-19"),
    )
    trust.plan((TOM, PRIYA, _LEE), (PAIR, _LEES), sessions)
    return trust


def harewood_with_a_newer_record(place: Path) -> Path:
    """Write Harewood's policy as a folder whose record has gone on to version 2; version 1 is kept."""
    folder = place / "harewood-next"
    shutil.copytree(Path(forms.__file__).parent / "harewood", folder)
    for file in folder.glob("*.toml"):
        text = file.read_text(encoding="utf-8").replace('"harewood', '"harewood-next')
        file.write_text(text.replace("#:schema", "# schema"), encoding="utf-8")
    record = folder / "a2-record.toml"
    (folder / "older").mkdir()
    shutil.copy(record, folder / "older" / "a2-record.1.toml")
    text = record.read_text(encoding="utf-8").replace('version = "1"', 'version = "2"')
    record.write_text(text.replace("Name of Supervisee:", "Supervisee's name:"), encoding="utf-8")
    return folder


def test_older_version_is_read_as_what_it_is(open_trust: OpenTrust, tmp_path: Path) -> None:
    """A head returns last year's form: it counts, and is marked as of an older version."""
    folder = harewood_with_a_newer_record(tmp_path)
    trust = open_trust(str(folder), "HWD", ("Harewood Primary",))
    form = "harewood-next/a2-record"
    facts = known("HWD-26-0003-A2", "2026-11-19", school="Harewood Primary")
    made = trust.make(
        f"{form}@1", {**facts, "fields": {"actual_date": "2026-11-19"}}, "old.docx", "--stage", "session"
    )
    shutil.copy(made, trust.inbox / "old.docx")
    trust.take_in("2026-11-24")
    (row,) = trust.sheet("Imports")
    assert (row["outcome"], row["template_version"]) == ("Accepted", "1")
    assert trust.sheet("Sessions")[0]["supervisee"] == "Tom Reed"
    (said,) = trust.said("2026-11-24", "X26")
    assert "is version 1; the present one is 2" in said


def test_last_times_record_with_another_date(open_trust: OpenTrust) -> None:
    """Sam overtypes the date of a completed session's record: it is named, and what was signed stays."""
    trust = esteem(open_trust)
    record_comes(
        trust,
        _FIRST,
        "2026-09-24",
        signed("28/09/2026", "29/09/2026"),
        stage="signing",
        fields={"actual_date": "2026-09-24"},
    )
    trust.take_in("2026-09-30")
    before = trust.rows("Sessions", "session_id")[_FIRST]
    record_comes(
        trust,
        _FIRST,
        "2026-11-19",
        signed("28/09/2026", "29/09/2026"),
        name="again.docx",
        stage="signing",
        fields={"actual_date": "2026-11-19", "agenda_items": "Rotas"},
    )
    trust.take_in("2026-11-20")
    (said,) = trust.said("2026-11-20", "X28")
    assert "so it does not count" in said
    (found,) = [one for one in trust.found("2026-11-20") if one["code"] == "X28"]
    assert f"For the session of 19/11/2026 use {_THIRD}-A2" in found["to_do"]
    after = trust.rows("Sessions", "session_id")[_FIRST]
    assert after["exceptions"] == "X28"
    told = {"exceptions", "open_exceptions"}
    assert {name: after[name] for name in after if name not in told} == {
        name: before[name] for name in before if name not in told
    }
    assert trust.outcomes() == {f"{_FIRST}-A2.docx": "Accepted", "again.docx": "Needs review"}
    assert len(trust.laid_out(_FIRST)) == 1


def test_form_of_a_colleague(open_trust: OpenTrust) -> None:
    """Tom fills in Lee's form and signs it: it is set aside, and is a record of neither."""
    trust = esteem(open_trust)
    record_comes(
        trust,
        _SECOND,
        "2026-11-19",
        signed("26/11/2026", "27/11/2026"),
        stage="signing",
        header={"supervisee": "Lee Moss"},
        fields={"actual_date": "2026-11-19"},
    )
    trust.take_in("2026-11-28")
    (said,) = trust.said("2026-11-28", "X09")
    assert "Tom Reed has signed as supervisee; expected Lee Moss" in said
    (set_aside,) = trust.said("2026-11-28", "X28")
    assert "the form of Lee Moss, so it does not count" in set_aside
    assert trust.outcomes() == {f"{_SECOND}-A2.docx": "Needs review"}
    assert not [row for row in trust.sheet("Sessions") if row["source_file"]]
    record_comes(
        trust,
        _SECOND,
        "2026-11-19",
        {},
        name="again.pdf",
        ending="pdf",
        stage="signing",
        header={"supervisee": "Tom Reed"},
        fields={"actual_date": "2026-11-19"},
    )
    trust.take_in("2026-11-29")
    assert trust.outcomes()["again.pdf"] == "Needs review"
    assert len(trust.said("2026-11-29", "X28")) == 2


def test_form_of_another_policy(open_trust: OpenTrust) -> None:
    """Tom takes another trust's record, with his reference and without one: neither is a session of his."""
    trust = esteem(open_trust)
    facts = known(f"{_FIRST}-A2", "2026-09-24")
    without = {name: value for name, value in facts.items() if name != "reference"}
    for name, values in {"with.pdf": facts, "without.docx": without}.items():
        made = trust.make("harewood/a2-record", values, name, "--stage", "session")
        trust.comes_back("harewood/a2-record", made, {"actual_date": "24/09/2026"})
    trust.take_in("2026-09-25")
    assert trust.outcomes() == {"with.pdf": "Needs review", "without.docx": "Needs review"}
    assert len([one for one in trust.said("2026-09-25", "X28") if "does not count" in one]) == 2
    assert not [row for row in trust.sheet("Sessions") if row["source_file"]]
    record_comes(trust, _FIRST, "2026-09-24", _HELD)
    trust.take_in("2026-09-28")
    assert trust.rows("Sessions", "session_id")[_FIRST]["status"] == "Record received"
    assert len(trust.laid_out(_FIRST)) == 1


def test_something_that_is_none_of_ours(open_trust: OpenTrust) -> None:
    """A risk assessment among the returns is named and skipped; the batch goes on."""
    trust = esteem(open_trust)
    risk = Document()
    risk.add_paragraph("Risk assessment: visit to the farm")
    risk.save(str(trust.inbox / "a risk assessment.docx"))
    record_comes(trust, _FIRST, "2026-09-24", _HELD)
    done = trust.take_in("2026-09-25", expected=1)
    assert "a risk assessment.docx" in done.stderr
    assert trust.outcomes() == {
        "a risk assessment.docx": "Not one of ours",
        f"{_FIRST}-A2.docx": "Accepted",
    }
    assert [row["session_id"] for row in trust.sheet("Sessions") if row["source_file"]] == [_FIRST]
