"""Make plain Word files of five policies' appendices, as a school secretary would have typed them.

Nothing of halfterm is imported: python-docx only. The words come from the policies' texts, which are read
when this runs; every label typed here is looked up in them. Where a policy's text is a copy that somebody
filled in, the blanks are typed again, as on the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.table import _Cell

_BULLET = re.compile(r"^\s*(?:[•*-]|\uf0b7)\s+")
_DOTS = "." * 40
_LINE = "_" * 30


def plain(text: str) -> str:
    """Return text with its white space, quotes, markup and stars made even, for looking words up in it."""
    text = (
        re.sub(r"\*+", "", re.sub(r"<[^>]+>", " ", text))
        .replace("’", "'")
        .replace("‘", "'")
        .replace("\uf0b7", " ")
    )
    return " ".join(text.split()).casefold()


class Typist:
    """Types one document and looks up each label in the policy's text."""

    def __init__(self, text: str) -> None:
        """Start an empty document."""
        self.text = text
        self._plain = plain(text)
        self.document: Document = docx.Document()

    def known(self, words: str) -> str:
        """Return words after making sure that the policy prints them."""
        for part in re.split(r"_{3,}|\.{4,}|…{2,}|\n+", words):
            if plain(part) not in self._plain:
                raise ValueError(f"not in the policy: {part!r}")
        return words

    def line(self, words: str, *, bold: bool = False, bullet: bool = False) -> None:
        """Type one paragraph."""
        style = "List Bullet" if bullet else None
        run = self.document.add_paragraph(style=style).add_run(self.known(words))
        run.bold = bold or None

    def lines(self, *words: str) -> None:
        """Type paragraphs."""
        for one in words:
            self.line(one)

    def empty(self, count: int = 1) -> None:
        """Leave lines empty."""
        for _ in range(count):
            self.document.add_paragraph()

    def page(self) -> None:
        """Begin a page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def prose(self, start: str, end: str) -> None:
        """Type the policy's own paragraphs from the words `start` up to the words `end`."""
        begin = self.text.index(start)
        for paragraph, bullet in _paragraphs(self.text[begin : self.text.index(end, begin + len(start))]):
            self.line(paragraph, bullet=bullet)

    def table(self, *rows: Sequence[str], room: int = 0) -> None:
        """Type a table; "" is an empty cell with `room` empty lines, a label's own line ends are kept.

        A row shorter than the widest has its last cell merged over the rest.
        """
        width = max(len(row) for row in rows)
        table = self.document.add_table(rows=len(rows), cols=width, style="Table Grid")
        for at, row in enumerate(rows):
            cells = table.rows[at].cells
            if len(row) < width:
                cells[len(row) - 1].merge(cells[width - 1])
                cells = table.rows[at].cells
            for words, cell in zip(row, cells, strict=False):
                _fill(cell, self.known(words) if words.strip() else words, room)


def _fill(cell: _Cell, words: str, room: int) -> None:
    parts = words.split("\n") if words else [""] * max(room, 1)
    cell.paragraphs[0].add_run(parts[0])
    for part in parts[1:]:
        cell.add_paragraph(part)


def _paragraphs(text: str) -> list[tuple[str, bool]]:
    """Return (words, whether in a list) of a stretch of text whose lines were wrapped."""
    found: list[tuple[str, bool]] = []
    for written in text.splitlines():
        line = " ".join(re.sub(r"\*(?=\S)|(?<=\S)\*", "", written).split())
        if not line:
            continue
        bullet = bool(_BULLET.match(written.replace("\uf0b7", "• ")))
        numbered = bool(re.match(r"\d{1,2}[.)]\s", line))
        words = _BULLET.sub("", line.replace("\uf0b7", "• "))
        if found and not bullet and not numbered and not found[-1][0].endswith((".", ":", "?", "!")):
            found[-1] = (f"{found[-1][0]} {words}", found[-1][1])
        else:
            found.append((words, bullet))
    return found


