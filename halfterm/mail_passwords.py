"""The passwords that files go out under: each person their own, told by telephone and never by mail."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from forms.errors import UsageError
from forms.files import cannot_write, write_whole
from forms.plan import Person

_HEAD = """# The passwords that files go out under, a person a line. Tell each person theirs by telephone or
# face to face, never by mail. Lines for new people are added here. You may change a password: what
# goes out from then on has the new one.
"""
_LINE = re.compile(r"(?P<person>\S+)\s*=\s*(?P<password>\S+)(?:\s+#.*)?")
_FIT = re.compile(r"[!-~]{8,60}")
"""PDF takes no more than 127 bytes (ISO 32000-2, 7.6.4.3), and programs differ in how they take letters with
accents; what is shorter is found by trying."""
_CONSONANTS, _VOWELS = "bdfghkmnprstvz", "aeiou"
_GROUPS, _SYLLABLES = 4, 3
"""Four groups of three: 12 syllables of 70, 73 bits."""
Choose = Callable[[str], str]
"""Takes a letter of some by chance."""


def new_password(choose: Choose = secrets.choice) -> str:
    """Return a password that can be told over the telephone: kebora-nutipa-modasu-fehiva."""
    return "-".join(
        "".join(choose(_CONSONANTS) + choose(_VOWELS) for _ in range(_SYLLABLES)) for _ in range(_GROUPS)
    )


def load_mail_passwords(file: Path) -> dict[str, str]:
    """Return person id -> password; nothing where there is no such file.

    Raises UsageError U61 for a line that is none: a password that was misread would go out.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "U61", f"{file}: cannot be read ({error}); close it elsewhere, or save it as text in UTF-8."
        ) from error
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or match["person"] in found:
            why = "a second line for this person" if match is not None else "what is none of these lines"
            raise UsageError(
                "U61",
                f"{file}, line {number}: found {why}; expected a person id of the Roster, = and a password "
                "without spaces, each person once; correct it there.",
            )
        found[match["person"]] = match["password"]
    return found


def with_new_people(
    file: Path, known: dict[str, str], people: Iterable[Person], choose: Choose = secrets.choice
) -> dict[str, str]:
    """Return the passwords of all these people, those who had none added to the file.

    Raises WriteError where it cannot be written: nothing may go out under a password that nobody has.
    Raises UsageError U61 for one that does not protect.
    """
    names = {one.person_id: " ".join(one.name.split()) for one in people}
    for person_id in sorted(names.keys() & known.keys()):
        if not _FIT.fullmatch(known[person_id]):
            raise UsageError(
                "U61",
                f"{file}: found a password of {person_id} that does not protect, or that not every program "
                "takes; expected 8 to 60 letters without accents, digits and signs; choose another one, or "
                "take the line out: then a new one is made.",
            )
    added = {person_id: new_password(choose) for person_id in sorted(names) if person_id not in known}
    if added:
        before = file.read_text(encoding="utf-8-sig") if file.is_file() else _HEAD
        lines = "".join(f"{one} = {password}  # {names[one]}\n" for one, password in added.items())
        gap = "" if before.endswith("\n") else "\n"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(file.parent, error) from error
        write_whole(file, f"{before}{gap}{lines}".encode())
    return {**known, **added}
