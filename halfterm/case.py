"""`halfterm case new`: give a child a case reference, in the key that only a few may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import click

from extract.key_sheet import read_key, write_key
from forms.case_key import CaseEntry, next_case_ref
from forms.errors import NeedsPersonError, UsageError
from forms.files import cannot_write, refuse_name
from halfterm.make import say
from halfterm.trust import Trust
from register.letters import fold, tidy


@dataclass(frozen=True, slots=True)
class Wish:
    """What `halfterm case new` was asked for."""

    name: str
    school: str
    on: dt.date
    known_as: tuple[str, ...] = ()
    hint: str | None = None
    allow_same_name: bool = False
    """Another child of this name is another child."""


def new(trust: Trust, wish: Wish) -> None:
    """Write the child into the key and print the reference, which names nobody.

    Raises UsageError U35 for a school that is none of the trust's, U36 without a prefix, NeedsPersonError N07
    where the key has the name already.
    """
    prefix, school = trust.settings.prefix, _school(trust, wish.school)
    if not prefix:
        raise UsageError(
            "U36",
            "found no prefix in halfterm.toml; expected the letters that references begin with; write it "
            'there as prefix = "ESM".',
        )
    key = read_key(trust.key)
    say(key.findings)
    names = [name for name in (wish.name, *wish.known_as) if name.strip()]
    if not names or not all(name.isprintable() for name in names):
        raise UsageError("U37", "found no name, or one with a control character; write it on one line.")
    taken = [entry for entry in key.entries if {_letters(name) for name in names} & _all_letters(entry)]
    if taken and not wish.allow_same_name:
        raise NeedsPersonError(
            "N07",
            f"the key has this name already: {taken[0].case_ref} ({taken[0].place}); nothing was written; "
            "use that reference, or say with --another that this is another child.",
        )
    entry = CaseEntry(
        case_ref=next_case_ref(key.entries, prefix),
        school=school,
        name=tidy(wish.name),
        known_as=tuple(tidy(name) for name in wish.known_as if name.strip()),
        starts=wish.on,
        hint=wish.hint,
    )
    file = _file_of(trust, school)
    own = read_key(file).entries if trust.key != file else key.entries
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(file, error) from error
    write_key(file, (*own, entry))
    click.echo(entry.case_ref)


def _school(trust: Trust, wanted: str) -> str:
    schools = trust.settings.schools
    if not wanted and len(schools) == 1:
        return schools[0]
    found = next((one for one in schools if fold(one).text == fold(wanted).text), None)
    if found is None:
        known = ", ".join(schools) or "none so far"
        raise UsageError(
            "U35",
            f'--school: found "{wanted}"; expected a school of halfterm.toml ({known}); choose one of them, '
            "or add it there.",
        )
    return found


def _file_of(trust: Trust, school: str) -> Path:
    """Return the school's own file where the key is a folder, else the one file."""
    if not trust.key.is_dir():
        return trust.key
    name = f"key {school}.xlsx"
    refuse_name(name, str(trust.key / name))
    return trust.key / name


def _all_letters(entry: CaseEntry) -> set[str]:
    return {_letters(name) for name in entry.names}


def _letters(name: str) -> str:
    return "".join(letter for letter in fold(tidy(name)).text if letter.isalnum())
