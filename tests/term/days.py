"""The term, by the real commands: what lies ready is sent, people answer by mail, what comes is taken in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from click.testing import CliRunner

from extract.key_sheet import write_key
from extract.plan_sheets import Choices
from extract.trust_workbook import write_monitoring
from forms.model import Owner, RecordType, Stage
from forms.plan import Plan
from halfterm.cli import main
from halfterm.mail_passwords import load_mail_passwords
from tests.stories.trust import Trust, Typed, day, fill_in
from tests.term import answers, changes, ways
from tests.term.changes import Cards
from tests.term.invented import DOMAIN, HABITS, PARTNER, POLICIES, PREFIX, ROUNDS, SEED, InventedTrust, Pair
from tests.term.lead import key_in
from tests.term.papers import Job, Paper, as_returned, of_supervisee, paper_of, waits_for_the_other

PRIVATE = "at.home@private.example"


@dataclass
class Term:
    """A trust's folder, and everything that left it or was printed."""

    trust: Trust
    invented: InventedTrust
    encrypted: bool
    cards: Cards
    printed: list[str] = field(default_factory=list)
    mails: list[tuple[dt.date, bytes]] = field(default_factory=list)
    """What was sent, and on which day."""
    drafts: dict[str, bytes] = field(default_factory=dict)
    """Every draft that ever lay in the outbox, by what it is called there."""
    desk: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """Address -> files that came to it and are not answered."""
    done: set[str] = field(default_factory=set)
    """Folders of the supervisors that were worked off."""
    twice: list[tuple[str, str, ways.Files]] = field(default_factory=list)
    """What is sent once more."""
    letters: int = 0
    shown: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Reference -> (name, bytes) of the form that was returned last, as it was before programs changed it."""
    keyed: dict[str, set[str]] = field(default_factory=dict)
    """Reference -> the boxes that the QA lead had to look at."""

    @property
    def outbox(self) -> Path:
        """Return where it lies."""
        return self.trust.folder / "outbox"

    def run(self, *arguments: str, statuses: tuple[int, ...] = (0,)) -> str:
        """Run a command, check its exit status, and keep what it printed."""
        done = CliRunner().invoke(main, list(arguments))
        said = done.stdout + done.stderr
        assert done.exit_code in statuses, f"{arguments}: {done.exit_code}\n{said}{done.exception!r}"
        self.printed.append(said)
        return said

    def prepare(self, on: dt.date) -> str:
        """Lay the outbox out, and keep every draft that lies there."""
        said = self.run("prepare", "--on", on.isoformat())
        for path in self.outbox.glob("*/*.eml"):
            self.drafts[f"{path.parent.name}/{path.name}"] = path.read_bytes()
        return said

    def send(self, on: dt.date) -> None:
        """Send each draft as a supervisor does, who moves it into the folder sent afterwards."""
        for path in sorted(self.outbox.glob("*/*.eml")):
            sent = path.parent / "sent"
            sent.mkdir(exist_ok=True)
            self.deliver(path.read_bytes(), on)
            path.rename(sent / f"{on.isoformat()} {path.name}")

    def deliver(self, data: bytes, on: dt.date) -> None:
        """Put what is attached to a mail onto the desks of those whom it is addressed to."""
        self.mails.append((on, data))
        mail = message_from_bytes(data, policy=default)
        errand = str(mail["X-Halfterm-Pack"] or "").split()
        for one in mail["To"].addresses:
            files = self.desk.setdefault(one.addr_spec, {})
            if "copy" in errand or "receipt" in errand:
                continue
            for part in attachments(mail):
                files[str(part.get_filename())] = part.get_payload(decode=True)  # type: ignore[assignment]

    def drafts_lie(self, on: dt.date) -> None:
        """Check that nothing is left to send, and that laying out once more changes no byte."""
        before = self.everything()
        self.run("prepare", "--on", on.isoformat(), statuses=(0, 1))
        assert self.everything() == before
        assert [path.name for path in self.outbox.glob("*/*.eml")] == []

    def everything(self) -> dict[str, bytes]:
        """Return what lies in the outbox."""
        return {str(path): path.read_bytes() for path in self.outbox.rglob("*") if path.is_file()}

    def answered_twice(self, on: dt.date) -> None:
        """Let somebody send the forms once more that they sent days ago, in another mail."""
        for sender, to, files in self.twice:
            self._drop(sender, to, files, HABITS.twice + 1, on)
        self.twice.clear()

    def take_in(self, on: dt.date) -> None:
        """Take in the inbox; the QA lead says what stands where that is not sure, which is taken in too."""
        self.run("extract", "--on", on.isoformat(), statuses=(0, 1))
        asked = key_in(self.trust, self.shown)
        if asked:
            for reference, boxes in asked.items():
                self.keyed.setdefault(reference, set()).update(boxes)
            self.run("extract", "--on", on.isoformat(), statuses=(0, 1))
            assert key_in(self.trust, {}) == {}

    # --- What people do ------------------------------------------------------------------------------

    def supervisees_answer(self, on: dt.date, half: int, who: Callable[[Pair], bool]) -> None:
        """Let supervisees answer what lies on their desks: fill it in, or sign it, and send it back."""
        for pair in self.invented.pairs:
            if not who(pair):
                continue
            jobs = []
            waiting = self.desk.get(pair.supervisee.email or "", {})
            for name, data in sorted(waiting.items()):
                paper = paper_of(name, self.invented)
                if paper is None or paper.session not in pair.sessions:
                    continue
                typed = of_supervisee(paper, pair, half, on)
                if typed is not None:
                    owner = pair.supervisee.person_id
                    jobs.append(Job(as_returned(paper, pair), paper, data, typed, owner))
                del waiting[name]
            if jobs:
                self._send_back(pair, self._as_sent(jobs), on)

    def _as_sent(self, jobs: list[Job]) -> ways.Files:
        """Return the forms as they come back, by name: filled in, then changed by somebody's programs."""
        filled = self._filled(jobs)
        for job in jobs:
            self.shown[job.paper.name.partition(" ")[0]] = (job.paper.name, filled[job.name])
        names = [self.invented.pair_of(job.paper.session).child.name for job in jobs]
        is_to_be_typed_into = any(map(waits_for_the_other, jobs))
        but = changes.lost_on_pages(names)
        return self.cards.change(filled, is_to_be_typed_into=is_to_be_typed_into, but=but)

    def _filled(self, jobs: list[Job]) -> ways.Files:
        """Return the forms as they were filled in, by the name under which they are returned."""
        passwords = load_mail_passwords(self.trust.folder / "restricted" / "mail-passwords.txt")

        def fill(job: Job) -> bytes:
            password = passwords.get(job.person) if self.encrypted else None
            source = self.trust.outgoing / job.paper.name
            target = self.trust.outgoing / f"filled {job.paper.name}"
            source.write_bytes(ways.opened(job.paper.name, job.data, password))
            fill_in(job.paper.form.id, source, target, job.typed)
            return target.read_bytes()

        with ThreadPoolExecutor(max_workers=2) as several:
            return dict(zip([job.name for job in jobs], several.map(fill, jobs), strict=True))

    def _send_back(self, pair: Pair, files: ways.Files, on: dt.date) -> None:
        private = pair.number == HABITS.from_private_address
        address = PRIVATE if private else pair.supervisee.email
        sender, to = f"{pair.supervisee.name} <{address}>", pair.supervisor.email or ""
        if pair.number == HABITS.twice:
            self.twice.append((sender, to, files))
        self._drop(sender, to, files, pair.number, on)

    def _drop(self, sender: str, to: str, files: ways.Files, way: int, on: dt.date) -> None:
        self.letters += 1
        letter = ways.Letter(sender, to, files, f"<{self.letters}@{DOMAIN}>")
        ending, data = ways.WAYS[way % len(ways.WAYS)](letter)
        Path(self.trust.inbox, f"{on.isoformat()} {self.letters:04d}.{ending}").write_bytes(data)

    def supervisors_answer(self, on: dt.date, half: int, held: dt.date | None = None) -> None:
        """Let supervisors work off what lies in their folders for themselves, and drop it into the inbox."""
        for folder in sorted(self.outbox.glob("*/*/")):
            session, _, errand = folder.name.partition(" ")
            if folder.name in self.done or not self._is_own(session, errand):
                continue
            pair = self.invented.pair_of(session)
            if pair.number == HABITS.silent:
                continue  # Who never answers is never met; the form for the meeting lies there all the same.
            jobs = []
            for path in sorted(folder.iterdir()):
                paper = paper_of(path.name, self.invented)
                if paper is None:
                    continue
                typed = self._of_supervisor(paper, path, pair, half, on, held)
                if typed is not None:
                    jobs.append(Job(path.name, paper, path.read_bytes(), typed, ""))
            if jobs:
                self.done.add(folder.name)
                files = self._as_sent(jobs)
                lead = f"{pair.supervisor.name} <{pair.supervisor.email}>"
                self._drop(lead, f"inbox@{DOMAIN}", files, pair.number + 1, on)

    def _of_supervisor(
        self, paper: Paper, path: Path, pair: Pair, half: int, on: dt.date, held: dt.date | None
    ) -> Typed | None:
        is_group = paper.session in self.invented.group_sessions
        if is_group and paper.stage is Stage.AGENDA:
            return answers.group_agenda(self.invented.group, half) if paper.form.code == "A3" else None
        if paper.stage is Stage.SESSION and held is not None:
            table = answers.CARRIED_TABLES.get(paper.form.id, "")
            said = self.trust.answers(path)
            carried = tuple(str(row["ref"]) for row in said.get(table) or ())
            typed = answers.meeting(paper.form, pair, half, self._held(paper.session, held), carried)
            return {**typed, **answers.group_came(self.invented.group)} if is_group else typed
        if paper.stage is Stage.SIGNING and paper.form.record is RecordType.RECORD:
            own = answers.signature(paper.form, Owner.SUPERVISOR, pair.supervisor.name, on)
            return {**own, **answers.group_signs(self.invented.group, on)} if is_group else own
        return None

    def _held(self, session: str, held: dt.date) -> dt.date:
        return held + dt.timedelta(days=session in self.invented.group_sessions)

    def _is_own(self, session: str, errand: str) -> bool:
        """Return whether a supervisor's folder holds what they fill in themselves."""
        is_group = session in self.invented.group_sessions
        own = ("session ", "countersigning ", *(("agenda ", "signing ") if is_group else ()))
        return errand.startswith(own)


