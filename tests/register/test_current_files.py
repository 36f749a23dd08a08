"""What lies in sessions/: the current file of each form and stage, by a name that a person understands."""

import datetime as dt

from forms.catalogue import load_form
from forms.model import Fact, Stage
from register.belonging import owners_of
from register.current_files import CurrentFile, current_files
from register.database import Register
from tests.register.responses import half_term_1, half_term_2, returned
from tests.register.taking import KEY, SECRET, take


def files_of(register: Register) -> tuple[CurrentFile, ...]:
    """Return what the register says should lie there."""
    with register.reading() as connection:
        return current_files(connection, load_form, owners_of(KEY, SECRET))


def names_of(register: Register) -> list[str]:
    """Return folder and name of each."""
    return [f"{one.folder}/{one.name}" for one in files_of(register)]


def test_each_stage_has_its_file(register: Register) -> None:
    """The agenda stays when the record comes; a sheet has its case's reference, never a child's name."""
    take(register, [*half_term_1(), *half_term_2()])
    assert names_of(register) == [
        "ESM-26-0001/ESM-26-0001-A1 signing - Tom Reed.pdf",
        "ESM-26-0031/ESM-26-0031-A2 agenda - Tom Reed - 2026-09-24.pdf",
        "ESM-26-0031/ESM-26-0031-A2 signing - Tom Reed - 2026-09-24.pdf",
        "ESM-26-0031/ESM-26-0031-A3-1 session - ESM-C014 - 2026-09-24.pdf",
        "ESM-26-0042/ESM-26-0042-A2 session - Tom Reed - 2026-11-19.pdf",
        "ESM-26-0042/ESM-26-0042-A3-1 session - ESM-C014 - 2026-11-19.pdf",
    ]


def test_later_copy_takes_the_earlier_ones_place(register: Register) -> None:
    """One file per stage, in the format in which it came last."""
    facts = {Fact.SESSION_DATE: "2026-11-19"}
    take(register, [returned("ESM-26-0042-A2", fields={"actual_length": 60}, header=facts, path="a.pdf")])
    later = returned("ESM-26-0042-A2", fields={"actual_length": 90}, header=facts, path="b.docx", kind="docx")
    take(register, [later], dt.date(2026, 11, 29))
    assert names_of(register) == ["ESM-26-0042/ESM-26-0042-A2 session - Tom Reed - 2026-11-19.docx"]
    assert files_of(register)[0].sha256 == later.sha256


def test_copies_that_wait_for_a_person_are_all_there(register: Register) -> None:
    """So are those that were joined: answers of both count."""
    facts = {Fact.SESSION_DATE: "2026-11-19"}
    one = returned("ESM-26-0042-A2", fields={"actual_length": 60}, header=facts, path="a.pdf")
    two = returned("ESM-26-0042-A2", fields={"actual_length": 90}, header=facts, path="b.pdf")
    take(register, [one, two])
    stem = "ESM-26-0042/ESM-26-0042-A2 session - Tom Reed - 2026-11-19"
    assert names_of(register) == [f"{stem} - copy 1.pdf", f"{stem} - copy 2.pdf"]


def test_name_holds_nothing_that_windows_refuses(register: Register) -> None:
    """Whatever somebody typed as a name."""
    header = {Fact.SUPERVISEE: 'Tom "T" Reed / acting: DSL?. ', Fact.SESSION_DATE: "2026-11-19"}
    take(register, [returned("ESM-26-0042-A2", Stage.AGENDA, header=header)])
    assert names_of(register) == [
        "ESM-26-0042/ESM-26-0042-A2 agenda - Tom T Reed acting DSL - 2026-11-19.pdf"
    ]


def test_name_in_the_place_of_a_case_reference_is_in_no_file_name(register: Register) -> None:
    """Neither the name nor its mark."""
    header = {Fact.CASE_REF: "Jayden Okoro", Fact.SESSION_DATE: "2026-11-19", Fact.SHEET: "1"}
    take(register, [returned("ESM-26-0042-A3-1", header=header)])
    assert names_of(register) == ["ESM-26-0042/ESM-26-0042-A3-1 session - 2026-11-19.pdf"]
