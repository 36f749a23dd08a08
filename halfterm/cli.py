"""The command line: reads arguments, calls the other parts, turns errors into exit codes.

Heavy parts are imported by the command that needs them, so that `halfterm --help` is instant.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import Any

import click

from forms.errors import HalftermError, UsageError, WriteError
from halfterm.cli_options import policy_option as _policy
from halfterm.cli_register import find, purge, restore, verify

_STAGES = ("agenda", "session", "signing", "final")
_FORMATS = ("pdf", "docx")
_file = click.Path(path_type=Path)


class _Output(click.Path):
    """The file to write; a name with a stroke at its end is a folder's, which a path would forget."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and value.endswith(("/", os.sep)):
            raise WriteError("W02", f"{value}: is a folder's name; expected a file's; add one to it.")
        return super().convert(value, param, ctx)


_output = _Output(path_type=Path)


class _Folder(click.Path):
    """A folder to be made; no name at all, as from a script's empty variable, is not the current one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            raise UsageError(
                "U15", "found an empty name; expected a folder's name; give one, or . for this one."
            )
        return super().convert(value, param, ctx)


_folder = _Folder(path_type=Path)


class _Group(click.Group):
    """The catch-all at the edge: a known error becomes one message on stderr and its exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except HalftermError as error:
            with contextlib.suppress(BrokenPipeError):
                click.echo(str(error), err=True)
            _leave_closed_pipes()
            ctx.exit(error.exit_status)
        except BrokenPipeError:
            # Whoever reads the output has all that they wanted, as with `| head -1`: nothing is wrong.
            _leave_closed_pipes()
            ctx.exit(0)
        except OSError as error:
            click.echo(f"W04: the output cannot be written ({error.strerror or error}).", err=True)
            sys.stdout = None  # what could not be written would only be tried again at the end
            ctx.exit(WriteError.exit_status)
        else:
            return done


def _leave_closed_pipes() -> None:
    """Let what could not be written go nowhere, where Python would try it again at the end and complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="halfterm", message="halfterm %(version)s")
def main() -> None:
    """Make pre-filled supervision forms, read them back, and keep the QA workbook."""
    for stream in (sys.stdout, sys.stderr):
        # Windows writes to files and pipes in its own code page, which lacks most of what a form may hold.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@main.group(invoke_without_command=True)
@_policy
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_context
def forms(context: click.Context, policy: tuple[str, ...], as_json: bool) -> None:
    """List the forms, with policy, version, fields and what was added."""
    if context.invoked_subcommand is None:
        from halfterm import known, list_forms

        sys.exit(list_forms.list_all(known.open_catalogue(policy), as_json=as_json))


@forms.command("check")
@click.argument("paths", nargs=-1, type=_file)
def forms_check(paths: tuple[Path, ...]) -> None:
    """Name every mistake in definition files, or in all of a policy's folder."""
    from halfterm import check_forms

    check_forms.check(paths)


@forms.command("diff")
@click.argument("old")
@click.argument("new")
@_policy
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def forms_diff(old: str, new: str, policy: tuple[str, ...], as_json: bool) -> None:
    """Say what changed from OLD to NEW: files, folders, or form ids (ID@VERSION for an older version)."""
    from halfterm import diff_forms, known

    sys.exit(diff_forms.diff(old, new, known.open_catalogue(policy), as_json=as_json))


@main.command()
@click.argument("form")
@click.option(
    "--format", "file_format", type=click.Choice(_FORMATS), help="From the file's name if left out."
)
@click.option("--verbatim", is_flag=True, help="Only what the printed form has.")
@click.option("-o", "--output", required=True, type=_output, help="The file to write.")
@_policy
def blank(form: str, file_format: str | None, verbatim: bool, output: Path, policy: tuple[str, ...]) -> None:
    """Make FORM empty, every field open. FORM is an id, ID@VERSION, or a definition's file."""
    from halfterm import known, make

    make.make_blank(form, output, file_format, known.open_catalogue(policy), verbatim=verbatim)


@main.command()
@click.argument("form")
@click.option("--values", type=_file, help="A JSON file with what is known.")
@click.option(
    "--previous", multiple=True, type=_file, help="A returned form of the session before; repeatable."
)
@click.option("--continue", "continued", type=_file, help="The same session's returned form, one stage on.")
@click.option("--stage", type=click.Choice(_STAGES), help="The next one if left out.")
@click.option(
    "--format", "file_format", type=click.Choice(_FORMATS), help="From the file's name if left out."
)
@click.option("--verbatim", is_flag=True, help="Only what the printed form has.")
@click.option("-o", "--output", required=True, type=_output, help="The file to write.")
@_policy
def build(
    form: str,
    values: Path | None,
    previous: tuple[Path, ...],
    continued: Path | None,
    stage: str | None,
    file_format: str | None,
    verbatim: bool,
    output: Path,
    policy: tuple[str, ...],
) -> None:
    """Make FORM pre-filled, with open actions carried forward."""
    from halfterm import known, make

    request = make.Request(form, values, previous, continued, stage, file_format, verbatim, output)
    sys.exit(make.make_document(request, known.open_catalogue(policy)))


