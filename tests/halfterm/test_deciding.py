"""What the QA lead writes beside an action that is left behind: what does not count is said, and why."""

import dataclasses

import pytest

from forms.decisions import Wanted
from forms.log import ON_THE_CASE_SHEET, ActionHistory, ActionStatus
from forms.plan import Person, Plan
from halfterm.deciding import why_not
from register.rostered import Rostered
from tests.stories.trust import day

_OLD, _NEW = "Alder Grove", "Birch Lane"
_HELEN, _LATER = "Helen Marsh", "2027-01-05"
_TOM = (
    Person("P-TOM", "Tom Reed", _OLD, ends=day("2026-12-31")),
    Person("P-TOM", "Tom Reed", _NEW, starts=day("2027-01-01")),
)
_PEOPLE = (*_TOM, Person("P-DANA", "Dana Cole", _OLD), Person("P-LEE", "Lee Moss", _NEW))
_ACTION = ActionHistory(
    "ESM-26-0042-A3-1/1", "ESM-26-0042", "esteem/a3-case-notes", "New actions", "Esteem", _OLD, "Tom Reed",
    "Priya Shah", "ESM-C014", ON_THE_CASE_SHEET, "Tom Reed", None, None, day("2026-11-19"), ActionStatus.OPEN,
    None, None, 0, None, None,
)  # fmt: skip
_OWN = dataclasses.replace(_ACTION, case_ref=None, action_text="Share the rota")


@pytest.mark.parametrize(
    ("status", "given_to", "by", "action", "on", "expected"),
    [
        ("Transferred", "", _HELEN, _ACTION, _LATER, None),
        ("", "Dana Cole", _HELEN, _ACTION, _LATER, None),
        ("Done", "Dana Cole", _HELEN, _ACTION, _LATER, None),
        ("", "Dana Cole", "", _ACTION, _LATER, "the name of who decided"),
        ("Done", "", _HELEN, _ACTION, _LATER, "what was decided"),
        ("Open", "Dana Cole", _HELEN, _ACTION, _LATER, "Transferred, Done, No longer needed, or nothing"),
        ("", "Lee Moss", _HELEN, _ACTION, _LATER, "a name that the Roster has at Alder Grove"),
        ("", "Nobody", _HELEN, _ACTION, _LATER, "a name that the Roster has at Alder Grove"),
        ("Transferred", "", _HELEN, _ACTION, "2026-12-31", "an action of somebody who has left the school"),
        ("Transferred", "", _HELEN, _OWN, _LATER, "an action on a case sheet"),
    ],
)  # fmt: skip
def test_decision_counts_or_is_said(
    status: str, given_to: str, by: str, action: ActionHistory, on: str, expected: str | None
) -> None:
    """For a case's action of somebody who has left, by somebody with a name, to somebody who is there."""
    wanted = Wanted(action.action_id, status, given_to, by)
    fault = why_not(wanted, action, Rostered(Plan(people=_PEOPLE)), day(on))
    assert (fault.expected if fault is not None else None) == expected
