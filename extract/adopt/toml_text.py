"""Write drafts as the TOML of definitions, with a `# check me: …` comment at whatever is unsure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from extract.adopt.drafts import DraftCell, DraftField, DraftForm, DraftSection, Item, Sentence, Value
from extract.adopt.widths import with_room
from forms.model import Kind

_LINE = 108


def form_text(form: DraftForm, policy: str, source: str) -> str:
    """Return the text of a form's definition. `source` is the document's name."""
    lines = [
        f"# A draft from {_comment(source)}.",
        "# Labels are the document's words; ids, kinds and owners are guesses from them.",
        "# Go through it, mend what is wrong, and take out each line that begins with: # check me",
        *_notes(form.notes),
        "",
        f"form = {_text(f'{policy}/{form.file}')}",
        'version = "1"',
        f"appendix = {_text(form.appendix)}",
        f"code = {_text(form.code)}",
        f"title = {_text(form.title)}",
        f"record = {_text(form.record)}",
        f"stages = {_list(form.stages)}",
        f"required = {_list(form.required)}",
        "",
        "# check me: page 1 says at each stage what to leave blank; write that in a few plain words.",
        "[leave_blank]",
        "",
    ]
    for field in form.fields:
        lines += [*_field(field), ""]
    lines += ["# --- The page " + "-" * 80, ""]
    for section in form.sections:
        lines += [*_section(section), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def policy_text(policy: str, name: str, source: str) -> str:
    """Return the text of policy.toml with what the document cannot say left open."""
    return "\n".join(
        [
            f"# A draft from {_comment(source)}.",
            "",
            f"id = {_text(policy)}",
            "# check me: the school or trust, as its policy writes it.",
            f"name = {_text(name)}",
            "# check me: who reads these records, in one or two plain sentences for page 1.",
            'readers = ""',
            "# check me: the policy's own lead time, with house_lead_time = false; this is a house default.",
            "issue_days = 7",
            "return_days = 2",
            "return_working_days = true",
            "house_lead_time = true",
            "# check me: who checks the quality of supervision.",
            'qa_lead = ""',
            "",
        ]
    )


def _field(field: DraftField) -> list[str]:
    lines = [*_notes(field.notes), f"[field.{field.id}]", f"label = {_text(field.label)}"]
    if field.name:
        lines.append(f"name = {_text(field.name)}")
    lines.append(f"kind = {_text(field.kind.value)}")
    lines += [f"{key} = {_value(value)}" for key, value in field.keys.items() if value != ()]
    for column in field.grid.columns:
        lines += [
            "",
            f"[[field.{field.id}.column]]",
            f"id = {_text(column.id)}",
            f"label = {_text(column.label)}",
        ]
        if column.kind is not Kind.TEXT:
            lines.append(f"kind = {_text(column.kind.value)}")
        if column.options:
            lines.append(f"options = {_list(column.options)}")
    for row in field.grid.rows:
        lines += ["", f"[[field.{field.id}.row]]", f"label = {_text(row)}"]
    return lines


def _section(drafted: DraftSection) -> list[str]:
    section = with_room(drafted)
    lines = ["[[section]]", f"id = {_text(section.id)}"]
    if section.plain:
        lines.append('frame = "plain"')
    if section.widths:
        lines.append(f"columns = [{', '.join(f'{width:g}' for width in section.widths)}]")
    if section.table:
        lines.append(f"table = {_text(section.table)}")
        lines.append(
            f"cells = [{', '.join(_text(one[0]) if len(one) == 1 else _list(one) for one in section.cells)}]"
        )
    if section.header:
        lines.append(f"header = {_row(section.header)}")
    if section.items:
        lines += ["items = [", *(f"  {_item(item)}," for item in section.items), "]"]
    if section.rows:
        lines += ["rows = [", *(line for row in section.rows for line in _row_lines(row)), "]"]
    return lines


def _row_lines(row: Sequence[DraftCell]) -> list[str]:
    """Return one row in one line, or a line for each cell where that would be too long."""
    whole = f"  {_row(row)},"
    if len(whole) <= _LINE:
        return [whole]
    return ["  [", *(f"    {_cell(cell)}," for cell in row), "  ],"]


def _row(row: Sequence[DraftCell]) -> str:
    return f"[{', '.join(_cell(cell) for cell in row)}]"


def _cell(cell: DraftCell) -> str:
    if not cell.items:
        shown = '""'
    elif len(cell.items) == 1:
        shown = _item(cell.items[0])
    else:
        shown = f"[{', '.join(_item(item) for item in cell.items)}]"
    return shown if cell.span == 1 else f"{{ items = {shown}, span = {cell.span} }}"


def _item(item: Item) -> str:
    if isinstance(item, Sentence):
        bullet = ", bullet = true" if item.bullet else ""
        return f"{{ sentence = {_text(item.text)}{bullet} }}"
    return _text(item)


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return _list(value)
    return _text(value) if isinstance(value, str) else f"{value:g}"


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(_text(word) for word in words)}]"


def _text(words: str) -> str:
    """Return words as a basic string of TOML 1.0."""
    words = "".join(sign for sign in words if sign in "\t\n" or unicodedata.category(sign) != "Cc")
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in escaped) + '"'


def _notes(notes: Iterable[str]) -> list[str]:
    return [f"# check me: {_comment(note)}" for note in notes]


def _comment(words: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in words)