def esteem(text: str) -> Document:
    """Return the four appendices of the first policy."""
    typed = Typist(text)
    typed.line("Appendix 1", bold=True)
    typed.line("Supervision Agreement", bold=True)
    typed.prose("This Supervision Agreement outlines", "Appendix 2 \n")
    typed.page()
    typed.line("Appendix 2", bold=True)
    typed.line("Supervision Record", bold=True)
    typed.table(("NAME", ""), ("JOB TITLE", ""), ("SUPERVISOR", ""), ("DATE / TIME", ""))
    typed.empty()
    typed.table(
        ("Review from previous supervision:" + "\n" * 7, "ACTION"),
        ("Agenda items:" + "\n" * 7, "ACTION"),
        ("Issues Discussed (Inc. feedback on work, barriers to engagement)" + "\n" * 6, "ACTION"),
        ("Training:\nUndertaken since last supervision:\n\n\n\nPlanned:\n\n", "ACTION"),
        ("Personal Factors affecting work." + "\n" * 6,),
    )
    typed.empty()
    typed.lines(
        "Date of next session: …………", "Signatures:", "Supervisee\t\t\t\tDate", "Supervisor\t\t\t\tDate"
    )
    typed.page()
    typed.line("Appendix 3", bold=True)
    typed.line("Supervisee’s Individual Case Notes", bold=True)
    typed.table(("Child’s Name", "", "Case Status (CP Plan, CiN, EHA)", ""))
    typed.table(
        ("Case Update", ""),
        ("Child’s view", ""),
        ("Parents’ Views", ""),
        ("Visiting pattern & interactions with child and family", ""),
        ("Logs –up to date?", ""),
        ("Chronology – up to date?", ""),
        ("Outstanding actions from last supervision with timescales:", ""),
        ("New actions with times scales", ""),
        room=4,
    )
    typed.page()
    typed.line("Appendix 4", bold=True)
    typed.line("Template for Monitoring Supervision", bold=True)
    typed.table(
        ("Name of Supervisee\n", "Role", "Date"),
        ("Name of Supervisor", "Role", "Type of Supervision: Individual"),
        ("Was a supervision contract agreed at the beginning of the supervision period?", ""),
        ("How many sessions have been completed?", ""),
        ("Is there a written record of supervision sessions?", ""),
    )
    typed.empty()
    typed.table(
        ("Quality Assurance Evidence", "Yes", "No"),
        ("Reflection on practice", "", ""),
        ("Explored alternative ways of working with particular families and/or children", "", ""),
        ("Explored the dynamics between worker and families and/or children", "", ""),
        ("Discussed the effect of work on own feelings", "", ""),
        ("Received constructive feedback on work", "", ""),
        ("Felt validated and supported as an employee", "", ""),
        ("Reviewed workload", "", ""),
        ("Discussed professional development", "", ""),
        ("Had opportunities for learning new skills or developing existing ones", "", ""),
    )
    typed.table(
        ("General comments on effectiveness of supervision" + "\n" * 4,),
        ("Key actions to take to improve supervision:" + "\n" * 4,),
        ("Any additional comments:" + "\n" * 4,),
        ("Date of Quality Assurance:", "", "Name of QA", ""),
    )
    return typed.document


def _highcliffe_record(typed: Typist, header: Sequence[str], questions: Sequence[str]) -> None:
    typed.table(*((label, "") for label in header))
    typed.empty()
    typed.table(*((question, "") for question in questions), room=3)
    typed.empty()


