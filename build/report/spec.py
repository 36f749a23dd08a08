"""What the summary's template is told: texts on one line, numbers with what they are of, and colours."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from build.colours import mixed
from build.report.charts import charts_of
from build.report.wording import NO_DATA, counted, cut, half_term_words, plain
from forms.board import LEAST_ANSWERS, AcceptedFinding, SchoolSummary, Tile

ACTION_WORDS = "wants action"
COLOURS = {
    "held": "#2f5d8a",
    "late": "#bfd3e6",
    "rebooked": "#ffffff",
    "missed": "#8a2f12",
    "alarm": "#8a2f12",
    "alarm_ground": "#fcefe6",
    "calm_ground": mixed("#e9eef4", "#ffffff", 0.6),
}
"""Beside those of every page; patterns, signs and words say the same."""
MOST_TILES = 12
_LONGEST_SCHOOL = 200
_LONGEST_TILE = 80
_LONGEST_POLICIES = 800
_LONGEST_WHAT = 160
_REASON_LENGTHS = (420, 300, 180, 110)
"""Tried in turn where the reasons do not fit whole."""
_GLOSSARY = (
    ("Due", "sessions whose day has come: held in time, held late or missed."),
    ("Held late", "held after the day that was planned at first."),
    ("Missed", "the day has passed, and nothing says that the session was held or rebooked."),
    ("Opened, closed", "actions that were agreed in a half term, and actions that were done with in it."),
    ("On time", "an open action that is not overdue, or that has no date."),
    (
        f"Fewer than {LEAST_ANSWERS} answers",
        "a share of so few is not shown: it would say something of one person.",
    ),
    ("Act now, soon", "how grave it is that what is recorded differs from what a policy asks."),
    ("Accepted", "whoever answers for quality lets the finding stand, for that reason and until that day."),
)
_SHEET = "sheet Exceptions of monitoring.xlsx"


def build_spec(summary: SchoolSummary) -> str:
    """Return the summary as the JSON that templates/report reads; deterministic."""
    on, board = summary.board.on, summary.board
    school = cut(plain(summary.school), _LONGEST_SCHOOL)
    data: dict[str, Any] = {
        "school": school,
        "policies": policies_words(summary.policies),
        "on": f"{on:%d/%m/%Y}",
        "day": [on.year, on.month, on.day],
        "facts": [
            ["As at", f"{on:%d/%m/%Y}"],
            ["Half term", half_term_words(summary.half_term) if summary.half_term else "none on this day"],
            ["Academic year", cut(plain(board.view.year), 20)],
            ["People supervised", str(summary.people)],
        ],
        "tiles": [_tile(tile) for tile in board.tiles[:MOST_TILES]],
        "tiles_left": _left(len(board.tiles) - MOST_TILES, "figure", "figures"),
        "charts": {name: asdict(chart) for name, chart in charts_of(summary).items()},
        "accepted": [_accepted(one) for one in summary.accepted],
        "glossary": _GLOSSARY,
        "sheet": _SHEET,
        "colours": COLOURS,
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def policies_words(policies: tuple[str, ...]) -> str:
    """Return the names of the policies, and how many more there are where they take too much room."""
    if not policies:
        return "no policy"
    shown: list[str] = []
    for name in policies:
        words = cut(plain(name), _LONGEST_POLICIES // 2)
        if len("; ".join((*shown, words))) > _LONGEST_POLICIES:
            return f"{'; '.join(shown)}; and {len(policies) - len(shown)} more"
        shown.append(words)
    return "; ".join(shown)


def _tile(tile: Tile) -> dict[str, Any]:
    empty = tile.of == 0 and not tile.number
    return {
        "what": cut(plain(tile.what), _LONGEST_TILE),
        "number": NO_DATA if empty else str(tile.number),
        "of": "" if empty or tile.of is None else f"of {tile.of}",
        "wants": ACTION_WORDS if tile.wants and tile.number > 0 else "",
    }


def _accepted(one: AcceptedFinding) -> dict[str, Any]:
    reason = plain(one.reason)
    return {
        "code": cut(plain(one.code), 20),
        "what": cut(plain(one.what), _LONGEST_WHAT, " (whole: sheet Exceptions)"),
        "reasons": [reason, *(cut(reason, most, " (whole: sheet Exceptions)") for most in _REASON_LENGTHS)],
        "until": f"{one.until:%d/%m/%Y}" if one.until else "no end date",
    }


def _left(number: int, one: str, more: str) -> str:
    return f"and {counted(number, f'more {one}', f'more {more}')}: monitoring.xlsx" if number > 0 else ""
