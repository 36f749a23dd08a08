"""Which returned files count: of each form the latest stage, and of one stage what came last.

Copies that nothing puts in order are joined where their answers allow it, else both wait for a person.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from forms.findings import Finding, Severity
from forms.log import Outcome
from forms.model import Definition, Fact, Kind
from forms.revisions import Revision, current_of, fact_of, same_answers
from register.asked import Asked
from register.come_late import come_late
from register.differences import Difference, differences
from register.merging import Joined, join_later, join_unordered
from register.overtyped import anothers, foreign, overtyped, overtyped_finding
from register.renumbered import renumbered, unclear

_STALE = "X12"
_Note = tuple[Revision, Finding]


@dataclass(frozen=True, slots=True)
class Sorted:
    """All files that differ, those that count, and what a person should know of the choice."""

    distinct: tuple[Revision, ...]
    """In the order of `revisions_of`; copies that were joined are one."""
    current: tuple[Revision, ...]
    outcomes: Mapping[str, Outcome]
    """Hash of the file -> outcome; a path may be that of several files once names in it are masked."""
    conflicts: tuple[_Note, ...]
    """Two of one form, stage and import that contradict each other: each beside what it is about. And sheets
    of which nobody knows whose they are."""
    revised: tuple[_Note, ...] = ()
    """What became different when another copy came, what was joined, and what got another number."""
    by_session: Mapping[str, Sequence[Revision]] = field(default_factory=dict)
    """The session of `distinct` -> its files."""
    overtyped: tuple[_Note, ...] = ()
    """Files that do not count: a signed record that came again as that of another day or person."""
    foreign: tuple[_Note, ...] = ()
    """Files that do not count: forms of another policy than their session's, or filled in by a colleague."""


def sort_files(revisions: Iterable[Revision], asked: Asked) -> Sorted:
    """Return which of these files count (`revisions` in the order of `revisions_of`).

    The latest stage of a form replaces the earlier ones, and of one stage the later import the earlier one.
    Of two files that one import brought, none is taken for the newer one: with the same answers the second is
    a duplicate, where each answers what the other leaves blank they are joined, otherwise both wait for a
    person. A signed record that comes again as that of another day or person is set aside, as is a form of
    another policy than its session's, or one that is a colleague's.
    """
    revisions = tuple(revisions)
    of_others = tuple(foreign(revisions, asked))
    elsewhere = {one.response.sha256 for one, _ in of_others}
    of_others += tuple(anothers((one for one in revisions if one.response.sha256 not in elsewhere), asked))
    outcomes = {one.response.sha256: Outcome.NEEDS_REVIEW for one, _ in of_others}
    aside = tuple(overtyped(one for one in revisions if one.response.sha256 not in outcomes))
    outcomes |= {one.response.sha256: Outcome.NEEDS_REVIEW for one in aside}
    waiting = tuple(unclear(one for one in revisions if one.response.sha256 not in outcomes))
    outcomes |= {one.response.sha256: Outcome.NEEDS_REVIEW for one, _ in waiting}
    kept: list[Revision] = []
    groups: dict[tuple[str, str], list[Revision]] = {}
    for one in revisions:
        if one.response.sha256 in outcomes:
            continue
        copies = groups.setdefault(_place(one), [])
        last = max((other.received for other in copies), default=0)
        # Only the latest copy makes a duplicate: to go back to older answers is a change.
        if any(other.received == last and _says_the_same(other, one) for other in copies):
            outcomes[one.response.sha256] = Outcome.DUPLICATE
        else:
            kept.append(one)
            copies.append(one)
    joined: dict[str, Revision] = {}
    notes: list[_Note] = []
    for group in groups.values():
        copies, found = _join(group)
        joined |= {one.response.sha256: one for one in copies}
        notes += found
    distinct = [joined[one.response.sha256] for one in kept if one.response.sha256 in joined]
    current = current_of(distinct)
    by_form: dict[str, list[Revision]] = {}
    for one in current:
        by_form.setdefault(one.key, []).append(one)
    conflicts: list[_Note] = [*waiting]
    for kept_one in kept:
        one = joined.get(kept_one.response.sha256, kept_one)
        same_form = by_form[one.key]
        last_copy = same_form[0]
        if (one.stage, one.received) != (last_copy.stage, last_copy.received):
            outcomes[one.response.sha256] = Outcome.SUPERSEDED
            notes += [(last_copy, found) for found in _revised(one, last_copy)]
        elif len(same_form) > 1:
            outcomes[one.response.sha256] = Outcome.NEEDS_REVIEW
            conflicts.append((one, _conflict(same_form)))
        else:
            outcomes[one.response.sha256] = Outcome.ACCEPTED
    notes += renumbered(current)
    stale = {one.response.sha256 for one, finding in notes if finding.code == _STALE}
    current = tuple(replace(one, stale=one.response.sha256 in stale) for one in current)
    by_session: dict[str, list[Revision]] = {}
    for one in distinct:
        by_session.setdefault(one.session, []).append(one)
    return Sorted(
        tuple(distinct),
        current,
        outcomes,
        tuple(conflicts),
        tuple(notes),
        by_session,
        overtyped=tuple((one, overtyped_finding(one)) for one in aside),
        foreign=of_others,
    )


