"""Take a returned form of an older version onto the one being made, and say what has no place there."""

from __future__ import annotations

from collections.abc import Mapping

from forms.actions import offered
from forms.findings import Finding, Severity
from forms.model import Definition
from forms.records import Response
from forms.renewal import renew
from forms.revisions import Lookup, Revision
from forms.spoken import called


def onto_version(
    response: Response, definition: Definition, lookup: Lookup
) -> tuple[Response, tuple[Finding, ...]]:
    """Return the same session's form as its version of today would hold it, with findings.

    Where it is the form that `definition` makes, that is its version. A form of neither this kind nor the
    one that comes before it is returned as it is: whoever takes it up refuses it.
    """
    if response.form == definition.continues:
        definition = lookup(response.form, None)
    if response.form != definition.id or response.version == definition.version:
        return response, ()
    before = lookup(response.form, response.version)
    renewed = renew(response, before, definition)
    stay = f"{definition.id}@{response.version}"
    findings = [
        Finding(
            "P21",
            Severity.NOTE,
            None,
            f"{response.path}: is version {response.version} of the form; it goes on as version "
            f"{definition.version}. To finish this session on version {response.version}, ask for {stay}.",
        )
    ]
    if renewed.left_out:
        findings.append(
            Finding(
                "P20",
                Severity.ACT_NOW,
                None,
                f"{response.path}: version {definition.version} of the form has no place for the answers to "
                f"{called(before, *renewed.left_out)}, so they are not on the form that was made; copy them "
                f"over by hand, or ask for {stay}.",
            )
        )
    return renewed.response, tuple(findings)


def renewed_onto(revision: Revision, definition: Definition) -> Response:
    """Return an earlier form as `definition`, a newer version maybe, would hold it."""
    return renew(revision.response, revision.definition, definition).response


def offers_of(revision: Revision, definition: Definition) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """Return what the form of last time offers for `definition`, a newer version maybe, with findings."""
    response = revision.response
    renewed = renew(response, revision.definition, definition)
    lost = [name for name in offered(response, revision.definition) if name in renewed.left_out]
    findings = (
        Finding(
            "P20",
            Severity.SOON,
            None,
            f"{response.path}: version {definition.version} of the form has no place for what it would offer "
            f"again from {called(revision.definition, *lost)}; look at the form of last time.",
        ),
    )
    return offered(renewed.response, definition), findings if lost else ()
