"""Records typed by hand on the policies' own forms, each as its policy prints it, with invented people.

They are built from the policies' pages, not from definitions: a line is a paragraph, a list of rows a table.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import docx

_Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Filled:
    """One record, and what it says: field -> value; actions by their words."""

    form: str
    parts: tuple[str | tuple[_Row, ...], ...]
    values: dict[str, str]
    actions: dict[str, tuple[str | None, str | None]]
    """Words -> who, by when."""

    def word(self) -> bytes:
        """Return it as a Word file."""
        document = docx.Document()
        for part in self.parts:
            if isinstance(part, str):
                document.add_paragraph(
                    part.removeprefix("* "), style="List Bullet" if part[:2] == "* " else None
                )
                continue
            table = document.add_table(rows=0, cols=max(len(row) for row in part))
            table.style = "Table Grid"
            for row in part:
                cells = table.add_row().cells
                # What stands in the last cell goes over all columns that are left.
                last = cells[len(row) - 1].merge(cells[-1]) if len(row) < len(cells) else cells[-1]
                for cell, text in zip((*cells[: len(row) - 1], last), row, strict=True):
                    first, *others = text.split("\n")
                    cell.text = first
                    for line in others:
                        cell.add_paragraph(line)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


_ESTEEM_RECORD = Filled(
    "esteem/a2-record",
    (
        "Appendix 2",
        "Supervision Record",
        (
            ("NAME", "Tom Reed"),
            ("JOB TITLE", "Designated Safeguarding Lead"),
            ("SUPERVISOR", "Amara Obi"),
            ("DATE / TIME", "Wednesday 19th November 2025, 10.00am"),
            (
                "Review from previous supervision:\n\nThe rota is written.\n",
                "ACTION\n\nTom to chase the health visitor by 12 December 2025",
            ),
            (
                "Agenda items:\n\n1. Attendance\n2. The new form of the hub\n",
                "ACTION\n\n1. TR to send a letter – by Friday 28 November 2025\n2. AO to pass the form on",
            ),
            (
                (
                    "Issues Discussed (Inc. feedback on work, barriers to\nengagement)\n\nThe "
                    "training: it was good."
                ),
                "ACTION\n\nNone",
            ),
            (
                "Training: \nUndertaken since last supervision:\nLevel 3\n\nPlanned:\nPrevent in spring",
                "ACTION\n\nBook Prevent (Tom, 31/01/2026)",
            ),
            ("Personal Factors affecting work.\n\nTom is moving house.",),
        ),
        "Date of next session: …14/01/2026………",
        "Signatures:",
        "Supervisee  T Reed      Date 20/11/2025",
        "Supervisor  A Obi       Date 21/11/2025",
    ),
    {
        "name": "Tom Reed",
        "job_title": "Designated Safeguarding Lead",
        "supervisor": "Amara Obi",
        "session_date": "2025-11-19",
        "session_time": "10:00",
        "agenda_items": "1. Attendance\n2. The new form of the hub",
        "issues_discussed": "The training: it was good.",
        "training_undertaken": "Level 3",
        "training_planned": "Prevent in spring",
        "personal_factors": "Tom is moving house.",
        "next_session_date": "2026-01-14",
    },
    {
        "The rota is written.": (None, None),
        "Tom to chase the health visitor by 12 December 2025": ("Tom Reed", "2025-12-12"),
        "TR to send a letter – by Friday 28 November 2025": ("Tom Reed", "2025-11-28"),
        "AO to pass the form on": ("Amara Obi", None),
        "Book Prevent (Tom, 31/01/2026)": ("Tom Reed", "2026-01-31"),
    },
)
_ESTEEM_CASE = Filled(
    "esteem/a3-case-notes",
    (
        "Supervisee’s Individual Case Notes",
        (
            ("Child's Name", "J.O.", "Case Status (CP Plan, CiN, EHA)", "CiN"),
            ("Case Update", "Moved up in October."),
            ("Child's view", "“I like school”"),
            ("Parents' Views", "Mum is worried."),
            ("Visiting pattern & interactions with child and family", "Weekly"),
            ("Logs – up to date?", "Yes"),
            ("Chronology – up to date?", "No"),
            ("Outstanding actions from last supervision with timescales:", "Chase housing by 30/11/2025"),
            (
                "New actions with times scales",
                "Refer to attendance by 15/12/2025\nVisit – weekly until 31/01/2026",
            ),
        ),
    ),
    {
        "child_name": "J.O.",
        "case_status": "CiN",
        "case_update": "Moved up in October.",
        "childs_view": "“I like school”",
        "parents_views": "Mum is worried.",
        "visiting_pattern": "Weekly",
        "logs_up_to_date": "Yes",
        "chronology_up_to_date": "No",
    },
    {
        "Chase housing by 30/11/2025": (None, "2025-11-30"),
        "Refer to attendance by 15/12/2025": (None, "2025-12-15"),
        "Visit – weekly until 31/01/2026": (None, "2026-01-31"),
    },
)
_HIGHCLIFFE = Filled(
    "highcliffe/a2-record-individual",
    (
        "Supervision Record (Individual)",
        (
            ("Name of Supervisee:", "Tom Reed"),
            ("Role:", "DSL"),
            ("School:", "Alder Grove"),
            ("Name of Supervisor:", "Amara Obi"),
            ("Role:", "Head"),
            ("School:", "Birch Lane"),
            ("Date of Supervision:", "19.11.25"),
            ("Session number:", "2"),
            ("Venue:", "Room 4"),
        ),
        "",
        (
            ("Q1. How have you been since your last supervision?", "Fine"),
            (
                (
                    "Q.2 How many Pupils that you are responsible for are on Child Protection/ "
                    "Child in Need / Early Help Plan or have a Family Support Worker allocated "
                    "by the Safeguarding Hub? Please list."
                ),
                "2 CP, 1 CiN",
            ),
            (
                (
                    "Q.3. How many referrals, either to CASS/MASH, Early Help Panel or other "
                    "agencies have you been involved in since your last supervision? Please give "
                    "details. Include phone calls for advice."
                ),
                "One",
            ),
            (
                (
                    "Q.4. For how many Pupils have you filled in a Notice of Concern on My "
                    "Concern? Please give brief details"
                ),
                "4",
            ),
        ),
        "",
        (
            ("Q.8 What further training do you need to help you undertake your role?", "Level 3"),
            ("Q.9 Have you any workload or team issues that you would like to discuss?", "Cover on Fridays"),
            ("Q.10 Is there anything else you would like to discuss?", "no"),
            ("Q.12 Has supervision met your needs today?", "Yes"),
        ),
        "Actions agreed",
        (
            ("Action", "By whom", "By when"),
            ("Ask about cover", "Amara Obi", "15/12/25"),
            ("Book level 3", "Tom Reed", "next half term"),
        ),
        "Date of next session: 14/1/26",
        "Signed: (Supervisee).....T Reed",
        "Signed: (Supervisor).....A Obi",
    ),
    {
        "supervisee_name": "Tom Reed",
        "supervisee_role": "DSL",
        "supervisee_school": "Alder Grove",
        "supervisor_name": "Amara Obi",
        "supervisor_role": "Head",
        "supervisor_school": "Birch Lane",
        "session_date": "2025-11-19",
        "session_number": "2",
        "venue": "Room 4",
        "q1_how_been": "Fine",
        "q4_notices": "4",
        "q8_training_needs": "Level 3",
        "q9_workload": "Cover on Fridays",
        "q10_anything_else": "no",
        "q12_met_needs": "Yes",
        "next_session_date": "2026-01-14",
    },
    {"Ask about cover": ("Amara Obi", "2025-12-15"), "Book level 3": ("Tom Reed", "next half term")},
)
_GREEN_GATES = Filled(
    "green-gates/a2-record",
    (
        "Record of Supervision (Generic)",
        "Name of Supervisor:__Amara Obi_________",
        "Position of person in school: _Head____",
        "Name of Supervisee: ___Tom Reed__",
        "Position of person in school/Name of external provider: ___DSL____",
        "Name of school: __Alder Grove__",
        "Date:_19/11/2025__",
        "",
        "Agenda items to be discussed:",
        "Thresholds",
        "",
        "Items discussed including actions:",
        "We looked at thresholds. Tom will read the guidance.",
        "",
        "Individual case to be discussed (see individual proformas):",
        "JO, MF",
        "",
        "Actions to be taken and by whom:",
        "* Read the guidance – Tom – 15/12/2025",
        "* Amara Obi to share the form by 5 December 2025",
        "",
        "Signed ……T Reed…..………………. (Supervisor)",
        "Signed……………A Obi…………………………..(Supervisee)",
    ),
    {
        "supervisor_name": "Amara Obi",
        "supervisor_position": "Head",
        "supervisee_name": "Tom Reed",
        "supervisee_position": "DSL",
        "school": "Alder Grove",
        "session_date": "2025-11-19",
        "agenda_items": "Thresholds",
        "items_discussed": "We looked at thresholds. Tom will read the guidance.",
        "cases_list": "JO, MF",
    },
    {
        "Read the guidance – Tom – 15/12/2025": ("Tom Reed", "2025-12-15"),
        "Amara Obi to share the form by 5 December 2025": ("Amara Obi", "2025-12-05"),
    },
)
_GREEN_GATES_CASE = Filled(
    "green-gates/a3-case-proforma",
    (
        "Record of Supervision: Individual Case Proforma:",
        (
            (
                "Name of child to be\ndiscussed:\n\nJO",
                "Brief synopsis of case\nhistory:\n\nKnown since 2023.",
                "Review of previous\nactions:\n",
            ),
            ("Current situation using the below prompts:",),
            (
                "What has happened since\nthe last\nsupervision/meeting\nattended?\n\nThe group met.",
                "Is the case progressing? If\nso, how?\nIf not, why?\n\nSlowly.",
                (
                    "Have the concerns\nescalated, de-escalated or\nstayed the same?\nWhat is "
                    "the impact for the\nchild?\n\nSame."
                ),
            ),
            (
                (
                    "What is your role as part\nof the core group and how\neffective is it?\n"
                    "What challenges need to\nbe made if any at the next\nmeeting?\n\nChair."
                ),
                (
                    "What is it like to be that\nchild, living in that home\nbeing parented by "
                    "those\nparents?\n\nNoisy."
                ),
            ),
            ("Actions to be taken:",),
            ("Action:", "Outcome for the child:", "Date to be\nreviewed/timescale:"),
            ("Call housing again", "A room of her own", "15/12/2025"),
            ("", "", ""),
        ),
        "Signed ……A Obi………. (Supervisor)",
        "Signed………T Reed……..(Supervisee)",
    ),
    {
        "child_name": "JO",
        "case_history": "Known since 2023.",
        "what_happened": "The group met.",
        "progressing": "Slowly.",
        "concerns_impact": "Same.",
        "core_group": "Chair.",
        "lived_experience": "Noisy.",
    },
    {"Call housing again": (None, "2025-12-15")},
)
_HAREWOOD = Filled(
    "harewood/a2-record",
    (
        "Supervision Record",
        "Name of Organisation / Agency: Alder Grove",
        "Name of Supervisee: Tom Reed",
        "Name of Supervisor: Amara Obi",
        "Date: 19th November 2025",
        "Agenda",
        "1. General wellbeing (to include annual Leave, TOIL and sickness absence)",
        "* Annual Leave / TOIL agreed / requests: 2 days in January",
        "* Sickness Absence: none",
        "2. Review of agreed action points from last meeting / matters arising",
        (
            "3. Caseloads for consideration (list cases below and complete a Caseload "
            "Supervision Record for each family discussion, including reflection on any good "
            "practice which could be transferred - please indicate if the cases discussed "
            "represent ALL current cases or a sample)"
        ),
        "Family O (sample)",
        (
            "4. Team / general issues impacting safeguarding practice: including training, "
            "development, wellbeing"
        ),
        "A new colleague in Y4.",
        "5. Personal development and support including training",
        "Level 3",
        "6. Any other business",
        "None",
        "7. Date of next meeting",
        "14/01/2026",
        "8. Agreement (to be signed at next supervision session)",
        "Supervisee's signature T Reed Date 14/01/2026",
        "Supervisor's signature A Obi Date 14/01/2026",
    ),
    {
        "organisation": "Alder Grove",
        "supervisee_name": "Tom Reed",
        "supervisor_name": "Amara Obi",
        "session_date": "2025-11-19",
        "i1_leave": "2 days in January",
        "i1_sickness": "none",
        "i3_cases": "Family O (sample)",
        "i4_team": "A new colleague in Y4.",
        "i5_development": "Level 3",
        "i6_aob": "None",
        "i7_next": "2026-01-14",
    },
    {},
)
_ASHBURY = Filled(
    "ashbury-meadow/c-notes-actions",
    (
        "Safeguarding Supervision Notes and Action Template",
        (
            ("Item", "Notes", "Agreed Action"),
            ("Welcome", "All came", ""),
            ("Cases", "JO: housing", "Call housing – Tom – 15/12/2025"),
            ("Training", "Level 3", "Amara Obi to book by 15/01/2026"),
        ),
        "",
        (
            ("Name", "Role", "Signature", "Date Agreed"),
            ("Tom Reed", "Supervisee", "T Reed", "20/11/2025"),
            ("Amara Obi", "Supervisor", "A Obi", "21/11/2025"),
        ),
    ),
    {"supervisee_name": "Tom Reed", "supervisor_name": "Amara Obi"},
    {
        "Call housing – Tom – 15/12/2025": ("Tom Reed", "2025-12-15"),
        "Amara Obi to book by 15/01/2026": ("Amara Obi", "2026-01-15"),
    },
)
FILLED = (
    _ESTEEM_RECORD,
    _ESTEEM_CASE,
    _HIGHCLIFFE,
    _GREEN_GATES,
    _GREEN_GATES_CASE,
    _HAREWOOD,
    _ASHBURY,
)
