"""The commands about one form or document, which need no trust's folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from halfterm.cli_options import file_path, folder_path, output_path, policy_option

_STAGES = ("agenda", "session", "signing", "final")
_FORMATS = ("pdf", "docx")


@click.group(invoke_without_command=True)
@policy_option
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_context
def forms(context: click.Context, policy: tuple[str, ...], as_json: bool) -> None:
    """List the forms, with policy, version, fields and what was added."""
    if context.invoked_subcommand is None:
        from halfterm import known, list_forms

        sys.exit(list_forms.list_all(known.open_catalogue(policy), as_json=as_json))


@forms.command("check")
@click.argument("paths", nargs=-1, type=file_path)
def forms_check(paths: tuple[Path, ...]) -> None:
    """Name every mistake in definition files, or in all of a policy's folder."""
    from halfterm import check_forms

    check_forms.check(paths)


@forms.command("diff")
@click.argument("old")
@click.argument("new")
@policy_option
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def forms_diff(old: str, new: str, policy: tuple[str, ...], as_json: bool) -> None:
    """Say what changed from OLD to NEW: files, folders, or form ids (ID@VERSION for an older version)."""
    from halfterm import diff_forms, known

    sys.exit(diff_forms.diff(old, new, known.open_catalogue(policy), as_json=as_json))


@click.command()
@click.argument("form")
@click.option(
    "--format", "file_format", type=click.Choice(_FORMATS), help="From the file's name if left out."
)
@click.option("--verbatim", is_flag=True, help="Only what the printed form has.")
@click.option("-o", "--output", required=True, type=output_path, help="The file to write.")
@policy_option
def blank(form: str, file_format: str | None, verbatim: bool, output: Path, policy: tuple[str, ...]) -> None:
    """Make FORM empty, every field open. FORM is an id, ID@VERSION, or a definition's file."""
    from halfterm import known, make

    make.make_blank(form, output, file_format, known.open_catalogue(policy), verbatim=verbatim)


@click.command()
@click.argument("form")
@click.option("--values", type=file_path, help="A JSON file with what is known.")
@click.option(
    "--previous", multiple=True, type=file_path, help="A returned form of the session before; repeatable."
)
@click.option(
    "--continue", "continued", type=file_path, help="The same session's returned form, one stage on."
)
@click.option("--stage", type=click.Choice(_STAGES), help="The next one if left out.")
@click.option(
    "--format", "file_format", type=click.Choice(_FORMATS), help="From the file's name if left out."
)
@click.option("--verbatim", is_flag=True, help="Only what the printed form has.")
@click.option("-o", "--output", required=True, type=output_path, help="The file to write.")
@policy_option
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


@click.command()
@click.argument("files", nargs=-1, required=True, type=file_path)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--evidence", type=folder_path, help="A folder for pictures of what has to be looked at.")
@click.option("--passwords", type=file_path, help="A text file with passwords of FILES, one a line.")
@click.option(
    "--compare", is_flag=True, help="Say what the second of two FILES says otherwise than the first."
)
@policy_option
def read(
    files: tuple[Path, ...],
    as_json: bool,
    evidence: Path | None,
    passwords: Path | None,
    compare: bool,
    policy: tuple[str, ...],
) -> None:
    """Say what returned FILES say; record nothing."""
    from halfterm import known, take

    catalogue = known.open_catalogue(policy)
    if compare:
        from halfterm import comparing

        sys.exit(comparing.compare(files, catalogue, as_json=as_json, passwords=passwords))
    sys.exit(take.read(files, catalogue, as_json=as_json, evidence=evidence, passwords=passwords))


@click.command()
@click.argument("form")
@click.option("-o", "--output", required=True, type=output_path, help="The PNG file to write.")
@click.option("--page", type=click.IntRange(min=1), help="Only this page, counted from 1.")
@click.option(
    "--stage", type=click.Choice(_STAGES), help="As it goes out at this stage; a blank if left out."
)
@click.option("--values", type=file_path, help="A JSON file with what is known.")
@click.option("--ids", is_flag=True, help="Print the id of each field in its box.")
@policy_option
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


@click.command()
@click.argument("document", type=file_path)
@click.option("-o", "--output", required=True, type=folder_path, help="The new folder for the drafts.")
def adopt(document: Path, output: Path) -> None:
    """Draft a policy folder from the Word or PDF DOCUMENT in which its forms are printed."""
    from halfterm import adopt as adopting

    sys.exit(adopting.adopt(document, output))


@click.command()
@click.argument("folder", type=folder_path)
def demo(folder: Path) -> None:
    """Play two half terms of an invented trust in FOLDER."""
    from halfterm.demo.play import play

    sys.exit(play(folder))
