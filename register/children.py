"""Keep children's names out of the log: every known name that turns up in a logged text becomes its case.

Names are known from the case sheets that came back, and found whatever their accents, case, apostrophes,
hyphens and unseen characters. The words as they were written stay in the returned file; whoever reads the
log sees the case reference instead, and a finding says that it happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from forms.case_key import CaseEntry
from forms.letters import fold, tidy
from forms.meanings import Logged
from forms.model import Fact, RecordType
from forms.reference import CASE_REF, is_case_ref
from forms.revisions import Revision, fact_of
from register.everyday import LOWER_WORDS, NO_NAMES, SENTENCE_WORDS
from register.logged import texts_of

UNKNOWN_CASE = "a child"
_ENTRIES = re.compile(r"[\n;]")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['\-.][^\W\d_]+)*\.?")
_PIECE = re.compile(r"[^\W_]+")
_VOWELS = frozenset("aeiouy")
_GAP = r"[ _.'\-]"
_MOST_WORDS = 6
"""A longer entry is no name but a hint about somebody."""
_SHORTEST_PART = 3
_RUN_TOGETHER = 6
"""Names of so many letters are found without a space between their words too, as in file names."""


def find_case_ref(text: str) -> str | None:
    """Return the first case reference in `text`, None where it holds none."""
    found = re.search(rf"\b{CASE_REF.pattern}\b", text)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with known names replaced, and the cases that it named or seems to name."""

    text: str
    named: tuple[str, ...]


class _Typed(IntEnum):
    """How a name has to be typed to be taken for one."""

    ANYHOW = 0
    CAPITAL = 1
    """Not in lower case."""
    UPPER = 2
    """All in capitals, as initials are."""


@dataclass(slots=True)
class _Found:
    """A name while the case sheets are gone through."""

    typed: _Typed
    replaced: bool
    cases: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Name:
    first: str
    """Its first word, folded: where that is not in a text, the name is not."""
    pattern: re.Pattern[str]
    """Matches the name in a folded text."""
    shown: str
    typed: _Typed
    replaced: bool

    def fits(self, written: str) -> bool:
        """Return whether these letters are typed as a name, not as a word of every day."""
        letters = [letter for letter in written if letter.isalpha()]
        capitals = [not letter.islower() for letter in letters]
        return (
            self.typed is _Typed.ANYHOW
            or (self.typed is _Typed.CAPITAL and capitals[:1] == [True])
            or all(capitals)
        )


@dataclass(frozen=True, slots=True)
class Children:
    """The names that no log may show."""

    whole: tuple[_Name, ...]
    """Names as they stand on case sheets."""
    parts: tuple[_Name, ...]
    """Their first and last names alone."""

    def mask(self, text: str, *, parts: bool = False) -> Masked:
        """Return `text` with every known name replaced by its case; first and last names alone if `parts`."""
        folded = fold(text)
        named: list[str] = []
        marks: list[tuple[int, int, str]] = []
        for name in self.whole + (self.parts if parts else ()):
            if name.first not in folded.text:
                continue
            for match in name.pattern.finditer(folded.text):
                start, end = folded.span(*match.span())
                taken = any(start < other_end and other_start < end for other_start, other_end, _ in marks)
                if taken or not name.fits(text[start:end]):
                    continue
                named.append(name.shown)
                if name.replaced:
                    marks.append((start, end, f"[{name.shown}]"))
        for start, end, mark in sorted(marks, reverse=True):
            text = text[:start] + mark + text[end:]
        return Masked(text, tuple(dict.fromkeys(named)))


_Names = dict[tuple[str, ...], _Found]
"""The folded pieces of a name -> what is known of it."""


def children_of(
    revisions: Iterable[Revision], key: Iterable[CaseEntry] = (), colleagues: Iterable[str] = ()
) -> Children:
    """Return the children named on these forms and in the key; a colleague's name alone is no clue.

    Colleagues are those on the forms and those whose names are given.
    """
    revisions = tuple(revisions)
    staff = _staff_words(revisions, colleagues)
    whole: _Names = {}
    parts: _Names = {}
    for named in (_named_in(key), *map(names_on, revisions)):
        for name, shown in named:
            _add(whole, name, _typed_as_whole(name), shown)
            for word, typed in _parts_of(name):
                if fold(word).text.strip(".") not in staff:
                    _add(parts, word, typed, shown, replaced=fold(word).text not in SENTENCE_WORDS)
    return Children(_names(whole, apart=False), _names(parts, apart=True))


def _named_in(key: Iterable[CaseEntry]) -> Iterator[tuple[str, str]]:
    for entry in key:
        for name in (entry.name, *entry.known_as):
            yield tidy(name), entry.case_ref


