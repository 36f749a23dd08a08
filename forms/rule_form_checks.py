"""Check what rules say of the policy's forms: that these forms, fields, columns and options are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forms.mistakes import Mistakes, listed, quoted, suggested
from forms.model import ONE_OF, Definition, Field, Kind, RecordType, Stage
from forms.rule import Rule
from forms.rules import (
    AgreementReview,
    DslSignOff,
    GroupRecord,
    MinimumAgenda,
    SignedAgreement,
    WatchedAnswer,
)
from forms.toml_lines import Place

_Forms = Mapping[str, Definition | None]


def check_forms(placed: Mapping[Place, Rule], forms: _Forms, mistakes: Mistakes) -> None:
    """Note each form, field, column and option that is not there, or is of a kind that cannot serve.

    Nothing is said of the fields of a form that could not be read (None): it has mistakes of its own.
    """
    for place, rule in placed.items():
        for at, form_id in enumerate(getattr(rule, "forms", ())):
            _form(form_id, (*place, "forms", at), forms, mistakes)
        named: str = getattr(rule, "form", "")
        form = _form(named, (*place, "form"), forms, mistakes) if named else None
        if isinstance(rule, AgreementReview):
            _check_review(rule, place, forms, mistakes)
        if form is not None:
            _check_fields(rule, place, form, mistakes)


def _form(form_id: str, place: Place, forms: _Forms, mistakes: Mistakes) -> Definition | None:
    if form_id not in forms:
        mistakes.add(
            "D11",
            place,
            found=f"the form {quoted(form_id)}",
            expected=f"one of {listed(forms)}" if forms else "none, for the folder holds no form",
            advice=suggested(form_id, forms, "name a form of this folder"),
        )
    return forms.get(form_id)


def _check_fields(rule: Rule, place: Place, form: Definition, mistakes: Mistakes) -> None:
    if isinstance(rule, SignedAgreement) and form.record is not RecordType.AGREEMENT:
        mistakes.add(
            "D11",
            (*place, "form"),
            found=f"{form.id}, whose record is {form.record}",
            expected='a form with record = "agreement"',
            advice="name the agreement's form",
        )
    if isinstance(rule, MinimumAgenda):
        for words, answers in rule.items.items():
            for at, answer in enumerate(answers):
                _answer(answer, (*place, "items", words, at), form, mistakes)
        if rule.stage is not Stage.BLANK and rule.stage not in form.stages:
            mistakes.add(
                "D18",
                (*place, "stage"),
                found=f"the stage {rule.stage}",
                expected=f"one of {form.id}: {listed(form.stages)}",
                advice="write one of these",
            )
    if isinstance(rule, WatchedAnswer):
        for at, answer in enumerate(rule.fields):
            _answer(answer, (*place, "fields", at), form, mistakes)
    if isinstance(rule, DslSignOff):
        _field(rule.field, (*place, "field"), form, (Kind.SIGNATURE,), mistakes)
    if isinstance(rule, GroupRecord):
        _check_group(rule, place, form, mistakes)


def _check_group(rule: GroupRecord, place: Place, form: Definition, mistakes: Mistakes) -> None:
    if rule.boundary_field:
        _field(rule.boundary_field, (*place, "boundary_field"), form, (Kind.TICK, Kind.YES_NO), mistakes)
    if rule.type_field:
        field = _field(rule.type_field, (*place, "type_field"), form, ONE_OF, mistakes)
        if field is not None and rule.type_option and rule.type_option not in field.all_options:
            mistakes.add(
                "D11",
                (*place, "type_option"),
                found=f"the option {quoted(rule.type_option)}",
                expected=f"one of {field.id}: {listed(field.all_options)}",
                advice=suggested(rule.type_option, field.all_options, "write one of these"),
            )


def _check_review(rule: AgreementReview, place: Place, forms: _Forms, mistakes: Mistakes) -> None:
    if not rule.date_field:
        return
    agreements = [form for form in forms.values() if form and form.record is RecordType.AGREEMENT]
    dates = [field.id for form in agreements for field in form.answerable if field.kind is Kind.DATE]
    if rule.date_field not in dates and None not in forms.values():
        mistakes.add(
            "D11",
            (*place, "date_field"),
            found=f"the field {quoted(rule.date_field)}",
            expected=f"a date of an agreement: {listed(dates)}" if dates else "none: no agreement has a date",
            advice=suggested(rule.date_field, dates, "name one of these"),
        )


def _field(
    field_id: str, place: Place, form: Definition, kinds: Iterable[Kind], mistakes: Mistakes
) -> Field | None:
    """Return the field of a form if it is of one of these kinds; note what is wrong otherwise."""
    fitting = {field.id: field for field in form.answerable if field.kind in set(kinds)}
    if field_id not in fitting:
        found = f"the field {quoted(field_id)}"
        words = " or ".join(sorted(kinds))
        mistakes.add(
            "D11",
            place,
            found=found,
            expected=f"a field of {form.id} of the kind {words}: {listed(fitting) or 'it has none'}",
            advice=suggested(field_id, fitting, "name one of these"),
        )
    return fitting.get(field_id)


def _answer(answer: str, place: Place, form: Definition, mistakes: Mistakes) -> None:
    """Note an answer (ID, or ID.COLUMN of a table) that the form does not ask for."""
    known = [field.id for field in form.answerable]
    known += [f"{field.id}.{column}" for field in form.answerable for column in field.columns]
    if answer not in known:
        mistakes.add(
            "D11",
            place,
            found=f"the field {quoted(answer)}",
            expected=f"a field of {form.id}, or FIELD.COLUMN of a table",
            advice=suggested(answer, known, "name one that the form has"),
        )
