"""Which returned files are copies of one form, how far each has come, and in what order they stand.

A form keeps its reference through its stages, so several files may carry the same one. Nothing here
reads a clock or a file's date: what cannot be ordered by reference, stage, session date or the import
that brought it is left to a person.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from forms.dates import parse_date
from forms.model import Definition, Fact, Field, Kind, Owner, Stage
from forms.names import fact_name
from forms.records import Answer, Response, Signed, State
from forms.reference import Reference, is_case_ref, parse_reference
from forms.sheet_numbers import Claim, numbers_apart, under

Lookup = Callable[[str, str | None], Definition]
"""Returns the definition of a form by its id and version, the present one where the version is None.

Raises UsageError for an unknown form, UnknownVersionError for a version that is not kept.
"""

_RANK = {stage: rank for rank, stage in enumerate(Stage)}
_ASKED = frozenset({Kind.TEXT, Kind.MULTILINE, Kind.DATE, Kind.TIME, Kind.NUMBER})
_UNORDERED = (99, 0, "")
"""Forms without a reference come after those that have one."""


def stage_rank(stage: Stage) -> int:
    """Return the place of a stage in their order, from 0 for a blank."""
    return _RANK[stage]


def fact_of(response: Response, definition: Definition, fact: Fact) -> str | None:
    """Return a fact as the form shows it: in the field that prints it, else in its header, else None."""
    for field in definition.fields:
        if field.fact is fact and (text := response.text(field.id)):
            return text
    return response.header.get(fact) or None


def session_date(response: Response, definition: Definition) -> dt.date | None:
    """Return the day of the session that the form gives, None where it gives none that is surely a date."""
    return parse_date(fact_of(response, definition, Fact.SESSION_DATE) or "")


def stage_reached(response: Response, definition: Definition) -> Stage:
    """Return how far a form has come: the stage it was issued for, or a later one that it was typed on into.

    A signature makes it signing; what only the supervisor can say of the held session (its date, its
    length, who came) makes it session. Answers that may also be drafted beforehand prove nothing.
    """
    stage = response.stage if response.stage is not Stage.BLANK else definition.stages[0]
    for field in definition.answerable:
        if field.stage not in definition.stages or _RANK[field.stage] <= _RANK[stage]:
            continue
        answer = response.fields.get(field.id)
        if answer is None or not _is_filled(answer):
            continue
        session_fact = field.added and field.owner is Owner.SUPERVISOR and field.kind in _ASKED
        if _is_signed(field, answer) or (session_fact and field.stage is Stage.SESSION):
            stage = field.stage
    return stage


@dataclass(frozen=True, slots=True)
class Revision:
    """One returned file beside its definition, its key and the stage that it has reached."""

    response: Response
    definition: Definition
    key: str
    """What all copies of one form share: its reference, else form, person, date and case."""
    stage: Stage
    reference: Reference | None
    received: int = 0
    """The number of the import that brought the file; the same for files that nothing puts in order."""
    stale: bool = False
    """Its signatures were given to other answers than it has, so they do not count."""
    uncounted: frozenset[str] = frozenset()
    """The parties in whose place only somebody else has signed."""
    joined: tuple[Response, ...] = ()
    """The other copies of which some answers stand here too."""
    printed: Reference | None = None
    """The reference that the file bears, where another case's sheet has that one (`forms.sheet_numbers`)."""
    moved: Mapping[Reference, Reference] = dataclasses.field(default_factory=dict)
    """References on the file -> those by which the sheets of its case go; for the ids of its actions."""

    @property
    def session(self) -> str:
        """Return what the forms of one session share: PREFIX-YY-NNNN, else person and date, else the file."""
        if self.reference is not None:
            return self.reference.session
        return _session_without_reference(self.response, self.definition)


def revisions_of(
    responses: Iterable[Response], lookup: Lookup, received: Mapping[str, int] | None = None
) -> tuple[Revision, ...]:
    """Return the files oldest first (year, number, stage, import, path), each byte-identical file once.

    Forms without a reference come last, by the date of their session, then by path. `received` says which
    import brought each file, by its hash. Of sheets of different cases that bear one reference, one keeps it.
    """
    seen: dict[str, Revision] = {}
    for response in sorted(responses, key=lambda one: one.path):
        if response.sha256 not in seen:
            revision = revision_of(response, lookup(response.form, response.version))
            seen[response.sha256] = replace(revision, received=(received or {}).get(response.sha256, 0))
    return tuple(sorted(_numbered_apart(seen.values()), key=_order))


def case_on_sheet(one: Revision) -> str | None:
    """Return the case of a numbered sheet; None for other forms, and where no case reference stands on it."""
    if one.reference is None or not one.reference.sheet or not _is_sheet(one.definition):
        return None
    case = fact_of(one.response, one.definition, Fact.CASE_REF) or ""
    return case if is_case_ref(case) else None