@main.command()
@click.argument("files", nargs=-1, required=True, type=_file)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@_policy
def read(files: tuple[Path, ...], as_json: bool, policy: tuple[str, ...]) -> None:
    """Say what returned FILES say; record nothing."""
    from halfterm import known, take

    sys.exit(take.read(files, known.open_catalogue(policy), as_json=as_json))


@main.command()
@click.argument("paths", nargs=-1, type=_file)
@click.option("-o", "--output", type=_output, help="Write this workbook from PATHS, and record nothing.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--undo", type=int, metavar="IMPORT", help="Take one import back, by its number.")
@click.option("--on", "on", metavar="DATE", help="As at this date instead of today.")
@_policy
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

    catalogue = known.open_catalogue(policy)
    if output is not None:
        sys.exit(take.extract(paths, output, on, catalogue))
    from halfterm import taking_in
    from halfterm.trust import open_trust

    wish = taking_in.Wish(paths, take.parse_day(on), dry_run=dry_run, undo=undo)
    sys.exit(taking_in.take_in(open_trust(catalogue), wish))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--on", "on", metavar="DATE", help="As at this date instead of today.")
@_policy
def check(as_json: bool, on: str | None, policy: tuple[str, ...]) -> None:
    """Hold the register against the policy: what is late, missing or odd, and what to do about it."""
    from halfterm import checking, known, take
    from halfterm.trust import open_trust

    sys.exit(checking.check(open_trust(known.open_catalogue(policy)), take.parse_day(on), as_json=as_json))


@main.command()
@click.option("--by", type=click.Choice(("supervisor", "school")), default="supervisor", help="How to group.")
@click.option(
    "--weeks", type=click.IntRange(min=0, max=60), default=4, help="How far to look beyond this week."
)
@click.option("--digest", type=_output, metavar="FILE", help="Write a text that can be mailed.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--on", "on", metavar="DATE", help="As at this date instead of today.")
@_policy
def due(
    by: str, weeks: int, digest: Path | None, as_json: bool, on: str | None, policy: tuple[str, ...]
) -> None:
    """Say what is overdue, due this week and in the weeks after."""
    from halfterm import due as ahead
    from halfterm import known, take
    from halfterm.trust import open_trust

    wish = ahead.Wish(take.parse_day(on), by, weeks, digest, as_json)
    sys.exit(ahead.due(open_trust(known.open_catalogue(policy)), wish))


@main.command()
@click.argument("form")
@click.option("-o", "--output", required=True, type=_output, help="The PNG file to write.")
@click.option("--page", type=click.IntRange(min=1), help="Only this page, counted from 1.")
@click.option(
    "--stage", type=click.Choice(_STAGES), help="As it goes out at this stage; a blank if left out."
)
@click.option("--values", type=_file, help="A JSON file with what is known.")
@click.option("--ids", is_flag=True, help="Print the id of each field in its box.")
@_policy
def preview(
    form: str,
    output: Path,
    page: int | None,
    stage: str | None,
    values: Path | None,
    ids: bool,
    policy: tuple[str, ...],
) -> None:
    """Draw FORM as a picture. FORM is an id, ID@VERSION, or a definition's file that is being written."""
    from halfterm import known, preview

    wish = preview.Wish(form, output, page, stage, values, ids=ids)
    preview.preview(wish, known.open_catalogue(policy))


@main.command()
@click.argument("folder", metavar="DIR", type=_folder)
@click.option(
    "--policy", required=True, metavar="NAME|PATH", help="One of halfterm's own, or a folder to copy."
)
@click.option("--prefix", help="What references begin with: two to five capital letters, such as ESM.")
@click.option("--school", "schools", multiple=True, help="A school's name; repeatable.")
@click.option("--copy", is_flag=True, help="Copy one of halfterm's own too, so that it can be changed.")
def init(folder: Path, policy: str, prefix: str | None, schools: tuple[str, ...], copy: bool) -> None:
    """Make a trust's folder DIR, with its settings and its policy."""
    from halfterm import init

    init.init(init.Wish(folder, policy, prefix, schools, copy=copy))


@main.command()
@click.argument("document", type=_file)
@click.option("-o", "--output", required=True, type=_folder, help="The new folder for the drafts.")
def adopt(document: Path, output: Path) -> None:
    """Draft a policy folder from the Word or PDF DOCUMENT in which its forms are printed."""
    from halfterm import adopt as adopting

    sys.exit(adopting.adopt(document, output))


@main.group()
def case() -> None:
    """Keep the key, which says which child a case reference is."""


@case.command("new")
@click.option("--name", prompt="The child's name", help="The child's name; asked for if left out.")
@click.option("--school", default="", help="The school that holds the case, if the trust has several.")
@click.option("--known-as", multiple=True, help="Another name that people write; repeatable.")
@click.option("--hint", help="Words for forms that tell the DSL who is meant, and nobody else.")
@click.option("--another", is_flag=True, help="There is another child of this name.")
@click.option("--on", "on", metavar="DATE", help="The first day that the school holds it; today if left out.")
@_policy
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


@main.command()
@click.argument("folder", type=_folder)
def demo(folder: Path) -> None:
    """Play two half terms of an invented trust in FOLDER."""
    from halfterm.demo.play import play

    sys.exit(play(folder))


for _command in (find, verify, purge, restore):
    main.add_command(_command)
