"""Make plain Word files of five policies' appendices, as a school secretary would have typed them.

Nothing of halfterm is imported: python-docx only. The words come from the policies' texts, which are read
when this runs; every label typed here is looked up in them. Where a policy's text is a copy that somebody
filled in, the blanks are typed again, as on the form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from docx.document import Document

from tests.extract.adopt.plain_word_later import ashbury_meadow, harewood
from tests.extract.adopt.typist import DOTS, LINE, Typist, paragraphs


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
    typed.line("Signed: (Supervisee)" + DOTS)
    typed.line("Signed: (Supervisor)" + DOTS)
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
    typed.line("Signed: (Supervisor)" + DOTS)
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
            f"I {LINE} agree to take on the role of Supervisor/Supervisee within Supervision sessions. "
            f"My role/position in the School/setting is {LINE}"
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
        for words, bullet in paragraphs(
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
        typed.line(label + LINE)
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