def _says_the_same(one: Revision, other: Revision) -> bool:
    return same_answers(one.response, other.response) and not _cases_differ(one, other)


def _cases_differ(one: Revision, other: Revision) -> bool:
    """Return whether two sheets under one reference are about different cases: somebody copied a sheet."""
    cases = [fact_of(sheet.response, sheet.definition, Fact.CASE_REF) for sheet in (one, other)]
    return None not in cases and cases[0] != cases[1]


def _place(one: Revision) -> tuple[str, str]:
    return one.key, one.stage


def _join(copies: Sequence[Revision]) -> tuple[list[Revision], list[_Note]]:
    """Return the copies of one form and stage, oldest first, joined where that is sure, with a note each.

    Copies that contradict each other go on doing so until a later one settles what they differ in.
    """
    distinct: list[Revision] = []
    notes: list[_Note] = []
    standing: list[Revision] = []
    """What the imports so far come to: one copy, or several that contradict each other."""
    for _, group in itertools.groupby(copies, lambda one: one.received):
        batch, said = _join_batch(tuple(group))
        if len(standing) > 1 and not _settles(batch, standing):
            standing = _held_on(standing, batch)
        else:
            before = standing[0] if standing else None
            standing = []
            for one in batch:
                if before is None or _cases_differ(before, one):
                    standing.append(one)
                    continue
                later = join_later(before, one)
                said += _joined_note(before, one, later)
                standing.append(later.revision)
        distinct += standing
        notes += said
    return distinct, notes


def _held_on(rivals: Sequence[Revision], batch: Sequence[Revision]) -> list[Revision]:
    """Return copies that contradict each other as they stand after others came that settle nothing.

    What one later copy says counts whichever of them is right; several contradict each other too.
    """
    received = batch[0].received
    if len(batch) > 1:
        return [*(replace(one, received=received) for one in rivals), *batch]
    found = []
    for one in rivals:
        later = join_later(one, batch[0]).revision
        said = replace(one.response, fields=later.response.fields, signatures=later.response.signatures)
        found.append(replace(one, response=said, received=received, joined=(*one.joined, batch[0].response)))
    return found


def _settles(batch: Sequence[Revision], rivals: Sequence[Revision]) -> bool:
    """Return whether a later copy says so much that it is the same whichever of the rivals was right."""
    if len(batch) > 1 or _cases_differ(rivals[0], batch[0]):
        return len(batch) == 1
    first, *others = (join_later(one, batch[0]).revision for one in rivals)
    return all(_says_the_same(first, other) for other in others)


def _join_batch(batch: Sequence[Revision]) -> tuple[list[Revision], list[_Note]]:
    """Return copies of one import as one; all of them where two contradict each other."""
    whole = batch[0]
    notes: list[_Note] = []
    for one in batch[1:]:
        both = None if _cases_differ(whole, one) else join_unordered(whole, one)
        if both is None:
            return list(batch), []
        notes += _joined_note(whole, one, both)
        whole = both.revision
    return [whole], notes


