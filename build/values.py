"""Read a values file: what is already known about one document, checked against its definition.

Every mistake is collected before one error names them all (code V…, exit status 2). Texts come out
normalised; dates, times and numbers come out as they are shown on the form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from build.filling import FilledRow
from build.value_fields import FieldValues
from build.value_kinds import show_count, show_day, show_text, show_time
from build.value_notes import ValueNotes
from build.value_tables import check_refs
from forms.errors import UsageError
from forms.findings import Finding
from forms.model import Definition, Fact, Stage
from forms.reference import parse_reference

_TOP = ("reference", "stage", "header", "fields")
_DATE_FACTS = frozenset({Fact.SESSION_DATE, Fact.RETURN_BY})
_NUMBER_FACTS = frozenset({Fact.SHEET, Fact.SHEETS})


@dataclass(frozen=True, slots=True)
class Values:
    """What a values file says, ready to be shown."""

    where: str = "the values"
    """Names the file in messages."""
    reference: str | None = None
    stage: Stage | None = None
    header: Mapping[Fact, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    """Name of a field or part -> text as shown."""
    rows: Mapping[str, tuple[FilledRow, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def load_values(path: Path, definition: Definition) -> Values:
    """Return the values in the JSON file `path`; UsageError where the file or a value is wrong."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            "V01", f"{path}: cannot be read ({error.strerror or error}); check the name and the folder."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            "V02", f"{path}: is not UTF-8 text (byte {error.start + 1}); save it as UTF-8."
        ) from error
    return parse_values(text, definition, str(path))


def parse_values(text: str, definition: Definition, where: str) -> Values:
    """Return the values in the JSON `text`; `where` names it in messages. UsageError lists every mistake."""
    try:
        data = json.loads(text, object_pairs_hook=_unique)
    except json.JSONDecodeError as error:
        raise UsageError(
            "V03", f"{where}, line {error.lineno}: is not JSON ({error.msg}); mend it there."
        ) from error
    except _DuplicateKeyError as error:
        raise UsageError(
            "V04", f"{where}: {error.key!r} stands twice in one object; keep one of them."
        ) from error
    except (RecursionError, ValueError) as error:
        raise UsageError(
            "V03", f"{where}: holds what no values file has (nested too deeply, or a number too long)."
        ) from error
    checker = _Checker(definition, where)
    values = checker.check(data)
    checker.notes.raise_mistakes()
    return values


class _DuplicateKeyError(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _DuplicateKeyError(key)
        found[key] = value
    return found


class _Checker:
    """Takes one values file apart."""

    def __init__(self, definition: Definition, where: str) -> None:
        self._definition = definition
        self._where = where
        self.notes = ValueNotes(definition, where)
        self._fields = FieldValues(definition, self.notes)

    def check(self, data: object) -> Values:
        if not isinstance(data, dict):
            self.notes.wrong("V05", "", data, 'an object with "reference", "stage", "header" and "fields"')
            return Values()
        for key in data:
            if key not in _TOP:
                self.notes.unknown("V06", f"{key!r}", key, _TOP)
        reference = self._reference(data.get("reference"))
        stage = self._stage(data.get("stage"))
        header = self._header(data.get("header"))
        fields = data.get("fields")
        if isinstance(fields, dict):
            for name, value in fields.items():
                self._fields.take(name, value)
        elif fields is not None:
            self.notes.wrong("V05", "fields", fields, "an object: field id -> value")
        check_refs(self._fields.rows, self.notes)
        answers, rows = self._fields.answers, self._fields.rows
        return Values(self._where, reference, stage, header, answers, rows, tuple(self.notes.findings))

    def _reference(self, value: object) -> str | None:
        if value in (None, ""):
            return None
        parsed = parse_reference(value) if isinstance(value, str) else None
        if parsed is None:
            self.notes.wrong(
                "V07", "reference", value, "a reference such as ESM-26-0042-" + self._definition.code
            )
            return None
        if parsed.appendix != self._definition.code:
            self.notes.wrong(
                "V07", "reference", value, f"a reference of this form, ending in -{self._definition.code}"
            )
        return str(parsed)

    def _stage(self, value: object) -> Stage | None:
        if value is None:
            return None
        stages = [stage.value for stage in self._definition.stages]
        if value not in stages:
            self.notes.wrong("V08", "stage", value, "one of " + ", ".join(stages))
            return None
        return Stage(str(value))

    def _header(self, value: object) -> dict[Fact, str]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.notes.wrong("V05", "header", value, "an object: fact -> value")
            return {}
        header: dict[Fact, str] = {}
        for key, fact_value in value.items():
            if key not in [fact.value for fact in Fact]:
                self.notes.unknown("V09", f"header fact {key!r}", key, [fact.value for fact in Fact])
            elif fact_value not in (None, ""):
                shown = self._fact(Fact(key), fact_value)
                if shown:
                    header[Fact(key)] = shown
        return header

    def _fact(self, fact: Fact, value: object) -> str | None:
        name = f"header {fact.value}"
        if fact in _NUMBER_FACTS:
            return self.notes.shown(name, value, show_count)
        if fact in _DATE_FACTS:
            return self.notes.shown(name, value, show_day)
        if fact is Fact.SESSION_TIME:
            return self.notes.shown(name, value, show_time)
        text = self.notes.shown(name, value, show_text)
        return text.strip() if text else None
