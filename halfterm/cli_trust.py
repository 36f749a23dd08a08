"""The commands of a trust's daily work: init, start, extract, check, due, report and case."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from halfterm.cli_options import file_path, folder_path, on_option, output_path, policy_option

if TYPE_CHECKING:
    from halfterm.trust import Trust


@click.command()
@click.argument("folder", metavar="DIR", type=folder_path)
@click.option(
    "--policy",
    "policies",
    required=True,
    multiple=True,
    metavar="NAME|PATH",
    help="One of halfterm's own, or a folder to copy; repeatable, where schools differ.",
)
@click.option("--prefix", help="What references begin with: two to five capital letters, such as ESM.")
@click.option("--school", "schools", multiple=True, help="A school's name; repeatable.")
@click.option("--copy", is_flag=True, help="Copy one of halfterm's own too, so that it can be changed.")
def init(
    folder: Path, policies: tuple[str, ...], prefix: str | None, schools: tuple[str, ...], copy: bool
) -> None:
    """Make a trust's folder DIR, with its settings and its policy or policies."""
    from halfterm import init

    init.init(init.Wish(folder, policies, prefix, schools, copy=copy))


@click.command()
@click.argument("paths", nargs=-1, type=file_path)
@click.option("-o", "--output", type=output_path, help="Write this workbook from PATHS, and record nothing.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--undo", type=int, metavar="IMPORT", help="Take one import back, by its number.")
@on_option
@policy_option
def extract(
    paths: tuple[Path, ...],
    output: Path | None,
    dry_run: bool,
    undo: int | None,
    on: str | None,
    policy: tuple[str, ...],
) -> None:
    """Take returned forms (files or folders) into the trust's register, or with -o into a workbook only."""
    from halfterm import known, take

    take.refuse_mixed(paths, output, dry_run=dry_run, undo=undo)
    catalogue = known.open_catalogue(policy)
    if output is not None:
        sys.exit(take.extract(paths, output, on, catalogue))
    from halfterm import taking_in
    from halfterm.trust import open_trust

    wish = taking_in.Wish(paths, take.parse_day(on), dry_run=dry_run, undo=undo)
    sys.exit(taking_in.take_in(open_trust(catalogue), wish).status)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@on_option
@policy_option
def check(as_json: bool, on: str | None, policy: tuple[str, ...]) -> None:
    """Hold the register against the policy: what is late, missing or odd, and what to do about it."""
    from halfterm import checking, known, take
    from halfterm.trust import open_trust

    sys.exit(checking.check(open_trust(known.open_catalogue(policy)), take.parse_day(on), as_json=as_json))


