"""Recognise lines to sign on: "Signed …… (Supervisor)", "Supervisee signed: date:", a name beside Date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.adopt.drafts import Item, Value
from extract.adopt.gaps import Gap, GapKind, pieces_of, prompts_of, words_of
from extract.adopt.outline import Line
from extract.adopt.places import Place
from extract.adopt.sheet import Sheet
from extract.adopt.wording import numbering
from forms.model import Kind

_SIGN = re.compile(r"\b(?:signed|signatures?|sign here)\b", re.IGNORECASE)
_PARTY = re.compile(
    r"\b(?:supervisees?|supervisors?|staff member|member of staff|employee|manager|head ?teacher"
    r"|principal|chair|governor"
    r"|teacher|pupil|student|parent|carer|mentor|mentee|coach|dsl|lead|witness)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(?:date[sd]?(?: (?:signed|agreed))?)\b\s*:?", re.IGNORECASE)
_PRINTED = re.compile(
    r"\b(?:print(?:ed)? name|name in (?:full|capitals)|full name|name|role|position|job title"
    r"|time)\b\s*(?:\([^()]*\))?\s*:?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"(?:\s*\(?\d{1,2}[.):]?\s*\ufffc)+\s*")
_MOST_WORDS = 9


@dataclass(slots=True)
class _Signature:
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    date: str | None = None
    others: list[str] = field(default_factory=list)
    prompt: str = ""


def announces_signatures(text: str) -> bool:
    """Return whether a line says that signatures follow: "Signatures:", "Agreement (to be signed …)"."""
    words = text.strip(" :.*")
    return bool(
        re.fullmatch(
            r"(?:the )?signatures?(?: of (?:all|both) parties)?|signed by|signed on behalf of.*",
            words,
            re.IGNORECASE,
        )
        or re.search(
            r"\([^()]*\bto be signed\b[^()]*\)|^(?:agreement|declaration|sign[- ]?off)$", words, re.IGNORECASE
        )
    )


def is_signature(text: str, *, signing: bool) -> bool:
    """Return whether a line is one to sign on. `signing`: a heading has said that signatures follow."""
    outside = re.sub(r"\([^()]*\)", " ", words_of(text))
    words = outside.split()
    if not words and re.fullmatch(r"\(.*\)", words_of(text).strip()):
        return signing and bool(_PARTY.search(text)) and text.strip() != words_of(text).strip()
    if len(words) > _MOST_WORDS or announces_signatures(text):
        return False
    if _SIGN.search(outside):
        statement = re.search(
            r"\b(?:should|must|will|be|been|and agreed to|is|are|by both)\b", outside, re.IGNORECASE
        )
        return not statement
    party = _PARTY.search(outside)
    dated = _DATE.search(outside)
    named = numbering(text) == "" and len(words) <= 5
    return bool(
        named
        and party
        and dated
        and outside.strip().lower().find("date") > 0
        and (signing or _gap_before_date(text))
    )


def _gap_before_date(text: str) -> bool:
    pieces = pieces_of(text)
    return len(pieces) > 2 and isinstance(pieces[1], Gap) and not text.strip().endswith(":")


def read_signature(sheet: Sheet, place: Place, lines: Sequence[Line], at: int, context: str = "") -> int:
    """Add the signature at `lines[at]` with what belongs to it in the lines below; return how many were used.

    `context` are words beside it that may say who signs.
    """
    used = 1
    text = lines[at].text
    several = _several(lines, at)
    if several:
        return _add_several(sheet, place, lines, at, several)
    signature = _parse(text)
    following = [line.text for line in lines[at + 1 : at + 3]]
    if following and not signature.after and re.fullmatch(r"\([^()]{1,40}\)", following[0].strip()):
        signature.after.append(following[0].strip())
        used += 1
        following = following[1:]
    if following and signature.date is None and _is_date_line(following[0]):
        signature.date = words_of(following[0])
        used += 1
    _add(sheet, place, signature, context)
    return used


def _is_date_line(text: str) -> bool:
    words = words_of(text)
    return bool(_DATE.fullmatch(words.strip()))


def _parse(text: str) -> _Signature:
    """Return the parts of a line: words before and after the place to sign, the date's words."""
    signature = _Signature(prompt=prompts_of(text))
    seen_gap = False
    for piece in pieces_of(text):
        if isinstance(piece, Gap):
            # The date's own mask is no place to sign.
            seen_gap = seen_gap or (piece.kind is not GapKind.DATE and bool(signature.before))
            continue
        for words in _parts(piece):
            if signature.before and _DATE.fullmatch(words) and signature.date is None:
                signature.date = words
                seen_gap = True
            elif signature.before and _PRINTED.fullmatch(words):
                signature.others.append(words)
                seen_gap = True
            elif any(sign.isalnum() for sign in words):
                (signature.after if seen_gap else signature.before).append(words)
    return signature


