"""All rows of the table of checks, and what each check is called."""

from __future__ import annotations

from collections.abc import Mapping

from tests.checks.cases_actions import CASES as ACTIONS
from tests.checks.cases_agreements import CASES as AGREEMENTS
from tests.checks.cases_cancelled import CASES as CANCELLED
from tests.checks.cases_files import CASES as FILES
from tests.checks.cases_mails import CASES as MAILS
from tests.checks.cases_people import CASES as PEOPLE
from tests.checks.cases_records import CASES as RECORDS
from tests.checks.cases_sessions import CASES as SESSIONS

ALL = tuple(
    sorted(
        (*SESSIONS, *CANCELLED, *RECORDS, *ACTIONS, *PEOPLE, *AGREEMENTS, *FILES, *MAILS),
        key=lambda case: case.code,
    )
)

TITLES: Mapping[str, str] = {
    "X01": "No session held in its time, or too long since the last one",
    "X02": "Next session not planned, or fixed too late",
    "X03": "Agenda or case notes back late, or not at all",
    "X04": "More pupils than allowed",
    "X05": "Session held, no record",
    "X06": "Record not sent for signature in time",
    "X07": "Unsigned when the next session is held",
    "X08": "A signature is missing",
    "X09": "Signed by an unexpected name",
    "X10": "A date of signing that cannot be",
    "X11": "One name in both signatures",
    "X12": "Content changed after signature",
    "X13": "Action without owner",
    "X14": "Action without date",
    "X15": "Action's date not readable",
    "X16": "Action overdue",
    "X17": "Action carried three times or more",
    "X18": "Carried action removed, or its locked text altered",
    "X19": "Cancelled and not rebooked",
    "X20": "Rebooked too far away",
    "X21": "No agreement, or not the right one",
    "X22": "Agreement's review overdue",
    "X23": "Review of quality overdue",
    "X24": "A child named in words bound for the log",
    "X25": "Facts of the header differ from Roster or Schedule",
    "X26": "Another version of the form",
    "X27": "Reference unknown or missing",
    "X28": "Another person's form, or a completed session's",
    "X29": "A later copy with differences",
    "X30": "Duplicate",
    "X31": "Unreadable, protected, or without boxes",
    "X32": "Disagreement recorded",
    "X33": "A matter of the minimum agenda is empty",
    "X34": "An answer or a change of status to look at",
    "X35": "Logs, chronology or file, or filing",
    "X36": "Training of supervisors; the policy's own review",
    "X37": "Length out of range, or a group not stated as one",
    "X38": "Log and monitoring form disagree",
    "X39": "Text overflows its box",
    "X40": "DSL's sign-off missing",
    "X41": "Word and PDF copies differ",
    "X42": "Mail from or to a domain that nobody on the Roster has",
    "X43": "Something that cannot be checked",
    "X44": "Supervisor away for long",
    "X45": "New supervisor without a handover",
    "X46": "No copy given",
    "X47": "The Schedule contradicts itself",
    "X48": "Values in doubt",
    "X49": "The number of another case's sheet",
    "X50": "A case sheet without a case reference",
    "X51": "Mail that could not be delivered",
}

WAITING: Mapping[str, str] = {
    "X39": "Words outside the boxes of a Word form are F36.",
}
"""Checks, or parts of them, that wait for something else."""