@click.command()
@click.option("--by", type=click.Choice(("supervisor", "school")), default="supervisor", help="How to group.")
@click.option(
    "--weeks", type=click.IntRange(min=0, max=60), default=4, help="How far to look beyond this week."
)
@click.option("--digest", type=output_path, metavar="FILE.txt", help="Write a text that can be mailed.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@on_option
@policy_option
def due(
    by: str, weeks: int, digest: Path | None, as_json: bool, on: str | None, policy: tuple[str, ...]
) -> None:
    """Say what is overdue, due this week and in the weeks after."""
    from halfterm import due as ahead
    from halfterm import known, take
    from halfterm.trust import open_trust

    wish = ahead.Wish(take.parse_day(on), by, weeks, digest, as_json)
    sys.exit(ahead.due(open_trust(known.open_catalogue(policy)), wish))


@click.command()
@on_option
@policy_option
def prepare(on: str | None, policy: tuple[str, ...]) -> None:
    """Put into the outbox what is to go out: for each session its forms and a draft. Nothing is sent."""
    from halfterm import known, take
    from halfterm import prepare as preparing
    from halfterm.trust import open_trust

    sys.exit(preparing.prepare(open_trust(known.open_catalogue(policy)), take.parse_day(on)).status)


@click.command()
@click.argument("drafts", nargs=-1, type=file_path)
@click.option("--dry-run", is_flag=True, help="Say what would be sent to whom, and send nothing.")
@click.option(
    "--again", is_flag=True, help="Also what may have been sent before: you have made sure it was not."
)
@policy_option
def send(drafts: tuple[Path, ...], dry_run: bool, again: bool, policy: tuple[str, ...]) -> None:
    """Hand drafts of the outbox (DRAFTS, folders, or all) to the trust's mail server, each once."""
    from halfterm import known
    from halfterm import send as sending
    from halfterm.clock import WALL
    from halfterm.trust import open_trust

    wish = sending.Wish(drafts, dry_run=dry_run, again=again)
    sys.exit(sending.send(open_trust(known.open_catalogue(policy)), wish, WALL))


_DAY_S = 86400


def _refuse_no_number(every_s: float) -> float:
    """Return how often to look; what is no number (nan) lies in no range, and beyond none."""
    if not 1 <= every_s <= _DAY_S:
        raise click.BadParameter(f"{every_s} is not in the range 1<=x<={_DAY_S}.")
    return every_s


@click.command()
@click.option(
    "--every",
    type=click.FloatRange(min=1, max=_DAY_S),
    default=10,
    show_default=True,
    callback=lambda _, __, every_s: _refuse_no_number(every_s),
    help="Seconds between looks.",
)
@policy_option
def watch(every: float, policy: tuple[str, ...]) -> None:
    """Take in what comes into the inbox as soon as it lies there whole, until it is ended (Ctrl+C)."""
    from halfterm import known
    from halfterm import watch as watching
    from halfterm.clock import WALL
    from halfterm.trust import open_trust

    def load() -> Trust:
        return open_trust(known.open_catalogue(policy))

    load()  # what is wrong with the settings now is said now
    click.echo("Watching the inbox; Ctrl+C ends it.", err=True)
    try:
        sys.exit(watching.watch(load, WALL, every_s=every, stops=lambda: False))
    except KeyboardInterrupt:
        sys.exit(0)


@click.command()
@click.option("--school", metavar="NAME", help="Only of this school.")
@on_option
@policy_option
def report(school: str | None, on: str | None, policy: tuple[str, ...]) -> None:
    """Write for each school the inspection summary and a workbook of its own."""
    from halfterm import known, reports, take
    from halfterm.trust import open_trust

    wish = reports.Wish(take.parse_day(on), school)
    sys.exit(reports.report(open_trust(known.open_catalogue(policy)), wish).status)


@click.command()
@on_option
@policy_option
def run(on: str | None, policy: tuple[str, ...]) -> None:
    """Take in the inbox, write workbook, packs to send and reports: one step, for a scheduled task."""
    from halfterm import known, nightly, take
    from halfterm.trust import open_trust

    sys.exit(nightly.run(open_trust(known.open_catalogue(policy)), take.parse_day(on)))


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=file_path)
@click.option("--form", help="Which form the files are, where their words fit several.")
@click.option("--again", is_flag=True, help="Propose files once more that were looked at before.")
@click.option("--json", "as_json", is_flag=True, help="Say what was read as JSON.")
@on_option
@policy_option
def start(
    files: tuple[Path, ...],
    form: str | None,
    again: bool,
    as_json: bool,
    on: str | None,
    policy: tuple[str, ...],
) -> None:
    """Start in mid-year: propose what old records and a list of people say, and take what was confirmed."""
    from halfterm import known, take
    from halfterm import start as starting
    from halfterm.trust import open_trust

    wish = starting.Wish(files, take.parse_day(on), form, again=again, as_json=as_json)
    sys.exit(starting.start(open_trust(known.open_catalogue(policy)), wish))


@click.group()
def case() -> None:
    """Keep the key, which says which child a case reference is."""


@case.command("new")
@click.option("--name", prompt="The child's name", help="The child's name; asked for if left out.")
@click.option("--school", default="", help="The school that holds the case, if the trust has several.")
@click.option("--known-as", multiple=True, help="Another name that people write; repeatable.")
@click.option("--hint", help="Words for forms that tell the DSL who is meant, and nobody else.")
@click.option("--another", is_flag=True, help="There is another child of this name.")
@click.option("--on", "on", metavar="DATE", help="The first day that the school holds it; today if left out.")
@policy_option
def case_new(
    name: str,
    school: str,
    known_as: tuple[str, ...],
    hint: str | None,
    another: bool,
    on: str | None,
    policy: tuple[str, ...],
) -> None:
    """Give a child a case reference, and print it."""
    from halfterm import case as cases
    from halfterm import known, take
    from halfterm.trust import open_trust

    wish = cases.Wish(name, school, take.parse_day(on), known_as, hint, allow_same_name=another)
    cases.new(open_trust(known.open_catalogue(policy)), wish)
