"""`halfterm read --compare`: what a later copy of a form says otherwise than an earlier one, box by box."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from extract.intake import ReadResult
from extract.report import exit_status
from forms.catalogue import Catalogue
from forms.errors import UsageError
from forms.records import Response
from halfterm.passwords import passwords_in
from halfterm.reading import read_all
from register.differences import Difference, differences

_DIFFER = 1
_NEWLINE = "\n"


def compare(files: Sequence[Path], catalogue: Catalogue, *, as_json: bool, passwords: Path | None) -> int:
    """Print what the second of two files says otherwise than the first, box by box with both words.

    Only the files are read, and nothing is kept. Returns 1 where they differ, else the status of reading.
    Raises UsageError U65 for other than two files of one form, and what reading one of them raises.
    """
    if len(files) != 2:
        count = f"{len(files)} file{'' if len(files) == 1 else 's'}"
        raise UsageError("U65", f"--compare: found {count}; expected two copies of one form; name both.")
    opens = passwords_in(passwords).open
    results = [read_all((path,), catalogue, opens) for path in files]
    earlier, later = (_only(*pair) for pair in zip(files, results, strict=True))
    if earlier.form != later.form:
        raise UsageError(
            "U65",
            f"--compare: found {earlier.form} in {files[0]}, and {later.form} in {files[1]}; expected two "
            "copies of one form; name such two.",
        )
    found = differences(earlier, later, catalogue.load_form(later.form, later.version))
    if as_json:
        click.echo(json.dumps(_as_data(earlier, later, found), indent=2, ensure_ascii=False))
    else:
        click.echo(_NEWLINE.join(_lines(earlier, later, found)))
    return _DIFFER if found else exit_status([one for pair in results for one in pair])


def _only(path: Path, results: Sequence[ReadResult]) -> Response:
    errors = [one.error for one in results if one.error is not None]
    if len(errors) == len(results) and errors:
        raise errors[0]
    forms = [one.response for one in results if one.response is not None]
    if len(forms) != 1:
        raise UsageError(
            "U65",
            f"--compare: {path}: found {len(forms)} forms in it; expected one; take it out and name it.",
        )
    return forms[0]


def _lines(earlier: Response, later: Response, found: Sequence[Difference]) -> list[str]:
    lines = [
        f"{later.path}, compared with {earlier.path}: {len(found)} change{'' if len(found) == 1 else 's'}"
    ]
    for one in found:
        lines += ["", one.label, *_words("before", one.before), *_words("now", one.after)]
    return lines


def _words(when: str, text: str | None) -> list[str]:
    first, *more = (text or "(blank)").split(_NEWLINE)
    return [f"  {when + ':':<8}{first}", *(f"{'':10}{line}" for line in more)]


def _as_data(earlier: Response, later: Response, found: Sequence[Difference]) -> dict[str, object]:
    return {
        "earlier": earlier.path,
        "later": later.path,
        "changes": [
            {"box": one.name, "label": one.label, "before": one.before, "after": one.after} for one in found
        ],
    }
