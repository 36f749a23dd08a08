"""Make fillings of the forms for the tests of the Word files. All people are invented."""

from collections.abc import Iterator, Mapping, Sequence

from build.filling import FilledRow, Filling
from build.layout import build_page
from build.page import Page
from forms.catalogue import form_ids, load_form
from forms.model import ACTION_TABLES, ONE_OF, RANGES, STATUSES, Column, Definition, Fact, Field, Kind, Stage
from forms.names import any_of_name, count_name
from forms.row_cells import options_of

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
    Kind.MONTH: "November 2026",
}
_ACTION_ROW = {
    "action": "Ring the early help hub",
    "who": "Tom Reed",
    "by_when": "10/12/2026",
    "status": STATUSES[1],
}
_SIGNER_ROW = {"who": "Priya Shah", "name": "Priya Shah", "date": "27/11/2026"}


def filled_answers(definition: Definition) -> dict[str, str]:
    """Return a likely answer for every box of a form but the cells of its tables."""
    return {
        name: text
        for field in definition.answerable
        for name, text in (_counts(field) if field.columns else _field_answers(field))
    }


def filled_rows(definition: Definition, count: int) -> dict[str, tuple[FilledRow, ...]]:
    """Return `count` rows for each table of a form, or as many as it prints."""
    return {
        field.id: tuple(
            FilledRow(_row_cells(field, number), frozenset({"ref"} & set(field.columns)))
            for number in range(1, (len(field.row) or len(field.parties) or count) + 1)
        )
        for field in definition.fields
        if field.columns
    }


def _row_cells(field: Field, number: int) -> dict[str, str]:
    if field.row and field.row[number - 1].heading:
        return {}
    own = {column.id: _column_text(column, options_of(field, column, number)) for column in field.column}
    if field.kind in ACTION_TABLES:
        return {**own, **_ACTION_ROW, "ref": f"ESM-26-0042-A2/{number}"}
    if field.kind is Kind.SIGNATURES:
        return {name: text for name, text in _SIGNER_ROW.items() if name != "who" or not field.parties}
    return own


def _column_text(column: Column, options: Sequence[str]) -> str:
    if column.kind in {*ONE_OF, Kind.TICK}:
        return (*options, *column.added_options)[0]
    return _SHOWN[column.kind]


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
    own: tuple[str, ...] = (field.id,)
    if field.kind is Kind.SIGNATURE:
        who = (f"{field.id}-who",) if field.who is not None else ()
        own = (f"{field.id}-name", field.date_field or f"{field.id}-date", *who)
    elif field.kind in RANGES:
        own = (f"{field.id}-from", f"{field.id}-to")
    elif field.kind is Kind.ANY_OF:
        own = tuple(any_of_name(field.id, option) for option in field.all_options)
    has = {
        "other": "Other" in field.all_options,
        "comment": field.comment,
        "evidence": field.evidence,
    }
    parts = (f"{field.id}-{part}" for part, there in has.items() if there)
    return (*own, *parts, *(count_name(field.id, key) for key in field.counts))


def _counts(field: Field) -> Iterator[tuple[str, str]]:
    return ((count_name(field.id, key), "2") for key in field.counts)


def _field_answers(field: Field) -> Iterator[tuple[str, str]]:
    shown = {
        "name": "Priya Shah",
        "date": "27/11/2026",
        "who": "Priya Shah",
        "other": "Child in care",
        "comment": "Up to 30/10/2026",
        "evidence": "Yes, signed 08/09/2026",
    }
    ranges = {
        Kind.TIME_RANGE: ("10:00", "11:30"),
        Kind.DATE_RANGE: ("01/09/2026", "18/12/2026"),
    }
    for name in part_names(field):
        part = name.rpartition("-")[2]
        if name == field.date_field:
            yield name, shown["date"]
        elif name == field.id and field.kind in {*ONE_OF, Kind.TICK}:
            yield name, (field.all_options or ("Yes", "No"))[0]
        elif name == field.id:
            yield name, _SHOWN[field.kind]
        elif field.kind in RANGES and part in {"from", "to"}:
            yield name, ranges[field.kind][part == "to"]
        elif field.kind is Kind.ANY_OF and part not in shown:
            if name == any_of_name(field.id, field.all_options[0]):
                yield name, field.all_options[0]
        else:
            yield name, "2" if part.startswith("count_") else shown[part]
