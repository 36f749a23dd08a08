"""Read a record on a plain form: which form it is, who, when, what stands at each label, and its actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extract.kinds import Kind as FileKind
from extract.kinds import detect_kind
from extract.plain.actions import read_actions
from extract.plain.allotting import Allotted, allot
from extract.plain.days import days_in, has_more_digits, time_in
from extract.plain.headings import headings_of
from extract.plain.labels import Answered, Printed, find_labels, printed_of
from extract.plain.paper import Line, Paper
from extract.plain.recognising import recognise
from extract.plain.record import Found, PlainAction, PlainAnswer, PlainRecord
from extract.plain.said import Part, Said
from forms.errors import UnreadableError
from forms.meanings import Logged
from forms.model import ACTION_TABLES, ONE_OF, Definition, Fact, Field, Kind, Stage

_WORD = frozenset({FileKind.DOCX, FileKind.ODT, FileKind.DOC, FileKind.RTF})
_SIGNED = frozenset({Kind.SIGNATURE, Kind.SIGNATURES})
_PROMPTS = frozenset({"click or tap here to enter text.", "click here to enter text.", "choose an item."})
_HEADING_WORDS = 4
_NO_NAMES = "No full name"
"""How the hint of a field begins that no child's name may stand in."""
_ONE_LINE = frozenset({Kind.TEXT, Kind.DATE, Kind.TIME, Kind.NUMBER})
_PEOPLE = frozenset({Fact.SUPERVISEE, Fact.SUPERVISOR})


def read_plain(data: bytes, forms: Iterable[Definition]) -> PlainRecord:
    """Return what a file says that was typed on the plain form of one of these definitions.

    Raises UnreadableError R63 to R66 and what opening the file raises, and PasswordError R15.
    """
    return read_paper(read_paper_of(data), tuple(forms))


def read_paper_of(data: bytes) -> Paper:
    """Return the lines and tables of a Word file or PDF."""
    kind = detect_kind(data)
    paper: Paper | None = None
    if kind in _WORD:
        from extract.plain.word import word_paper
        from extract.word import open_word

        paper = word_paper(open_word(data, kind).package)
    if kind is FileKind.PDF:
        from extract.plain.pdf import read_pdf_paper

        paper = read_pdf_paper(data)
    if paper is not None:
        if paper.is_ours:
            raise UnreadableError(
                "R65",
                "is a form of halfterm itself, and no record from before it; put it into the inbox, and run "
                "halfterm extract",
            )
        return paper
    raise UnreadableError(
        "R65",
        f"is a file of the kind {kind}; expected a record in Word (.docx) or PDF, or a list of people in "
        "Excel (.xlsx) or .csv; open it in its own program and save it as one of these",
    )


def read_paper(paper: Paper, forms: Sequence[Definition]) -> PlainRecord:
    """Return what a paper says. Raises UnreadableError R63 and R64."""
    recognised = recognise(paper, forms)
    definition = recognised.definition
    printed = printed_of(definition)
    allotted = allot(paper, printed, headings_of(definition))
    _refuse_several(allotted, printed)
    missing = [one for one in printed if one.is_asking and one.number not in allotted.said]
    # A heading between two answers parts them too; prose is left out by many who type a form anew.
    headings = [one for one in printed if not one.is_asking and len(one.text.split()) <= _HEADING_WORDS]
    unseen = [*missing, *(one for one in headings if one.number not in allotted.said)]
    _doubt_where_labels_are_missing(allotted, unseen)
    return _Record(definition, printed, allotted, recognised.share, missing).read()


def _refuse_several(allotted: Allotted, printed: Sequence[Printed]) -> None:
    """Raise UnreadableError R64 where most labels stand there twice: that is more than one record."""
    texts = [one.text for one in printed]
    unique = [one for one in allotted.said.values() if texts.count(one.printed.text) == 1]
    twice = [one for one in unique if one.times > 1]
    if len(twice) > 2 and 2 * len(twice) > len(unique):
        raise UnreadableError(
            "R64", "holds more than one record of one form; nothing was read; give each a file of its own"
        )


