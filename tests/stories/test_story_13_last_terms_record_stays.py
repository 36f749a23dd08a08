"""Last term's record is signed and kept. Whatever wrong file comes under its reference, it stays as it is.

Each wrong file is set aside with the finding that says what it is: another form, a version that nobody knows,
another person's form, last term's typed over. One that shows other words than it stores is for a person.
"""

import hashlib
import io
from pathlib import Path

import pikepdf

from tests.stories.cast import PAIR, PRIYA, RECORD, TOM, known, session, signed
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust

_SESSION, _REFERENCE, _NEXT = "ESM-26-0031", "ESM-26-0031-A2", "ESM-26-0042"
_ON, _HELD = "2026-11-20", {"actual_date": "2026-09-24", "agenda_items": "Referral forms"}
_SIGNED = signed("28/09/2026", "29/09/2026")


def with_last_terms_record(open_trust: OpenTrust) -> tuple[Trust, bytes]:
    """Return a trust that has taken in a signed record as PDF, and that file's bytes."""
    trust = open_trust()
    trust.plan((TOM, PRIYA), (PAIR,), (session(_SESSION, "2026-09-24"), session(_NEXT, "2026-11-19")))
    values = {**known(_REFERENCE, "2026-09-24"), "fields": _HELD}
    made = trust.make(RECORD, values, f"{_REFERENCE}.pdf", "--stage", "signing")
    kept = trust.comes_back(RECORD, made, _SIGNED).read_bytes()
    trust.take_in("2026-09-30")
    return trust, kept


def _edited(data: bytes, version: str = "", form: str = "", shown: str = "") -> bytes:
    """Return a record whose properties name another version or form, or whose agenda shows other words."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for key, text in (("/HalftermVersion", version), ("/HalftermForm", form)):
            if text:
                pdf.docinfo[key] = text
        for box in pdf.Root.AcroForm.Fields if shown else ():
            if box.T == "sig_supervisee-name":
                words = box.AP.N.read_bytes().replace(b"Tom", shown.encode())
                box.AP.N.write(words)
        pdf.save(out)
    return out.getvalue()


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _row(trust: Trust) -> dict[str, object]:
    told = {"exceptions", "open_exceptions"}
    row = trust.rows("Sessions", "session_id")[_SESSION]
    return {name: value for name, value in row.items() if name not in told}


def test_last_terms_record_stays_whatever_comes(open_trust: OpenTrust) -> None:
    """Five wrong files in one batch: each has its outcome, and neither row nor file of the record changes."""
    trust, kept = with_last_terms_record(open_trust)
    row, files = _row(trust), _hashes(trust.folder / "sessions")
    assert hashlib.sha256(kept).hexdigest() in files.values()

    wrong = {
        "wrong form.pdf": _edited(kept, form="esteem/a9-nobody-knows"),
        "wrong version.pdf": _edited(kept, version="99"),
    }
    for name, data in wrong.items():
        (trust.inbox / name).write_bytes(data)
    others = {
        "another person.pdf": known(_REFERENCE, "2026-09-24", supervisee="Lee Moss"),
        "overtyped.pdf": known(_REFERENCE, "2026-11-19"),
        "shows another.pdf": known(f"{_NEXT}-A2", "2026-11-19"),
    }
    for name, facts in others.items():
        values = {**facts, "fields": {"agenda_items": "Rotas"}}
        made = trust.make(RECORD, values, name, "--stage", "signing")
        trust.comes_back(RECORD, made, _SIGNED, name)
    shows = trust.inbox / "shows another.pdf"
    shows.write_bytes(_edited(shows.read_bytes(), shown="Tim"))
    trust.take_in(_ON, expected=1)

    assert trust.outcomes() == {
        f"{_REFERENCE}.pdf": "Accepted",
        "wrong form.pdf": "Not one of ours",
        "wrong version.pdf": "Wrong version",
        "another person.pdf": "Needs review",
        "overtyped.pdf": "Needs review",
        "shows another.pdf": "Accepted",
    }
    told = {
        (one["code"], name) for one in trust.found(_ON) for name in (*wrong, *others) if name in one["what"]
    }
    assert {("X26", "wrong version.pdf"), ("X28", "another person.pdf"), ("X28", "overtyped.pdf")} <= told
    (shown,) = trust.said(_ON, "F59")
    assert f"{_NEXT}-A2" in shown
    assert _row(trust) == row
    after = _hashes(trust.folder / "sessions")
    assert {name: after.get(name) for name in files} == files