def names_on(one: Revision) -> Iterator[tuple[str, str]]:
    """Yield (name of a child or family, what the log shows instead) for each one that a form names."""
    on_sheet = one.definition.record is RecordType.CASE
    sheet_case = fact_of(one.response, one.definition, Fact.CASE_REF) or ""
    for text in texts_of(one, Logged.CHILD_NAME):
        for entry in _ENTRIES.split(text):
            own = CASE_REF.search(entry)
            name = tidy(CASE_REF.sub(" ", entry)).strip(" -:,()")
            case = own[0] if own else sheet_case
            # In a list of cases on a record, short capitals are a kind of plan as often as a child.
            is_name = len(name) >= 2 and (on_sheet or (len(name) > 3 and name.upper() != name))
            if is_name:
                yield name, case if is_case_ref(case) else UNKNOWN_CASE


def _add(names: _Names, name: str, typed: _Typed, case: str, *, replaced: bool = True) -> None:
    pieces = tuple(_PIECE.findall(fold(name).text))
    if pieces:
        found = names.setdefault(pieces, _Found(typed, replaced))
        found.typed = min(found.typed, typed)
        found.cases.add(case)


def _typed_as_whole(name: str) -> _Typed:
    letters = fold(name).text
    word = "".join(_PIECE.findall(letters))
    single = all(len(piece) == 1 for piece in _PIECE.findall(letters))
    if name.upper() == name and (len(word) <= 2 or single or not _VOWELS & set(word)):
        return _Typed.UPPER
    return _Typed.CAPITAL if letters in LOWER_WORDS else _Typed.ANYHOW


def _parts_of(name: str) -> Iterable[tuple[str, _Typed]]:
    """Yield first and last names, and the halves of those with a hyphen, with how each has to be typed."""
    words = name.split()
    if not 2 <= len(words) <= _MOST_WORDS or not all(_NAME_WORD.fullmatch(word) for word in words):
        return
    # A word as al-Sayed or d'Arcy begins small and is a name.
    small = [word.islower() for word in words]
    # "blue bag" may be a hint as well as "mia rose" a name: then a word has to look like a name elsewhere.
    lower = all(small) and len(words) <= 3
    if not lower and (small[0] or small[-1]):
        return
    for word, is_small in zip(words, small, strict=True):
        # Particles (de, van) name nobody.
        for part in dict.fromkeys([word, *word.split("-")]) if lower or not is_small else ():
            letters = fold(part).text.strip(".")
            everyday = letters in LOWER_WORDS
            if len(letters) < _SHORTEST_PART or letters in NO_NAMES or (lower and everyday):
                continue
            yield part, _Typed.CAPITAL if lower or everyday else _Typed.ANYHOW


def _names(names: _Names, *, apart: bool) -> tuple[_Name, ...]:
    """Return the names, longest first; `apart` says that each is one word."""
    ordered = sorted(names.items(), key=lambda item: (-sum(map(len, item[0])), item[0]))
    return tuple(
        _Name(pieces[0], _pattern(pieces, apart=apart), _shown(found.cases), found.typed, found.replaced)
        for pieces, found in ordered
    )


def _shown(cases: set[str]) -> str:
    """Return the cases that a name may stand for: brothers and sisters share theirs."""
    known = sorted(cases - {UNKNOWN_CASE})
    return " or ".join(known) or UNKNOWN_CASE


def _pattern(pieces: tuple[str, ...], *, apart: bool) -> re.Pattern[str]:
    joined = f"{_GAP}*" if apart or sum(map(len, pieces)) >= _RUN_TOGETHER else f"{_GAP}+"
    # Underscores, digits and file endings join words in file names, so only letters bound a name. The s of
    # a plural or a forgotten apostrophe stays outside.
    plural = "(?:e?s)?" if pieces[-1][-1] in "shxz" else "s?"
    words = joined.join(map(re.escape, pieces))
    return re.compile(rf"(?<![^\W\d_]){words}(?={plural}(?![^\W\d_]))")


def _staff_words(revisions: Iterable[Revision], colleagues: Iterable[str]) -> frozenset[str]:
    names = [
        *colleagues,
        *(
            name
            for one in revisions
            for name in (
                *(
                    fact_of(one.response, one.definition, fact) or ""
                    for fact in (Fact.SUPERVISEE, Fact.SUPERVISOR)
                ),
                *texts_of(one, Logged.ATTENDANCE),
            )
        ),
    ]
    return frozenset(word.strip(".,") for name in names for word in fold(name).text.split())
