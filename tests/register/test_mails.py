"""Forms that come by mail or in an archive: kept, read, recorded and deleted each by itself."""

import hashlib
import shutil
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from extract.key_sheet import write_key
from forms.case_key import CaseEntry
from halfterm.taker import Taker
from tests.extract.mails import new_mail, zip_of
from tests.register.trust_folder import TrustFolder, new_action

_ON = ("--on", "2026-10-01")
_OLD = "Ask Owen Hart for the key of the music cupboard"


def made(trust: TrustFolder, reference: str, words: str = "", **header: str) -> bytes:
    """Return a form that came back, and leave the inbox without it."""
    form = "esteem/a3-case-notes" if "-A3" in reference else "esteem/a2-record"
    path = trust.put(reference, new_action(words) if words else {}, form=form, **header)
    data = path.read_bytes()
    path.unlink()
    return data


def put(trust: TrustFolder, name: str, mail: EmailMessage | bytes) -> Path:
    """Put a mail into the inbox."""
    path = trust.inbox / name
    path.write_bytes(mail if isinstance(mail, bytes) else mail.as_bytes())
    return path


def outcomes(trust: TrustFolder) -> Mapping[str, str]:
    """Return path -> outcome, as the sheet Imports has them."""
    rows = openpyxl.load_workbook(trust.folder / "monitoring.xlsx")["Imports"].iter_rows(values_only=True)
    heads = [str(one) for one in next(rows)]
    found = [dict(zip(heads, row, strict=True)) for row in rows if any(row)]
    return {f"{row['folder']}/{row['file_name']}": str(row["outcome"]) for row in found}


def references(trust: TrustFolder) -> list[object]:
    """Return the references of all forms in the register."""
    return [row[0] for row in trust.rows("SELECT reference FROM returns ORDER BY reference")]


def kept(trust: TrustFolder) -> set[bytes]:
    """Return the bytes of all originals."""
    return {path.read_bytes() for path in trust.archive.rglob("*") if path.is_file()}


def test_each_attachment_is_a_return(trust: TrustFolder) -> None:
    """The mail is kept as it came, and each file in it; each has its row, and a second run adds none."""
    one, two = made(trust, "ESM-26-0042-A2"), made(trust, "ESM-26-0043-A2")
    mail = put(trust, "reply.eml", new_mail([("one.docx", one), ("two.docx", two)]))
    trust.run("extract", *_ON)
    assert outcomes(trust) == {
        "inbox/reply.eml": "Opened",
        "inbox/reply.eml/one.docx": "Accepted",
        "inbox/reply.eml/two.docx": "Accepted",
    }
    assert kept(trust) == {mail.read_bytes(), one, two}
    assert "Nothing new came in" in trust.run("extract", *_ON).stderr
    trust.run("verify")


def test_reading_shows_each_file_in_it(trust: TrustFolder) -> None:
    """Without a trust's folder too, by the path of the mail and the file's name."""
    data = made(trust, "ESM-26-0042-A2")
    put(trust, "all.zip", zip_of({"a/record.docx": data, "menu.txt": b"Fish"}))
    done = trust.run("read", "inbox/all.zip", expected=1)
    assert "inbox/all.zip/a/record.docx" in done.stdout.replace("\\", "/")
    assert "R10: " in done.stderr
    trust.run("extract", "-o", "log.xlsx", "inbox", expected=1)


def test_mail_that_is_fetched_twice_brings_its_form_once(trust: TrustFolder) -> None:
    """The same bytes under another name, and the same mail as another server hands it on."""
    data = made(trust, "ESM-26-0042-A2", "Ring the attendance officer")
    mail = new_mail([("record.docx", data)], message_id="<1@aldergrove.example>")
    put(trust, "a.eml", mail)
    trust.run("extract", *_ON)
    put(trust, "b.eml", mail)
    put(trust, "c.eml", b"Received: from mail.example\n" + mail.as_bytes())
    trust.run("extract", *_ON)
    assert references(trust) == ["ESM-26-0042-A2"]
    assert trust.rows("SELECT count(*) FROM actions") == [(1,)]
    assert sorted(outcomes(trust).values()) == ["Accepted", "Duplicate", "Duplicate", *["Opened"] * 3]


def test_mail_that_looks_like_an_older_one_is_opened(trust: TrustFolder) -> None:
    """The same Message-ID, the same name in the inbox: another content is another mail."""
    first = new_mail([("record.docx", made(trust, "ESM-26-0042-A2"))], message_id="<1@aldergrove.example>")
    second = new_mail([("record.docx", made(trust, "ESM-26-0043-A2"))], message_id="<1@aldergrove.example>")
    for mail in (first, second):
        put(trust, "reply.eml", mail)
        trust.run("extract", *_ON)
    assert references(trust) == ["ESM-26-0042-A2", "ESM-26-0043-A2"]


