"""What a person has said of a returned form after looking at it: the right words of boxes that were in doubt.

It is kept as a document of its own beside the original, which stays as it came. Reading the original again
with it gives the response with these words in their boxes.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.errors import UnreadableError

_KIND = "halfterm"
_CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class Checked:
    """What one box holds."""

    words: str | None
    """As a form would hold them; None: nothing stands there."""
    is_legible: bool = True
    """Whether a person could read it; what nobody can read is not asked for again."""


@dataclass(frozen=True, slots=True)
class KeyedForm:
    """Which form a file is of which nothing could be read."""

    form: str
    version: str
    stage: str
    reference: str


@dataclass(frozen=True, slots=True)
class UsedAs:
    """The form as which a file counts that bears the reference of another session."""

    reference: str
    asked: frozenset[str] = frozenset()
    """The boxes in which stands what stood there under the other reference: a person is asked about them."""


@dataclass(frozen=True, slots=True)
class Checks:
    """What is known of one returned file from people who looked at it."""

    boxes: Mapping[str, Checked] = field(default_factory=dict)
    """Name of a box -> what it holds."""
    form: KeyedForm | None = None
    used_as: UsedAs | None = None
    is_done: bool = False
    """Whether nobody is to be asked about it any more."""
    as_it_came: bool = False
    """Whether this takes back what was said before of which form it is."""

    @property
    def names_it(self) -> bool:
        """Return whether this says which form it is."""
        return self.form is not None or self.used_as is not None

    @property
    def is_about_file(self) -> bool:
        """Return whether this is about the file as a whole, not about some of its boxes."""
        return self.names_it or self.is_done or self.as_it_came

    def is_as(self, other: Checks) -> bool:
        """Return whether two say the same of which form it is."""
        own, others = (one.used_as.reference if one.used_as else "" for one in (self, other))
        return (self.form, own, self.is_done) == (other.form, others, other.is_done)

    def with_later(self, later: Checks) -> Checks:
        """Return both; of two that speak of one box, the later one counts."""
        boxes = {**self.boxes, **later.boxes}
        return Checks(boxes, later.form or self.form, later.used_as or self.used_as)


NO_CHECKS = Checks()
AS_IT_CAME = Checks(as_it_came=True)
DONE_WITH = Checks(is_done=True)


def joined(all_checks: Iterable[Checks]) -> Checks:
    """Return what several documents come to, the earliest first.

    What was said of boxes while the file counted as another form holds for that form only: it goes with it.
    """
    came = whole = NO_CHECKS
    for one in all_checks:
        if one.names_it and not whole.is_as(one):
            whole = came.with_later(one)
        elif one.is_done or one.as_it_came:
            whole = dataclasses.replace(came, is_done=one.is_done)
        elif whole.names_it:
            whole = whole.with_later(one)
        else:
            came = came.with_later(one)
            whole = dataclasses.replace(came, is_done=whole.is_done)
    return whole


def to_document(sha256: str, checks: Checks) -> bytes:
    """Return what a person said of the original `sha256` as a file to be kept.

    The same gives the same bytes.
    """
    boxes = {name: [one.words, one.is_legible] for name, one in sorted(checks.boxes.items())}
    form = checks.form
    said: dict[str, Any] = {_KIND: _CHECKED, "of": sha256, "boxes": boxes}
    if form is not None:
        said["form"] = [form.form, form.version, form.stage, form.reference]
    if checks.used_as is not None:
        said["used_as"] = [checks.used_as.reference, sorted(checks.used_as.asked)]
    if checks.as_it_came:
        said["as_it_came"] = True
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def from_document(data: bytes, sha256: str) -> Checks:
    """Return what a kept document says of the original `sha256`. Raises UnreadableError R70 for any other."""
    try:
        said = json.loads(data)
        if said[_KIND] != _CHECKED or said["of"] != sha256:
            raise _altered(sha256)
        boxes = {str(name): Checked(words, bool(legible)) for name, (words, legible) in said["boxes"].items()}
        form = KeyedForm(*map(str, said["form"])) if "form" in said else None
        used_as = _used_as(*said["used_as"]) if "used_as" in said else None
        as_it_came = bool(said.get("as_it_came"))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _altered(sha256) from error
    is_done = not (boxes or form or used_as or as_it_came)
    return Checks(boxes, form, used_as, is_done=is_done, as_it_came=as_it_came)


def _used_as(reference: object, asked: Iterable[object]) -> UsedAs:
    return UsedAs(str(reference), frozenset(map(str, asked)))


def _altered(sha256: str) -> UnreadableError:
    return UnreadableError(
        "R70",
        f"what was typed into the review file about the original {sha256} is kept in the archive, and was "
        "altered there. Put the archive back from a backup; halfterm verify names the file",
    )
