"""The charts of the summary as data: lengths to draw, numbers beside them, and what is read aloud instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from build.report.wording import NO_DATA, cut, half_term_sign, half_term_words, part_of, percent, plain
from forms.board import (
    LEAST_ANSWERS,
    AgeBar,
    HalfTermBar,
    OpenFinding,
    QuestionBar,
    SchoolSummary,
    SigningBar,
)

FEW_ANSWERS = f"fewer than {LEAST_ANSWERS} answers"
_LONGEST_LABEL = 90
_LONGEST_DAYS = 24


@dataclass(frozen=True, slots=True)
class Series:
    """What one pattern, or one line, shows in each half term."""

    name: str
    mark: str
    """How it is drawn: solid, hatched, dotted or crossed; full or open for the points of a line."""
    values: tuple[int, ...]
    shown: tuple[str, ...]
    """What stands under each half term."""


@dataclass(frozen=True, slots=True)
class HalfTermChart:
    """Columns or lines over half terms, their numbers below."""

    alt: str
    labels: tuple[str, ...]
    has_data: tuple[bool, ...]
    series: tuple[Series, ...]
    totals: tuple[str, ...]
    """The last line below; () for none."""
    ticks: tuple[int, ...]
    """Heights of the grid's lines, from 0 to the top."""


@dataclass(frozen=True, slots=True)
class TargetChart:
    """A column for each half term's share of held sessions, against one line."""

    alt: str
    labels: tuple[str, ...]
    heights: tuple[float, ...]
    """From 0 to 1."""
    has_data: tuple[bool, ...]
    reached: tuple[bool, ...]
    shares: tuple[str, ...]
    counts: tuple[str, ...]
    verdicts: tuple[str, ...]
    target: int


@dataclass(frozen=True, slots=True)
class Row:
    """One bar that lies, with what stands before and behind it."""

    label: str
    lengths: tuple[float, ...]
    """Of its parts, in shares of the whole room; () where words stand in place of the bar."""
    shown: str


@dataclass(frozen=True, slots=True)
class RowChart:
    """Lying bars, one below the other."""

    alt: str
    keys: tuple[tuple[str, str], ...]
    """Name and pattern of each part; () where there is but one."""
    rows: tuple[Row, ...]


def sessions_chart(bars: Sequence[HalfTermBar]) -> HalfTermChart:
    """Return what became of the sessions of each half term."""
    kinds: tuple[tuple[str, str, Callable[[HalfTermBar], int]], ...] = (
        ("Held in time", "solid", lambda bar: bar.held),
        ("Held late", "hatched", lambda bar: bar.late),
        ("Missed", "crossed", lambda bar: bar.missed),
    )
    rebooked = Series(
        "Cancelled and rebooked",
        "dotted",
        tuple(bar.rebooked for bar in bars),
        tuple(str(bar.rebooked) if _has_sessions(bar) else NO_DATA for bar in bars),
    )
    due = [
        Series(name, mark, tuple(map(value, bars)), tuple(part_of(value(bar), bar.due) for bar in bars))
        for name, mark, value in kinds
    ]
    said = (
        f"{half_term_words(bar.half_term)}: "
        + (
            f"{part_of(bar.held, bar.due)} held in time, {part_of(bar.late, bar.due)} held late, "
            f"{part_of(bar.missed, bar.due)} missed, {bar.rebooked} cancelled and rebooked."
            if _has_sessions(bar)
            else f"{NO_DATA}."
        )
        for bar in bars
    )
    return HalfTermChart(
        _spoken("Stacked columns: what became of the sessions of each half term.", said),
        _labels(bars),
        tuple(map(_has_sessions, bars)),
        (*due, rebooked),
        tuple(str(bar.due) if bar.due else NO_DATA for bar in bars),
        ticks([bar.due + bar.rebooked for bar in bars]),
    )


def target_chart(bars: Sequence[HalfTermBar], target: int) -> TargetChart:
    """Return the share of the due sessions that were held, late ones too, against the target in per cent."""
    held = [bar.held + bar.late for bar in bars]
    pairs = [(number, bar.due) for number, bar in zip(held, bars, strict=True)]
    shares = tuple(percent(number, due, target) for number, due in pairs)
    verdicts = tuple(_verdict(number, due, target) for number, due in pairs)
    said = (
        f"{half_term_words(bar.half_term)}: "
        + (f"{share}, {part_of(number, bar.due)}, {verdict}." if bar.due else f"{NO_DATA}.")
        for bar, number, share, verdict in zip(bars, held, shares, verdicts, strict=True)
    )
    return TargetChart(
        _spoken(f"Columns: sessions held of those due, against the target of {target}%.", said),
        _labels(bars),
        tuple(number / due if due else 0.0 for number, due in pairs),
        tuple(due > 0 for _, due in pairs),
        tuple(100 * number >= target * due for number, due in pairs),
        shares,
        tuple(part_of(number, due) if due else NO_DATA for number, due in pairs),
        verdicts,
        target,
    )


def flow_chart(bars: Sequence[HalfTermBar]) -> HalfTermChart:
    """Return how many actions were agreed and closed in each half term."""
    kinds: tuple[tuple[str, str, Callable[[HalfTermBar], int]], ...] = (
        ("Opened", "full", lambda bar: bar.opened),
        ("Closed", "open", lambda bar: bar.closed),
    )
    said = (
        f"{half_term_words(bar.half_term)}: "
        + (f"{bar.opened} opened, {bar.closed} closed." if _has_anything(bar) else f"{NO_DATA}.")
        for bar in bars
    )
    return HalfTermChart(
        _spoken("Two lines: actions opened and actions closed in each half term.", said),
        _labels(bars, half_term_sign),
        tuple(map(_has_anything, bars)),
        tuple(
            Series(
                name,
                mark,
                tuple(map(value, bars)),
                tuple(str(value(bar)) if _has_anything(bar) else NO_DATA for bar in bars),
            )
            for name, mark, value in kinds
        ),
        (),
        ticks([max(bar.opened, bar.closed) for bar in bars]),
    )