def test_what_lies_deeper_is_found(trust: TrustFolder) -> None:
    """A form in an archive in a mail that somebody forwards as an attachment."""
    inner = new_mail([("forms.zip", zip_of({"record.docx": made(trust, "ESM-26-0042-A2")}))])
    outer = new_mail()
    outer.add_attachment(inner)
    put(trust, "fw.eml", outer)
    trust.run("extract", *_ON)
    assert outcomes(trust)["inbox/fw.eml/message.eml/forms.zip/record.docx"] == "Accepted"


def test_mail_without_a_form_is_told_once(trust: TrustFolder) -> None:
    """It has its row, with what to do."""
    put(trust, "reply.eml", new_mail())
    assert "R41: " in trust.run("extract", *_ON, expected=3).stderr
    assert outcomes(trust) == {"inbox/reply.eml": "Not one of ours"}
    assert "R41" not in trust.run("extract", *_ON).stderr


def test_an_automatic_reply_is_told_once_as_one(trust: TrustFolder) -> None:
    """It is no error, and nobody is asked to key it in; words to read need a person; a form in it counts."""
    away = new_mail(auto_submitted="auto-replied")
    put(trust, "away.eml", away)
    done = trust.run("extract", *_ON)
    assert "inbox/away.eml: this is an automatic reply of tom.reed@aldergrove.example: nothing" in done.stderr
    assert "R52" not in trust.run("extract", *_ON).stderr
    put(trust, "R41.eml", new_mail())
    trust.run("extract", *_ON, expected=3)
    quoting = new_mail(auto_submitted="auto-replied")
    quoting.set_content("I bring the logs.\n> here are the forms\n")
    put(trust, "quoting.eml", quoting)
    assert "R53" in trust.run("extract", *_ON, expected=1).stderr
    form = made(trust, "ESM-26-0042-A2")
    put(trust, "reply.eml", new_mail([("record.docx", form)], auto_submitted="auto-replied"))
    trust.run("extract", *_ON)
    assert references(trust) == ["ESM-26-0042-A2"]
    told = {"away": "Opened", "quoting": "Opened", "R41": "Not one of ours", "reply": "Opened"}
    assert {f"inbox/{name}.eml": outcome for name, outcome in told.items()}.items() <= outcomes(trust).items()
    review = openpyxl.load_workbook(trust.folder / "restricted" / "review.xlsx")
    cells = {str(cell.value) for sheet in review for row in sheet for cell in row if cell.value is not None}
    assert any("R41.eml" in text for text in cells)
    assert not any("away.eml" in text or "quoting.eml" in text for text in cells)


def test_names_of_children_are_masked_in_a_mail(trust: TrustFolder) -> None:
    """In what an attachment is called, as in any other path."""
    key = trust.folder / "restricted" / "key.xlsx"
    key.parent.mkdir()
    write_key(key, [CaseEntry("ESM-C014", "Alder Grove Academy", "Jayden Okoro")])
    data = made(trust, "ESM-26-0042-A2")
    put(trust, "reply.eml", new_mail([("Jayden Okoro.docx", data)], sender="x@okoro.example"))
    trust.run("extract", *_ON)
    for table in ("sightings", "import_rows", "mail_domains"):
        assert "okoro" not in str(trust.rows(f"SELECT * FROM {table}")).lower()  # noqa: S608 # our own names


def test_dry_run_says_the_same(trust: TrustFolder) -> None:
    """And keeps nothing."""
    put(trust, "reply.eml", new_mail([("one.docx", made(trust, "ESM-26-0042-A2"))]))
    rehearsed = trust.run("extract", "--dry-run", *_ON)
    assert not kept(trust)
    assert trust.rows("SELECT count(*) FROM originals") == [(0,)]
    assert trust.run("extract", *_ON).stdout == rehearsed.stdout != ""


def test_import_of_a_mail_is_taken_back_whole(trust: TrustFolder) -> None:
    """And comes again with the next run, as it still lies in the inbox."""
    put(trust, "reply.eml", new_mail([("one.docx", made(trust, "ESM-26-0042-A2"))]))
    trust.run("extract", *_ON)
    trust.run("extract", "--undo", "1", *_ON)
    assert outcomes(trust) == {}
    trust.run("extract", *_ON)
    assert len(outcomes(trust)) == 2


