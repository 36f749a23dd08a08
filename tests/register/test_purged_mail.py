"""`halfterm purge` takes the ledgers of mail along: what was mailed goes with its session."""

from __future__ import annotations

from collections.abc import Sequence
from email import message_from_bytes
from email.policy import default

from click.testing import CliRunner

from extract.plan_sheets import Choices
from extract.trust_workbook import write_monitoring
from forms.packs import PACK_HEADER
from forms.plan import Plan
from halfterm.cli import main
from register.mailed import message_id_of
from tests.halfterm.outbox_trust import PRIYA_REACHED, TOM_REACHED
from tests.halfterm.test_undelivered import report_on
from tests.register.trust_folder import TrustFolder, new_action
from tests.stories.cast import PAIR, SCHOOL, session
from tests.stories.trust import calendar, day

_OLD, _NEW = "ESM-26-0042", "ESM-26-0043"
_RECORDS = ("purge", "--class", "records", "--before", "2026-10-01")
_LATER = f"{_NEW} agenda {'b' * 40}"
_LEDGERS = {
    "posted": "SELECT session_id, errand, sent_on FROM posted ORDER BY session_id, sent_on",
    "undelivered": "SELECT session_id, path FROM undelivered ORDER BY session_id",
    "mailed": "SELECT message_id FROM mailed",
    "invited": "SELECT session_id FROM invited ORDER BY session_id",
}


def _ledgers(trust: TrustFolder) -> dict[str, Sequence[tuple[str, ...]]]:
    return {name: [tuple(map(str, row)) for row in trust.rows(query)] for name, query in _LEDGERS.items()}


def _is_told(trust: TrustFolder) -> bool:
    """Return whether the findings have that mail of the old session did not arrive."""
    found = trust.rows("SELECT about FROM findings WHERE code = 'X51'")
    return any(_OLD in str(about) for (about,) in found)


def _run(*arguments: str) -> None:
    """Run a command whatever it ends with: what needs a person is not what is looked at here."""
    assert CliRunner().invoke(main, [*arguments]).exit_code in {0, 1, 3}


def _send_by_hand(trust: TrustFolder) -> str:
    """Move the old session's draft into the folder sent, and return what it says of which pack it is."""
    name = f"{_OLD} agenda - Tom Reed.eml"
    draft = trust.folder / "outbox" / "Priya Shah" / name
    mark = str(message_from_bytes(draft.read_bytes(), policy=default)[PACK_HEADER])
    draft.replace(draft.parent / "sent" / f"{mark[-4:]} {name}")
    return mark


def _mailed(trust: TrustFolder) -> None:
    """Let mail of two sessions go out, of which one of the old session comes back, and so does its record."""
    with (trust.folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write('domains = ["school.example"]\ninvitations = true\n')
    sessions = (session(_OLD, "2026-09-17"), session(_NEW, "2026-11-19"))
    plan = Plan((TOM_REACHED, PRIYA_REACHED), (PAIR,), calendar(SCHOOL), sessions)
    choices = Choices(schools=(SCHOOL,), policies=("esteem",))
    write_monitoring(trust.folder / "monitoring.xlsx", plan, choices, day("2026-09-01"))
    _run("prepare", "--on", "2026-09-05")
    mark = _send_by_hand(trust)
    (trust.inbox / "Tom Reed has no mailbox.eml").write_bytes(report_on(mark))
    (trust.inbox / "list.eml").write_bytes(report_on(""))
    _run("run", "--on", "2026-09-07")
    _send_by_hand(trust)
    trust.put(f"{_OLD}-A2", new_action(), session_date="2026-09-17")
    _run("run", "--on", "2026-09-18")
    ids = [message_id_of(one, "school.example") for one in (mark, _LATER)]
    rows = [f"'{_NEW}', 'agenda', '{'b' * 40}', '2026-11-05'"]
    rows += [f"'P-TOM', 'reminder', '{on}', '{on}'" for on in ("2026-09-25", "2026-11-12")]
    into_posted = "INSERT INTO posted (session_id, errand, facts, sent_on, way)"
    into_mailed = "INSERT INTO mailed (message_id, state, tried_on, said)"
    trust.execute(
        *(f"{into_posted} VALUES ({row}, 'smtp')" for row in rows),
        *(f"{into_mailed} VALUES ('{one}', 'taken', '2026-09-05', '250 ok')" for one in ids),
    )


def test_mail_goes_with_the_last_file_of_its_session(trust: TrustFolder) -> None:
    """Rows and drafts in folders sent, all or none; what is on hold, younger or somebody else's stays."""
    _mailed(trust)
    before = _ledgers(trust)
    sent = trust.folder / "outbox" / "Priya Shah" / "sent"
    assert [row[0] for row in before["posted"]] == [_OLD, _OLD, _NEW, "P-TOM", "P-TOM"]
    assert {row[0] for row in before["undelivered"]} == {"", _OLD}
    assert {row[0] for row in before["invited"]} == {_OLD}
    assert len(list(sent.iterdir())) == 2
    assert _is_told(trust)
    said = trust.run(*_RECORDS)
    assert f"would forget that 2 mails went out: {_OLD}, 1 of them not delivered\n" in said.stdout
    assert "would forget that 1 mail went out: P-TOM (reminders)\n" in said.stdout
    assert said.stdout.count("would delete: outbox/Priya Shah/sent/") == 2
    for narrowed in (("--person", "Owen Hart"), ("--school", "Beech Hill School")):
        assert "forget" not in trust.run(*_RECORDS, *narrowed).stdout
    settings = trust.folder / "halfterm.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'{text}hold = ["Tom Reed"]\n', encoding="utf-8")
    trust.run(*_RECORDS, "--do-it")
    settings.write_text(text, encoding="utf-8")
    assert _ledgers(trust) == before
    # One transaction: where the last of the ledgers cannot be written, nothing is forgotten.
    trust.execute("ALTER TABLE mailed RENAME TO away")
    assert trust.run(*_RECORDS, "--do-it", expected=5).stderr.startswith("K01: ")
    trust.execute("ALTER TABLE away RENAME TO mailed")
    assert _ledgers(trust) == before
    assert trust.rows("SELECT session_id FROM returns") == [(_OLD,)]
    trust.run(*_RECORDS, "--person", "Tom Reed", "--do-it")
    after = _ledgers(trust)
    assert after["posted"] == [(_NEW, "agenda", "2026-11-05"), ("P-TOM", "reminder", "2026-11-12")]
    assert after["undelivered"] == [("", "inbox/list.eml")]
    assert after["invited"] == []
    assert after["mailed"] == [(message_id_of(_LATER, "school.example"),)]
    assert not list(sent.iterdir())
    assert not _is_told(trust)
    _run("prepare", "--on", "2026-11-20")
    assert _ledgers(trust) == after
    trust.run("purge", "--class", "unreadable", "--before", "2026-10-01", "--do-it")
    assert _ledgers(trust)["undelivered"] == []
    trust.run("verify")


def test_what_did_not_arrive_is_known_without_its_report(trust: TrustFolder) -> None:
    """The report goes, with the name of its file; without that row the mail would count as sent."""
    _mailed(trust)
    trust.run("purge", "--class", "unreadable", "--before", "2026-10-01", "--do-it")
    assert _ledgers(trust)["undelivered"] == [(_OLD, "")]
    assert not [row for row in trust.rows("SELECT path FROM sightings") if "mailbox" in str(row)]