def _doubt_where_labels_are_missing(allotted: Allotted, missing: Sequence[Printed]) -> None:
    """Note at the answer before a label that was not found: it may hold what belongs to that one."""
    for one in missing:
        before = max((number for number in allotted.said if number < one.number), default=None)
        if before is not None and allotted.said[before].parts:
            words = " ".join(one.text.split())
            allotted.said[before].doubt(f'"{words[:60]}", which the form prints behind it, was not found')


class _Record:
    def __init__(
        self,
        definition: Definition,
        printed: Sequence[Printed],
        allotted: Allotted,
        share: float,
        missing: Sequence[Printed],
    ) -> None:
        self._definition = definition
        self._printed = printed
        self._allotted = allotted
        self._share = share
        self._missing = missing
        self._loose: list[Line] = list(allotted.loose)
        self._actions: list[PlainAction] = []

    def read(self) -> PlainRecord:
        answers: list[PlainAnswer] = []
        for printed in self._printed:
            said = self._allotted.said.get(printed.number)
            if printed.is_asking and said is not None:
                answers += self._answers(said)
            elif said is not None:
                self._loose += [line for part in said.parts for line in part.lines if line.text.strip()]
        for field_id, parts in self._allotted.before.items():
            field = self._definition.field(field_id)
            found = _found(Said(Printed(0, field.accessible_name, field_id), list(parts)))
            answers.append(_answer(field, Printed(0, field.accessible_name, field_id), found))
        facts = {
            fact: answer
            for answer in answers
            if (fact := self._definition.field(answer.field_id).fact) is not None
        }
        people = [one.value for fact in _PEOPLE if (one := facts.get(fact)) is not None and one.value]
        self._take_actions(people)
        known = _known_words(self._definition)
        loose = tuple(line for line in self._loose if line.text.strip() and not _is_known(line.text, known))
        return PlainRecord(
            self._definition.id,
            self._definition.title,
            self._share,
            facts,
            tuple(answers),
            tuple(self._actions),
            loose,
            tuple(" ".join(one.text.split()) for one in self._missing),
        )

    def _answers(self, said: Said) -> list[PlainAnswer]:
        field = self._definition.field(said.printed.field_id)
        found = _found(said)
        fields = [field, *(self._definition.field(one) for one in said.printed.more)]
        return [_answer(one, said.printed, found) for one in fields]

    def _take_actions(self, people: Sequence[str]) -> None:
        for one in self._printed:
            said = self._allotted.said.get(one.number)
            if said is None or not one.is_asking:
                continue
            field = self._definition.field(one.field_id)
            if field.kind in ACTION_TABLES:
                self._take(field, said.parts, people, tuple(said.reasons))
        for field_id, parts in self._allotted.tables.items():
            reasons = () if field_id else ("its table stands at no label",)
            name = field_id or self._unlabelled_actions()
            if name:
                self._take(self._definition.field(name), parts, people, reasons)
            else:
                self._loose += [line for part in parts for line in part.lines if line.text.strip()]

    def _unlabelled_actions(self) -> str:
        """Return the field for a table of actions without a label: one not printed, if any."""
        fields = [one for one in self._definition.fields if one.kind is Kind.ACTIONS]
        return next((one.id for one in fields if one.added), fields[0].id if fields else "")

    def _take(
        self, field: Field, parts: Sequence[Part], people: Sequence[str], reasons: tuple[str, ...]
    ) -> None:
        goes_into = field.id
        if field.kind is Kind.CARRIED:
            goes_into = self._new_actions_after(field.id)
            reasons = (
                *reasons,
                f'stood under "{field.label}": take it only if it is an action that is still open',
            )
        if not goes_into:
            return
        found, _ = read_actions(goes_into, parts, people, reasons)
        self._actions += found

    def _new_actions_after(self, field_id: str) -> str:
        """Return the field of new actions that comes next, "" for none."""
        ids = [one.id for one in self._definition.fields]
        later = self._definition.fields[ids.index(field_id) :]
        every = [*later, *self._definition.fields]
        return next((one.id for one in every if one.kind is Kind.ACTIONS), "")


