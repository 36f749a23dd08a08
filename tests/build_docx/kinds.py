"""Make a page by hand that has every kind of block, for the tests of the Word files."""

from dataclasses import replace

from build.filling import Filling
from build.page import (
    Box,
    Control,
    Input,
    Options,
    Page,
    PageCell,
    PageSection,
    RowCard,
    Rows,
    Sentence,
    Style,
    Tick,
    Words,
)
from forms.catalogue import load_form
from forms.look import Look
from forms.model import Stage
from forms.printed_page import Frame

LEVELS = ("Child protection", "Child in need", "Early help", "Other")
KIND_STAGES = (Stage.BLANK, Stage.SESSION, Stage.SIGNING)
SCALE = ("5", "4", "3", "2", "1")
YES_NO_NA = ("Yes", "No", "N/A")
_TEXTS = {
    "party_name": "Priya Shah",
    "party_role": "Designated Safeguarding Lead",
    "party_as": "Supervisee",
    "begins": "19/11/2026",
    "levels-early_help": "Early help",
    "confirm": "I have read the policy",
    "energy": "4",
    "strain": "2",
    "seen-2-answer": "N/A",
    "seen-3-answer": "Yes",
    "contact-1-when": "19/11/2026",
    "contact-1-way": "By telephone",
    "present-1-name": "Priya Shah",
    "present-1-there": "Yes",
    "length-from": "10:00",
    "length-to": "11:30",
    "pupils": "Nine pupils are on a plan.",
    "pupils-count_cp": "2",
}


class _Answers:
    """Make controls that hold the answers of a stage."""

    def __init__(self, stage: Stage) -> None:
        self.settled = stage in {Stage.SIGNING, Stage.FINAL}
        self.texts = {} if stage is Stage.BLANK else _TEXTS

    def control(
        self, name: str, spoken: str, kind: Input = Input.LINE, options: tuple[str, ...] = (), lines: int = 1
    ) -> Control:
        text = self.texts.get(name, "")
        return Control(name, spoken, kind, text, options, flowing=self.settled, lines=lines)

    def ticks(self, name: str, spoken: str, options: tuple[str, ...]) -> tuple[Tick, ...]:
        control = self.control(name, spoken, Input.TICKS, options)
        return tuple(Tick(control, option, option) for option in options)

    def check(self, name: str, spoken: str, option: str) -> Tick:
        return Tick(self.control(name, spoken, Input.CHECK, (option,)), option, option)


def make_kinds_page(stage: Stage, look: Look | None = None) -> Page:
    """Return a page with every kind of block at `stage`, in `look` or in the house's own."""
    definition = load_form("esteem/a2-record")
    policy = replace(definition.policy, look=look or Look(), name="Alder Grove Academy")
    definition = replace(definition, policy=policy, title="Every kind")
    reference = None if stage is Stage.BLANK else "ESM-26-0042-A2"
    filling = Filling(definition, stage, reference, {}, {}, {})
    answers = _Answers(stage)
    sections = (_agreement(answers), _details(answers), _grid(answers), _contacts(answers), _people(answers))
    return Page(filling, None, sections)


def _label(text: str, style: Style = Style.LABEL) -> PageCell:
    return PageCell((Words(text, style),))


def _agreement(answers: _Answers) -> PageSection:
    control = answers.control("party_as", "Role in supervision", Input.TICKS, ("Supervisor", "Supervisee"))
    role = (
        Words("I ", Style.CLAUSE),
        Box(answers.control("party_name", "Name"), letters=24),
        Words(" agree to take on the role of ", Style.CLAUSE),
        Tick(control, "Supervisor", "Supervisor"),
        Words("/", Style.CLAUSE),
        Tick(control, "Supervisee", "Supervisee"),
        Words(" within Supervision sessions. My role in the school is ", Style.CLAUSE),
        Box(answers.control("party_role", "Role in school"), letters=30),
        Words(".", Style.CLAUSE),
    )
    begins = (
        Words("Meet every four weeks. These will commence on ", Style.CLAUSE),
        Box(answers.control("begins", "Sessions commence on", Input.DATE), letters=10),
        Words(" and are in a confidential space.", Style.CLAUSE),
    )
    blocks = (
        Words("Agreement", Style.HEADING),
        Words("Leave a blank empty where it is not yet known.", Style.GUIDANCE),
        Sentence(role),
        Sentence(begins, bullet=True),
        Words("What is said stays in the room.", Style.CLAUSE),
    )
    rows = tuple((PageCell((block,)),) for block in blocks)
    return PageSection("agreement", Frame.PROSE, (1.0,), (), rows, added=False, title="")


