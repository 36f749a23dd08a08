"""Take the words of a column of actions apart: what, who and by when, each as it stands there.

The words of an action are never cut: who and by when are told beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from extract.plain.days import days_in
from extract.plain.headings import is_usual_heading
from extract.plain.paper import Line
from extract.plain.record import Found, PlainAction
from extract.plain.said import ITEM_SIGN, Part

NOTHING = re.compile(
    r"(?:none|n/?a|nil|no(?: further)? actions?|not applicable|nothing|[-–—]+)[.\s]*", re.IGNORECASE
)
"""What people write where there is nothing to write."""
_DONE = re.compile(r"\b(?:done|completed?|closed|no longer (?:needed|required)|actioned)\b", re.IGNORECASE)
_LATER = re.compile(
    r"\b(?:by|before|at|for)\s+((?:the\s+)?(?:next|end of|following)\s+[\w' ]{3,30}?)(?=[.,;)\n]|$)|"
    r"\b(asap|as soon as possible|ongoing|immediately)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"^((?:[A-Z][\w'’-]*|[A-Z]{2,3})(?:\s+[A-Z][\w'’-]*){0,2})\s+(?:to|will)\s")
_BEHIND = re.compile(r"(?:[(\[–—-]\s*)((?:[A-Z][\w'’-]*)(?:\s+[A-Z][\w'’-]*){0,2})\s*(?=[,;:)\]–—-]|$)")


def read_actions(
    field_id: str, parts: Sequence[Part], people: Sequence[str], reasons: Sequence[str] = ()
) -> tuple[list[PlainAction], list[Line]]:
    """Return the actions in these parts, and the lines that are none ("None", "n/a").

    `people` are the names on the record, by which initials and first names are known; `reasons` hold for all.
    """
    found: list[PlainAction] = []
    nothing: list[Line] = []
    for headed, group in groupby(parts, lambda part: part.headings):
        if headed:
            for _, row in groupby(group, lambda part: part.row):
                action = _row(field_id, list(row), people, reasons)
                if action is not None:
                    found.append(action)
        else:
            for part in group:
                for lines, why in _items(part.lines):
                    words = "\n".join(line.text.strip() for line in lines)
                    if NOTHING.fullmatch(words.strip()):
                        nothing += lines
                    else:
                        found.append(_action(field_id, lines, people, (*reasons, *why)))
    return found, nothing


def _items(lines: Sequence[Line]) -> Iterator[tuple[list[Line], tuple[str, ...]]]:
    """Yield the lines of each action, and what is in doubt about where it ends."""
    items: list[list[Line]] = []
    signed = any(ITEM_SIGN.match(line.text) or line.is_item for line in lines)
    gap = True
    for line in lines:
        if not line.text.strip():
            gap = True
            continue
        begins = bool(ITEM_SIGN.match(line.text)) or line.is_item if signed else True
        if begins or not items or (signed and gap and not items):
            items.append([line])
        else:
            items[-1].append(line)
        gap = False
    for item in items:
        first = ITEM_SIGN.sub("", item[0].text).strip()
        if signed and not (ITEM_SIGN.match(item[0].text) or item[0].is_item):
            yield item, ("it may be no action of its own: the lines around it have a sign in front",)
        elif len(item) > 1:
            yield item, ("it stands on several lines",)
        elif len(items) > 1 and not signed and first[:1].islower():
            yield item, ("it may belong to the line before it",)
        else:
            yield item, ()


def _action(
    field_id: str, lines: Sequence[Line], people: Sequence[str], reasons: Sequence[str]
) -> PlainAction:
    text = "\n".join(line.text.strip() for line in lines)
    words = ITEM_SIGN.sub("", text)
    why = [*reasons, *_traces(lines)]
    by_when, doubts = _by_when(words)
    why += doubts
    who, doubts = _who(words, people)
    why += doubts
    if _DONE.search(words):
        why.append("it may be done: take it only if it is still open")
    if any(line.may_be_several for line in lines):
        why.append("it may be two actions, on lines of their own")
    if is_usual_heading(words):
        why.append("it may be the heading of a column")
    return PlainAction(field_id, _found(words, lines, why), who, by_when)


def _row(
    field_id: str, row: Sequence[Part], people: Sequence[str], reasons: Sequence[str]
) -> PlainAction | None:
    cells: dict[str, list[Line]] = {}
    why = list(reasons)
    for part in row:
        said = [line for line in part.lines if line.text.strip()]
        if not said:
            continue
        heading = next((one for one in part.headings if one.at == part.column), None)
        if heading is None:
            why.append(f'"{said[0].text.strip()}" stands in a column without a heading')
        else:
            cells.setdefault(heading.column, []).extend(said)
    action = cells.pop("action", [])
    words = "\n".join(line.text.strip() for line in action)
    every = [line for part in row for line in part.lines if line.text.strip()]
    if not every or (NOTHING.fullmatch(words) and not cells):
        return None
    if not action:
        return None
    why += _traces(every)
    texts = {name: "\n".join(line.text.strip() for line in lines) for name, lines in cells.items()}
    who = texts.pop("who", None)
    when = texts.pop("by_when", None)
    by_when: str | None = when
    if when is not None:
        days = days_in(when)
        if len(days) == 1 and days[0].day is not None and days[0].written == when.strip():
            by_when = days[0].day.isoformat()
        why += [reason for day in days for reason in day.reasons]
    status = texts.get("status", "")
    if _DONE.search(status) or _DONE.search(words):
        why.append("it may be done: take it only if it is still open")
    elif status:
        why.append(f'"{status}" stands beside it')
    texts.pop("status", None)
    if who is None:
        who, doubts = _who(words, people)
        why += doubts
    if when is None:
        by_when, doubts = _by_when(words)
        why += doubts
    return PlainAction(field_id, _found(words, every, why), who, by_when, texts)


def _found(words: str, lines: Sequence[Line], reasons: Sequence[str]) -> Found:
    return Found(words, lines[0].where, lines[0].page_number, tuple(dict.fromkeys(reasons)))


def _traces(lines: Sequence[Line]) -> list[str]:
    traces = sorted({line.trace for line in lines if line.trace})
    return [f"some of its words are {trace}" for trace in traces]


def _by_when(words: str) -> tuple[str | None, list[str]]:
    days = days_in(words)
    if len(days) == 1:
        day = days[0]
        return (day.day.isoformat() if day.day else day.written), list(day.reasons)
    if days:
        return None, ["it has several dates: say by when"]
    later = _LATER.search(words)
    return (later[1] or later[2] if later else None), []


def _who(words: str, people: Sequence[str]) -> tuple[str | None, list[str]]:
    match = _TO.match(words) or _BEHIND.search(words)
    if match is None:
        return None, []
    said = match[1]
    known = [name for name in people if said.casefold() in _short_names(name)]
    if len(known) == 1:
        return known[0], [] if said == known[0] else [f'"{said}" was taken for {known[0]}']
    # One word before "to" may be a name or the first word of what to do: Write to the family.
    is_name = match.re is _TO and (" " in said or said.isupper())
    return said if is_name else None, ["check who does it"]


def _short_names(name: str) -> set[str]:
    parts = name.split()
    initials = "".join(part[0] for part in parts)
    return {one.casefold() for one in (name, parts[0], initials, parts[-1])} if parts else set()