def _found(said: Said) -> Found:
    lines = [line for part in said.parts for line in part.lines]
    rows: dict[int | None, list[str]] = {}
    texts: list[str] = []
    for part in said.parts:
        text = "\n".join(line.text.rstrip() for line in part.lines).strip("\n")
        if part.row is None:
            texts.append(text)
        elif part.row in rows:
            rows[part.row].append(text)
        else:
            rows[part.row] = [text]
            texts.append("")
    tables = iter("\t".join(cells) for cells in rows.values())
    words = "\n".join(text or next(tables) for text in texts)
    first = next((line for line in lines if line.text.strip()), None)
    traces = sorted({line.trace for line in lines if line.trace})
    reasons = (*said.reasons, *(f"some of its words are {trace}" for trace in traces))
    return Found(words.strip(), first.where if first else "", first.page_number if first else None, reasons)


def _answer(field: Field, printed: Printed, found: Found) -> PlainAnswer:
    label = " ".join(printed.text.split())
    words = found.words if found.words.casefold() not in _PROMPTS else ""
    if not words or (field.kind is Kind.DATE and not any(sign.isalnum() for sign in words)):
        return PlainAnswer(field.id, label, found, None, is_kept=_is_kept(field))
    value, reasons = _value(field, words)
    if field.kind in _ONE_LINE and "\n" in words:
        reasons = (*reasons, "it has several lines")
    if field.kind is Kind.NUMBER and not words.isdecimal():
        reasons = (*reasons, "it is no number")
    doubt = Found(found.words, found.where, found.page_number, (*found.reasons, *reasons))
    return PlainAnswer(field.id, label, doubt, value, is_kept=_is_kept(field))


def _is_kept(field: Field) -> bool:
    # The policy wants no child's name on a form: the case reference says who it is.
    if field.log is Logged.CHILD_NAME or field.hint.startswith(_NO_NAMES):
        return False
    return field.kind not in _SIGNED | ACTION_TABLES | {Kind.TABLE} and field.stage is not Stage.SIGNING


def _value(field: Field, words: str) -> tuple[str | None, tuple[str, ...]]:
    if field.kind is Kind.DATE:
        days = days_in(words)
        if len(days) != 1:
            return words, ("no date can be read in it" if not days else "it has several dates",)
        return (days[0].day.isoformat() if days[0].day else words), days[0].reasons
    if field.kind is Kind.TIME:
        time = time_in(words)
        return time, ("a time may stand in it",) if time is None and has_more_digits(words) else ()
    if field.kind in ONE_OF:
        return _option(field, words)
    return words, ()


def _option(field: Field, words: str) -> tuple[str | None, tuple[str, ...]]:
    options = field.all_options or ("Yes", "No")
    folded = words.casefold().strip(" .,;:")
    for option in options:
        if folded == option.casefold():
            return option, ()
    said = [
        one
        for one in options
        if folded.startswith(one.casefold()) and not folded[len(one) : len(one) + 1].isalnum()
    ]
    if len(said) == 1 and field.comment:
        return said[0], ("the words behind it are a comment",)
    return words, (f"it is none of {', '.join(options)}",)


def _known_words(definition: Definition) -> list[str]:
    clauses = [one.label for one in definition.fields if one.kind is Kind.CLAUSE]
    return [definition.title, definition.appendix, definition.policy.name, *clauses]


def _is_known(text: str, known: Sequence[str]) -> bool:
    words = " ".join(text.split())
    return any(
        place.start == 0 and place.end >= len(words)
        for place in find_labels(words, dict.fromkeys(known, Answered.ANYHOW))
        if not place.is_weak
    )
