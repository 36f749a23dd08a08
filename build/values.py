"""Read a values file: what is already known about one document, checked against its definition.

Every mistake is collected before one error names them all (code V…, exit status 2). Texts come out
normalised; dates, times and numbers come out as they are shown on the form.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from build.filling import FilledRow
from build.value_kinds import (
    Shown,
    WrongValueError,
    show_answer,
    show_count,
    show_day,
    show_option,
    show_text,
    show_time,
)
from forms.dates import show_date
from forms.errors import UsageError
from forms.findings import Finding, Severity
from forms.model import ACTION_TABLES, LABEL, RANGES, TABLES, Definition, Fact, Field, Kind, Stage
from forms.names import CONTINUATION, any_of_name
from forms.reference import parse_reference, split_action_id
from forms.row_cells import column_of, options_of

_COUNT = "count_"
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
            return self._shown(name, value, show_count)
        if fact in _DATE_FACTS:
            return self._shown(name, value, show_day)
        if fact is Fact.SESSION_TIME:
            return self._shown(name, value, show_time)
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
            self._part(known[base], name, part, value)
        else:
            self._whole(known[base], value)

    def _part(self, item: Field, name: str, part: str, value: object) -> None:
        if part.startswith(_COUNT):
            self._keep(name, self._shown(name, value, show_count))
        elif part == "date":
            self._keep(name, self._date(name, value))
        elif item.kind in RANGES:
            self._keep(name, self._end(item, name, value))
        else:
            self._keep(name, self._text(name, value))

    def _is_part(self, item: Field, part: str) -> bool:
        parts = {
            "comment": item.comment,
            "other": "Other" in item.all_options,
            "evidence": item.evidence,
            "name": item.kind is Kind.SIGNATURE,
            "date": item.kind is Kind.SIGNATURE and item.date_field is None,
            "who": item.who is not None,
            "from": item.kind in RANGES,
            "to": item.kind in RANGES,
        }
        return parts.get(part, False) or part.removeprefix(_COUNT) in item.counts

    def _names(self) -> list[str]:
        return [item.id for item in self._definition.answerable]

    def _whole(self, item: Field, value: object) -> None:
        if item.kind in TABLES:
            self._table(item, value)
        elif item.kind is Kind.SIGNATURE:
            self._signature(item, value)
        elif item.kind is Kind.ANY_OF:
            self._any_of(item, value)
        elif item.kind in RANGES:
            self._range(item, value)
        else:
            options = item.all_options or ("Yes", "No")
            self._keep(item.id, self._shown(item.id, value, partial(show_answer, item, options=options)))

    def _signature(self, item: Field, value: object) -> None:
        parts = ("name", "date", "who") if item.who else ("name", "date")
        if not isinstance(value, dict) or not set(value) <= set(parts):
            expected = "a signature: {" + ", ".join(f'"{part}": …' for part in parts) + "}"
            self._wrong("V11", f"field {item.id!r}", value, expected)
            return
        for part in ("name", "who"):
            if value.get(part) not in (None, ""):
                self._keep(f"{item.id}-{part}", self._text(f"{item.id}-{part}", value[part]))
        if value.get("date") not in (None, ""):
            self._keep(item.date_field or f"{item.id}-date", self._date(f"{item.id} date", value["date"]))

    def _any_of(self, item: Field, value: object) -> None:
        if not isinstance(value, list):
            self._wrong("V11", f"field {item.id!r}", value, "a list of options")
            return
        for option in value:
            shown = self._shown(item.id, option, partial(show_option, options=item.all_options))
            if shown:
                self._keep(any_of_name(item.id, shown), shown)

    def _range(self, item: Field, value: object) -> None:
        if not isinstance(value, dict) or not set(value) <= {"from", "to"}:
            self._wrong("V11", f"field {item.id!r}", value, 'a range: {"from": …, "to": …}')
            return
        for end, one in value.items():
            if one not in (None, ""):
                name = f"{item.id}-{end}"
                self._keep(name, self._end(item, name, one))

    def _end(self, item: Field, name: str, value: object) -> str | None:
        """Return one end of a range as it is shown."""
        show = show_time if item.kind is Kind.TIME_RANGE else show_day
        return self._shown(name, value, show)

    def _table(self, item: Field, value: object) -> None:
        if not isinstance(value, list):
            self._wrong("V11", f"field {item.id!r}", value, "a list of rows")
            return
        rows: dict[int, FilledRow] = {}
        for number, row in enumerate(value, start=1):
            where = f"field {item.id!r}, row {number}"
            if not isinstance(row, dict):
                self._wrong("V11", where, row, "an object: column -> text")
                continue
            place = self._row_number(item, where, number, row)
            if place is None:
                continue
            cells = {}
            for column, cell in row.items():
                if column == LABEL and item.row:
                    continue
                if column not in item.columns:
                    self._unknown("V10", f"{where}: column {column!r}", column, item.columns)
                elif cell not in (None, ""):
                    shown = self._cell(f"{where}, column {column!r}", item, place, column, cell)
                    if shown:
                        cells[column] = shown
            if place in rows:
                expected = "each row once"
                self._wrong("V12", where, item.row[place - 1].label, expected)
            rows[place] = FilledRow(cells)
        last = max(rows, default=0)
        self._rows[item.id] = tuple(rows.get(number, FilledRow({})) for number in range(1, last + 1))

    def _row_number(self, item: Field, where: str, number: int, row: Mapping[str, object]) -> int | None:
        """Return which row (from 1) of the printed ones is meant: by its words, else by its place."""
        if not item.row:
            return number
        labels = [fixed.label for fixed in item.row]
        words = row.get(LABEL)
        if words in labels:
            number = labels.index(str(words)) + 1
        elif words is not None:
            self._unknown("V10", f"{where}: the row {words!r}", str(words), labels)
            return None
        if number > len(labels):
            self._wrong("V10", where, number, f"{len(labels)} rows at most")
            return None
        if item.row[number - 1].heading and row.keys() - {LABEL}:
            self._wrong("V10", where, labels[number - 1], "answers only in rows that have boxes")
            return None
        return number

    def _check_refs(self) -> None:
        refs = [row.cells["ref"] for rows in self._rows.values() for row in rows if "ref" in row.cells]
        for ref in dict.fromkeys(refs):
            if refs.count(ref) > 1 and split_action_id(ref):
                self._mistakes.append(
                    ("V16", f"an action's ref: found {ref} twice; expected it once; keep one row.")
                )

    def _cell(self, where: str, item: Field, number: int, column_id: str, value: object) -> str | None:
        column = column_of(item, column_id)
        options = options_of(item, column, number)
        text = self._shown(where, value, partial(show_answer, column, options=options))
        return show_date(text) if text and item.kind in ACTION_TABLES and column_id == "by_when" else text

    def _keep(self, name: str, shown: str | None) -> None:
        if not shown:
            return
        if name in self._answers and self._answers[name] != shown:
            self._mistakes.append(
                ("V12", f"{name}: found {self._answers[name]!r} and {shown!r}; expected one value; keep one.")
            )
        self._answers[name] = shown

    def _text(self, where: str, value: object) -> str | None:
        return self._shown(where, value, show_text)

    def _date(self, where: str, value: object) -> str | None:
        return self._shown(where, value, show_day)

    def _shown(self, where: str, value: object, show: Callable[[object], Shown]) -> str | None:
        """Return what `show` makes of `value`, None where that is nothing or a mistake, which is noted."""
        try:
            shown = show(value)
        except WrongValueError as error:
            if error.code == "V13":
                self._mistakes.append(("V13", f"{where}: expected {error.expected}; write them whole."))
            else:
                self._wrong(error.code, where, value, error.expected)
            return None
        if shown.removed:
            self._findings.append(
                Finding(
                    "B02",
                    Severity.NOTE,
                    where,
                    f"{where}: {shown.removed} control characters, which no file can hold, were left out.",
                )
            )
        return shown.text or None

    def _wrong(self, code: str, where: str, found: object, expected: str) -> None:
        shown = json.dumps(found, ensure_ascii=True, default=str)
        shown = shown if len(shown) <= 60 else shown[:57] + "..."
        prefix = f"{where}: " if where else ""
        self._mistakes.append((code, f"{prefix}found {shown}; expected {expected}."))

    def _unknown(self, code: str, what: str, name: str, known: Iterable[str]) -> None:
        close = difflib.get_close_matches(name, list(known), n=1)
        advice = f"did you mean {close[0]!r}?" if close else "known are " + ", ".join(list(known)[:12]) + "."
        self._mistakes.append((code, f"{what} is unknown in {self._definition.id}; {advice}"))
