"""Everything that a synced folder may hold lies in one inbox: copies, lock files, an archive, mails, scans.

Sixty-three files; each has one line with what became of it, none is moved, and one bad file stops no other.
"""

import io
import shutil
import zipfile
from collections import Counter
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from tests.stories.cast import PAIR, PRIYA, RECORD, TOM, known, session
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust

_GOOD = 20


def fill_the_inbox(trust: Trust) -> dict[str, bytes]:
    """Put everything there, and return name -> bytes."""
    held = {"actual_date": "2026-11-19"}
    for number in range(1, _GOOD + 1):
        reference = f"ESM-26-{number:04}-A2"
        facts = {**known(reference, "2026-11-19"), "fields": {**held, "agenda_items": f"Matter {number}"}}
        made = trust.make(RECORD, facts, f"{reference}.docx", "--stage", "session")
        shutil.copy(made, trust.inbox / made.name)
        if number <= 10:
            shutil.copy(made, trust.inbox / f"{reference} (1).docx")
            shutil.copy(made, trust.inbox / f"Copy of {number}.docx")
            (trust.inbox / f"~${reference[2:]}.docx").write_bytes(b"\x04Priya Shah" + bytes(40))
    for number in range(1, 5):
        (trust.inbox / f"not here yet {number}.docx").write_bytes(b"")
    pdf = trust.make(RECORD, known("ESM-26-0030-A2", "2026-11-19"), "form.pdf", "--stage", "session")
    (trust.inbox / "with a password.pdf").write_bytes(locked(pdf))
    (trust.inbox / "printed to PDF.pdf").write_bytes(without_boxes(pdf))
    # What Word keeps of a document with an encryption label is no package, but an OLE file.
    (trust.inbox / "labelled.docx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
    with zipfile.ZipFile(trust.inbox / "all of it.zip", "w") as archive:
        archive.write(pdf, "form.pdf")
    (trust.inbox / "mail.eml").write_bytes(mail(pdf))
    (trust.inbox / "menu.txt").write_text("Fish on Friday", encoding="utf-8")
    (trust.inbox / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    (trust.inbox / "Thumbs.db").write_bytes(bytes(100))
    (trust.inbox / ".DS_Store").write_bytes(bytes(100))
    return {path.name: path.read_bytes() for path in trust.inbox.iterdir()}


def locked(pdf: Path) -> bytes:
    """Return a PDF that asks for a password."""
    writer = PdfWriter(clone_from=PdfReader(pdf))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def without_boxes(pdf: Path) -> bytes:
    """Return a PDF as some printer drivers write it: its pages, and nothing of what stood in the boxes."""
    writer = PdfWriter()
    for page in PdfReader(pdf).pages:
        writer.add_page(page)
    for page in writer.pages:
        page.pop("/Annots", None)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def mail(pdf: Path) -> bytes:
    """Return a mail with two attachments."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Supervision", "tom@example.org", "priya@example.org"
    message.set_content("Here are both.")
    for name in ("one.pdf", "two.pdf"):
        message.add_attachment(pdf.read_bytes(), maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def test_messy_inbox(open_trust: OpenTrust) -> None:
    """First said, then done; each file has its line; a second run changes nothing."""
    trust = open_trust()
    trust.plan((TOM, PRIYA), (PAIR,), (session("ESM-26-0001", "2026-11-19"),))
    lying = fill_the_inbox(trust)
    assert len(lying) == 63, len(lying)
    rehearsed = trust.run("extract", "--dry-run", "--on", "2026-11-24", expected=1)
    assert not list((trust.folder / "sessions").iterdir())
    done = trust.run("extract", "--on", "2026-11-24", expected=1)
    assert rehearsed.stdout == done.stdout
    outcomes = trust.outcomes()
    assert Counter(outcomes.values()) == {
        "Accepted": _GOOD + 1,
        "Duplicate": 22,
        "Opened": 2,
        "Unreadable": 9,
        "Protected": 1,
    }
    assert {outcomes[f"not here yet {number}.docx"] for number in range(1, 5)} == {"Unreadable"}
    # The mail and the archive have their lines, and so has each file in them.
    assert outcomes["mail.eml"] == outcomes["all of it.zip"] == "Opened"
    assert sorted(outcomes[name] for name in ("form.pdf", "one.pdf", "two.pdf")) == [
        "Accepted", "Duplicate", "Duplicate",
    ]  # fmt: skip
    # What a program keeps for itself is nobody's return: it has its line in what is said, and no row.
    passed_over = {name for name in lying if name not in outcomes}
    assert passed_over == {name for name in lying if name.startswith((".", "~$"))}
    said = [line for line in done.stderr.splitlines() if line.startswith("left alone: ")]
    assert said == sorted(f"left alone: inbox/{name}" for name in passed_over)
    for name in ("labelled.docx", "with a password.pdf", "printed to PDF.pdf"):
        assert f"{name}: " in done.stderr
    assert {path.name: path.read_bytes() for path in trust.inbox.iterdir()} == lying
    before = (trust.folder / "monitoring.xlsx").read_bytes()
    # It ends as the first did: the four that are not there yet are looked at again, the others were read.
    again = trust.run("extract", "--on", "2026-11-24", expected=1)
    assert again.stdout == ""
    assert [line for line in again.stderr.splitlines() if line.startswith("left alone: ")] == said
    assert len([line for line in again.stderr.splitlines() if line.startswith("R03: ")]) == 4
    assert (trust.folder / "monitoring.xlsx").read_bytes() == before
    assert len(trust.sheet("Sessions")) == _GOOD + 1


def test_mail_to_a_private_address_or_from_nobody_is_named(open_trust: OpenTrust) -> None:
    """Where Tom's attachments came from is on the Roster; where they went to as well is not.

    Who names no address at all is nobody on the Roster either.
    """
    trust = open_trust()
    people = (replace(TOM, email="tom@example.org"), replace(PRIYA, email="priya@aldergrove.example"))
    trust.plan(people, (PAIR,), (session("ESM-26-0030", "2026-11-19"),))
    made = trust.make(RECORD, known("ESM-26-0030-A2", "2026-11-19"), "form.pdf", "--stage", "session")
    sent = mail(made).replace(b"To: priya@example.org", b"To: priya@aldergrove.example, p.shah@home.example")
    (trust.inbox / "mail.eml").write_bytes(sent)
    trust.run("extract", "--on", "2026-11-24")
    (said,) = trust.said("2026-11-24", "X42")
    assert said.startswith("inbox/mail.eml: the mail is addressed to home.example, where nobody")
    (trust.inbox / "mail.eml").unlink()
    for name, sender in (("nameless", b""), ("unclear", b"From: Tom Reed\n")):
        assert b"From: tom@example.org\n" in sent
        unknown = sent.replace(b"From: tom@example.org\n", sender).replace(b", p.shah@home.example", b"")
        (trust.inbox / f"{name}.eml").write_bytes(unknown)
    trust.run("extract", "--on", "2026-11-25")
    nameless = [one.partition(": ") for one in trust.said("2026-11-25", "X42")]
    assert [(one[0], one[2].partition(".")[0]) for one in nameless if one[0] != "inbox/mail.eml"] == [
        ("inbox/nameless.eml", "the mail does not say from which address it came"),
        ("inbox/unclear.eml", "the mail does not say from which address it came"),
    ]