def _details(answers: _Answers) -> PageSection:
    checks = tuple(
        answers.check(f"levels-{name}", f"Levels of need: {option}", option)
        for name, option in zip(
            ("child_protection", "child_in_need", "early_help", "other_box"), LEVELS, strict=True
        )
    )
    pupils = answers.control("pupils", "Pupils", Input.LINES, lines=3)
    count = answers.control("pupils-count_cp", "Pupils: number, on a plan")
    long = (
        "The supervisor asked for the file, read it with the supervisee, and agreed what is missing from it"
    )
    ways = (answers.check("way-file", "Way", long), answers.check("way-phone", "Way", "By telephone"))
    strain = Options(answers.ticks("strain", "Strain", ("0", "1", "2", "3")), ends=(f"{long}", "Very much"))
    answered: tuple[tuple[str, PageCell], ...] = (
        ("Levels of need", PageCell((Options(checks, across=3),))),
        ("Energy", PageCell((Options(answers.ticks("energy", "Energy", SCALE), ends=("Full", "Empty")),))),
        ("Strain", PageCell((strain,))),
        ("Way", PageCell((Options(ways, across=2),))),
        (
            "Length",
            PageCell(
                (
                    Box(answers.control("length-from", "Length: from"), "from", letters=6),
                    Box(answers.control("length-to", "Length: to"), "to", letters=6),
                )
            ),
        ),
        ("Pupils", PageCell((Box(count, "on a plan", letters=5), Box(pupils)))),
        ("Declaration", PageCell((answers.check("confirm", "Declaration", "I have read the policy"),))),
    )
    rows = tuple((_label(label), cell) for label, cell in answered)
    return PageSection("details", Frame.TABLE, (1.0, 3.0), (), rows, added=False, title="")


def _grid(answers: _Answers) -> PageSection:
    heading = PageCell((Words("Records", Style.LABEL),), span=5)
    asked = (
        ("Pupil files are seen", Style.ROW),
        ("on paper", Style.SUBROW),
        ("in the case system", Style.SUBROW),
    )
    rows: list[tuple[PageCell, ...]] = [(heading,)]
    for number, (words, style) in enumerate(asked, start=2):
        control = answers.control(f"seen-{number}-answer", f"Seen, {words}: answer", Input.TICKS, YES_NO_NA)
        bare = tuple(PageCell((Tick(control, option),)) for option in YES_NO_NA)
        comment = answers.control(f"seen-{number}-comment", f"Seen, {words}: comment", lines=1)
        rows.append((_label(words, style), *bare, PageCell((Box(comment),))))
    header = (_label("Question"), *(_label(option) for option in YES_NO_NA), _label("Comment"))
    return PageSection(
        "seen",
        Frame.TABLE,
        (4.0, 1.0, 1.0, 1.0, 3.0),
        header,
        tuple(rows),
        added=False,
        title="",
        new_page=True,
        instruction="Only if pupil files were seen: Yes",
    )


def _contacts(answers: _Answers) -> PageSection:
    cards = []
    for number in (1, 2):
        stem = f"contact-{number}"
        way = Options(
            answers.ticks(f"{stem}-way", f"Contacts, row {number}: way", ("In person", "By telephone")),
            label="Way",
        )
        ready = answers.check(f"{stem}-told", f"Contacts, row {number}: told", "Parents were told")
        lines: tuple[tuple[Box | Options, ...], ...] = (
            (
                Box(answers.control(f"{stem}-when", f"Contacts, row {number}: when", Input.DATE), "When"),
                Box(answers.control(f"{stem}-who", f"Contacts, row {number}: who"), "Who"),
                Box(answers.control(f"{stem}-agency", f"Contacts, row {number}: agency"), "Agency"),
            ),
            (way,),
            (Options((ready,), label="Told"),),
            (
                Box(
                    answers.control(f"{stem}-review", f"Contacts, row {number}: review", Input.LINES),
                    "Date to be reviewed/timescale:",
                ),
            ),
        )
        cards.append(RowCard(lines))
    rows = Rows("contact", "Contacts", tuple(cards), grows=not answers.settled)
    cell = PageCell((Words("Contacts since last time", Style.LABEL), rows))
    return PageSection("contacts", Frame.TABLE, (1.0,), (), ((cell,),), added=False, title="")


def _people(answers: _Answers) -> PageSection:
    rows = tuple(
        (
            PageCell((Box(answers.control(f"present-{number}-name", f"Present, row {number}: name")),)),
            PageCell(
                (
                    Tick(
                        answers.control(
                            f"present-{number}-there", f"Present, row {number}: there", Input.CHECK, ("Yes",)
                        ),
                        "Yes",
                    ),
                )
            ),
        )
        for number in (1, 2, 3)
    )
    grows = "" if answers.settled else "People present"
    header = (_label("Name"), _label("Present"))
    return PageSection("present", Frame.TABLE, (4.0, 1.0), header, rows, added=False, title="", grows=grows)
