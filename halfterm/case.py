"""`halfterm case new`: give a child a case reference, in the key that only a few may see."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import click

from extract.key_sheet import add_to_key, read_key
from forms.case_key import CaseEntry, next_case_ref
from forms.errors import NeedsPersonError, UsageError
from forms.files import cannot_write, in_turn, refuse_name
from forms.letters import fold, tidy
from forms.naming import is_same_school, letters_of_name
from halfterm.make import say
from halfterm.trust import Trust

_LONGEST = 200
"""Characters of a name or hint: what is longer was pasted by mistake, and a cell would cut it off."""
_WORD = re.compile(r"[^\W_]+")


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
    _refuse_words(wish)
    try:
        trust.key.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(trust.key, error) from error
    with in_turn(trust.key):
        click.echo(_add(trust, wish, prefix, school))


def _add(trust: Trust, wish: Wish, prefix: str, school: str) -> str:
    """Write the child into the key, and return the reference."""
    key = read_key(trust.key)
    say(key.findings)
    asked = {letters_of_name(name) for name in _names(wish)}
    taken = [entry for entry in key.entries if asked & _all_letters(entry)]
    if taken and not wish.allow_same_name:
        raise NeedsPersonError(
            "N07",
            f"the key has this name already: {taken[0].case_ref} ({taken[0].place}); nothing was written; "
            "use that reference, or say with --another that this is another child.",
        )
    entry = CaseEntry(
        case_ref=next_case_ref(key.case_refs, prefix),
        school=school,
        name=tidy(wish.name),
        known_as=tuple(tidy(name) for name in wish.known_as if name.strip()),
        starts=wish.on,
        hint=wish.hint,
    )
    add_to_key(_file_of(trust, school), entry)
    return entry.case_ref


def _names(wish: Wish) -> list[str]:
    return [name for name in (wish.name, *wish.known_as) if name.strip()]


def _refuse_words(wish: Wish) -> None:
    """Raise UsageError U37 for a name that is none, and for a hint that says who is meant."""
    names, hint = _names(wish), wish.hint or ""
    if not wish.name.strip() or not all(_is_name(name) for name in names):
        raise UsageError(
            "U37",
            "--name: found no name with letters, one of more than 200 characters, or one with a control "
            "character; expected a child's name; write it on one line.",
        )
    if not hint.isprintable() or len(hint) > _LONGEST:
        raise UsageError(
            "U37",
            "--hint: found a control character, or more than 200 characters; expected a few words; write "
            "them on one line.",
        )
    said = set(_WORD.findall(fold(hint).text))
    if said & {word for name in names for word in _WORD.findall(fold(tidy(name)).text) if len(word) > 1}:
        raise UsageError(
            "U37",
            "--hint: has a part of the child's name in it, and would stand on forms; expected words that "
            "tell the DSL who is meant, and nobody else; leave the name out.",
        )


def _is_name(name: str) -> bool:
    return name.isprintable() and len(name) <= _LONGEST and any(letter.isalpha() for letter in name)


def _school(trust: Trust, wanted: str) -> str:
    schools = trust.settings.schools
    if not wanted and len(schools) == 1:
        return schools[0]
    found = next((one for one in schools if is_same_school(one, wanted)), None)
    if found is None:
        known = ", ".join(schools) or "none so far"
        said = f'found "{wanted}"' if wanted else "was left out"
        raise UsageError(
            "U35",
            f"--school: {said}; expected a school of halfterm.toml ({known}); choose one of them, "
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
    return {letters_of_name(name) for name in entry.names}
