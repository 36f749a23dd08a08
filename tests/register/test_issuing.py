"""What is made into the outbox is noted as prepared, on SQLite and on PostgreSQL."""

import json
import shutil
from pathlib import Path

from tests.register.trust_folder import TrustFolder

_REFERENCE = "ESM-26-0042-A2"


def make(trust: TrustFolder, output: Path, **header: str) -> str:
    """Make an agenda into a file; return what was said."""
    people = {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "school": "Alder Grove Academy"}
    known = trust.folder / "known.json"
    values = {"reference": _REFERENCE, "header": {**people, "session_date": "2026-11-19", **header}}
    known.write_text(json.dumps(values), encoding="utf-8")
    done = trust.run("build", "esteem/a2-record", "--values", known, "-o", output)
    known.unlink()
    return done.stderr


def prepared(trust: TrustFolder) -> list[tuple[object, ...]]:
    """Return reference, form, stage and whether another took its place, in order of making."""
    query = "SELECT reference, form, stage, retired_on IS NOT NULL FROM issued ORDER BY retired_on IS NULL"
    return [(one, form, stage, bool(retired)) for one, form, stage, retired in trust.rows(query)]


def test_a_form_made_into_the_outbox_is_prepared(trust: TrustFolder) -> None:
    """Once, however often it is made; `find` lists it with its session, and no word of it is kept."""
    for _ in range(2):
        make(trust, trust.folder / "outbox" / "agenda.docx")
    row = (_REFERENCE, "esteem/a2-record", "agenda", False)
    assert prepared(trust) == [row]
    assert f"issued form {_REFERENCE}" in trust.run("find", "ESM-26-0042").stdout
    assert "Tom" not in str(trust.rows("SELECT * FROM issued"))


def test_another_form_takes_its_place(trust: TrustFolder) -> None:
    """With another supervisor on it, the first is retired; made again to the letter, it counts again."""
    make(trust, trust.folder / "outbox" / "agenda.docx")
    make(trust, trust.folder / "outbox" / "anew.docx", supervisor="Owen Hart")
    kinds = [retired for *_, retired in prepared(trust)]
    assert kinds == [True, False]
    make(trust, trust.folder / "outbox" / "agenda.docx")
    assert [retired for *_, retired in prepared(trust)] == [True, False]


def test_what_lies_elsewhere_is_nobodys_yet(trust: TrustFolder, tmp_path: Path) -> None:
    """Neither beside the outbox nor outside of the trust's folder."""
    trust.run("verify")
    make(trust, trust.folder / "draft.docx")
    make(trust, tmp_path / "draft.docx")
    assert prepared(trust) == []


def test_a_form_is_made_even_where_the_register_cannot_be_had(file_trust: TrustFolder) -> None:
    """The form matters more than the note: that it was not noted is said."""
    file_trust.file.parent.mkdir(parents=True)
    file_trust.file.write_bytes(b"not a database" * 1000)
    output = file_trust.folder / "outbox" / "agenda.docx"
    said = make(file_trust, output)
    assert output.is_file()
    assert "could not be noted as prepared: K10" in said
    shutil.rmtree(file_trust.file.parent)
