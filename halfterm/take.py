"""`halfterm read` and `halfterm extract`: returned files in, JSON or a workbook out."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from extract.archives import LEFT_ALONE
from extract.description import describe
from extract.intake import ReadResult
from extract.report import exit_status, is_automatic, to_json
from forms.catalogue import Catalogue
from forms.dates import parse_date
from forms.errors import HalftermError, PasswordError, UnreadableError, UsageError
from forms.files import refuse_unwritable
from forms.log import Log, Outcome, UnreadFile
from forms.visible import visible
from halfterm.as_sent import AS_SENT
from halfterm.make import say
from halfterm.passwords import passwords_in
from halfterm.reading import read_all
from halfterm.urgent import urgent_lines

_NEEDS_PASSWORD = PasswordError.exit_status
_OUTCOMES = {
    "R20": Outcome.NOT_OURS,
    "R21": Outcome.NOT_OURS,
    "R22": Outcome.WRONG_VERSION,
    "R41": Outcome.NOT_OURS,
    "R52": Outcome.OPENED,
    "R53": Outcome.OPENED,
    AS_SENT: Outcome.AS_SENT,
}
"""What the log calls errors of reading; the others are unreadable files."""


def read(
    files: Sequence[Path],
    catalogue: Catalogue,
    *,
    as_json: bool,
    evidence: Path | None = None,
    passwords: Path | None = None,
) -> int:
    """Print what the files say, and write pictures of what is in doubt; return the exit status.

    `passwords` is a file with those that may protect them.
    """
    opens = passwords_in(passwords).open
    results = read_all(files, catalogue, opens)
    if as_json:
        click.echo(json.dumps(to_json(results), indent=2))
    else:
        click.echo(describe(results, catalogue.load_form))
    _say_errors(results)
    if evidence is not None:
        from halfterm.evidence import write_evidence

        count = write_evidence(files, results, evidence, opens)
        click.echo(f"{evidence}: {count} picture{'' if count == 1 else 's'} of what to look at", err=True)
    return exit_status(results)


def extract(paths: Sequence[Path], output: Path, on: str | None, catalogue: Catalogue) -> int:
    """Write the workbook of all returned files in `paths`; return the exit status."""
    from extract.workbook import write_workbook

    day = parse_day(on)
    if output.suffix.lower() != ".xlsx":
        raise UsageError(
            "U07", f"{output}: found no workbook's ending; expected .xlsx; name it such as log.xlsx."
        )
    refuse_unwritable(output)
    results = read_all(returned_files(paths, output), catalogue)
    read_well = sum(result.response is not None for result in results)
    automatic = sum(map(is_automatic, results))
    if not read_well:
        _say_errors(results)
        said = "none of these files is a form that can be read; nothing was written."
        raise (PasswordError if exit_status(results) == _NEEDS_PASSWORD else UnreadableError)("R00", said)
    log = fold_results(results, day, catalogue)
    findings = write_workbook(log, output, day)
    _say_errors(results)
    say_left_alone([str(one) for one in left_alone(paths)])
    urgent = urgent_lines(results, log)
    for line in urgent:
        click.echo(line, err=True)
    say(findings)
    files = f"{read_well} of {len(results)} file{'' if len(results) == 1 else 's'} read"
    click.echo(f"{output}: {files}; {_waiting(len(urgent) + len(results) - read_well - automatic)}", err=True)
    return exit_status(results) or int(bool(urgent))


def refuse_mixed(paths: Sequence[Path], output: Path | None, *, dry_run: bool, undo: int | None) -> None:
    """Raise UsageError U39 for choices of `extract` of which one would be passed over in silence."""
    given = {"-o": output is not None, "--dry-run": dry_run, "--undo": undo is not None, "PATHS": bool(paths)}
    for one, other, why in (
        ("-o", "--dry-run", "a workbook that is named is written"),
        ("-o", "--undo", "nothing is recorded with -o, so nothing can be taken back"),
        ("--undo", "PATHS", "an import is taken back whole"),
    ):
        if given[one] and given[other]:
            raise UsageError(
                "U39", f"found {one} with {other}; expected only one of the two, for {why}; leave one out."
            )


def _waiting(count: int) -> str:
    """Return how many things need a person, in words."""
    if not count:
        return "nothing needs a person now"
    things = "1 thing needs" if count == 1 else f"{count} things need"
    return f"{things} a person now: see above, and the column exceptions of the workbook for why"


def fold_results(results: Sequence[ReadResult], day: dt.date, catalogue: Catalogue) -> Log:
    """Return the log that these files show on a day, with those that gave nothing."""
    from register.history import Received, fold_history

    responses = [result.response for result in results if result.response]
    unread = [unread_file(result, result.error) for result in results if result.error]
    return fold_history(responses, catalogue.load_form, day, Received(unread))


def parse_day(on: str | None) -> dt.date:
    """Return the day that a command is to work on: today unless --on says another. Raises UsageError U05."""
    if on is None:
        return dt.date.today()  # noqa: DTZ011 - the school's own calendar day
    day = parse_date(on)
    if day is None:
        raise UsageError("U05", f"--on: found {on!r}; expected a date from 1990 to 2100, such as 2026-11-19.")
    return day


def returned_files(paths: Sequence[Path], output: Path) -> list[Path]:
    """Return the files in `paths`, folders with all that lies in them; lock files and the output are none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                one for one in _below(path) if not one.name.startswith(LEFT_ALONE) and one != output
            )
        else:
            found.append(path)
    return found


def left_alone(paths: Sequence[Path]) -> list[Path]:
    """Return the files in the folders of `paths` that nobody returned: lock files and hidden ones."""
    return sorted(
        one for path in paths if path.is_dir() for one in _below(path) if one.name.startswith(LEFT_ALONE)
    )


def say_left_alone(shown: Sequence[str]) -> None:
    """Say of each file that nobody returned that it was passed over; nobody has to do anything about it."""
    for name in shown:
        click.echo(f"left alone: {visible(name)}", err=True)


def _below(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder, and each folder that is not looked into: reading it says so.

    That is one that may not be, and one that is a link, which may lead anywhere, or in a circle.
    """
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        yield from (Path(place, name) for name in names)
        yield from (path for path in (Path(place, name) for name in folders) if path.is_symlink())
    yield from (Path(error.filename) for error in closed)


def unread_file(result: ReadResult, error: HalftermError) -> UnreadFile:
    """Return a file that gave no response, as the log calls it."""
    outcome = (
        Outcome.PROTECTED
        if isinstance(error, PasswordError)
        else _OUTCOMES.get(error.code, Outcome.UNREADABLE)
    )
    return UnreadFile(visible(result.path), result.sha256 or "", outcome, error.code)


def _say_errors(results: Sequence[ReadResult]) -> None:
    for result in results:
        if result.error:
            click.echo(str(result.error), err=True)
