"""Write the outcomes down: docs/recall.md, and the same table on the terminal."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.recall.channel import Channel, Family
from tests.recall.judge import Outcome
from tests.recall.proposals import Proposals
from tests.recall.work import Result

PAGE = Path(__file__).parents[2] / "docs" / "recall.md"
_MOST_WRONG = 4
"""Places that the page shows of a channel; the file of outcomes has more."""
_INTRODUCTION = """\
# What comes back

`make recall` fills in all forms that come with halfterm, with real programs and with values that look like
others (O and 0, l, 1 and I, Ş and S, rn and m, 03/04/2026, quotes, Welsh and Polish letters, long answers of
several lines), sends each through every way in which a form comes back, and has halfterm read the result.
Each form is taken at the stage where most of it is filled in, and where it is signed. What was issued on it
counts as well.

- **right**: it came out as it was typed, and nobody is asked to look at it;
- **for review**: something came out, and a finding, or the answer's state, asks for a person to look there;
- **told of**: words that a person put where there is no box (below one, in a comment, on the page) are in no
  answer, and a finding quotes them. Whose answer they are only a person can say, so this counts by itself;
- **unread**: nothing came out, and the file or the box says so. A file that is refused counts here whole;
- **wrong, not flagged**: all else. Another value, nothing where something was typed, or something where
  nothing was, without a word. There must be none.

Where pages are only drawn (flattened, printed, scanned), a line break that was typed and one that was set
look alike, so white space is compared as one space. Letters that are recognised on a scan are for review
always, right or not: of scans a second table says of how many boxes what was read, and is proposed, is what
stands on the form. Ticks and boxes left empty count there too; letters of a word that a viewer cut off at the
edge of its box, so that they are not on the page at all, count against it. What a person put beside the boxes
must come out in an answer of that place, or a finding must tell of it. The last two columns are shares of the
values in boxes.

Some ways back lose something for good. With the last page left out go its answers. LibreOffice 7.4 takes the
line breaks out of answers, so each one of several lines is asked about. A viewer cuts off what does not fit.
PDFium, of Chrome and Edge, draws no ŵ, ŷ, ũ and ĩ that was typed: a page that it flattened or printed has the
other letters of the word and no trace of these. Nobody can see that, so they count as not typed there; a form
that was saved has them all. A Word form that LibreOffice 7.4 exported as PDF has no tags, and is laid out as
no form of ours is, so it is refused as a whole.

The seed of this page is not the one that the reader is developed against. `make recall` writes this page and
goes on where it was cut off, as long as neither the program nor a way back has changed; `make recall SEED=1`
takes other values and only prints. What of the outside programs is missing stands below as not measured.
`make test` tries a small part.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what was measured, and with which seed."""

    results: Sequence[Result]
    skipped: Mapping[str, str]
    """Channel -> what is missing for it."""
    seed: int
    date: str
    forms: int
    minutes: float
    """Of all workers together, as the outcomes say."""


def as_markdown(run: Run, channels: Iterable[Channel]) -> str:
    """Return the whole page."""
    listed = list(channels)
    by_channel = {one.name: [r for r in run.results if r.channel == one.name] for one in listed}
    head = (
        f"Measured on {run.date} with seed {run.seed}: {run.forms} forms and stages, "
        f"{len(run.results):,} files, {run.minutes:.0f} minutes of work."
    )
    parts = [_INTRODUCTION, head, "", *_overview(listed, by_channel), ""]
    for family in Family:
        own = [channel for channel in listed if channel.family is family and by_channel[channel.name]]
        if own:
            parts += [f"## {family.value[0].upper()}{family.value[1:]}", "", *_table(own, by_channel), ""]
        if own and family is Family.SCANNED:
            parts += [*_proposals(own, by_channel), ""]
    parts += _section("Not measured", (f"{name}: {reason}" for name, reason in run.skipped.items()))
    parts += _section("Files that could not be made, or broke the reader", _failures(run.results))
    parts += _section("Wrong and not flagged", _wrongs(run.results))
    return "\n".join(parts).rstrip("\n") + "\n"


def _overview(channels: Iterable[Channel], results: Mapping[str, Sequence[Result]]) -> list[str]:
    listed = list(channels)
    lines = [f"| | {_CELLS} |", _RULE]
    for family in Family:
        own = [one for channel in listed if channel.family is family for one in results[channel.name]]
        if own:
            lines.append(_line(family.value, total(own)))
    return lines


_CELLS = "values | right | for review | told of | unread | wrong, not flagged | right | for review"
_RULE = f"| --- |{' ---: |' * (_CELLS.count('|') + 1)}"


def _line(name: str, counts: Counter[str]) -> str:
    """Return a line of a table: numbers, and shares of the values that stand in boxes."""
    cells = [f"{counts[outcome.value]:,}" for outcome in Outcome]
    if counts[Outcome.WRONG.value]:
        cells[-1] = f"**{cells[-1]}**"
    in_boxes = counts.total() - counts[Outcome.TOLD.value]
    shares = (counts[outcome.value] / max(1, in_boxes) for outcome in (Outcome.RIGHT, Outcome.REVIEW))
    cells += [f"{share:.2%}" for share in shares]
    return f"| {' | '.join([name, f'{counts.total():,}', *cells])} |"


def _table(channels: Iterable[Channel], results: Mapping[str, Sequence[Result]]) -> list[str]:
    lines = [f"| way back | {_CELLS} |", _RULE]
    lines += [_line(channel.name, total(results[channel.name])) for channel in channels]
    return lines


def _proposals(channels: Iterable[Channel], results: Mapping[str, Sequence[Result]]) -> list[str]:
    lines = ["| way back | boxes | read as typed | share | wrong, not flagged | seconds a form |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: |")
    for channel in channels:
        own = results[channel.name]
        found = proposed(own)
        cells = [f"{found.boxes:,}", f"{found.as_typed:,}", f"{found.share:.1%}"]
        cells.append(f"{total(own)[Outcome.WRONG.value]:,}")
        cells.append(f"{sum(one.seconds for one in own) / len(own):.1f}")
        lines.append(f"| {' | '.join([channel.name, *cells])} |")
    return lines


def proposed(results: Iterable[Result]) -> Proposals:
    """Return the boxes of all results, and how many of them were read as typed."""
    return sum((Proposals(one.boxes, one.as_typed) for one in results), Proposals())


def total(results: Iterable[Result]) -> Counter[str]:
    """Return outcome -> number over all results."""
    counts: Counter[str] = Counter()
    for result in results:
        counts.update(result.counts)
    return counts


def _section(title: str, lines: Iterable[str]) -> list[str]:
    listed = list(lines)
    return [f"## {title}", "", *(f"- {line}" for line in listed), ""] if listed else []


def _failures(results: Iterable[Result]) -> list[str]:
    return [
        f"{one.channel}, {one.form}: {' '.join(one.failed.split())[:300]}" for one in results if one.failed
    ]


def _wrongs(results: Iterable[Result]) -> list[str]:
    """Return the first places of each channel, so that one channel does not hide another."""
    by_channel: dict[str, list[Result]] = {}
    for one in results:
        if one.counts.get(Outcome.WRONG.value):
            by_channel.setdefault(one.channel, []).append(one)
    lines = []
    for channel, found in by_channel.items():
        places = [f"{one.form}: `{line}`" for one in found for line in one.wrong]
        count = total(found)[Outcome.WRONG.value]
        more = f"; and {count - _MOST_WRONG} more" if count > _MOST_WRONG else ""
        lines.append(f"{channel} ({count:,}): {'; '.join(places[:_MOST_WRONG])}{more}")
    return lines
