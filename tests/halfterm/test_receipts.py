"""Receipts: what came back is confirmed, what could not be read is named, and nothing of it is said."""

from __future__ import annotations

import dataclasses
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from forms.model import Stage
from forms.plan import WorksIn
from halfterm.confirming import without_reference
from tests.halfterm.outbox_trust import NUMBER, PRIYA_REACHED, TOM_REACHED, outbox, pack, trust_that_mails
from tests.recall.scans import Scanner, scanned
from tests.stories.cast import AGREEMENT, BOTH_ANSWERED, PAIR, RECORD, SHEET, session
from tests.stories.trust import Trust
from tests.tools import tesseract

ITEMS = "How I log late arrivals of Zebedee."


def receipt_of(trust: Trust) -> EmailMessage | None:
    """Return the receipt that lies ready."""
    drafts = [data for name, data in outbox(trust).items() if " receipt " in name and name.endswith(".eml")]
    return message_from_bytes(drafts[0], policy=default) if drafts else None


def test_what_came_is_confirmed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one message without a word of it; sent or thrown away, it does not come again.

    Nor does what is left of it, once the agreement that came with it is signed by the other.
    """
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.run("prepare", "--on", "2026-11-05")
    trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": ITEMS})
    trust.comes_back(SHEET, pack(trust, "agenda", "A3-1"), {"case_update": "Quiet.", **BOTH_ANSWERED})
    trust.comes_back(SHEET, pack(trust, "agenda", "A3-2"), {})
    signs = {"ack_supervisee_sig-name": "Tom Reed", "ack_supervisee_sig-date": "10/11/2026"}
    trust.comes_back(AGREEMENT, pack(trust, "agenda", "A1"), signs, "by Tom.pdf")
    trust.take_in("2026-11-11")
    trust.run("prepare", "--on", "2026-11-11")
    mail = receipt_of(trust)
    assert mail is not None
    assert mail["To"] == "Tom Reed <tom.reed@school.example>"
    words = mail.get_content()
    assert f"({NUMBER}-A2): answered: " in words
    assert "All could be read." in words
    assert f"({NUMBER}-A3-2): nothing is answered.\r\n" in words
    assert words.count("It has no case reference yet") == 1
    assert "Zebedee" not in words
    first = outbox(trust)
    trust.run("prepare", "--on", "2026-11-12")
    assert outbox(trust) == first
    for name in first:
        if " receipt " in name and name.endswith(".eml"):
            (trust.folder / "outbox" / "Priya Shah" / name).unlink()
    (to_sign,) = (trust.folder / "outbox" / "Priya Shah").glob(f"{NUMBER} countersigning*/{NUMBER}-A1 *")
    signs = {"ack_supervisor_sig-name": "Priya Shah", "ack_supervisor_sig-date": "12/11/2026"}
    trust.comes_back(AGREEMENT, to_sign, signs, "by both.pdf")
    trust.take_in("2026-11-12")
    trust.run("prepare", "--on", "2026-11-12")
    assert receipt_of(trust) is None


def test_nobody_writes_on_a_form_after_its_session() -> None:
    """A case sheet that comes back signed and without a reference is asked about in another way."""
    assert "at the session" in without_reference(Stage.AGENDA)
    assert without_reference(Stage.SIGNING) == "It has no case reference: please tell me which it is"


def test_a_form_that_came_back_empty_was_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview keeps nothing of what is typed into it, and nobody notices."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.run("prepare", "--on", "2026-11-05")
    trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {})
    trust.take_in("2026-11-11")
    trust.run("prepare", "--on", "2026-11-11")
    mail = receipt_of(trust)
    assert mail is not None
    assert "nothing is answered. If you filled it in, that was not saved" in " ".join(
        mail.get_content().split()
    )


@pytest.mark.needs(tesseract.TOOL)
def test_what_could_not_be_read_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan comes back on the same form, for who wrote it to look at; in the mail is no word of it."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    trust.plan(
        [dataclasses.replace(TOM_REACHED, works_in=WorksIn.PDF), PRIYA_REACHED],
        [PAIR],
        [session(NUMBER, "2026-11-19")],
    )
    trust.run("prepare", "--on", "2026-11-05")
    file = trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": ITEMS})
    file.write_bytes(scanned(file.read_bytes(), Scanner(200)))
    trust.take_in("2026-11-11", expected=1)
    trust.run("prepare", "--on", "2026-11-11")
    mail = receipt_of(trust)
    assert mail is not None
    body = mail.get_body()
    assert body is not None
    words = body.get_content()
    assert "answered: Agenda items. Could not be read for certain: Agenda items" in words
    assert "Zebedee" not in words
    corrected = pack(trust, "receipt 2026-11-11", "A2")
    assert trust.answers(corrected)["agenda_items"] == ITEMS


def test_a_trust_that_wants_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line of the settings."""
    trust = trust_that_mails(tmp_path, monkeypatch, "receipts = false")
    trust.run("prepare", "--on", "2026-11-05")
    trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": ITEMS})
    trust.take_in("2026-11-11")
    trust.run("prepare", "--on", "2026-11-11")
    assert receipt_of(trust) is None


def test_one_that_nobody_saw_comes_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it could not be written, was taken away by us, or goes elsewhere; sent, it stays away."""
    trust = trust_that_mails(tmp_path, monkeypatch)
    unreached = dataclasses.replace(TOM_REACHED, email=None)
    planned = [session(NUMBER, "2026-11-19")]
    trust.plan([unreached, PRIYA_REACHED], [PAIR], planned)
    trust.run("prepare", "--on", "2026-11-05", expected=1)
    trust.comes_back(RECORD, pack(trust, "agenda", "A2"), {"agenda_items": ITEMS})
    trust.take_in("2026-11-11")
    folder = trust.folder / "outbox"
    folder.rename(trust.folder / "away")
    folder.write_bytes(b"")
    assert "W04" in trust.run("prepare", "--on", "2026-11-11", expected=5).stderr
    folder.unlink()
    (trust.folder / "away").rename(folder)
    trust.run("prepare", "--on", "2026-11-11", expected=1)
    assert [name for name in outbox(trust) if name.endswith("message.txt")]
    assert receipt_of(trust) is None
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], planned)
    for day in ("2026-11-12", "2026-11-10", "2026-11-12"):
        trust.run("prepare", "--on", day)
        assert (receipt_of(trust) is None) == (day == "2026-11-10")
    trust.plan([dataclasses.replace(TOM_REACHED, name="Tommy Reed"), PRIYA_REACHED], [PAIR], planned)
    trust.run("prepare", "--on", "2026-11-12")
    assert receipt_of(trust) is not None
    (draft,) = folder.glob("*/* receipt *.eml")
    assert draft.stem.endswith("Tommy Reed")
    draft.unlink()
    trust.plan([TOM_REACHED, PRIYA_REACHED], [PAIR], planned)
    trust.run("prepare", "--on", "2026-11-12")
    assert receipt_of(trust) is None
