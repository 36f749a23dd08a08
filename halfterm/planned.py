"""What people have entered in the trust's workbook, for commands that need it; what does not fit is said."""

from __future__ import annotations

import click

from extract.plan_reading import read_plan
from forms.errors import PasswordError, UnreadableError
from forms.plan import Plan
from halfterm.trust import Trust
from register.database import Register
from register.ledger import load_plan, save_plan


def take_plan(trust: Trust, register: Register) -> Plan:
    """Return what people have entered, and keep it in the register.

    Says on stderr each cell that does not fit. Where the workbook cannot be opened, that is said, and the
    plan is as it was last time: nothing that waits for it gets lost.
    """
    try:
        reading = read_plan(
            trust.plan_workbook, schools=trust.settings.schools, policies=trust.catalogue.policy_ids()
        )
    except (UnreadableError, PasswordError) as error:
        click.echo(f"{error} Until then the plan is taken as it was last time.", err=True)
        with register.reading() as connection:
            return load_plan(connection)
    for finding in reading.findings:
        click.echo(f"{finding.severity.value}: {finding.code}: {finding.message}", err=True)
    with register.writing() as connection:
        save_plan(connection, reading.plan)
    return reading.plan