def attachments(mail: EmailMessage) -> list[EmailMessage]:
    """Return what hangs on a mail."""
    return list(mail.iter_attachments())


def new_term(folder: Path, invented: InventedTrust, *, encrypted: bool, lines: tuple[str, ...] = ()) -> Term:
    """Make the trust's folder, with its plan and its key."""
    trust = Trust(folder / "trust", POLICIES[0], invented.schools)
    options = [part for policy in POLICIES for part in ("--policy", policy)]
    options += [part for school in invented.schools for part in ("--school", school)]
    trust.run("init", trust.folder, "--prefix", PREFIX, *options)
    with (trust.folder / "halfterm.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            f'register = "{(folder / "own.db").as_posix()}"\ndomains = ["{DOMAIN}", "{PARTNER}"]\n'
        )
        settings.write(f"invitations = true\nencrypt = {str(encrypted).lower()}\n")
        settings.writelines(f"{line}\n" for line in lines)
    plan = Plan(invented.people, invented.relationships, invented.calendar, invented.sessions)
    choices = Choices(schools=invented.schools, policies=POLICIES)
    write_monitoring(trust.folder / "monitoring.xlsx", plan, choices, day("2026-09-01"))
    (trust.folder / "restricted").mkdir(exist_ok=True)
    write_key(trust.folder / "restricted" / "key.xlsx", invented.key)
    return Term(trust, invented, encrypted, Cards.shuffled(SEED))


