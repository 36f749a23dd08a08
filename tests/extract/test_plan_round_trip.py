"""A plan that was written is read back as it was, and still after LibreOffice saved the file."""

import datetime as dt
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from extract.plan_reading import read_plan
from extract.plan_sheets import Choices
from extract.trust_workbook import monitoring_bytes, write_monitoring
from forms.plan import Plan
from tests.extract.plan_strategies import plans
from tests.extract.plan_workbooks import SCHOOLS, SOUND
from tests.round.effort import examples
from tests.tools import libreoffice

ON = dt.date(2026, 9, 1)


@given(plans())
def test_a_plan_comes_back(plan: Plan) -> None:
    """Every field of every row, to the character."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "monitoring.xlsx")
        write_monitoring(path, plan, Choices(), ON)
        assert read_plan(path).plan == plan


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_a_plan_comes_back_after_libreoffice_saved_it(tmp_path: Path) -> None:
    """Plans of odd words, and one without a word to say."""
    drawn: list[Plan] = []

    @settings(max_examples=examples(4, 20), phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(plans())
    def draw(plan: Plan) -> None:
        drawn.append(plan)

    draw()
    files = [tmp_path / f"{number}.xlsx" for number in range(len(drawn) + 1)]
    for path, plan in zip(files, [*drawn, SOUND], strict=True):
        write_monitoring(path, plan, Choices(SCHOOLS if plan is SOUND else ()), ON)
    again = libreoffice.convert(files, "xlsx", tmp_path / "again")
    for path, plan in zip(again, [*drawn, SOUND], strict=True):
        assert read_plan(path).plan == plan
    assert read_plan(again[-1]).findings == ()


def test_the_same_plan_gives_the_same_bytes() -> None:
    """So that a copy can be told from a change."""
    choices = Choices(SCHOOLS, ("esteem",))
    assert monitoring_bytes(SOUND, choices, ON) == monitoring_bytes(SOUND, choices, ON)


def test_the_order_of_rows_is_kept(tmp_path: Path) -> None:
    """Whatever it is."""
    people = list(SOUND.people)
    random.Random(4).shuffle(people)  # noqa: S311 - a sample, not a secret
    plan = Plan(people=tuple(people))
    write_monitoring(tmp_path / "monitoring.xlsx", plan, Choices(), ON)
    assert read_plan(tmp_path / "monitoring.xlsx").plan == plan
