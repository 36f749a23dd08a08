"""The case reference of a sheet on which it was typed where the form asks for the child's name."""

from __future__ import annotations

from collections.abc import Mapping

from forms.findings import Finding, Severity
from forms.meanings import Logged
from forms.model import Definition, Fact
from forms.records import Answer
from forms.reference import is_case_ref


def named_case(
    definition: Definition, header: Mapping[Fact, str], answers: Mapping[str, Answer]
) -> tuple[str, Finding] | None:
    """Return (case reference, what is said of it) where its own box is blank and the child's name is one.

    Forms that are mailed ask for no name and say that the reference tells who it is; so it is written there.
    Anything beside it, or a reference that is not written as one, is left to a person.
    """
    if Fact.CASE_REF not in definition.required or Fact.CASE_REF in header:
        return None
    for field in definition.answerable:
        answer = answers.get(field.id) if field.log is Logged.CHILD_NAME else None
        if answer is not None and isinstance(answer.value, str) and is_case_ref(answer.value.strip()):
            reference = answer.value.strip()
            text = (
                f"{reference} stands here; the box for the case reference is blank, and it was taken for it"
            )
            return reference, Finding("F89", Severity.NOTE, field.id, text)
    return None