def _parts(words: str) -> list[str]:
    """Return words cut at "Date", at "Name" and at brackets."""
    cut = re.sub(r"(\([^()]*\)\s*:?)", r"\n\1\n", words)
    cut = re.sub(rf"(?<=[\s):])({_DATE.pattern})", r"\n\1\n", cut, flags=re.IGNORECASE)
    cut = re.sub(
        r"(?<=\s)((?:print(?:ed)? name|name in full|name|role|position|job title|time)\s*:?)(?=\s*$|\n)",
        r"\n\1\n",
        cut,
        flags=re.IGNORECASE,
    )
    parts = [part.strip() for part in cut.split("\n") if part.strip()]
    if (
        parts
        and parts[0].lower().startswith(("name and sign", "sign"))
        and len(parts) > 1
        and parts[1].lower() in {"and date", "name"}
    ):
        return [words.strip()]
    return parts


def party_of(words: str) -> str:
    """Return who signs, as the words beside the signature say; "" where they do not."""
    match = _PARTY.search(words)
    if not match:
        return ""
    said = match[0].lower()
    for known in ("supervisee", "supervisor"):
        if said.startswith(known):
            return known
    return said


def _add(sheet: Sheet, place: Place, signature: _Signature, context: str) -> None:
    party = party_of(" ".join([*signature.before, *signature.after])) or party_of(context)
    label = " ".join(signature.before)
    words_first: list[Item] = []
    label_last = False
    if signature.after and not party_of(label):
        words_first = [f"'{label}"] if label else []
        label, label_last = " ".join(signature.after), True
    elif signature.after:
        label = f"{label}"
    name = " ".join([*signature.before, *signature.after])
    owner = party if party in {"supervisee", "supervisor"} else "both"
    keys: dict[str, Value] = {"owner": owner, "party": party or f"party {_signers(sheet) + 1}"}
    notes = [] if party else ["the words do not say who signs: put it in party"]
    if signature.prompt:
        keys["hint"] = signature.prompt
    if context and not party_of(name):
        name = f"{name} ({context})"
    date_id = ""
    field_id = sheet.add(label, Kind.SIGNATURE, name=name, stem=f"signature {party}", keys=keys, notes=notes)
    items: list[Item] = words_first if label_last else [f"{field_id}.label"]
    items.append(field_id)
    if label_last:
        items.append(f"{field_id}.label")
    elif signature.after:
        items.append("'" + " ".join(signature.after))
    for other in signature.others:
        other_id = sheet.add(other, Kind.TEXT, name=f"{other} ({name})", stem=f"{other} {party}")
        items += [f"{other_id}.label", other_id]
    if signature.date is not None:
        date_id = sheet.add(
            signature.date,
            Kind.DATE,
            name=f"{signature.date} ({name})",
            stem=f"signature {party} date",
            keys={"owner": owner},
        )
        sheet.change(field_id, date_field=date_id)
        items += [f"{date_id}.label", date_id]
    place.beside(*items)


def _signers(sheet: Sheet) -> int:
    return sum(one.kind is Kind.SIGNATURE for one in sheet.fields)


def _several(lines: Sequence[Line], at: int) -> int:
    """Return how many numbered places to sign there are in a line and those below it, 0 for none."""
    found = 0
    for number, line in enumerate(lines[at:]):
        places = len(re.findall(r"(?:^|[\s)])\d{1,2}[.):]?\s*\ufffc", _marked(line.text)))
        if number and not _SEVERAL.fullmatch(_marked(line.text)):
            break
        if not places:
            break
        found += places
    return found if found > 1 else 0


def _marked(text: str) -> str:
    """Return the line with each gap as one sign."""
    return " ".join(piece if isinstance(piece, str) else "\ufffc" for piece in pieces_of(text))


def _add_several(sheet: Sheet, place: Place, lines: Sequence[Line], at: int, count: int) -> int:
    used = 1
    while at + used < len(lines) and _SEVERAL.fullmatch(_marked(lines[at + used].text)):
        used += 1
    label = re.sub(r"\s*\d{1,2}[.):]?\s*\ufffc.*$", "", _marked(lines[at].text)).strip()
    party = party_of(label)
    keys: dict[str, Value] = {
        "owner": party if party in {"supervisee", "supervisor"} else "both",
        "spare": count,
    }
    note = f"{count} numbered lines: that many may sign"
    field_id = sheet.add(label, Kind.SIGNATURES, stem=f"signatures {party}", keys=keys, notes=[note])
    place.pair([f"{field_id}.label"] if label else [], [field_id], wide=True)
    return used
