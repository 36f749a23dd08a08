"""Write the JSON Schema (draft 2020-12) of the definition files, made from the model, for editors.

`python -m forms.schema` writes definition.schema.json, policy.schema.json and rules.schema.json beside
this module. A schema knows keys, types and fixed words; what parts of a definition must fit each other only
the loader knows.
"""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import inspect
import json
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from forms import printed_page
from forms.model import Definition, Field, Policy
from forms.printed_page import Section
from forms.rule_loader import KIND_OF, WITHOUT
from forms.tables import FIELD_KEYS, FORM_KEYS, POLICY_KEYS, SECTION_KEYS, Key, keys_of

DEFINITION_SCHEMA = Path(__file__).with_name("definition.schema.json")
POLICY_SCHEMA = Path(__file__).with_name("policy.schema.json")
RULES_SCHEMA = Path(__file__).with_name("rules.schema.json")

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_Schema = dict[str, Any]


def definition_schema() -> _Schema:
    """Return the schema of a form's file."""
    schema = _object(FORM_KEYS, Definition)
    schema["properties"]["field"] = {
        "description": "The fields by id, in the order of the printed form.",
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
        "additionalProperties": _object(FIELD_KEYS, Field),
    }
    schema["properties"]["section"] = {
        "description": "The parts of the printed page, from top to bottom.",
        "type": "array",
        "minItems": 1,
        "items": _section(),
    }
    schema["required"] += ["field", "section"]
    return {"$schema": _DRAFT, "title": "A form of halfterm", **schema, "$defs": _cells()}


def policy_schema() -> _Schema:
    """Return the schema of a policy.toml."""
    return {"$schema": _DRAFT, "title": "A policy of halfterm", **_object(POLICY_KEYS, Policy)}


def rules_schema() -> _Schema:
    """Return the schema of a rules.toml."""
    kinds = {name: {"type": "array", "items": _object(keys_of(kind), kind)} for name, kind in KIND_OF.items()}
    without = {
        "description": "Kinds of rule of which the policy wants no house default either.",
        "type": "array",
        "items": {"type": "string", "enum": list(KIND_OF)},
    }
    return {
        "$schema": _DRAFT,
        "title": "The rules of a policy of halfterm",
        "type": "object",
        "properties": {WITHOUT.name: without, **kinds},
        "additionalProperties": False,
    }


def schema_text(schema: Mapping[str, Any]) -> str:
    """Return a schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _object(keys: Mapping[str, Key], described: type) -> _Schema:
    words: dict[str, str] = {}
    for part in reversed(described.__mro__):
        words |= _attribute_docs(part) if dataclasses.is_dataclass(part) else {}
    properties = {}
    for key in keys.values():
        schema = _type(key.hint)
        if key.attribute in words:
            schema = {"description": words[key.attribute], **schema}
        properties[key.name] = schema
    return {
        "description": (inspect.getdoc(described) or "").partition("\n")[0],
        "type": "object",
        "properties": properties,
        "required": [key.name for key in keys.values() if key.required],
        "additionalProperties": False,
    }


def _section() -> _Schema:
    schema = _object(SECTION_KEYS, Section)
    row = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/cell"}}
    words = _attribute_docs(Section)
    schema["properties"] |= {
        "header": {"description": words["header"], **row},
        "rows": {"description": words["rows"], "type": "array", "minItems": 1, "items": row},
        "items": {"description": "Of prose: what stands below each other.", "$ref": "#/$defs/items"},
        "cells": {
            "description": words["cells"],
            "type": "array",
            "minItems": 1,
            "items": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        },
    }
    ways = [{"required": ["rows"]}, {"required": ["items"]}, {"required": ["table", "cells"]}]
    return {**schema, "oneOf": ways}


def _cells() -> _Schema:
    words = _attribute_docs(printed_page.Cell)
    item = {
        "description": 'ID, ID.label, ID=option, \'words, {text = "words"}, {sentence = "words {ID}"}; '
        "empty for an empty cell.",
        "anyOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {"text": {"type": "string"}},
                "required": ["text"],
                "additionalProperties": False,
            },
            {
                "type": "object",
                "properties": {"sentence": {"type": "string"}, "bullet": {"type": "boolean"}},
                "required": ["sentence"],
                "additionalProperties": False,
            },
        ],
    }
    spanning = {
        "type": "object",
        "properties": {
            "items": {"$ref": "#/$defs/items"},
            "span": {"description": "How many columns the cell takes.", "type": "integer", "minimum": 1},
            "beside": {"description": words["beside"], "type": "boolean"},
        },
        "required": ["items"],
        "additionalProperties": False,
    }
    items = {"anyOf": [{"$ref": "#/$defs/item"}, {"type": "array", "items": {"$ref": "#/$defs/item"}}]}
    return {"item": item, "items": items, "cell": {"anyOf": [{"$ref": "#/$defs/items"}, spanning]}}


def _type(hint: Any) -> _Schema:
    bound = isinstance(hint, types.UnionType)
    if bound:
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _object(keys_of(hint), hint)
    if origin is tuple:
        return {"type": "array", "items": _type(parts[0])}
    if origin is dict:
        return {"type": "object", "propertyNames": _type(parts[0]), "additionalProperties": _type(parts[1])}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _words(hint)
    plain: dict[Any, _Schema] = {
        float: {"type": "number"} if bound else {"type": "number", "exclusiveMinimum": 0},
        dt.date: {"type": "string", "format": "date"},
        str: {"type": "string"},
        bool: {"type": "boolean"},
        int: {"type": "integer"},
    }
    return plain[hint]


def _words(words: type[StrEnum]) -> _Schema:
    docs = _attribute_docs(words)
    described = [f"{word.value}: {docs[word.name]}" for word in words if word.name in docs]
    schema: _Schema = {"type": "string", "enum": [word.value for word in words]}
    return {"description": " ".join(described), **schema} if described else schema


def _attribute_docs(described: type) -> dict[str, str]:
    """Return attribute -> the string that stands below it in the class's source."""
    body = ast.parse(inspect.getsource(described)).body[0]
    docs: dict[str, str] = {}
    name = None
    for statement in body.body if isinstance(body, ast.ClassDef) else ():
        match statement:
            case ast.AnnAssign(target=ast.Name(id=target)) | ast.Assign(targets=[ast.Name(id=target)]):
                name = target
            case ast.Expr(value=ast.Constant(value=str(words))) if name is not None:
                docs[name] = " ".join(words.split())
                name = None
            case _:
                name = None
    return docs


def main() -> None:
    """Write the schemas beside this module."""
    DEFINITION_SCHEMA.write_text(schema_text(definition_schema()), encoding="utf-8", newline="\n")
    POLICY_SCHEMA.write_text(schema_text(policy_schema()), encoding="utf-8", newline="\n")
    RULES_SCHEMA.write_text(schema_text(rules_schema()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
