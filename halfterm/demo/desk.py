"""What a supervisor's desk does in the play: issue a form, have it filled in, take it back.

Forms are made and read by the functions behind `halfterm build` and `halfterm read`; each step is checked.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.intake import read_file
from forms.catalogue import load_form, own_catalogue
from forms.model import Definition
from forms.names import cell_name
from forms.records import Response
from halfterm import make
from halfterm.demo.checks import answers_on, carried_rows, check_kept, check_typed
from halfterm.demo.failure import StoryError
from halfterm.demo.stage_folder import StageFolder
from halfterm.demo.story import Answers
from halfterm.demo.typists import WordTypist, type_into_pdf


@dataclass(frozen=True, slots=True)
class Paper:
    """A form that was issued or came back, and what it says."""

    path: Path
    definition: Definition
    response: Response


@dataclass(frozen=True, slots=True)
class Order:
    """What `halfterm build` is to make."""

    form: str
    reference: str
    stage: str
    file_format: str
    values: Mapping[str, object] | None = None
    previous: Sequence[Paper] = ()
    continued: Paper | None = None


class Desk:
    """Issues forms into a chapter's `outbox`, final ones into `final`, and takes them back into `inbox`."""

    def __init__(self, folder: StageFolder, word: WordTypist) -> None:
        """Take the folder of the play and whoever fills in Word files."""
        self._folder = folder
        self._word = word
        self.issued = 0
        """Forms made so far."""
        self.returned: list[Paper] = []
        """Forms that came back so far."""

    @property
    def paths(self) -> list[Path]:
        """Return where the forms lie that came back so far."""
        return [paper.path for paper in self.returned]

    def issue(self, chapter: str, order: Order) -> Paper:
        """Return the form as built; StoryError where it lost something of the stage before."""
        name = f"{order.reference} {order.stage}"
        values = None
        if order.values is not None:
            said = {"reference": order.reference, **order.values}
            text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
            values = self._folder.write(text.encode(), chapter, "values", f"{name}.json")
        shelf = "final" if order.stage == "final" else "outbox"
        output = self._folder.place(chapter, shelf, f"{name}.{order.file_format}")
        request = make.Request(
            form=order.form,
            values=values,
            previous=tuple(paper.path for paper in order.previous),
            continued=order.continued.path if order.continued else None,
            stage=order.stage,
            file_format=order.file_format,
            verbatim=False,
            output=output,
        )
        if make.make_document(request, own_catalogue()):
            raise StoryError(f"{output}: something about it needs a person (see above); nothing should.")
        self.issued += 1
        paper = Paper(output, load_form(order.form), read_file(output))
        if order.continued is not None:
            before = answers_on(order.continued.response, paper.definition)
            check_kept(before, paper.response, paper.definition)
        return paper

    def complete(self, chapter: str, paper: Paper, hands: Sequence[Answers]) -> Paper:
        """Return the form as it comes back after one person after the other has filled it in."""
        target = self._folder.place(chapter, "inbox", paper.path.name)
        current = paper
        with tempfile.TemporaryDirectory(prefix="halfterm-demo-") as scratch:
            for number, answers in enumerate(hands, start=1):
                path = target if number == len(hands) else Path(scratch, f"{number}{target.suffix}")
                current = self._fill(current, path, answers)
        self.returned.append(current)
        return current

    def _fill(self, paper: Paper, target: Path, answers: Answers) -> Paper:
        values = {**_beside_actions(paper, answers), **answers.fields}
        if target.suffix == ".pdf":
            type_into_pdf(paper.path, target, values)
        else:
            self._word.fill(paper.path, target, values, paper.definition)
        filled = Paper(target, paper.definition, read_file(target))
        before = answers_on(paper.response, paper.definition)
        check_typed(before, values, filled.response, paper.definition)
        return filled


def _beside_actions(paper: Paper, answers: Answers) -> dict[str, str]:
    """Return what is written beside carried actions, by the names of the boxes."""
    rows = carried_rows(paper.response, paper.definition)
    table = next((field.id for field in paper.definition.answerable if "update" in field.columns), "")
    values: dict[str, str] = {}
    for words, followed in answers.followed.items():
        if words not in rows:
            raise StoryError(f"{paper.path}: the action {words!r} is not among the carried ones.")
        number = rows[words][1]
        values[cell_name(table, number, "update")] = followed.update
        values[cell_name(table, number, "status")] = followed.status
    return values
