"""What people have entered in the trust's workbook, for commands that need it; what does not fit is said."""

from __future__ import annotations

from dataclasses import dataclass, replace

import click

from extract.key_sheet import read_key
from extract.plan_reading import PlanReading, read_plan
from forms.errors import PasswordError, UnreadableError
from forms.findings import Severity
from forms.overview import Mistake
from forms.plan import Plan
from halfterm.trust import Trust
from register.children import Children, children_of
from register.database import Register
from register.ledger import load_plan, save_plan

_AS_BEFORE = "Until then the plan is taken as it was last time."


@dataclass(frozen=True, slots=True)
class TakenPlan:
    """What people have entered, as far as it could be read."""

    plan: Plan
    is_whole: bool
    """Whether no row had to be left out: what is late or due may stand in such a row."""
    mistakes: tuple[Mistake, ...] = ()
    """Cells that do not fit."""


def take_plan(trust: Trust, register: Register) -> TakenPlan:
    """Return what people have entered, and keep it in the register.

    Says on stderr each cell that does not fit. Where the workbook cannot be opened, or one of its sheets
    cannot be read at all, that is said, and the plan is as it was last time: nothing that waits for it gets
    lost.
    """
    try:
        reading = read_plan(
            trust.workbook, schools=trust.settings.schools, policies=trust.catalogue.policy_ids()
        )
    except (UnreadableError, PasswordError) as error:
        click.echo(f"{error}. {_AS_BEFORE}", err=True)
        return _as_before(register)
    children = known_children(trust, reading.plan) if reading.findings else Children((), ())
    for finding in reading.findings:
        words = children.mask(finding.message, parts=True).text
        click.echo(f"{finding.severity.value}: {finding.code}: {words}", err=True)
    before = _as_before(register)
    if reading.lacks_sheet and before.plan != Plan():
        click.echo(f"{trust.workbook.name}: a whole sheet could not be read. {_AS_BEFORE}", err=True)
        return replace(before, mistakes=_mistakes(reading, children))
    with register.writing() as connection:
        save_plan(connection, reading.plan)
    is_whole = all(one.severity is not Severity.ACT_NOW for one in reading.findings)
    return TakenPlan(reading.plan, is_whole, _mistakes(reading, children))


def known_children(trust: Trust, plan: Plan) -> Children:
    """Return the children whose names no message may show, wherever somebody typed one."""
    return children_of((), read_key(trust.key).entries, (one.name for one in plan.people))


def _mistakes(reading: PlanReading, children: Children) -> tuple[Mistake, ...]:
    return tuple(
        Mistake(
            code=one.code,
            severity=str(one.severity),
            sheet=one.sheet,
            cell=one.cell,
            found=children.mask(one.found or one.said, parts=True).text,
            expected=one.expected,
            to_do=one.advice,
        )
        for one in reading.misfits
        if one.sheet
    )


def _as_before(register: Register) -> TakenPlan:
    with register.reading() as connection:
        return TakenPlan(load_plan(connection), is_whole=False)
