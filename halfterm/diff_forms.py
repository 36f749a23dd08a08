"""`halfterm forms diff`: what changed between two versions of a form, or of a policy's folder."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

import click

from forms.catalogue import Catalogue
from forms.changes import Change, Part, Sort
from forms.difference import Difference, compare
from forms.errors import UsageError
from forms.model import Definition
from forms.shelf import is_policy_folder
from halfterm.known import find_form

_TITLES = {Part.FORM: "Form", Part.FIELD: "Fields", Part.SECTION: "Sections", Part.POLICY: "Policy"}
_NEEDS_A_PERSON = 1


@dataclass(frozen=True, slots=True)
class Compared:
    """Two forms, or two policies' folders, beside each other."""

    pairs: tuple[Difference, ...]
    added: tuple[Definition, ...] = ()
    removed: tuple[Definition, ...] = ()
    unkept: frozenset[str] = field(default_factory=frozenset)
    """Ids of forms whose old version is not among those that are kept."""


def diff(old: str, new: str, catalogue: Catalogue, *, as_json: bool) -> int:
    """Print what changed; return the exit status: 1 where a form changed under the same version."""
    folders = [_policy_of(word, catalogue) for word in (old, new)]
    if folders[0] is not None and folders[1] is not None:
        compared = _compare_policies(folders[0], folders[1])
        if not compared.pairs and compared.added and compared.removed:
            raise UsageError(
                "U22",
                f"{old} and {new}: are two different policies, no form of one has the name of a form of the "
                "other; expected two versions of one policy; name two forms to compare them.",
            )
    else:
        before, after = find_form(old, catalogue), find_form(new, catalogue)
        pair = compare(before.definition, after.definition)
        kept = after.catalogue.versions_of(pair.new.id)
        compared = Compared((pair,), unkept=_unkept([pair], {pair.new.id: kept}))
    if as_json:
        click.echo(json.dumps(_as_data(compared), indent=2))
    else:
        click.echo("\n".join(_lines(compared)))
    return _NEEDS_A_PERSON if any(pair.version_must_rise for pair in compared.pairs) else 0


@dataclass(frozen=True, slots=True)
class _Policy:
    forms: dict[str, Definition]
    """By the part of their ids behind the policy's."""
    versions: dict[str, tuple[str, ...]]


def _policy_of(word: str, catalogue: Catalogue) -> _Policy | None:
    """Return the policy that a word names by its id or folder, None where it names none."""
    policy_id = word
    if word not in catalogue.policy_ids():
        try:
            if not is_policy_folder(Path(word)):
                return None
        except (OSError, ValueError):  # no name that the system could hold
            return None
        catalogue = Catalogue(()).with_folders([Path(word)])
        policy_id = catalogue.policy_ids()[0]
    forms = catalogue.forms_of(policy_id)
    return _Policy(
        {form.id.partition("/")[2]: form for form in forms},
        {form.id: catalogue.versions_of(form.id) for form in forms},
    )


def _compare_policies(old: _Policy, new: _Policy) -> Compared:
    pairs = tuple(compare(old.forms[name], form) for name, form in new.forms.items() if name in old.forms)
    return Compared(
        pairs,
        added=tuple(form for name, form in new.forms.items() if name not in old.forms),
        removed=tuple(form for name, form in old.forms.items() if name not in new.forms),
        unkept=_unkept(pairs, new.versions),
    )


