"""Tom Reed's two half terms with Priya Shah. He works in Word."""

from __future__ import annotations

import datetime as dt

from halfterm.demo.story import Agreement, Answers, Followed, Meeting, Pair, Person

TOM = Person("Tom Reed", "Deputy Designated Safeguarding Lead", "Alder Grove Academy")

ATTENDANCE = "Share the weekly attendance list with the pastoral team every Friday."
COURSE = "Book the report-writing course for both deputies."
HEALTH_VISITOR = "Ask the health visitor whether the two-year review took place."
HOME_VISIT = "Visit at home together with the family support worker."
BRIEFING = "Write the thresholds briefing for new staff, one side of A4."

_AGREEMENT = Agreement(
    "ESM-26-0040-A1",
    Answers({"ack_supervisee_sig-name": "Tom Reed", "ack_supervisee_sig-date": "10/09/2026"}),
    Answers({"ack_supervisor_sig-name": "Priya Shah", "ack_supervisor_sig-date": "11/09/2026"}),
)

_AUTUMN_1 = Meeting(
    session="ESM-26-0042",
    date=dt.date(2026, 10, 8),
    time="10:00",
    return_by=dt.date(2026, 10, 1),
    agenda=Answers(
        {
            "agenda_items": (
                "1. Attendance worries reach me on a Monday, when the weekend has already happened.\n"
                "2. A referral that came back as “no further action”. I would like to "
                "talk it through.\n"
                "3. What I should hand over while I am on the course."
            ),
            "training_undertaken": "Level 3 refresher with the local partnership, 22 September.",
            "training_planned": "Report writing for conferences, with the other deputy.",
            "personal_factors": (
                "Fine on the whole. The referral stayed with me for longer than I expected."
            ),
        }
    ),
    record=Answers(
        {
            "issues_discussed": (
                "Tom talked through the referral from start to finish. The concern was written "
                "clearly; the history "
                "was missing from it, and without that it read like a single incident. He will "
                "send it again with "
                "the chronology.\n"
                "It is all right that it stayed with him. He tells Priya sooner next time rather "
                "than after a "
                "fortnight.\n"
                "Pastoral staff should see the attendance list before the weekend, not after."
            ),
            "agenda_action-1-action": ATTENDANCE,
            "agenda_action-1-who": "Tom Reed",
            "agenda_action-1-by_when": "23/10/2026",
            "agenda_action-1-status": "Not started",
            "training_action-1-action": COURSE,
            "training_action-1-who": "Priya Shah",
            "training_action-1-by_when": "20/11/2026",
            "training_action-1-status": "Not started",
            "next_session_date": "26/11/2026",
            "actual_date": "08/10/2026",
            "actual_length": "90",
            "who_came": "Tom Reed and Priya Shah",
        }
    ),
    supervisee_signs=Answers(
        {"disagreement": "No", "sig_supervisee-name": "Tom Reed", "sig_supervisee_date": "14/10/2026"}
    ),
    supervisor_signs=Answers({"sig_supervisor-name": "Priya Shah", "sig_supervisor_date": "15/10/2026"}),
    case_agenda=Answers(
        {
            "child_name": "Blue folder",
            "case_status": "EHA",
            "case_update": (
                "Settled in class since September. Two late collections in one week, both "
                "explained by a shift "
                "that changed at short notice."
            ),
            "childs_view": "Draws Gran’s house a lot and says that is where it is quiet.",
            "parents_views": "Dad says thank you for the calls and would rather have a text message.",
            "visiting_pattern": (
                "Weekly call on Wednesdays; home visit in September, nobody in the second time."
            ),
            "logs_up_to_date": "Yes",
            "chronology_up_to_date": "Yes",
        }
    ),
    case_record=Answers(
        {
            "new_actions-1-action": HEALTH_VISITOR,
            "new_actions-1-who": "Tom Reed",
            "new_actions-1-by_when": "16/10/2026",
            "new_actions-1-status": "Not started",
            "new_actions-2-action": HOME_VISIT,
            "new_actions-2-who": "Tom Reed",
            "new_actions-2-by_when": "13/11/2026",
            "new_actions-2-status": "Not started",
        }
    ),
)

_AUTUMN_2 = Meeting(
    session="ESM-26-0057",
    date=dt.date(2026, 11, 26),
    time="10:00",
    return_by=dt.date(2026, 11, 19),
    agenda=Answers(
        {
            "agenda_items": (
                "1. New staff ask me what counts as a concern. I give a slightly different answer "
                "each time.\n"
                "2. Time for the deputies to write reports."
            ),
            "training_undertaken": (
                "Watched the partnership’s recording on neglect, with the pastoral team."
            ),
            "personal_factors": "Better. The second referral was taken up, which helped.",
        },
        {
            ATTENDANCE: Followed("Every Friday since 16 October.", "Done"),
            COURSE: Followed("Nothing heard yet.", "Not started"),
        },
    ),
    record=Answers(
        {
            "issues_discussed": (
                "The Friday list works: pastoral staff rang four families before a weekend.\n"
                "Tom’s answers about thresholds are sound; they need to be the same on paper "
                "for everybody. He "
                "writes them down, Priya reads them.\n"
                "The autumn course was full. Priya has put both deputies on the list for February."
            ),
            "agenda_action-1-action": BRIEFING,
            "agenda_action-1-who": "Tom Reed",
            "agenda_action-1-by_when": "15/01/2027",
            "agenda_action-1-status": "Not started",
            "next_session_date": "28/01/2027",
            "actual_date": "26/11/2026",
            "actual_length": "80",
            "who_came": "Tom Reed and Priya Shah",
        },
        {
            ATTENDANCE: Followed("Agreed. It stays in the Friday routine.", "Done"),
            COURSE: Followed("Autumn was full; on the list for February.", "In progress"),
        },
    ),
    supervisee_signs=Answers(
        {
            "disagreement": "Yes",
            "disagreement_note": (
                "I said that the briefing needs a day of cover. The record gives it no time at "
                "all. I would like "
                "us to come back to that in January."
            ),
            "sig_supervisee-name": "Tom Reed",
            "sig_supervisee_date": "02/12/2026",
        }
    ),
    supervisor_signs=Answers({"sig_supervisor-name": "Priya Shah", "sig_supervisor_date": "03/12/2026"}),
    case_agenda=Answers(
        {
            "child_name": "Blue folder",
            "case_update": (
                "No late collections since half term. The family support worker closes in December."
            ),
            "childs_view": "Has a friend to walk home with.",
            "parents_views": "Text messages work. Dad answers within the hour.",
            "visiting_pattern": "Home visit on 12 November, everybody in.",
            "logs_up_to_date": "Yes",
            "chronology_up_to_date": "Yes",
        },
        {
            HEALTH_VISITOR: Followed("It took place in August; nothing to follow up.", "Done"),
            HOME_VISIT: Followed("Visited on 12 November.", "Done"),
        },
    ),
    case_record=Answers(
        {},
        {
            HEALTH_VISITOR: Followed("Letter seen.", "Done"),
            HOME_VISIT: Followed("Visit is written up in the log.", "Done"),
        },
    ),
)

TOM_WITH_PRIYA = Pair(TOM, "docx", "ESM-C014", _AGREEMENT, (_AUTUMN_1, _AUTUMN_2))
