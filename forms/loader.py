"""Load a definition from TOML: the one place that makes a `Definition`.

A file is read in full before anything is said: the one error that is raised lists every mistake as
"FILE, line N: found …; expected …; do …". The way of writing is told in docs/definitions.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from forms.checks import (
    check_field,
    check_field_id,
    default_party,
)
from forms.condition_checks import check_conditions
from forms.earlier_ids import check_earlier_ids
from forms.errors import DefinitionError
from forms.field_links import check_fields
from forms.files import is_device
from forms.letter_checks import check_characters
from forms.mistakes import Mistakes, quoted
from forms.model import Definition, Field, Kind, Owner, Policy, Stage
from forms.names import option_slug
from forms.page_checks import check_coverage, check_sections, check_tables
from forms.policy_checks import check_policy
from forms.printed_page import Section
from forms.sections import SectionReader
from forms.tables import FIELD_KEYS, FORM_KEYS, POLICY_KEYS, read_table
from forms.toml_lines import Place
from forms.toml_source import Source, read_source

POLICY_FILE = "policy.toml"
_BASES = ("options", "added_options", "column", "row", "card", "parties", "counts", "spare")
"""Keys that other keys and the page rest on."""
YES_NO = ("Yes", "No")
"""The options of a yes_no that lists none."""

_SHAPES = {
    "id": (r"[a-z][a-z0-9-]*/[a-z0-9][a-z0-9-]*", "policy/name in small letters, digits and hyphens"),
    "code": (r"[A-Z][0-9]{0,2}", "a capital letter, then up to two digits: A2"),
    "title": (r".*\S.*", "the form's title, as printed"),
    "appendix": (r".*\S.*", 'as the policy prints it: "Appendix 2"'),
    "version": (r"[0-9A-Za-z][0-9A-Za-z.-]{0,15}", "up to 16 letters, digits, dots and hyphens: 1"),
}
"""The form's keys whose words go into references, QR codes and file names."""


def load_definition(path: Path | Traversable, policy: Path | Traversable | None = None) -> Definition:
    """Return the definition in the file at `path`, with the policy of `policy.toml` beside it.

    `policy` names another policy file; it must be given where `path` is no Path. Raises
    DefinitionError, which lists every mistake of both files.
    """
    if policy is None:
        policy = Path(str(path)).with_name(POLICY_FILE)
    return _load(read_source(path), policy)


def load_house_form(path: Path | Traversable, policy: Path | Traversable) -> Definition:
    """Return a form of the house, which stands beside the forms of every policy, for one of them.

    In its file it is house/NAME, beside a policy POLICY/house-NAME. Raises as load_definition.
    """
    source = read_source(path)
    written = str(source.tables.get("form", ""))
    beside = f"{load_policy(policy).id}/{written.replace('/', '-')}"
    return _load(replace(source, tables={**source.tables, "form": beside}), policy)


def _load(source: Source, policy: Path | Traversable) -> Definition:
    try:
        policy_source = read_source(policy)
        shared = _policy_of(policy_source)
    except DefinitionError as error:
        _read_parts(source, None)
        own = source.mistakes.error()
        if own is None:
            raise
        raise DefinitionError(own.code, f"{own.message}\n{error}") from error
    parts = _read_parts(source, shared)
    wrong = source.mistakes.error()
    if wrong is not None:
        raise wrong
    # The policy's words stand on the form too, so a layout made for other words must not be taken for this.
    digest = hashlib.sha256(f"{source.text}\0{policy_source.text}".encode()).hexdigest()
    return Definition(policy=shared, fingerprint=digest, **parts)


def load_policy(path: Path | Traversable) -> Policy:
    """Return the policy in the file at `path`. Raises DefinitionError, which lists every mistake."""
    return _policy_of(read_source(path))


def _policy_of(source: Source) -> Policy:
    mistakes = source.mistakes
    check_characters(source.tables, mistakes)
    values = read_table(source.tables, POLICY_KEYS, (), mistakes)
    shape = r"[a-z][a-z0-9-]*"
    if "id" in values and not re.fullmatch(shape, values["id"]):
        expected = "small letters, digits and hyphens"
        mistakes.add(
            "D19",
            ("id",),
            found=f"id = {quoted(values['id'])}",
            expected=expected,
            advice=_renamed(values["id"]),
        )
    if is_device(values.get("id", "")):
        mistakes.add("D19", ("id",), **_device(values["id"]))
    check_policy(values, source.tables.get("look"), mistakes)
    wrong = mistakes.error()
    if wrong is not None:
        raise wrong
    return Policy(**values)


def _read_parts(source: Source, policy: Policy | None) -> dict[str, Any]:
    """Return the arguments of `Definition` that the file gives, after noting every mistake."""
    mistakes = source.mistakes
    check_characters(source.tables, mistakes)
    values = read_table(source.tables, FORM_KEYS, (), mistakes, other=("field", "section"))
    values.setdefault("required", ())
    values.setdefault("leave_blank", {})
    _check_form(values, policy, mistakes)
    fields = _read_fields(_tables(source.tables, "field", mistakes), values.get("stages", ()), mistakes)
    known = [field for field in fields.values() if field is not None]
    check_fields(known, mistakes)
    check_earlier_ids(known, mistakes)
    sections = _read_sections(source.tables, fields, mistakes)
    return {**values, "fields": tuple(known), "sections": tuple(sections)}


def _renamed(wrong: str) -> str:
    """Return advice to write an id of a policy or form in small letters, digits and hyphens."""
    parts = [option_slug(part).replace("_", "-") for part in wrong.split("/") if option_slug(part)]
    return f'write it so: "{"/".join(parts)}"' if parts else "write it so"


