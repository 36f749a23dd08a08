"""Read a values file: what is already known about one document, checked against its definition.

Every mistake is collected before one error names them all (code V…, exit status 2). Texts come out
normalised; dates, times and numbers come out as they are shown on the form.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from build.filling import FilledRow
from forms.dates import parse_date, parse_time, show_date
from forms.errors import UsageError
from forms.findings import Finding, Severity
from forms.model import STATUSES, Definition, Fact, Field, Kind, Stage
from forms.names import CONTINUATION
from forms.reference import parse_reference, split_action_id
from forms.text import SurrogateError, normalise_text

_LARGEST = 999_999_999
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
    checker.raise_mistakes()
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
    """Collects the mistakes of one values file."""

    def __init__(self, definition: Definition, where: str) -> None:
        self._definition = definition
        self._where = where
        self._mistakes: list[tuple[str, str]] = []
        self._findings: list[Finding] = []
        self._answers: dict[str, str] = {}
        self._rows: dict[str, tuple[FilledRow, ...]] = {}

    def raise_mistakes(self) -> None:
        """Raise one UsageError that names every mistake, if there is one."""
        if self._mistakes:
            lines = [f"{self._where}: {message}" for _, message in self._mistakes]
            raise UsageError(self._mistakes[0][0], "\n".join(lines))

    def check(self, data: object) -> Values:
        if not isinstance(data, dict):
            self._wrong("V05", "", data, 'an object with "reference", "stage", "header" and "fields"')
            return Values()
        for key in data:
            if key not in _TOP:
                self._unknown("V06", f"{key!r}", key, _TOP)
        reference = self._reference(data.get("reference"))
        stage = self._stage(data.get("stage"))
        header = self._header(data.get("header"))
        fields = data.get("fields")
        if isinstance(fields, dict):
            for name, value in fields.items():
                self._field(name, value)
        elif fields is not None:
            self._wrong("V05", "fields", fields, "an object: field id -> value")
        self._check_refs()
        return Values(self._where, reference, stage, header, self._answers, self._rows, tuple(self._findings))

    def _reference(self, value: object) -> str | None:
        if value in (None, ""):
            return None
        parsed = parse_reference(value) if isinstance(value, str) else None
        if parsed is None:
            self._wrong("V07", "reference", value, "a reference such as ESM-26-0042-" + self._definition.code)
            return None
        if parsed.appendix != self._definition.code:
            self._wrong(
                "V07", "reference", value, f"a reference of this form, ending in -{self._definition.code}"
            )
        return str(parsed)

    def _stage(self, value: object) -> Stage | None:
        if value is None:
            return None
        stages = [stage.value for stage in self._definition.stages]
        if value not in stages:
            self._wrong("V08", "stage", value, "one of " + ", ".join(stages))
            return None
        return Stage(str(value))

    def _header(self, value: object) -> dict[Fact, str]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._wrong("V05", "header", value, "an object: fact -> value")
            return {}
        header: dict[Fact, str] = {}
        for key, fact_value in value.items():
            if key not in [fact.value for fact in Fact]:
                self._unknown("V09", f"header fact {key!r}", key, [fact.value for fact in Fact])
            elif fact_value not in (None, ""):
                shown = self._fact(Fact(key), fact_value)
                if shown:
                    header[Fact(key)] = shown
        return header

    def _fact(self, fact: Fact, value: object) -> str | None:
        name = f"header {fact.value}"
        if fact in _NUMBER_FACTS:
            return self._whole_number(name, value)
        if fact in _DATE_FACTS:
            return self._date(name, value)
        if fact is Fact.SESSION_TIME:
            return self._time(name, value)
        text = self._text(name, value)
        return text.strip() if text else None

    def _field(self, name: str, value: object) -> None:
        if name == CONTINUATION:
            self._keep(name, self._text(name, value))
            return
        base, _, part = name.partition("-")
        known = {item.id: item for item in self._definition.answerable}
        if base not in known or (part and not self._is_part(known[base], part)):
            clause = any(item.id == name for item in self._definition.fields)
            if clause:
                self._mistakes.append(("V10", f"field {name!r} is printed words; leave it out."))
            else:
                self._unknown("V10", f"field {name!r}", name, self._names())
        elif value is None or value == "":
            return
        elif part:
            self._keep(name, self._date(name, value) if part == "date" else self._text(name, value))
        else:
            self._whole(known[base], value)

    def _is_part(self, item: Field, part: str) -> bool:
        parts = {
            "comment": item.comment,
            "other": "Other" in item.all_options,
            "evidence": item.evidence,
            "name": item.kind is Kind.SIGNATURE,
            "date": item.kind is Kind.SIGNATURE and item.date_field is None,
        }
        return parts.get(part, False)

    def _names(self) -> list[str]:
        return [item.id for item in self._definition.answerable]

    def _whole(self, item: Field, value: object) -> None:
        if item.kind in {Kind.CARRIED, Kind.ACTIONS}:
            self._table(item, value)
        elif item.kind is Kind.SIGNATURE:
            self._signature(item, value)
        elif item.kind is Kind.NUMBER:
            self._keep(item.id, self._whole_number(item.id, value))
        elif item.kind is Kind.DATE:
            self._keep(item.id, self._date(item.id, value))
        elif item.kind is Kind.TIME:
            self._keep(item.id, self._time(item.id, value))
        elif item.kind in {Kind.CHOICE, Kind.YES_NO}:
            self._keep(item.id, self._option(item.id, value, item.all_options or ("Yes", "No")))
        else:
            self._keep(item.id, self._text(item.id, value))

    def _signature(self, item: Field, value: object) -> None:
        if not isinstance(value, dict) or not set(value) <= {"name", "date"}:
            self._wrong("V11", f"field {item.id!r}", value, 'a signature: {"name": …, "date": …}')
            return
        if value.get("name") not in (None, ""):
            self._keep(f"{item.id}-name", self._text(f"{item.id}-name", value["name"]))
        if value.get("date") not in (None, ""):
            self._keep(item.date_field or f"{item.id}-date", self._date(f"{item.id} date", value["date"]))

    def _table(self, item: Field, value: object) -> None:
        if not isinstance(value, list):
            self._wrong("V11", f"field {item.id!r}", value, "a list of rows")
            return
        rows = []
        for number, row in enumerate(value, start=1):
            where = f"field {item.id!r}, row {number}"
            if not isinstance(row, dict):
                self._wrong("V11", where, row, "an object: column -> text")
                continue
            cells = {}
            for column, cell in row.items():
                if column not in item.columns:
                    self._unknown("V10", f"{where}: column {column!r}", column, item.columns)
                elif cell not in (None, ""):
                    shown = self._cell(f"{where}, column {column!r}", column, cell)
                    if shown:
                        cells[column] = shown
            rows.append(FilledRow(cells))
        self._rows[item.id] = tuple(rows)

    def _check_refs(self) -> None:
        refs = [row.cells["ref"] for rows in self._rows.values() for row in rows if "ref" in row.cells]
        for ref in dict.fromkeys(refs):
            if refs.count(ref) > 1 and split_action_id(ref):
                self._mistakes.append(
                    ("V16", f"an action's ref: found {ref} twice; expected it once; keep one row.")
                )

    def _cell(self, where: str, column: str, value: object) -> str | None:
        if column == "status":
            return self._option(where, value, STATUSES)
        text = self._text(where, value)
        return show_date(text) if text and column == "by_when" else text

    def _keep(self, name: str, shown: str | None) -> None:
        if not shown:
            return
        if name in self._answers and self._answers[name] != shown:
            self._mistakes.append(
                ("V12", f"{name}: found {self._answers[name]!r} and {shown!r}; expected one value; keep one.")
            )
        self._answers[name] = shown

    def _text(self, where: str, value: object) -> str | None:
        if not isinstance(value, str):
            self._wrong("V11", where, value, "text")
            return None
        try:
            normal = normalise_text(value)
        except SurrogateError as error:
            self._mistakes.append(("V13", f"{where}: {error}; write the whole character."))
            return None
        if normal.removed:
            self._findings.append(
                Finding(
                    "B02",
                    Severity.NOTE,
                    where,
                    f"{where}: {normal.removed} control characters, which no file can hold, were left out.",
                )
            )
        return normal.text or None

    def _date(self, where: str, value: object) -> str | None:
        date = parse_date(value) if isinstance(value, str) else None
        if date is None:
            self._wrong("V14", where, value, "a date such as 2026-11-19")
            return None
        return date.strftime("%d/%m/%Y")

    def _time(self, where: str, value: object) -> str | None:
        time = parse_time(value) if isinstance(value, str) else None
        if time is None:
            self._wrong("V14", where, value, "a time such as 10:00")
            return None
        return time.strftime("%H:%M")

    def _whole_number(self, where: str, value: object) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
            self._wrong("V11", where, value, "a whole number such as 2")
            return None
        return str(value)

    def _option(self, where: str, value: object, options: Iterable[str]) -> str | None:
        if value not in tuple(options):
            self._wrong("V15", where, value, "one of " + ", ".join(options))
            return None
        return str(value)

    def _wrong(self, code: str, where: str, found: object, expected: str) -> None:
        shown = json.dumps(found, ensure_ascii=True, default=str)
        shown = shown if len(shown) <= 60 else shown[:57] + "..."
        prefix = f"{where}: " if where else ""
        self._mistakes.append((code, f"{prefix}found {shown}; expected {expected}."))

    def _unknown(self, code: str, what: str, name: str, known: Iterable[str]) -> None:
        close = difflib.get_close_matches(name, list(known), n=1)
        advice = f"did you mean {close[0]!r}?" if close else "known are " + ", ".join(list(known)[:12]) + "."
        self._mistakes.append((code, f"{what} is unknown in {self._definition.id}; {advice}"))