def highcliffe(text: str) -> Document:
    """Return the four appendices of the second policy."""
    typed = Typist(text)
    tabbed = [line.split("\t")[0].strip() for line in text.splitlines() if line.rstrip(" ").endswith("\t")]
    first, second = tabbed.index("Name of Supervisee:"), tabbed.index("In Attendance:")
    typed.line("APPENDIX 1", bold=True)
    typed.line("Supervision Contract", bold=True)
    typed.prose("1. Formal supervision will", "Signed Date")
    typed.lines("Signed\t\t\t\t\tDate", "(Supervisor)")
    typed.empty()
    typed.lines("Signed\t\t\t\t\tDate", "(Staff member)")
    typed.page()
    typed.line("APPENDIX 2", bold=True)
    typed.line("Supervision Record (Individual)", bold=True)
    _highcliffe_record(typed, tabbed[first : first + 9], tabbed[first + 9 : second])
    typed.line("Date of next session:")
    typed.empty()
    typed.line("Signed: (Supervisee)" + _DOTS)
    typed.line("Signed: (Supervisor)" + _DOTS)
    typed.page()
    typed.line("APPENDIX 3", bold=True)
    typed.line("Supervision Record (Group)", bold=True)
    _highcliffe_record(typed, tabbed[second : second + 9], tabbed[second + 9 : second + 20])
    typed.line("Date of next session:")
    typed.empty()
    dots = "." * 25
    typed.line(f"Signed: (Supervisee) 1{dots} 3{dots}")
    typed.line(f"2{dots} 4{dots}")
    typed.line(f"5{dots} 6{dots}")
    typed.line("Signed: (Supervisor)" + _DOTS)
    typed.page()
    typed.line("APPENDIX 4", bold=True)
    typed.line("Summary of cases discussed", bold=True)
    typed.prose("- Brief overview", "<u>Name</u>")
    typed.table(("Name", "Needs", "Action", "Progress", "File Seen (Y/N)"), *[("",) * 5] * 6)
    typed.empty()
    typed.line(
        "Are there any key learning points that need to be addressed having audited any pupil files?",
        bold=True,
    )
    typed.line("If yes, please comment below", bold=True)
    typed.empty(4)
    return typed.document


def _green_gates_contract(typed: Typist, heading: str, terms: tuple[str, str], lasts: str) -> None:
    typed.line(heading, bold=True)
    typed.empty()
    for _ in range(2):
        typed.line(
            f"I {_LINE} agree to take on the role of Supervisor/Supervisee within Supervision sessions. "
            f"My role/position in the School/setting is {_LINE}"
        )
        typed.empty()
    typed.line("We have agreed to the following individual terms:")
    typed.lines(*terms, lasts)
    typed.prose("The Supervision agenda will have", "I have read and agreed")
    typed.line(
        "I have read and agreed to the above written contract including our individual terms of agreement:"
    )
    for _ in range(2):
        typed.line("Signed:")
        typed.empty()
        typed.line("Date:")
        typed.empty()


def green_gates(text: str) -> Document:
    """Return the three appendices of the third policy, the first with its two contracts."""
    typed = Typist(text)
    typed.line("Appendix 1:  Contract/Written Agreement of Supervision", bold=True)
    for heading, following in (
        ("Purpose and Aim:", "The role of the Supervisor"),
        ("The role of the Supervisor", "The Role of the Supervisee"),
        ("The Role of the Supervisee", "The frequency of Supervision"),
        ("The frequency of Supervision", "The Agenda:"),
        ("The Agenda:", "The Record-Keeping:"),
        ("The Record-Keeping:", "Confidentiality: \n"),
        ("Confidentiality:", "Diversity and Equality:"),
        ("Diversity and Equality:", "Resolving Individual Issues:"),
        ("Resolving Individual Issues:", "Contract of Agreement for internal supervision:"),
    ):
        begin = text.index("Appendix 1:  Contract")
        start = text.index(f"{heading} \n", begin)
        typed.line(heading, bold=True)
        for words, bullet in _paragraphs(
            text[start + len(heading) : text.index(following, start + len(heading))]
        ):
            typed.line(words, bullet=bullet)
        typed.empty()
    typed.page()
    _green_gates_contract(
        typed,
        "Contract of Agreement for internal supervision:",
        (
            "Supervision to be held each half term.",
            "Supervision to last a time period of approximately 1 – 1.5 hours.",
        ),
        "Supervision to be recorded by the person undertaking the Supervisor role.",
    )
    typed.page()
    _green_gates_contract(
        typed,
        "Contract of Agreement for external supervision:",
        (
            "Supervision to be held each term.",
            "Supervision to last a time period of approximately 1.5 – 2 hours.",
        ),
        "Supervision to be recorded by the person undertaking the Supervisor role.",
    )
    typed.page()
    typed.line("Appendix 2:", bold=True)
    typed.line("Record of Supervision (Generic)", bold=True)
    for label in (
        "Name of Supervisor:",
        "Position of person in school:",
        "Name of Supervisee:",
        "Position of person in school/Name of external provider:",
        "Name of school:",
        "Date:",
    ):
        typed.line(label + _LINE)
        typed.empty()
    for label in (
        "Agenda items to be discussed:",
        "Items discussed including actions:",
        "Individual case to be discussed (see individual proformas):",
        "Actions to be taken and by whom:",
    ):
        typed.line(label)
        typed.empty(4)
    typed.lines("Signed ……………………..………………. (Supervisor)", "Signed………………………………………..(Supervisee)")
    typed.page()
    typed.line("Appendix 3:", bold=True)
    typed.line("Record of Supervision: Individual Case Proforma:", bold=True)
    typed.table(
        ("Name of child to be discussed:", "Brief synopsis of case history:", "Review of previous actions:"),
        ("", "", ""),
        ("Current situation using the below prompts:",),
        (
            "What has happened since the last supervision/meeting attended?\n\n\n",
            "Is the case progressing? If so, how?\nIf not, why?\n\n\n",
            (
                "Have the concerns escalated, de-escalated or stayed the same?\nWhat is the impact for "
                "the child?\n\n"
            ),
        ),
        (
            (
                "What is your role as part of the core group and how effective is it?\n"
                "What challenges need to be made if any at the next meeting?\n\n"
            ),
            "What is it like to be that child, living in that home being parented by those parents?\n\n",
            "",
        ),
        ("Actions to be taken:",),
        ("Action:", "Outcome for the child:", "Date to be reviewed/timescale:"),
        ("", "", ""),
        room=5,
    )
    typed.empty()
    typed.lines("Signed ……………………..………………. (Supervisor)", "Signed………………………………………..(Supervisee)")
    return typed.document