def _joined_note(before: Revision, one: Revision, both: Joined) -> list[_Note]:
    if not both.taken:
        return []
    text = (
        f"{before.response.path} and {one.response.path} are copies of one form, and each answers what the "
        f"other leaves blank: both count ({'; '.join(both.taken)}). Check the form that is made from them."
    )
    return [(both.revision, Finding("X29", Severity.NOTE, None, text))]


def _conflict(rivals: Sequence[Revision]) -> Finding:
    """Return what is said once, of all the files that stand for the same form at the same stage."""
    one, *others = rivals
    code = "X41" if len({rival.response.kind for rival in rivals}) > 1 else "X29"
    found = (differences(one.response, other.response, one.definition) for other in others)
    differ = dict.fromkeys(difference.label for pair in found for difference in pair)
    *paths, last = (rival.response.path for rival in rivals)
    how_many, rest = ("both", "other") if len(paths) == 1 else ("all", "others")
    to_do = f"Nothing says which is newer: keep the right one and take the {rest} out."
    if any(_cases_differ(one, other) for other in others):
        differ = {"their case references": None, **differ}
        to_do = "If these are different cases, give each sheet a number of its own."
    form = one.response.reference or one.definition.title
    boxes = tuple(differ) or ("their signatures",)
    return Finding(
        code,
        Severity.ACT_NOW,
        None,
        f"{', '.join(paths)} and {last} are {how_many} {form} at stage {one.stage} and differ in "
        f"{'; '.join(boxes)}. {to_do}",
        boxes,
    )


def _revised(earlier: Revision, later: Revision) -> Iterator[Finding]:
    """Yield X29 where a later import brought other answers at the same stage, X12 where these were signed.

    X29 too where it brought an earlier stage than what counts.
    """
    if earlier.stage is not later.stage:
        if earlier.received > later.received:
            yield from come_late(earlier, later)
        return
    found = [
        one
        for one in differences(earlier.response, later.response, later.definition)
        if not _is_signed_since(one, later.definition)
    ]
    changed, boxes = [str(one) for one in found], [one.label for one in found]
    if _cases_differ(earlier, later):
        changed.insert(0, "the case reference is another")
        boxes.insert(0, "the case reference")
    if not changed:
        return
    signed = bool(earlier.response.signatures)
    said = "; ".join(changed)
    count = f"{len(changed)} change{'' if len(changed) == 1 else 's'}"
    yield Finding(
        "X29",
        Severity.SOON if signed else Severity.NOTE,
        None,
        f"{later.response.path} replaces {earlier.response.path}: {count}: {said}. Check that both people "
        "know of it.",
        tuple(dict.fromkeys(boxes)),
    )
    if is_stale(earlier, later):
        yield Finding(
            _STALE,
            Severity.ACT_NOW,
            None,
            f"{later.response.path}: what {earlier.response.path} says was signed, and has been changed "
            f"since ({said}). The signatures do not count until the record is signed again.",
            tuple(dict.fromkeys(boxes)),
        )


def _is_signed_since(one: Difference, definition: Definition) -> bool:
    """Return whether a box to sign was blank and is signed: the second of two signs what the first has."""
    if not one.was_blank:
        return False
    signed = [field for field in definition.fields if field.kind in {Kind.SIGNATURE, Kind.SIGNATURES}]
    parts = (part for field in signed for part in (field.id, field.date_field) if part)
    return any(one.name == part or one.name.startswith(f"{part}-") for part in parts)


def is_stale(earlier: Revision, later: Revision) -> bool:
    """Return whether a later copy shows a signature that was given to other answers."""
    given = {(one.party, one.name, one.date) for one in earlier.response.signatures}
    shown = {(one.party, one.name, one.date) for one in later.response.signatures}
    return bool(given & shown) and bool(_answers_signed(earlier) ^ _answers_signed(later))


def _answers_signed(one: Revision) -> frozenset[tuple[str, str]]:
    """Return the answers that a signature covers: all but the signature block."""
    block = {
        name
        for field in one.definition.fields
        if field.kind in {Kind.SIGNATURE, Kind.SIGNATURES}
        for name in (field.id, field.date_field)
        if name
    }
    return frozenset(
        (name, repr(answer.value))
        for name, answer in one.response.fields.items()
        if answer.value is not None and name.partition("-")[0] not in block
    )