def ages_chart(ages: Sequence[AgeBar]) -> RowChart:
    """Return how old the open actions are, and how many of each age are overdue."""
    whole = sum(bar.on_time + bar.overdue for bar in ages)
    rows = tuple(
        Row(
            _days(bar.days),
            _lengths(whole, bar.on_time, bar.overdue),
            f"{part_of(bar.on_time + bar.overdue, whole)}, {bar.overdue} overdue" if whole else NO_DATA,
        )
        for bar in ages
    )
    said = (
        f"{row.label}: "
        + (
            f"{part_of(bar.on_time + bar.overdue, whole)}; {bar.on_time} on time, {bar.overdue} overdue."
            if whole
            else f"{NO_DATA}."
        )
        for row, bar in zip(rows, ages, strict=True)
    )
    return RowChart(
        _spoken("Stacked bars: open actions by how long ago they were agreed.", said),
        (("On time", "solid"), ("Overdue", "crossed")),
        rows,
    )


def signing_chart(bars: Sequence[SigningBar]) -> RowChart:
    """Return how long it took until both had signed."""
    whole = sum(bar.sessions for bar in bars)
    rows = tuple(
        Row(
            _days(bar.days), _lengths(whole, bar.sessions), part_of(bar.sessions, whole) if whole else NO_DATA
        )
        for bar in bars
    )
    said = (f"{row.label}: {row.shown}." for row in rows)
    return RowChart(_spoken("Bars: held sessions by days until both had signed.", said), (), rows)


def questions_chart(questions: Sequence[QuestionBar]) -> RowChart:
    """Return the share of Yes for each question that enough have answered."""
    rows = tuple(_question(bar) for bar in questions)
    said = (f"{row.label}: {row.shown}." for row in rows)
    return RowChart(_spoken("Bars: share of Yes for each question of judgement.", said), (), rows)


def findings_chart(findings: Sequence[OpenFinding]) -> RowChart:
    """Return how many findings of each check stand, the gravest first."""
    ordered = sorted(findings, key=lambda one: (-one.act_now, -one.soon, one.code))
    whole = sum(one.act_now + one.soon for one in ordered)
    longest = max((one.act_now + one.soon for one in ordered), default=0)
    rows = tuple(
        Row(
            f"{cut(plain(one.code), 20)} {cut(plain(one.meaning), _LONGEST_LABEL)}",
            _lengths(longest, one.act_now, one.soon),
            part_of(one.act_now + one.soon, whole) + (f", {one.act_now} act now" if one.act_now else ""),
        )
        for one in ordered
    )
    said = (
        f"{row.label}: {part_of(one.act_now + one.soon, whole)}; {one.act_now} act now, {one.soon} soon."
        for row, one in zip(rows, ordered, strict=True)
    )
    return RowChart(
        _spoken("Stacked bars: findings that stand, by check.", said),
        (("Act now", "crossed"), ("Soon", "hatched")),
        rows,
    )


def ticks(values: Sequence[int]) -> tuple[int, ...]:
    """Return where the lines of a grid stand: round steps from 0 to at least the largest value."""
    largest = max((*values, 1))
    step = next(
        factor * 10**power
        for power in range(len(str(largest)) + 1)
        for factor in (1, 2, 5)
        if factor * 10**power * 5 >= largest
    )
    return tuple(range(0, largest + step, step))


def charts_of(summary: SchoolSummary) -> dict[str, HalfTermChart | TargetChart | RowChart]:
    """Return every chart by the name that the template knows it by."""
    board = summary.board
    return {
        "sessions": sessions_chart(board.half_terms),
        "target": target_chart(board.half_terms, summary.target),
        "ages": ages_chart(board.ages),
        "flow": flow_chart(board.half_terms),
        "signing": signing_chart(board.signing),
        "questions": questions_chart(board.questions),
        "findings": findings_chart(summary.findings),
    }


def _has_sessions(bar: HalfTermBar) -> bool:
    return bar.due + bar.rebooked > 0


def _has_anything(bar: HalfTermBar) -> bool:
    return _has_sessions(bar) or bar.opened + bar.closed > 0


def _labels(bars: Sequence[HalfTermBar], put: Callable[[str], str] = half_term_words) -> tuple[str, ...]:
    return tuple(cut(put(bar.half_term), 20) for bar in bars)


def _verdict(number: int, due: int, target: int) -> str:
    if not due:
        return NO_DATA
    return "reached" if 100 * number >= target * due else "below target"


def _days(days: str) -> str:
    words = cut(plain(days), _LONGEST_DAYS)
    return f"{words} days" if words[-1:].isdecimal() or words.endswith("+") else words[:1].upper() + words[1:]


def _lengths(whole: int, *parts: int) -> tuple[float, ...]:
    return tuple(part / whole for part in parts) if whole else ()


def _question(bar: QuestionBar) -> Row:
    label = cut(plain(bar.question), _LONGEST_LABEL)
    if not bar.is_shown:
        return Row(label, (), FEW_ANSWERS if bar.asked else NO_DATA)
    return Row(label, (bar.yes / bar.asked,), f"{percent(bar.yes, bar.asked)}, {part_of(bar.yes, bar.asked)}")


def _spoken(about: str, said: Iterable[str]) -> str:
    return " ".join((about, *(tuple(said) or (f"{NO_DATA}.",))))