def _device(name: str) -> dict[str, str]:
    """Return what there is to say of a name that no file or folder can have on Windows."""
    return {
        "found": f"the name {quoted(name)}, which Windows keeps to itself",
        "expected": "a name that a file or folder can have everywhere",
        "advice": "choose another one",
    }


def _check_form(values: Mapping[str, Any], policy: Policy | None, mistakes: Mistakes) -> None:
    for attribute, (shape, expected) in _SHAPES.items():
        key = "form" if attribute == "id" else attribute
        if attribute in values and not re.fullmatch(shape, values[attribute]):
            found = f"{key} = {quoted(values[attribute])}"
            advice = _renamed(values[attribute]) if key == "form" else "write it so"
            mistakes.add("D19", (key,), found=found, expected=expected, advice=advice)
    if is_device(values.get("id", "").rpartition("/")[2]):
        mistakes.add("D19", ("form",), **_device(values["id"].rpartition("/")[2]))
    if policy is not None and "id" in values and values["id"].partition("/")[0] != policy.id:
        name = values["id"].rpartition("/")[2]
        mistakes.add(
            "D21",
            ("form",),
            found=f"form = {quoted(values['id'])} beside the policy {quoted(policy.id)}",
            expected=f"{policy.id}/…",
            advice=f'write "{policy.id}/{name}", or correct the id in {POLICY_FILE}',
        )
    if values.get("continues") and values["continues"] == values.get("id"):
        mistakes.add(
            "D11",
            ("continues",),
            found=f"continues = {quoted(values['continues'])}, the form itself",
            expected="another form of this policy",
            advice="name the form of the same session that comes before this one, or take it out",
        )
    stages = values.get("stages", ())
    if "stages" in values and (list(stages) != sorted(set(stages), key=list(Stage).index) or not stages):
        order = ", ".join(stage for stage in Stage if stage is not Stage.BLANK)
        found, advice = f"the stages {', '.join(stages)}", "put them in order, each once"
        if not stages:
            found, advice = "no stages", "list those that the form goes through"
        mistakes.add("D18", ("stages",), found=found, expected=f"these, in order: {order}", advice=advice)
    if Stage.BLANK in stages:
        expected = "only the stages that a form is issued for"
        mistakes.add("D18", ("stages",), found="the stage blank", expected=expected, advice="take it out")
    for stage in values.get("leave_blank", {}):
        if stages and stage not in stages and stage is not Stage.BLANK:
            found = f"words for the stage {stage}"
            expected = f"only this form's stages: {', '.join(stages)}"
            mistakes.add(
                "D18", ("leave_blank", stage.value), found=found, expected=expected, advice="take them out"
            )


def _tables(tables: Mapping[str, Any], key: str, mistakes: Mistakes) -> dict[str, Any]:
    value = tables.get(key)
    if isinstance(value, dict) and value:
        return value
    found = f"no [{key}.…]" if value is None or value == {} else f"{key} that is no table"
    mistakes.add("D04", (key,), found=found, expected=f"a table [{key}.ID] for each {key}", advice="add them")
    return {}


def _read_fields(
    tables: Mapping[str, Any], stages: tuple[Stage, ...], mistakes: Mistakes
) -> dict[str, Field | None]:
    """Return id -> field in the order of the file; None for one that could not be read."""
    fields: dict[str, Field | None] = {}
    for field_id, table in tables.items():
        place: Place = ("field", field_id)
        fields[field_id] = None
        check_field_id(field_id, place, mistakes)
        if not isinstance(table, dict):
            mistakes.add(
                "D05",
                place,
                found=f"{field_id} that is no table",
                expected=f"[field.{field_id}]",
                advice="write it so",
            )
            continue
        values = read_table(table, FIELD_KEYS, place, mistakes)
        # What was noted of these would be noted again of all that rests on them.
        if (
            "label" not in values
            or "kind" not in values
            or any(key in table and key not in values for key in _BASES)
        ):
            continue
        if stages:
            values.setdefault("stage", stages[0])
        if values["kind"] is Kind.YES_NO:
            values.setdefault("options", YES_NO)
        if values["kind"] is Kind.TICK:
            values.setdefault("options", YES_NO[:1])
        if values["kind"] is Kind.CLAUSE:
            values.setdefault("owner", Owner.SYSTEM)
        if values["kind"] in {Kind.SIGNATURE, Kind.SIGNATURES}:
            values.setdefault("party", default_party(values.get("owner", Owner.BOTH)))
        field = Field(id=field_id, **values)
        check_field(field, table, stages, mistakes)
        fields[field_id] = field
    return fields


def _read_sections(
    tables: Mapping[str, Any], fields: Mapping[str, Field | None], mistakes: Mistakes
) -> list[Section]:
    written = tables.get("section", [])
    if not isinstance(written, list) or not written or not all(isinstance(one, dict) for one in written):
        single = isinstance(written, dict)
        mistakes.add(
            "D04",
            ("section",),
            found="[section]" if single else "no [[section]]",
            expected="[[section]] for each part of the page",
            advice="write two brackets on each side" if single else "add them",
        )
        return []
    if not fields:
        return []
    reader = SectionReader(fields, mistakes)
    sections = [reader.read(table, ("section", at)) for at, table in enumerate(written)]
    check_sections(sections, fields, mistakes)
    known = [field for field in fields.values() if field is not None]
    if len(known) == len(fields):
        check_conditions(known, sections, mistakes)
        check_tables(known, sections, mistakes)
    if reader.complete:
        check_coverage(known, reader.shown, reader.spelt, mistakes)
    return [section for section in sections if section is not None]
