"""Summaries of invented schools: an ordinary one, ones without data, and one with as much as there may be."""

import datetime as dt

from forms.board import (
    AcceptedFinding,
    AgeBar,
    Board,
    HalfTermBar,
    OpenFinding,
    QuestionBar,
    SchoolBar,
    SchoolSummary,
    SigningBar,
    Tile,
    View,
)

_HALF_TERMS = ("Aut1", "Aut2", "Spr1", "Spr2", "Sum1", "Sum2")
AGES = ("0-14", "15-42", "43-84", "85+", "not known")
SIGNING = ("0-7", "8-14", "15-28", "29+", "not signed by both")
_TILES = (
    "Sessions held of those due",
    "Sessions missed",
    "Agreements signed by both",
    "Records signed by both within 14 days",
    "Open actions overdue",
    "Cancelled sessions without a new date",
    "Supervisors with training on record",
    "Monitoring reviews done of those due",
)
_QUESTIONS = (
    "Time for reflection",
    "Alternatives considered",
    "Group dynamics considered",
    "Feelings acknowledged",
    "Feedback given",
    "Work validated",
    "Workload discussed",
    "Professional development",
    "Opportunities discussed",
)
DAY = dt.date(2027, 3, 19)


def typical() -> SchoolSummary:
    """Return what a school may look like in the middle of its year."""
    sessions = ((18, 2, 1, 1), (13, 3, 2, 4), (20, 0, 0, 1), (9, 1, 1, 0), (0, 0, 0, 0), (0, 0, 0, 0))
    actions = ((14, 6), (11, 13), (9, 10), (5, 3), (0, 0), (0, 0))
    numbers = ((66, 72), (6, 72), (33, 34), (59, 66), (3, 12), (0, 4), (11, 11), (5, 6))
    board = Board(
        DAY,
        View("2026/27", school="Alder Grove Primary School"),
        tuple(
            Tile(what, number, of, wants=index in {1, 4, 5})
            for index, (what, (number, of)) in enumerate(zip(_TILES, numbers, strict=True))
        ),
        tuple(
            HalfTermBar(name, held, late, rebooked, missed, opened, closed)
            for name, (held, late, rebooked, missed), (opened, closed) in zip(
                _HALF_TERMS, sessions, actions, strict=True
            )
        ),
        (SchoolBar("Alder Grove Primary School", 66, 72),),
        tuple(map(AgeBar, AGES, (5, 3, 1, 0, 0), (0, 1, 1, 1, 0))),
        tuple(map(SigningBar, SIGNING, (39, 20, 4, 1, 2))),
        tuple(map(QuestionBar, _QUESTIONS, (6, 5, 4, 6, 6, 5, 3, 2, 0), (6, 6, 6, 6, 6, 6, 6, 2, 0))),
    )
    findings = (
        OpenFinding("S02", "session missed, no new date", 1, 1),
        OpenFinding("G03", "not signed by both within 14 days", 0, 7),
        OpenFinding("A04", "action overdue for more than four weeks", 2, 1),
        OpenFinding("V01", "agreement older than a year", 0, 1),
    )
    accepted = (
        AcceptedFinding(
            "F01",
            "Fewer sessions than the policy asks in Autumn 2",
            "Supervisor on sick leave from 9 November; sessions resumed with a colleague on 4 January.",
            dt.date(2027, 3, 31),
        ),
        AcceptedFinding("S07", "Session was held by telephone", "Agreed with the trust in writing.", None),
    )
    policies = (
        "Supervision Policy of Alder Grove Primary School",
        "Trust Policy on Safeguarding Supervision",
    )
    return SchoolSummary(
        "Alder Grove Primary School", policies, "Spr2 2026/27", 34, board, 90, findings, accepted
    )


def empty() -> SchoolSummary:
    """Return a school of which nothing is known yet."""
    board = Board(
        DAY,
        View("2026/27", school="Alder Grove Primary School"),
        tuple(Tile(what, 0, 0, wants=True) for what in _TILES),
        tuple(HalfTermBar(name, 0, 0, 0, 0, 0, 0) for name in _HALF_TERMS),
        (),
        tuple(AgeBar(days, 0, 0) for days in AGES),
        tuple(SigningBar(days, 0) for days in SIGNING),
        tuple(QuestionBar(question, 0, 0) for question in _QUESTIONS),
    )
    return SchoolSummary("Alder Grove Primary School", (), None, 0, board, 90, (), ())


def bare_board() -> SchoolSummary:
    """Return a school whose board has not even got bars."""
    board = Board(DAY, View("2026/27"), (), (), (), (), (), ())
    return SchoolSummary("", (), None, 0, board, 90, (), ())


def extreme() -> SchoolSummary:
    """Return a school with long names, five digits and many findings."""
    school = ("The Aldergrove, Bramble Lane and Cedar Hill Federation of Church of England " * 2)[:119] + "X"
    reason = (
        "The supervisor was away and nobody else at the school has been trained to stand in for her; " * 6
    )
    board = Board(
        DAY,
        View("2026/27", school=school),
        tuple(
            Tile(
                f"{what} in this academic year, all groups together",
                98765 - index,
                99999,
                wants=index % 2 == 0,
            )
            for index, what in enumerate((*_TILES, *_TILES[:4]))
        ),
        tuple(
            HalfTermBar(name, 31234 + index, 12345, 23456, 10987, 54321 - index, 45678)
            for index, name in enumerate(_HALF_TERMS)
        ),
        (),
        tuple(AgeBar(days, 23456, 34567) for days in AGES),
        tuple(SigningBar(days, 45678) for days in SIGNING),
        tuple(
            QuestionBar(f"{question}, in words that take more room", 45678, 56789) for question in _QUESTIONS
        ),
    )
    return SchoolSummary(
        school,
        tuple(
            f"Policy {number} on the Supervision of Staff in Early Years and Pastoral Roles"
            for number in range(9)
        ),
        "Spr2 2026/27",
        12345,
        board,
        95,
        tuple(
            OpenFinding(
                f"K{number:02}", f"kind {number} of finding, about signatures and days", number, 30 - number
            )
            for number in range(30)
        ),
        tuple(
            AcceptedFinding(
                f"K{number:02}",
                f"Finding {number} that somebody has accepted for a while",
                f"Reason {number}: {reason}"[:500],
                dt.date(2027, 8, 31) if number % 3 else None,
            )
            for number in range(40)
        ),
    )
