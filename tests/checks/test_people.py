"""Sessions of several people, and people who move: what is theirs and what is not."""

from dataclasses import replace

from forms.model import Fact, Stage
from forms.plan import Relationship, Series
from tests.checks.cases_people import agreed
from tests.checks.world import PRIYA_ROW, TOM_ROW, World, calendar, day, planned, record
from tests.register.responses import PRIYA

_NAMES = ("Ann Bell", "Bob Cole", "Cy Dean")
_GROUP = tuple(replace(TOM_ROW, person_id=f"P{at}", name=name) for at, name in enumerate(_NAMES))
_PAIRS = tuple(
    Relationship(
        f"R{at}", "highcliffe", f"P{at}", "P-PRIYA", Series.GROUP, "DSL group", starts=day("2026-09-01")
    )
    for at in range(len(_NAMES))
)


def _group(absent: str, listed: tuple[str, ...] = _NAMES) -> World:
    """Return a world in which a group met on 19 November, and one of them did not come."""
    came = [{"name": name, "came": "No" if name == absent else "Yes"} for name in listed]
    form = record(
        "highcliffe",
        Stage.SIGNING,
        {"in_attendance": came},
        form="highcliffe/a3-record-group",
        signed=[("supervisor", PRIYA, "2026-11-26")],
        header={Fact.SUPERVISEE: ""},
    )
    return World(
        people=(*_GROUP, PRIYA_ROW),
        pairs=_PAIRS,
        sessions=(planned("2026-11-19", rel="DSL group"),),
        imports=(("2026-11-27", (form,)),),
    )


def _whose(world: World, on: str, code: str) -> list[str | None]:
    return [one.who for one in world.check(on, code)]


def test_who_did_not_come_was_not_supervised() -> None:
    """One session is credited to those who came; the one who was absent is overdue."""
    assert _whose(_group("Cy Dean"), "2026-11-28", "X01") == ["Cy Dean"]


def test_a_name_that_nobody_knows_makes_nobody_absent() -> None:
    """It may be the one who is looked for."""
    assert _whose(_group("", ("Ann Bell", "Bob Cole", "Cyril")), "2026-11-28", "X01") == []


def test_the_next_date_of_a_group_is_said_once() -> None:
    """Not for each of them."""
    assert _whose(_group(""), "2026-11-28", "X02") == ["DSL group"]


def test_who_moves_to_another_school_is_under_its_calendar_and_needs_a_new_agreement() -> None:
    """Half terms of the old school no longer count; the agreement was made there."""
    before = replace(TOM_ROW, ends=day("2026-12-31"))
    after = replace(TOM_ROW, school="Birch Lane Primary", starts=day("2027-01-01"))
    world = agreed("esteem", "esteem/a1-agreement")
    moved = replace(
        world,
        people=(before, after, PRIYA_ROW),
        pairs=(
            replace(world.pairs[0], ends=day("2026-12-31")),
            Relationship("R2", "esteem", "P-TOM", "P-PRIYA", starts=day("2027-01-01"), follows="R1"),
        ),
        sessions=(*world.sessions, planned("2027-01-14", "ESM-26-0051", "R2", held_on="2027-01-14")),
    )
    found = moved.check("2027-02-20")
    (agreement,) = [one.what for one in found if one.code == "X21"]
    assert agreement.endswith("no new one, though this relationship is new since 01/01/2027.")
    assert [one.school for one in found if one.code == "X43"] == ["Birch Lane Primary"]
    entered = replace(moved, days=(*moved.days, *calendar("Birch Lane Primary")))
    assert not [one for one in entered.check("2027-02-20") if one.code == "X43"]
    missed = [one.what for one in entered.check("2027-02-20", "X01")]
    assert missed == ["Tom Reed: no session was held in Aut2 2026/27 (02/11/2026 to 18/12/2026)."]