@pytest.mark.parametrize("cut_at", [1, 2, 3])
def test_run_that_is_cut_off_in_a_mail_is_made_good(
    trust: TrustFolder, cut_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by a run of another day, and where the first one's import is taken back after that."""
    files = [(f"{number}.docx", made(trust, f"ESM-26-004{number}-A2")) for number in (1, 2)]
    put(trust, "reply.eml", new_mail(files))
    with monkeypatch.context() as patched:
        recorded = 0
        writing = Taker._writing  # noqa: SLF001 # where each file's transaction begins

        def cut_off(self: Taker) -> object:
            nonlocal recorded
            recorded += 1
            if recorded == cut_at:
                raise KeyboardInterrupt
            return writing(self)

        patched.setattr(Taker, "_writing", cut_off)
        trust.run("extract", *_ON, expected=1)
    trust.run("extract", "--on", "2026-10-02")
    assert references(trust) == ["ESM-26-0041-A2", "ESM-26-0042-A2"]
    assert sorted(outcomes(trust).values()) == ["Accepted", "Accepted", "Opened"]
    trust.run("verify")
    trust.run("extract", "--undo", "1", "--on", "2026-10-02")
    trust.run("extract", "--on", "2026-10-02")
    assert sorted(outcomes(trust).values()) == ["Accepted", "Accepted", "Opened"]


def test_mail_that_was_cut_off_and_has_gone_is_named(
    trust: TrustFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive has it, with all that lies in it: verify says how to take it in from there."""
    mail = put(trust, "reply.eml", new_mail([("one.docx", made(trust, "ESM-26-0042-A2"))]))

    def cut_off(_: Taker) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Taker, "_writing", cut_off)
        trust.run("extract", *_ON, expected=1)
    sha256 = hashlib.sha256(mail.read_bytes()).hexdigest()
    mail.unlink()
    assert "Y03: " in trust.run("verify", expected=1).stderr
    trust.run("extract", trust.archive / sha256[:2] / sha256, *_ON)
    assert references(trust) == ["ESM-26-0042-A2"]
    trust.run("verify")


def _purged(trust: TrustFolder, *, do_it: bool = True) -> str:
    arguments = ["purge", "--class", "records", "--before", "2026-06-01", *(["--do-it"] if do_it else [])]
    return trust.run(*arguments).stdout


def _take_old_and_new(trust: TrustFolder) -> tuple[bytes, bytes]:
    """Take in a mail with an old record and a new one, and return both."""
    old = made(trust, "ESM-26-0011-A2", _OLD, session_date="2026-01-15")
    new = made(trust, "ESM-26-0031-A2")
    put(trust, "reply.eml", new_mail([("old.docx", old), ("new.docx", new)]))
    trust.run("extract", *_ON)
    return old, new


def test_deleted_form_does_not_live_on_in_its_mail(trust: TrustFolder) -> None:
    """The mail goes too, from archive and inbox; what else it brought stays, for it is kept by itself."""
    old, new = _take_old_and_new(trust)
    said = _purged(trust, do_it=False)
    assert "would delete: inbox/reply.eml (records: a mail or archive that held some" in said
    assert "would delete: inbox/reply.eml\n" in said
    _purged(trust)
    assert kept(trust) == {new}
    assert not list(trust.inbox.iterdir())
    assert outcomes(trust) == {"inbox/reply.eml/new.docx": "Accepted"}
    for table in ("enclosures", "mail_domains"):
        assert trust.rows(f"SELECT * FROM {table}") == []  # noqa: S608 # our own names
    assert not any(old in path.read_bytes() for path in trust.folder.rglob("*") if path.is_file())
    trust.run("verify")
    assert "Nothing new came in" in trust.run("extract", *_ON).stderr


def test_deleted_form_that_comes_in_another_mail_is_not_kept(trust: TrustFolder) -> None:
    """Neither is that mail; what else it brings is. Whoever names the mail wants all of it."""
    old, new = _take_old_and_new(trust)
    _purged(trust)
    third = made(trust, "ESM-26-0032-A2")
    again = put(trust, "again.eml", new_mail([("old.docx", old), ("third.docx", third)]))
    done = trust.run("extract", *_ON, expected=1)
    assert "R24: inbox/again.eml/old.docx: was deleted on purpose" in done.stderr
    assert kept(trust) == {new, third}
    trust.run("verify")
    assert "R24: " in trust.run("extract", *_ON, expected=3).stderr
    trust.run("extract", again, *_ON)
    assert kept(trust) == {old, new, third, again.read_bytes()}
    trust.run("verify")


def test_mail_with_something_nobody_has_is_named_and_left(trust: TrustFolder) -> None:
    """Else a deletion would take away what was never read."""
    old, _ = _take_old_and_new(trust)
    more = put(trust, "more.eml", new_mail([("old.docx", old), ("x.docx", made(trust, "ESM-26-0033-A2"))]))
    done = trust.run("purge", "--class", "records", "--before", "2026-06-01", "--do-it")
    assert "Y10: inbox/more.eml: still holds a file that was deleted" in done.stderr
    trust.run("extract", *_ON, expected=1)
    assert "deleted: inbox/more.eml" in _purged(trust)
    assert not more.exists()
    assert "ESM-26-0033-A2" in references(trust)


@pytest.mark.parametrize("held", ["ESM-C014", "Ann Cole"])
def test_mail_on_hold_keeps_what_lies_in_it(trust: TrustFolder, held: str) -> None:
    """Whether a file in it is on hold, or the words of the mail itself name what is."""
    old = made(trust, "ESM-26-0011-A2", _OLD, session_date="2026-01-15")
    sheet = made(trust, "ESM-26-0031-A3-1", case_ref="ESM-C014")
    put(
        trust, "reply.eml", new_mail([("old.docx", old), ("case.docx", sheet)], cc="Ann Cole <ann@x.example>")
    )
    trust.run("extract", *_ON)
    settings = trust.folder / "halfterm.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + f'hold = ["{held}"]\n', encoding="utf-8")
    before = kept(trust)
    said = _purged(trust)
    assert f"on hold ({held}), stays: inbox/reply.eml/old.docx" in said
    assert f"on hold ({held}), stays: inbox/reply.eml (" in said
    assert kept(trust) == before


def test_mails_are_not_deleted_as_unreadable(trust: TrustFolder) -> None:
    """A mail that was opened goes with what it brought; one without a form cannot be read."""
    _take_old_and_new(trust)
    words = put(trust, "words.eml", new_mail())
    trust.run("extract", *_ON, expected=1)
    before = kept(trust)
    trust.run("purge", "--class", "unreadable", "--before", "2026-10-02", "--do-it")
    assert before - kept(trust) == {new_mail().as_bytes()}
    assert not words.exists()


def test_what_a_mail_says_is_found(trust: TrustFolder) -> None:
    """Its own words, and the mail in which a form lies that was found; nothing is left unsearched."""
    mail = new_mail([("record.docx", made(trust, "ESM-26-0042-A2"))], cc="Ann Cole <ann@x.example>")
    put(trust, "reply.eml", mail)
    put(trust, "not yet.eml", new_mail(cc="Ann Cole <ann@x.example>"))
    trust.run("extract", "inbox/reply.eml", *_ON)
    by_words = trust.run("find", "Ann Cole")
    assert "inbox/reply.eml [import 1" in by_words.stdout
    assert "inbox/not yet.eml" in by_words.stdout
    by_form = trust.run("find", "ESM-26-0042").stdout
    assert "inbox/reply.eml [import 1" in by_form
    assert "inbox/reply.eml/record.docx [import 1" in by_form
    assert "could not be looked through" not in by_words.stderr


def test_only_domains_of_a_mail_are_in_the_register(trust: TrustFolder) -> None:
    """No address, no subject, no word of it."""
    mail = new_mail([("r.docx", made(trust, "ESM-26-0042-A2"))], cc="Ann Cole <ann.cole@private.example>")
    sha256 = hashlib.sha256(put(trust, "reply.eml", mail).read_bytes()).hexdigest()
    trust.run("extract", *_ON)
    rows = trust.rows("SELECT sha256, side, domain FROM mail_domains ORDER BY side, domain")
    assert rows == [
        (sha256, "from", "aldergrove.example"),
        (sha256, "to", "aldergrove.example"),
        (sha256, "to", "private.example"),
    ]


def test_mails_of_other_producers_stop_nothing(trust: TrustFolder, corpora: Path) -> None:
    """Each has its row, and so has each file in it; the record beside them is read."""
    for path in sorted((corpora / "mail").iterdir()):
        shutil.copy(path, trust.inbox)
    trust.put("ESM-26-0042-A2", {})
    trust.run("extract", *_ON, expected=1)
    found = outcomes(trust)
    assert found["inbox/ESM-26-0042-A2.docx"] == "Accepted"
    assert sum(outcome == "Opened" for outcome in found.values()) >= 5
    assert {f"inbox/{path.name}" for path in trust.inbox.iterdir()} <= set(found)
    trust.run("verify")
