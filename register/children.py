"""Keep children's names out of the log: every known name that turns up in a logged text becomes its case.

Names are known from the case sheets that came back. The words as they were written stay in the returned
file; whoever reads the log sees the case reference instead, and a finding says that it happened.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from forms.model import Fact, RecordType
from forms.revisions import Revision, fact_of
from register.field_ids import CHILD_NAME, text_of

UNKNOWN_CASE = "a child"
_CASE_REF = re.compile(r"[A-Z]{2,5}-C[0-9]{1,6}")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’\-.][^\W\d_]+)*\.?")
_ALSO_WORDS = frozenset({
    "April", "Art", "Autumn", "Bill", "Care", "Chance", "Dale", "Faith", "Frank", "Grace", "Hope", "Jack",
    "Joy", "June", "Long", "Mark", "May", "Read", "Rose", "Sky", "Spring", "Summer", "Will", "Young",
})  # fmt: skip
"""Names that are everyday words too: reported where they turn up alone, but not replaced."""


def is_case_ref(text: str) -> bool:
    """Return whether `text` is a case reference such as ESM-C014."""
    return bool(_CASE_REF.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with known names replaced, and the cases that it named or seems to name."""

    text: str
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    pattern: re.Pattern[str]
    shown: str
    replaced: bool


@dataclass(frozen=True, slots=True)
class Children:
    """The names that no log may show."""

    whole: tuple[_Name, ...]
    """Names as they stand on case sheets."""
    parts: tuple[_Name, ...]
    """Their first and last names alone."""

    def mask(self, text: str, *, parts: bool = False) -> Masked:
        """Return `text` with every known name replaced by its case; first and last names alone if `parts`."""
        named: list[str] = []
        composed = unicodedata.normalize("NFC", text)
        for name in self.whole + (self.parts if parts else ()):
            if name.pattern.search(composed):
                named.append(name.shown)
                if name.replaced:
                    text = composed = name.pattern.sub(f"[{name.shown}]", composed)
        return Masked(text, tuple(dict.fromkeys(named)))


def children_of(revisions: Iterable[Revision]) -> Children:
    """Return the children named on these case sheets; a colleague's name alone is no clue."""
    revisions = tuple(revisions)
    staff = _staff_words(revisions)
    whole: dict[str, _Name] = {}
    parts: dict[str, _Name] = {}
    for one in revisions:
        if one.definition.record is not RecordType.CASE:
            continue
        name = " ".join(unicodedata.normalize("NFC", text_of(one.response, CHILD_NAME) or "").split())
        case = fact_of(one.response, one.definition, Fact.CASE_REF) or ""
        shown = case if is_case_ref(case) else UNKNOWN_CASE
        if len(name) < 2 or is_case_ref(name):
            continue
        words = name.split()
        initials = name.upper() == name and len(name) <= 5
        flags = re.NOFLAG if initials else re.IGNORECASE
        whole.setdefault(name, _Name(_pattern(words, flags), shown, replaced=True))
        if len(words) > 4 or not all(_NAME_WORD.fullmatch(word) and word[0].isupper() for word in words):
            continue
        for word in words if len(words) > 1 else ():
            if len(word.strip(".")) >= 3 and word.casefold() not in staff:
                known = _Name(_pattern([word], re.NOFLAG), shown, replaced=word not in _ALSO_WORDS)
                parts.setdefault(word, known)
    longest_first = sorted(whole.items(), key=lambda item: (-len(item[0]), item[0]))
    return Children(tuple(name for _, name in longest_first), tuple(parts[word] for word in sorted(parts)))


def _pattern(words: list[str], flags: re.RegexFlag) -> re.Pattern[str]:
    # Underscores and file endings join words in file names, so only letters and digits bound a name.
    gap = r"[\s_.\-]+"
    return re.compile(rf"(?<![^\W_]){gap.join(map(re.escape, words))}(?![^\W_])", flags)


def _staff_words(revisions: Iterable[Revision]) -> frozenset[str]:
    names = (
        fact_of(one.response, one.definition, fact) or ""
        for one in revisions
        for fact in (Fact.SUPERVISEE, Fact.SUPERVISOR)
    )
    return frozenset(word.casefold() for name in names for word in name.split())
