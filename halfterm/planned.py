"""What people have entered in the trust's workbook, for commands that need it; what does not fit is said."""

from __future__ import annotations

from pathlib import Path

import click

from extract.plan_reading import PlanReading, read_plan
from forms.catalogue import Catalogue
from halfterm.settings import load_settings


def open_plan(settings_file: Path, catalogue: Catalogue) -> PlanReading:
    """Return the plan in the workbook that the settings name, and say on stderr each cell that does not fit.

    Raises UnreadableError or PasswordError where it cannot be opened, DefinitionError for wrong settings.
    """
    settings = load_settings(settings_file)
    workbook = settings_file.parent / settings.workbook
    reading = read_plan(workbook, schools=settings.schools, policies=catalogue.policy_ids())
    for finding in reading.findings:
        click.echo(f"{finding.severity.value}: {finding.code}: {finding.message}", err=True)
    return reading
