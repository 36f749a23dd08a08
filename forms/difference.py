"""What changed from one definition of a form to another: pure comparison, in terms that a person uses.

Fields are told apart by their ids, and followed through renaming by `was`. Anything that is printed or
asked otherwise is a change; what only serves to follow a form (`was`, older lists' ids) is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forms.changes import Change, Part, Sort, compare_keys, moved
from forms.earlier_ids import successors
from forms.model import Definition, Field
from forms.section_changes import compare_sections, sections_of_fields

_NOT_PRINTED = frozenset({"fingerprint", "inventory", "version", "policy", "fields", "sections", "id"})


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from `old` to `new`."""

    old: Definition
    new: Definition
    changes: tuple[Change, ...]
    """Of the form, its fields in printed order, its sections, then of the policy."""

    @property
    def of_the_form(self) -> tuple[Change, ...]:
        """Return the changes that are the form's own, not its policy's."""
        return tuple(change for change in self.changes if change.part is not Part.POLICY)

    @property
    def version_must_rise(self) -> bool:
        """Return whether the form changed under the same version: its returns could not be told apart."""
        alike = (self.old.id, self.old.version) == (self.new.id, self.new.version)
        return alike and bool(self.of_the_form)


def compare(old: Definition, new: Definition) -> Difference:
    """Return what changed from `old` to `new`, two definitions of one form."""
    heirs = {earlier: field.id for earlier, field in successors(old, new).items()}
    guessed = _look_renamed(old, new, heirs)
    changes = [
        Change(Sort.CHANGED, Part.FORM, new.id, key=key, old=before, new=after)
        for key, before, after in compare_keys(old, new, _NOT_PRINTED)
    ]
    if old.id != new.id:
        changes.append(Change(Sort.RENAMED, Part.FORM, new.id, old_id=old.id))
    changes += _field_changes(old, new, heirs, guessed)
    changes += _moved_fields(old, new, heirs | guessed)
    changes += compare_sections(old.sections, new.sections, heirs | guessed)
    changes += [
        Change(Sort.CHANGED, Part.POLICY, new.policy.id, key=key, old=before, new=after)
        for key, before, after in compare_keys(old.policy, new.policy)
    ]
    return Difference(old, new, tuple(changes))


def _look_renamed(old: Definition, new: Definition, heirs: Mapping[str, str]) -> dict[str, str]:
    """Return old id -> new id of fields that print the same words and are of the same kind."""
    taken = set(heirs.values())
    waiting = [field for field in new.fields if field.id not in taken]
    guessed: dict[str, str] = {}
    for field in old.fields:
        if field.id in heirs:
            continue
        alike = next((one for one in waiting if _is_alike(field, one)), None)
        if alike is not None:
            guessed[field.id] = alike.id
            waiting.remove(alike)
    return guessed


def _is_alike(one: Field, other: Field) -> bool:
    words = " ".join(one.label.split()).casefold()
    return bool(words) and words == " ".join(other.label.split()).casefold() and one.kind is other.kind


def _field_changes(
    old: Definition, new: Definition, heirs: Mapping[str, str], guessed: Mapping[str, str]
) -> Iterator[Change]:
    earlier = {after: before for before, after in {**heirs, **guessed}.items()}
    before = {field.id: field for field in old.fields}
    for field in new.fields:
        old_id = earlier.get(field.id)
        if old_id is None:
            yield Change(Sort.ADDED, Part.FIELD, field.id, key=field.kind.value, new=field.label)
            continue
        if old_id != field.id:
            sort = Sort.RENAMED if old_id in heirs else Sort.LOOKS_RENAMED
            yield Change(sort, Part.FIELD, field.id, old_id=old_id)
        was = before[old_id]
        if was.label != field.label:
            yield Change(Sort.REWORDED, Part.FIELD, field.id, old=was.label, new=field.label)
        for key, one, other in compare_keys(was, field, frozenset({"id", "was", "label"})):
            yield Change(Sort.CHANGED, Part.FIELD, field.id, key=key, old=one, new=other)
    for field in old.fields:
        if field.id not in heirs and field.id not in guessed:
            yield Change(Sort.REMOVED, Part.FIELD, field.id, key=field.kind.value, old=field.label)


def _moved_fields(old: Definition, new: Definition, heirs: Mapping[str, str]) -> Iterator[Change]:
    """Yield a change for each field that stands in another section now, or between other fields."""
    places = {heirs[name]: place for name, place in sections_of_fields(old).items() if name in heirs}
    stayed = []
    for name, place in sections_of_fields(new).items():
        if name in places and places[name] != place:
            yield Change(Sort.MOVED, Part.FIELD, name, key="section", old=places[name], new=place)
        else:
            stayed.append(name)
    before = [heirs[field.id] for field in old.fields if field.id in heirs]
    after = [field.id for field in new.fields]
    for name in moved(before, after):
        if name in stayed:
            yield Change(
                Sort.MOVED, Part.FIELD, name, key="place", old=_behind(name, before), new=_behind(name, after)
            )


def _behind(name: str, ids: list[str]) -> str:
    place = ids.index(name)
    return f"after {ids[place - 1]}" if place else "first"