def play(term: Term) -> None:
    """Play both half terms, from the first pack to the last copy; in the second all goes under passwords."""
    for half, held in enumerate(ROUNDS):
        if half:
            _encrypt(term)
        _half_term(term, half, held)
    end = ROUNDS[-1] + dt.timedelta(days=6)
    term.run("run", "--on", end.isoformat(), statuses=(0, 1))
    term.drafts_lie(end)


def _encrypt(term: Term) -> None:
    settings = term.trust.folder / "halfterm.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("encrypt = false", "encrypt = true"), encoding="utf-8")
    term.encrypted = True


def _half_term(term: Term, half: int, held: dt.date) -> None:
    """Play one half term: `held` is the day on which pairs meet; the group meets a day later."""

    def after(days: int) -> dt.date:
        return held + dt.timedelta(days=days)

    def lays_out(days: int) -> None:
        term.prepare(after(days))
        term.send(after(days))

    away = (HABITS.silent, HABITS.absent)
    lays_out(-14)
    lays_out(-13)  # The next run sees what was moved into the folders sent.
    lays_out(-7)
    prompt = (*away, HABITS.late)
    term.supervisees_answer(after(-6), half, lambda one: one.number not in prompt)
    term.supervisors_answer(after(-6), half)
    term.take_in(after(-6))
    lays_out(-6)
    lays_out(-2)
    term.supervisees_answer(after(-2), half, lambda one: one.number == HABITS.late)
    term.supervisors_answer(after(-2), half)
    term.answered_twice(after(-1))
    term.take_in(after(-1))
    lays_out(-1)
    term.supervisors_answer(after(1), half, held)
    term.take_in(after(1))
    lays_out(1)
    term.supervisees_answer(after(4), half, lambda one: one.number not in away)
    term.supervisors_answer(after(4), half)
    term.take_in(after(4))
    lays_out(4)
    term.supervisors_answer(after(5), half)
    term.take_in(after(5))
    lays_out(5)
