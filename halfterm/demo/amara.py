"""Amara Okafor's two half terms with Priya Shah. She works in a PDF reader."""

from __future__ import annotations

import datetime as dt

from halfterm.demo.story import Agreement, Answers, Followed, Meeting, Pair, Person

AMARA = Person("Amara Okafor", "Designated Safeguarding Lead", "Birch Lane Academy")

LATE_ARRIVALS = "Agree with the office how late arrivals are logged, and tell all staff on Monday's briefing."
HANDOVER = "Draft a one-page handover note for class teachers."
NURSE = "Ring the school nurse about who holds the medication plan."
RECORDS = "Check that records of the three pupils who joined in September have arrived."

_AGREEMENT = Agreement(
    "ESM-26-0041-A1",
    Answers({"ack_supervisee_sig-name": "Amara Okafor", "ack_supervisee_sig-date": "14/09/2026"}),
    Answers({"ack_supervisor_sig-name": "Priya Shah", "ack_supervisor_sig-date": "15/09/2026"}),
)

_AUTUMN_1 = Meeting(
    session="ESM-26-0043",
    date=dt.date(2026, 10, 9),
    time="13:30",
    return_by=dt.date(2026, 10, 2),
    agenda=Answers(
        {
            "agenda_items": (
                "1. Late arrivals: the office and I log them differently, so the numbers never match.\n"
                "2. Handing over to class teachers after a difficult morning.\n"
                "3. How I am getting on with two roles since September."
            ),
            "training_undertaken": "Safer recruitment refresher, half a day online (17 September).",
            "training_planned": "Supervision skills for DSLs, one day in the spring term.",
            "personal_factors": (
                "Two roles leave me little time to write things up. I end up doing it after seven "
                "in the evening."
            ),
        }
    ),
    record=Answers(
        {
            "issues_discussed": (
                "We looked at last month's late arrivals side by side. Both ways of counting are "
                "sensible; having "
                "two of them is not.\n"
                "Amara handles the hand-over well on the days when she has ten minutes. On the "
                "others it is a word "
                "in the corridor, and a class teacher has twice missed something that mattered.\n"
                "Writing up at night cannot go on. Priya will raise the timetable with the head; "
                "Amara blocks out "
                "Thursday after lunch and does not give it away."
            ),
            "agenda_action-1-action": LATE_ARRIVALS,
            "agenda_action-1-who": "Amara Okafor",
            "agenda_action-1-by_when": "06/11/2026",
            "agenda_action-1-status": "Not started",
            "issues_action-1-action": HANDOVER,
            "issues_action-1-who": "Priya Shah",
            "issues_action-1-by_when": "20/11/2026",
            "issues_action-1-status": "Not started",
            "next_session_date": "01/12/2026",
            "actual_date": "09/10/2026",
            "actual_length": "75",
            "who_came": "Amara Okafor and Priya Shah",
        }
    ),
    supervisee_signs=Answers(
        {
            "disagreement": "No",
            "sig_supervisee-name": "Amara Okafor",
            "sig_supervisee_date": "13/10/2026",
        }
    ),
    supervisor_signs=Answers({"sig_supervisor-name": "Priya Shah", "sig_supervisor_date": "14/10/2026"}),
    case_agenda=Answers(
        {
            "child_name": "Tuesday group",
            "case_status": "CP Plan",
            "case_update": (
                "Attendance has gone from 81 to 93 per cent since the breakfast place was found. "
                "The last core "
                "group was held on 24 September and went better than the one in the summer."
            ),
            "childs_view": "Likes breakfast club, and would like the same adult to be there every day.",
            "parents_views": "Mum finds the meetings hard but says that school has kept its promises.",
            "visiting_pattern": ("Social worker every ten working days; I meet Mum at the gate on Fridays."),
            "logs_up_to_date": "Yes",
            "chronology_up_to_date": "No",
            "chronology_up_to_date-comment": "Two entries from July are still on paper.",
        }
    ),
    case_record=Answers(
        {
            "new_actions-1-action": NURSE,
            "new_actions-1-who": "Amara Okafor",
            "new_actions-1-by_when": "16/10/2026",
            "new_actions-1-status": "Not started",
            "chronology_up_to_date": "Yes",
            "chronology_up_to_date-comment": "The July entries were typed up during the session.",
        }
    ),
)

_AUTUMN_2 = Meeting(
    session="ESM-26-0058",
    date=dt.date(2026, 12, 1),
    time="13:30",
    return_by=dt.date(2026, 11, 24),
    agenda=Answers(
        {
            "agenda_items": (
                "1. Three pupils joined in September and not all of their records have come.\n"
                "2. Cover in the last week of term."
            ),
            "training_undertaken": "Read the new attendance guidance and summarised it for staff.",
            "personal_factors": "Thursdays are my own now, most weeks. I go home at five.",
        },
        {
            LATE_ARRIVALS: Followed("One sheet since 2 November; both of us use it.", "Done"),
            HANDOVER: Followed("I have seen the draft and like it.", "In progress"),
        },
    ),
    record=Answers(
        {
            "issues_discussed": (
                "The late-arrival numbers agreed in November for the first time. Well done to both.\n"
                "The hand-over note is in use in three classes and saves the corridor conversations.\n"
                "Records of one pupil are complete, those of two are not; we agreed who chases "
                "them and by when."
            ),
            "agenda_action-1-action": RECORDS,
            "agenda_action-1-who": "Amara Okafor",
            "agenda_action-1-by_when": "08/01/2027",
            "agenda_action-1-status": "Not started",
            "next_session_date": "02/02/2027",
            "actual_date": "01/12/2026",
            "actual_length": "60",
            "who_came": "Amara Okafor and Priya Shah",
        },
        {
            LATE_ARRIVALS: Followed("Seen and agreed: the November sheet is complete.", "Done"),
            HANDOVER: Followed("In use in three classes since 23 November.", "Done"),
        },
    ),
    supervisee_signs=Answers(
        {
            "disagreement": "No",
            "sig_supervisee-name": "Amara Okafor",
            "sig_supervisee_date": "04/12/2026",
        }
    ),
    supervisor_signs=None,
    case_agenda=Answers(
        {
            "child_name": "Tuesday group",
            "case_update": (
                "The review conference on 18 November stepped the plan down. A child in need plan "
                "starts in December."
            ),
            "childs_view": "Proud of the attendance certificate. Asks whether breakfast club stays.",
            "parents_views": "Relieved, and worried that everybody will now go away at once.",
            "visiting_pattern": "Social worker monthly from December; I keep Fridays at the gate.",
            "logs_up_to_date": "Yes",
            "chronology_up_to_date": "Yes",
        },
        {NURSE: Followed("Rang on 14 October. The nurse holds the plan, we have a copy.", "Done")},
    ),
    case_record=Answers(
        {"case_status": "CiN"},
        {NURSE: Followed("Copy seen in the medical file.", "Done")},
    ),
)

AMARA_WITH_PRIYA = Pair(AMARA, "pdf", "ESM-C021", _AGREEMENT, (_AUTUMN_1, _AUTUMN_2))
