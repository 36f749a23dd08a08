"""Read what was ticked: one of several options, any of them, or one box alone.

A PDF keeps the chosen option under the name of its group or box; Word has a tick box for each option. A
settled answer is a text in both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from extract.boxes import Boxes
from extract.meaning import Asked, asked_by, meaning_of
from extract.raw import RawBox
from forms.findings import Finding, Severity
from forms.model import Field, Kind
from forms.names import any_of_name, option_name
from forms.records import Answer, Channel, State

OTHER = "Other"
_TICK = ("Yes",)
_WORDS_FOR_TICKED = frozenset({"yes", "on", "1", "true", "x", "checked"})
"""What programs that write a PDF anew call the state of a ticked box, in small letters."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, what was found meanwhile, and which of the options have lost their boxes."""

    answer: Answer
    findings: tuple[Finding, ...]
    lost: tuple[str, ...] = ()


def choose(
    name: str,
    box: RawBox | None,
    ticks: Mapping[str, RawBox],
    asked: Asked,
    printed: tuple[str, ...],
    channel: Channel,
) -> Chosen:
    """Return which option was chosen in a group, or under Word's tick boxes (option -> box).

    `printed` are the options that must have a tick box where any has one.
    """
    if not ticks:
        meaning = meaning_of(name, box, asked, channel)
        return Chosen(meaning.answer, meaning.findings)
    chosen = tuple(option for option, tick in ticks.items() if tick.ticked or tick.doubtful)
    if box is not None:
        chosen = tuple(dict.fromkeys([*(text for text in box.texts if text.strip()), *chosen]))
    lost = tuple(option for option in printed if option not in ticks)
    doubtful = any(tick.doubtful for tick in ticks.values())
    joined = RawBox(name, chosen, doubtful=doubtful, gone=bool(lost) and not chosen)
    meaning = meaning_of(name, joined, asked, channel)
    return Chosen(meaning.answer, meaning.findings, lost)


def read_choice(field: Field, boxes: Boxes) -> Answer:
    """Return which of a field's options was chosen."""
    asked = asked_by(field)
    names = {option: option_name(field.id, option) for option in asked.options}
    found = {option: boxes.tick_box(name) for option, name in names.items()}
    ticks = {option: tick for option, tick in found.items() if tick is not None}
    if not ticks:
        return boxes.read(field.id, asked)
    printed = field.options if boxes.verbatim else asked.options
    chosen = choose(field.id, boxes.box(field.id), ticks, asked, printed, boxes.channel)
    boxes.missing.extend(names[option] for option in chosen.lost)
    boxes.findings.extend(chosen.findings)
    return chosen.answer


def tick_option(options: tuple[str, ...]) -> str:
    """Return the one option of a single box."""
    return (options or _TICK)[0]


def ticked(name: str, box: RawBox | None, tick: RawBox | None, option: str, channel: Channel) -> Chosen:
    """Return the answer of a single box: its option, or nothing. `tick` is Word's tick box."""
    if tick is not None:
        texts = (option,) if tick.ticked or tick.doubtful else ()
        # A settled answer beside a tick box does not come from us, so neither is left out.
        texts = tuple(dict.fromkeys([*texts, *(box.texts if box is not None else ())]))
        box = replace(tick, texts=texts, ticked=None)
    findings: list[Finding] = []
    if box is not None:
        box, findings = _named_as_printed(name, box, option)
    asked = Asked(Kind.TICK, (option,))
    meaning = meaning_of(name, box, asked, channel)
    return Chosen(meaning.answer, (*findings, *meaning.findings))


def _named_as_printed(name: str, box: RawBox, option: str) -> tuple[RawBox, list[Finding]]:
    """Return the box with the printed option in place of another program's word for a tick."""
    texts = [option if text.strip().lower() in _WORDS_FOR_TICKED else text for text in box.texts]
    if tuple(texts) == box.texts:
        return box, []
    finding = Finding(
        "F35",
        Severity.NOTE,
        name,
        f"{name}: the box is ticked, but the file no longer calls the tick {option!r}; another program "
        "wrote it anew. Nothing to do",
    )
    return replace(box, texts=tuple(dict.fromkeys(texts))), [finding]


def read_tick(field: Field, boxes: Boxes) -> Answer:
    """Return the answer of a field that is one box to tick."""
    box, tick = boxes.box(field.id), boxes.tick_box(field.id)
    found = box if tick is None else tick
    if found is None or found.gone:
        boxes.missing.append(field.id)
    chosen = ticked(field.id, box, tick, tick_option(field.all_options), boxes.channel)
    boxes.findings.extend(chosen.findings)
    return chosen.answer


def read_any_of(field: Field, boxes: Boxes) -> Answer:
    """Return which of a field's options are ticked, in printed order."""
    values: list[str] = []
    places: list[Answer] = []
    doubtful, lost, illegible = False, False, False
    for option in field.all_options:
        name = any_of_name(field.id, option)
        box, tick = boxes.box(name), boxes.tick_box(name)
        if box is None and tick is None and boxes.verbatim and option in field.added_options:
            continue
        if (box if tick is None else tick) is None:
            boxes.missing.append(name)
            lost = True
            continue
        chosen = ticked(name, box, tick, option, boxes.channel)
        boxes.findings.extend(chosen.findings)
        answer = chosen.answer
        doubtful = doubtful or answer.state is State.CONFLICT
        illegible = illegible or answer.state is State.ILLEGIBLE
        said = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        values += [one for one in said if isinstance(one, str)]
        places.append(answer)
    place = next((one for one in places if one.value), next(iter(places), None))
    state = State.CONFLICT if doubtful else State.FILLED if values else State.BLANK
    if not values and (lost or illegible):
        state = State.MISSING if lost else State.ILLEGIBLE
    return Answer(
        tuple(dict.fromkeys(values)) or None,
        state,
        boxes.channel,
        # Whether a box is empty is as much part of the answer as that another one is ticked.
        min((one.confidence for one in places), default=1.0),
        page_number=place.page_number if place else None,
        box=place.box if place else None,
    )


def check_other(field: Field, answer: Answer, other: Answer, boxes: Boxes) -> None:
    """Note words beside "Other" without its tick, and its tick without words."""
    if answer.state in {State.CONFLICT, State.MISSING}:
        return
    chosen = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    if other.value is not None and OTHER not in chosen:
        boxes.find("F29", Severity.SOON, f"{field.id}-other", "says something, but Other is not ticked; ask")
    elif OTHER in chosen and other.state is State.BLANK:
        boxes.find("F29", Severity.SOON, f"{field.id}-other", "Other is ticked without saying what; ask")