def _harewood_ends(typed: Typist) -> None:
    typed.empty()
    typed.line("Supervisee's signature\t\t\t\tDate")
    typed.empty()
    typed.line("Supervisor's signature\t\t\t\tDate")
    typed.empty()


def harewood(text: str) -> Document:
    """Return the four appendices of the fourth policy."""
    typed = Typist(text)
    again = (
        "(This pro-forma can be altered to reflect individual and organisational needs and be adapted "
        "to the setting)"
    )
    typed.line(f"Appendix 1: Supervision Contract {again}", bold=True)
    typed.lines("Harewood CE Primary School")
    typed.line("Purpose of supervision", bold=True)
    begin = text.index("Appendix 1: Supervision Contract")
    contract = text[begin:]
    typed.text = contract
    typed.prose("Supervision is a partnership", "Responsibilities and expectations")
    typed.line("Responsibilities and expectations", bold=True)
    typed.line("The supervisor and supervisee will:")
    typed.line(
        "Meet a minimum of every four weeks where cases are being held by a post holder, and be "
        "scheduled to last at "
        f"least an hour. These will commence on {_LINE} & will be located in a confidential space which is "
        "appropriate and free from distraction",
        bullet=True,
    )
    typed.prose("- *Undertake open", "Quality Assurance")
    typed.line("Quality Assurance", bold=True)
    typed.prose("Recordings should be available", "In the event that there is unresolved")
    typed.prose("Both parties will ensure", "Agreement\n")
    typed.line("Agreement", bold=True)
    typed.lines("Supervisee signed:\t\t\t\tdate:", "Supervisor signed:\t\t\t\tdate:")
    typed.lines("This contract should be reviewed on an annual basis", "Date of review of contract:")
    typed.page()
    typed.line(f"Appendix 2: Supervision Record {again}", bold=True)
    typed.line("Supervision Record", bold=True)
    for label in ("Name of Organisation / Agency", "Name of Supervisee:", "Name of Supervisor:", "Date:"):
        typed.line(label)
        typed.empty()
    typed.line("Agenda", bold=True)
    typed.line("1. General wellbeing (to include annual Leave, TOIL and sickness absence)")
    typed.line("Annual Leave / TOIL agreed / requests:", bullet=True)
    typed.line("Sickness Absence:", bullet=True)
    typed.empty()
    numbered = [" ".join(line.split()) for line in contract.splitlines() if re.match(r"[2-8]\. ", line)]
    for label in numbered[
        numbered.index("2. Review of agreed action points from last meeting / matters arising") :
    ]:
        typed.line(label)
        typed.empty(2)
    _harewood_ends(typed)
    typed.page()
    typed.line(f"Appendix 3: Caseload Supervision Record {again}", bold=True)
    typed.line("Caseload Supervision Record (complete one per family discussion)", bold=True)
    _harewood_labels(typed, contract, "Completed by:", "Any agreed actions for this family?")
    typed.page()
    typed.line(
        f"Appendix 4: Supervision Decision Record; individual child, young person or family {again}",
        bold=True,
    )
    typed.line(
        "Supervision Decision Record; individual child, young person or family (complete one per "
        "family discussion)",
        bold=True,
    )
    second = contract[contract.index("Appendix 4: Supervision Decision") :]
    _harewood_labels(
        typed, second, "Completed by:", "Actions agreed with timescales: (to be completed post session)."
    )
    return typed.document


