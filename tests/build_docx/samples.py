"""Make fillings of the forms for the tests of the Word files. All people are invented."""

from collections.abc import Iterator, Mapping

from build.filling import FilledRow, Filling
from build.layout import build_page
from build.page import Page
from forms.catalogue import form_ids, load_form
from forms.model import STATUSES, Definition, Fact, Field, Kind, Stage

FORMS = form_ids()
CASES = [(form, stage) for form in FORMS for stage in (Stage.BLANK, *load_form(form).stages)]

_HEADER = {
    Fact.SCHOOL: "Alder Grove Academy",
    Fact.SESSION_DATE: "19/11/2026",
    Fact.SUPERVISEE: "Priya Shah",
    Fact.SUPERVISOR: "Tom Reed",
    Fact.RETURN_BY: "12/11/2026",
}
_SHOWN = {
    Kind.TEXT: "Priya Shah",
    Kind.MULTILINE: "Home visits keep the family engaged.\n\nThe early help hub has not answered yet.",
    Kind.DATE: "19/11/2026",
    Kind.TIME: "10:00",
    Kind.NUMBER: "60",
}


def filled_answers(definition: Definition) -> dict[str, str]:
    """Return a likely answer for every box of a form but its tables."""
    return {
        name: text
        for field in definition.answerable
        if not field.columns
        for name, text in _field_answers(field)
    }


def filled_rows(definition: Definition, count: int) -> dict[str, tuple[FilledRow, ...]]:
    """Return `count` rows for each table of a form."""
    row = {"action": "Ring the early help hub", "who": "Tom Reed", "by_when": "10/12/2026"}
    return {
        field.id: tuple(
            FilledRow({**row, "ref": f"ESM-26-0042-A2/{number}", "status": STATUSES[1]}, frozenset({"ref"}))
            for number in range(1, count + 1)
        )
        for field in definition.fields
        if field.columns
    }


def make_page(
    form: str,
    stage: Stage,
    answers: Mapping[str, str] | None = None,
    rows: Mapping[str, tuple[FilledRow, ...]] | None = None,
    *,
    verbatim: bool = False,
) -> Page:
    """Return the page of a form with `answers` and `rows`; a blank is without reference and facts."""
    definition = load_form(form)
    blank = stage is Stage.BLANK
    filling = Filling(
        definition,
        stage,
        None if blank else f"ESM-26-0042-{definition.code}",
        {} if blank else _HEADER,
        answers or {},
        rows or {},
        verbatim=verbatim,
    )
    return build_page(filling, fixed_boxes=False)


def make_sample(form: str, stage: Stage) -> Page:
    """Return a form as it is at `stage`: empty with two spare rows, or with every box filled."""
    definition = load_form(form)
    if stage is Stage.BLANK:
        spare = {field.id: (FilledRow({}), FilledRow({})) for field in definition.fields if field.columns}
        return make_page(form, stage, {}, spare)
    return make_page(form, stage, filled_answers(definition), filled_rows(definition, 3))


def part_names(field: Field) -> tuple[str, ...]:
    """Return the names of the boxes of a field that is no table, its own first where it has one."""
    own = (f"{field.id}-name", field.date_field or f"{field.id}-date")
    names = own if field.kind is Kind.SIGNATURE else (field.id,)
    has = {
        "other": "Other" in field.all_options,
        "comment": field.comment,
        "evidence": field.evidence,
    }
    return (*names, *(f"{field.id}-{part}" for part, there in has.items() if there))


def _field_answers(field: Field) -> Iterator[tuple[str, str]]:
    shown = {
        "name": "Priya Shah",
        "date": "27/11/2026",
        "other": "Child in care",
        "comment": "Up to 30/10/2026",
        "evidence": "Yes, signed 08/09/2026",
    }
    for name in part_names(field):
        if name == field.date_field:
            yield name, shown["date"]
        elif name != field.id:
            yield name, shown[name.rpartition("-")[2]]
        elif field.kind in {Kind.CHOICE, Kind.YES_NO}:
            yield name, (field.all_options or ("Yes", "No"))[0]
        else:
            yield name, _SHOWN[field.kind]