def _numbered_apart(revisions: Iterable[Revision]) -> list[Revision]:
    """Return the files with those sheets under another reference whose own is that of another case."""
    revisions = list(revisions)
    cases = {id(one): case for one in revisions if (case := case_on_sheet(one)) is not None}
    given = numbers_apart(_claim(one, cases[id(one)]) for one in revisions if id(one) in cases)
    by_case: dict[str, dict[Reference, Reference]] = {}
    for (printed, case), reference in given.items():
        by_case.setdefault(case, {})[printed] = reference
    return [
        _under(one, by_case[cases[id(one)]]) if cases.get(id(one)) in by_case else one for one in revisions
    ]


def _claim(one: Revision, case: str) -> Claim:
    reference = one.reference
    if reference is None:
        raise AssertionError("a numbered sheet has a reference")
    naming = {field.id for field in one.definition.fields if field.fact is Fact.CASE_REF}
    naming.add(fact_name(Fact.CASE_REF))
    altered = any(found.code == "X25" and found.field in naming for found in one.response.findings)
    sheets = one.response.header.get(Fact.SHEETS, "")
    return Claim(
        one.received, altered, case, reference, _RANK[one.stage], int(sheets) if sheets.isdecimal() else 0
    )


def _under(one: Revision, others: Mapping[Reference, Reference]) -> Revision:
    """Return a file of a case of which some sheets go by other references, this one or an earlier one."""
    now = others.get(one.reference, one.reference) if one.reference is not None else None
    response = under(one.response, others, str(now) if now is not None else one.response.reference)
    one = replace(one, response=response, moved=others)
    if now == one.reference:
        return one
    return replace(one, key=str(now), reference=now, printed=one.reference)


def current_of(revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """Return, of each form, the files of its latest stage and import: several where nothing orders them."""
    revisions = tuple(revisions)
    latest: dict[str, tuple[int, int]] = {}
    for one in revisions:
        latest[one.key] = max(latest.get(one.key, (0, 0)), _age(one))
    return tuple(one for one in revisions if _age(one) == latest[one.key])


def _age(one: Revision) -> tuple[int, int]:
    return _RANK[one.stage], one.received


def same_answers(one: Response, other: Response) -> bool:
    """Return whether two files give the same answers and signatures, however they were read."""
    return _answers(one) == _answers(other) and _signers(one) == _signers(other)


def _answers(response: Response) -> dict[str, tuple[object, State]]:
    return {
        name: (answer.value, answer.state) for name, answer in response.fields.items() if _is_filled(answer)
    }


def _signers(response: Response) -> set[tuple[str, str, str | None, str | None]]:
    return {(one.party, one.way, one.name, one.date) for one in response.signatures}


def _is_filled(answer: Answer) -> bool:
    if isinstance(answer.value, Signed):
        return bool(answer.value.name)
    return answer.value not in (None, "", ()) or answer.state is State.CONFLICT


def _is_signed(field: Field, answer: Answer) -> bool:
    """Return whether somebody signed here: a name that stands there to be signed beside is no signature."""
    if field.kind is not Kind.SIGNATURES:
        return field.kind is Kind.SIGNATURE
    rows = answer.value if isinstance(answer.value, tuple) else ()
    return any(isinstance(row, Mapping) and row.get("name") for row in rows)


def revision_of(response: Response, definition: Definition) -> Revision:
    """Return one file with its key and the stage that it has reached."""
    reference = parse_reference(response.reference or "")
    if reference is not None:
        key = str(reference)
    else:
        case = fact_of(response, definition, Fact.CASE_REF) or ""
        # Sheets of one session differ by their case only; with none given, each file stands alone.
        alone = "" if case or not _is_sheet(definition) else response.sha256
        key = "|".join((definition.id, _session_without_reference(response, definition), case, alone))
    return Revision(response, definition, key, stage_reached(response, definition), reference)


def _is_sheet(definition: Definition) -> bool:
    return Fact.CASE_REF in definition.required


def _session_without_reference(response: Response, definition: Definition) -> str:
    person = fact_of(response, definition, Fact.SUPERVISEE)
    date = fact_of(response, definition, Fact.SESSION_DATE)
    if person and date:
        return f"{' '.join(person.split())}, {date}"
    return f"file {response.sha256[:12]}"


def _order(one: Revision) -> tuple[tuple[int, int, str], str, int, str, int, int, str]:
    reference = one.reference
    place = (
        _UNORDERED if reference is None else (0, reference.year * 10_000 + reference.number, reference.prefix)
    )
    date = session_date(one.response, one.definition) if reference is None else None
    form = f"{reference.appendix}-{reference.sheet:02d}" if reference else ""
    return (
        place,
        date.isoformat() if date else "",
        0 if date or reference else 1,
        form,
        *_age(one),
        one.response.path,
    )