def _unkept(pairs: Sequence[Difference], versions: dict[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(
        pair.new.id
        for pair in pairs
        if pair.old.version != pair.new.version and pair.old.version not in versions.get(pair.new.id, ())
    )


def _as_data(compared: Compared) -> dict[str, object]:
    return {
        "forms": [
            {
                "form": pair.new.id,
                "old_version": pair.old.version,
                "new_version": pair.new.version,
                "version_must_rise": pair.version_must_rise,
                "old_version_is_kept": pair.new.id not in compared.unkept,
                "changes": [_change_data(change) for change in pair.changes],
            }
            for pair in compared.pairs
        ],
        "added": [form.id for form in compared.added],
        "removed": [form.id for form in compared.removed],
    }


def _change_data(change: Change) -> dict[str, str]:
    return {
        "change": change.sort.value,
        "part": change.part.value,
        "id": change.id,
        "old_id": change.old_id,
        "key": change.key,
        "old": change.old,
        "new": change.new,
    }


def _lines(compared: Compared) -> Iterator[str]:
    for number, pair in enumerate(compared.pairs):
        yield from [""] * (number > 0)
        yield from _pair_lines(pair, kept=pair.new.id not in compared.unkept)
    for form in compared.added:
        yield f"\n{_bold(form.id)}: a new form, {form.title}"
    for form in compared.removed:
        yield f"\n{_bold(form.id)}: is gone; keep its file in older/, so that its returns can still be read"


def _pair_lines(pair: Difference, *, kept: bool) -> Iterator[str]:
    old, new = pair.old, pair.new
    versions = f"version {old.version}"
    if old.version != new.version:
        versions += f" -> {new.version}"
    yield f"{_bold(new.id)}  {new.title}, {versions}"
    if not pair.changes:
        yield "  nothing changed"
    for part, title in _TITLES.items():
        changes = [change for change in pair.changes if change.part is part]
        if changes:
            yield f"  {_bold(title)}"
            for change in changes:
                yield from _change_lines(change)
    yield from _verdict(pair, kept=kept)


def _verdict(pair: Difference, *, kept: bool) -> Iterator[str]:
    name = pair.new.id.partition("/")[2]
    file = f"older/{name}.{pair.old.version}.toml"
    if pair.version_must_rise:
        yield click.style(
            f"  Wrong: the form changed, but both are version {pair.new.version}. Keep the old file as "
            f"{file} and raise the version in the new one.",
            fg="red",
        )
    elif pair.old.version != pair.new.version and not kept:
        yield (
            f"  Version {pair.old.version} is not kept beside the new one: put it there as {file}, or "
            "returns on it cannot be read."
        )
    elif pair.of_the_form:
        yield f"  The version was raised from {pair.old.version} to {pair.new.version}, as it must be."


def _change_lines(change: Change) -> Iterator[str]:
    head = f"    {change.sort.value:<13}  "
    if change.sort in {Sort.RENAMED, Sort.LOOKS_RENAMED}:
        yield f"{head}{change.old_id} -> {change.id}"
        if change.sort is Sort.LOOKS_RENAMED:
            advice = f'if it is the same question, write was = ["{change.old_id}"] in [field.{change.id}]'
            yield f"{'':<19}{advice}"
    elif change.sort in {Sort.ADDED, Sort.REMOVED}:
        words = " ".join((change.new or change.old).split())
        yield (
            f"{head}{change.id}"
            + (f" ({change.key})" if change.key else "")
            + (f": {words}" if words else "")
        )
    elif change.sort is Sort.MOVED:
        yield f"{head}{change.id}: {change.key or 'place'} {change.old} -> {change.new}"
    else:
        yield f"{head}{change.id}" + (f": {change.key}" if change.key else "")
        if change.old or change.new:
            was, now = marked(change.old, change.new)
            if was == now:
                now += "  (other spaces or line ends)"
            yield f"{'':<19}was  {was or 'nothing'}"
            yield f"{'':<19}now  {now or 'nothing'}"


def marked(old: str, new: str) -> tuple[str, str]:
    """Return both texts on one line, the words that differ in [- -] and {+ +}, coloured on a terminal."""
    before, after = old.split(), new.split()
    was, now = [], []
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = " ".join(before[i:i_end]), " ".join(after[j:j_end])
        if tag == "equal":
            was.append(gone)
            now.append(come)
            continue
        if gone:
            was.append(click.style(f"[-{gone}-]", fg="red"))
        if come:
            now.append(click.style(f"{{+{come}+}}", fg="green"))
    return " ".join(was), " ".join(now)


def _bold(text: str) -> str:
    return click.style(text, bold=True)
