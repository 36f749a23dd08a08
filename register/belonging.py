"""Whether the names on a form belong to its case references: notes under the wrong child are the worst error.

The register keeps no name, only a mark of each (a keyed hash of its letters) beside the reference it was
written with. The key gives the same marks, so that what it says today decides, also about what came long ago.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.case_key import CaseEntry
from forms.letters import fold, tidy
from forms.reference import is_case_ref
from forms.revisions import Revision
from register.children import names_on

Pair = tuple[str, str]
"""The mark of a name, and the case reference that it was written with."""


@dataclass(frozen=True, slots=True)
class Owners:
    """Mark of a name -> the references of the children who are called so."""

    refs: Mapping[str, frozenset[str]]

    def misplaced(self, pairs: Iterable[Pair]) -> tuple[str, ...]:
        """Return the references that stand beside the name of another child, in the order of the form.

        A name that the key does not give proves nothing.
        """
        found = (
            case for mark, case in pairs if (known := self.refs.get(mark)) is not None and case not in known
        )
        return tuple(dict.fromkeys(found))


def owners_of(key: Iterable[CaseEntry], marks_key: bytes) -> Owners:
    """Return whom the key gives each name to."""
    refs: dict[str, frozenset[str]] = {}
    for entry in key:
        for name in entry.names:
            mark = name_mark(name, marks_key)
            refs[mark] = refs.get(mark, frozenset()) | {entry.case_ref}
    return Owners(refs)


def pairs_of(one: Revision, marks_key: bytes) -> tuple[Pair, ...]:
    """Return the mark of each child's name on a form, with the case reference beside it."""
    return tuple((name_mark(name, marks_key), case) for name, case in names_on(one) if is_case_ref(case))


def name_mark(name: str, marks_key: bytes) -> str:
    """Return the mark of a name: the same however it is typed."""
    letters = "".join(letter for letter in fold(tidy(name)).text if letter.isalnum())
    return hmac.new(marks_key, f"name\0{letters}".encode(), hashlib.sha256).hexdigest()[:24]