def _harewood_labels(typed: Typist, text: str, first: str, last: str) -> None:
    typed.line("Name of Organisation / Agency")
    typed.empty()
    begin = text.index(first)
    for words, _ in _paragraphs(text[begin : text.index(last, begin) + len(last)]):
        typed.line(words)
        typed.empty(2)
    _harewood_ends(typed)
    typed.line("Copy the record for each family in the appropriate child's records")


def ashbury_meadow(text: str) -> Document:
    """Return the three forms of the fifth policy, which prints no letters on them."""
    typed = Typist(text)
    typed.line("Supervision contract", bold=True)
    clauses = text[text.index("Safeguarding supervision will be undertaken each half term") :]
    listed = "\n".join(line.strip() for line in clauses[: clauses.index("\n\n\n")].splitlines())
    typed.table(
        ("Supervisee: [Enter Name and Role]", "Name and signature"),
        ("Supervisor: [Enter Name and Role]", "Name and signature"),
        ("Agreed Date: / /", "Review Date: / /"),
        ("", ""),
        ("Supervision Agreement", listed),
    )
    typed.page()
    typed.line("Agenda", bold=True)
    typed.lines("Date   /  /   Time 00:00")
    typed.empty()
    for heading, items in (
        ("Introduction", ("1. Welcome", "2. Clarify roles and confidentiality", "3. Agreed expectations")),
        (
            "Specific case discussions (when appropriate also put on child’s safeguarding file)",
            ("4. Review notes of previous meeting", "5. Share Experience", "6. Reflections (feelings)"),
        ),
        (
            "Reflection",
            (
                (
                    "7. Analysis – celebrate success and good practice as well as consider what could be "
                    "improved"
                ),
                "8. Action Planning",
                (
                    "9. Impact of work on individuals professionally or personally and any additional "
                    "support which may "
                    "be necessary"
                ),
                (
                    "10. Professional practice issues e.g. new policies, quality of performance, safer "
                    "working practice, "
                    "professional boundaries, role within school"
                ),
            ),
        ),
        (
            "Development",
            (
                (
                    "11. CPD support and access to resources e.g. reflect on recent or forthcoming "
                    "training development "
                    "opportunities"
                ),
            ),
        ),
        ("Completion", ("12. Any Other Business (AOB)", "13. Date of Next Supervision")),
    ):
        typed.line(heading, bold=True)
        typed.lines(*items)
    typed.page()
    typed.line("Safeguarding Supervision Notes and Action Template", bold=True)
    typed.table(("Item", "Notes", "Agreed Action"), *[("", "", "")] * 6)
    typed.empty()
    typed.table(
        ("Name", "Role", "Signature", "Date Agreed"),
        ("", "Supervisee", "", "/ /"),
        ("", "Supervisor", "", "/ /"),
        ("", "", "", ""),
    )
    return typed.document


POLICIES: Mapping[str, tuple[str, Callable[[str], Document]]] = {
    "esteem": ("000", esteem),
    "highcliffe": ("001", highcliffe),
    "green-gates": ("002", green_gates),
    "harewood": ("003", harewood),
    "ashbury-meadow": ("004", ashbury_meadow),
}
"""Policy -> (how the name of its text begins, who types it)."""


def type_policy(folder: Path, policy: str, target: Path) -> None:
    """Write the Word file of a policy, whose text lies in `folder`, to `target`."""
    start, typist = POLICIES[policy]
    text = next(folder.glob(f"{start}_*.txt")).read_text(encoding="utf-8")
    typist(text).save(str(target))
