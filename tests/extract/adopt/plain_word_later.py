"""The plain Word files of the fourth and the fifth policy; see plain_word."""

from __future__ import annotations

import re

from docx.document import Document

from tests.extract.adopt.typist import LINE, Typist, paragraphs


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
        f"least an hour. These will commence on {LINE} & will be located in a confidential space which is "
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
    for words, _ in paragraphs(text[begin : text.index(last, begin) + len(last)]):
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
