"""Take the answers of a values file field by field, each by its kind, as they are shown on the form."""

from __future__ import annotations

from functools import partial

from build.filling import FilledRow
from build.value_kinds import show_answer, show_count, show_day, show_option, show_text, show_time
from build.value_notes import ValueNotes
from build.value_tables import table_rows
from forms.model import RANGES, TABLES, Definition, Field, Kind
from forms.names import CONTINUATION, any_of_name

_COUNT = "count_"


class FieldValues:
    """The answers of one values file."""

    def __init__(self, definition: Definition, notes: ValueNotes) -> None:
        """Keep the form and where to note mistakes."""
        self._definition = definition
        self._notes = notes
        self.answers: dict[str, str] = {}
        """Name of a field or part -> text as shown."""
        self.rows: dict[str, tuple[FilledRow, ...]] = {}

    def take(self, name: str, value: object) -> None:
        """Take the value of a field or part; what is wrong with it is noted."""
        if name == CONTINUATION:
            self._keep(name, self._notes.shown(name, value, show_text))
            return
        base, _, part = name.partition("-")
        known = {item.id: item for item in self._definition.answerable}
        if base not in known or (part and not self._is_part(known[base], part)):
            clause = any(item.id == name for item in self._definition.fields)
            if clause:
                self._notes.add("V10", f"field {name!r} is printed words; leave it out.")
            else:
                self._notes.unknown("V10", f"field {name!r}", name, self._names())
        elif value is None or value == "":
            return
        elif part:
            self._part(known[base], name, part, value)
        else:
            self._whole(known[base], value)

    def _part(self, item: Field, name: str, part: str, value: object) -> None:
        if part.startswith(_COUNT):
            self._keep(name, self._notes.shown(name, value, show_count))
        elif part == "date":
            self._keep(name, self._notes.shown(name, value, show_day))
        elif part in {"from", "to"}:
            self._keep(name, self._end(item, name, value))
        else:
            self._keep(name, self._notes.shown(name, value, show_text))

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
        is_count = part.startswith(_COUNT) and part.removeprefix(_COUNT) in item.counts
        return parts.get(part, is_count)

    def _names(self) -> list[str]:
        return [item.id for item in self._definition.answerable]

    def _whole(self, item: Field, value: object) -> None:
        if item.kind in TABLES:
            self.rows[item.id] = table_rows(item, value, self._notes)
        elif item.kind is Kind.SIGNATURE:
            self._signature(item, value)
        elif item.kind is Kind.ANY_OF:
            self._any_of(item, value)
        elif item.kind in RANGES:
            self._range(item, value)
        else:
            options = item.all_options or ("Yes", "No")
            self._keep(
                item.id, self._notes.shown(item.id, value, partial(show_answer, item, options=options))
            )

    def _signature(self, item: Field, value: object) -> None:
        parts = ("name", "date", "who") if item.who else ("name", "date")
        if not isinstance(value, dict) or not set(value) <= set(parts):
            expected = "a signature: {" + ", ".join(f'"{part}": …' for part in parts) + "}"
            self._notes.wrong("V11", self._notes.called(item.id), value, expected)
            return
        for part in ("name", "who"):
            if value.get(part) not in (None, ""):
                self._keep(
                    f"{item.id}-{part}", self._notes.shown(f"{item.id}-{part}", value[part], show_text)
                )
        if value.get("date") not in (None, ""):
            self._keep(
                item.date_field or f"{item.id}-date",
                self._notes.shown(item.date_field or f"{item.id}-date", value["date"], show_day),
            )

    def _any_of(self, item: Field, value: object) -> None:
        if not isinstance(value, list):
            self._notes.wrong("V11", self._notes.called(item.id), value, "a list of options")
            return
        for option in value:
            shown = self._notes.shown(item.id, option, partial(show_option, options=item.all_options))
            if shown:
                self._keep(any_of_name(item.id, shown), shown)

    def _range(self, item: Field, value: object) -> None:
        if not isinstance(value, dict) or not set(value) <= {"from", "to"}:
            self._notes.wrong("V11", self._notes.called(item.id), value, 'a range: {"from": …, "to": …}')
            return
        for end, one in value.items():
            if one not in (None, ""):
                name = f"{item.id}-{end}"
                self._keep(name, self._end(item, name, one))

    def _end(self, item: Field, name: str, value: object) -> str | None:
        """Return one end of a range as it is shown."""
        show = show_time if item.kind is Kind.TIME_RANGE else show_day
        return self._notes.shown(name, value, show)

    def _keep(self, name: str, shown: str | None) -> None:
        if not shown:
            return
        if name in self.answers and self.answers[name] != shown:
            found = f"found {self.answers[name]!r} and {shown!r}; expected one value; keep one."
            self._notes.add("V12", f"{self._notes.called(name)}: {found}")
        self.answers[name] = shown
