"""Check the forms of one policy's folder against their files' names and against each other."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from forms.errors import DefinitionError
from forms.mistakes import listed, quoted, suggested
from forms.model import Definition
from forms.shelf import OLDER_FOLDER
from forms.toml_lines import find_lines, line_of


def check_name(path: Path, form: Definition, *, older: bool) -> Iterator[DefinitionError]:
    """Yield an error where the name of a form's file is not that of the form, or of its older version."""
    name = form.id.partition("/")[2]
    expected = f"{name}.{form.version}.toml" if older else f"{name}.toml"
    if path.name.casefold() != expected.casefold():
        what = f"version {form.version} of {form.id}" if older else f"the form {form.id}"
        key = "version" if older and path.name.casefold().startswith(f"{name}.".casefold()) else "form"
        yield _wrong(
            "D21",
            path,
            key,
            f"found {what} in a file of the name {path.name}; expected {expected}; "
            f"rename the file, or correct {key} in it",
        )


def check_together(forms: Mapping[Path, Definition], older: Container[Path]) -> Iterator[DefinitionError]:
    """Yield an error for each form that another file of the folder is in the way of, or that follows none."""
    versions: dict[tuple[str, str], Path] = {}
    present: dict[str, Path] = {}
    codes: dict[str, Path] = {}
    clashing: set[str] = set()
    for path, form in forms.items():
        twin = versions.setdefault((form.id, form.version), path)
        if twin != path:
            clashing.add(form.id)
            advice = "raise the version of the present one, or take one file away"
            said = f"{form.id} version {form.version}"
            yield _clash(path, "version", said, "a version of a form once", twin, advice)
        if path in older:
            continue
        other = present.setdefault(form.id, path)
        if other not in {path, twin}:
            clashing.add(form.id)
            advice = f"move the older one into the folder {OLDER_FOLDER}, or take it away"
            said = f"the form {form.id}"
            yield _clash(path, "form", said, "one present version of a form", other, advice)
        rival = codes.setdefault(form.code, path)
        if rival != path and forms[rival].id != form.id:
            said = f'code = "{form.code}"'
            yield _clash(path, "code", said, "a code of its own for each form", rival, "change one")
    for path, form in forms.items():
        # Of two files for one form, the name of one is wrong for that reason alone.
        if form.id not in clashing:
            yield from check_name(path, form, older=path in older)
    yield from _check_order({form_id: forms[path] for form_id, path in present.items()}, present)


def _check_order(forms: Mapping[str, Definition], files: Mapping[str, Path]) -> Iterator[DefinitionError]:
    """Yield an error for each form that continues one that is not there, or in the end itself."""
    for form_id, form in forms.items():
        if not form.continues:
            continue
        found = f"continues = {quoted(form.continues)}"
        if form.continues not in forms:
            known = sorted(forms.keys() - {form_id})
            expected = f"one of {listed(known)}" if known else "none, for the folder holds no other form"
            advice = suggested(
                form.continues, known, "name a form of this folder" if known else "take it out"
            )
            yield _wrong("D11", files[form_id], "continues", f"found {found}; expected {expected}; {advice}")
            continue
        way = [form_id]
        while (following := forms[way[-1]].continues) in forms and following not in way:
            way.append(following)
        if following == form_id:
            circle = " -> ".join((*way, form_id))
            said = f"found a circle of forms: {circle}; expected one that comes first; take out one continues"
            yield _wrong("D11", files[form_id], "continues", said)


def _clash(path: Path, key: str, found: str, expected: str, other: Path, advice: str) -> DefinitionError:
    said = f"found {found} for the second time, also in {other.name}; expected {expected}; {advice}"
    return _wrong("D08", path, key, said)


def _wrong(code: str, path: Path, key: str, said: str) -> DefinitionError:
    text = path.read_text(encoding="utf-8-sig")
    line = line_of(find_lines(text), (key,)) if key in tomllib.loads(text) else 1
    return DefinitionError(code, f"{path}, line {line}: {said}")
