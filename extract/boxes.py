"""The boxes of one file while its answers are put together: which were asked for, which are gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from extract.meaning import WORDS, Asked, meaning_of
from extract.raw import RawBox, RawFile
from extract.rows import Folded
from forms.findings import Finding, Severity
from forms.model import Definition, Stage
from forms.names import fact_name
from forms.properties import words_mark
from forms.records import Answer, Channel

_LEAST_FOREIGN = 4
"""So many boxes that a form does not have are another form's, not a slip of somebody's."""
_MOST_QUOTED = 5


class Boxes:
    """Hands out boxes by name, and notes what was found in them."""

    def __init__(self, raw: RawFile, folded: Folded, stage: Stage) -> None:
        """Keep the folded boxes of a file that says it is at `stage`."""
        self.raw = raw
        self.folded = folded
        self.stage = stage
        self.findings: list[Finding] = []
        self.missing: list[str] = []
        """Names of boxes that the form should have."""
        self._used: set[str] = set()
        self._used_ticks: set[str] = set()

    @property
    def channel(self) -> Channel:
        """Return how the file's values were read."""
        return self.raw.channel

    @property
    def verbatim(self) -> bool:
        """Return whether the form was made without our additions."""
        return self.raw.identity.verbatim

    @property
    def can_be_signed(self) -> bool:
        """Return whether the boxes of signatures stand on the form: in a blank, and from signing on."""
        return self.stage in {Stage.BLANK, Stage.SIGNING, Stage.FINAL}

    def has(self, name: str) -> bool:
        """Return whether a box of this name stands on the form."""
        return name in self.folded.boxes

    def has_any(self, names: Iterable[str]) -> bool:
        """Return whether a box or a Word tick box with one of these names stands on the form."""
        return any(name in self.folded.boxes or name in self.folded.ticks for name in names)

    def box(self, name: str) -> RawBox | None:
        """Return the box of this name, None where there is none."""
        self._used.add(name)
        return self.folded.boxes.get(name)

    def tick_box(self, name: str) -> RawBox | None:
        """Return Word's tick box of this name, None where there is none."""
        self._used_ticks.add(name)
        return self.folded.ticks.get(name)

    def read(self, name: str, asked: Asked = WORDS) -> Answer:
        """Return the answer in one box; a box that is gone is noted."""
        box = self.box(name)
        if box is None or box.gone:
            self.missing.append(name)
        meaning = meaning_of(name, box, asked, self.channel)
        self.findings.extend(meaning.findings)
        return meaning.answer

    def find(self, code: str, severity: Severity, name: str, words: str) -> None:
        """Note something to look at in the box or table `name`."""
        self.findings.append(Finding(code, severity, name, f"{name}: {words}"))

    def missing_boxes(self) -> Iterator[Finding]:
        """Yield one finding for all boxes that are gone."""
        if self.missing:
            names = ", ".join(self.missing)
            yield Finding(
                "F01",
                Severity.ACT_NOW,
                self.missing[0] if len(self.missing) == 1 else None,
                f"these boxes are gone from the form: {names}. What was written there cannot be read; "
                "look at the file and ask the sender",
            )

    def unknown_boxes(self, definition: Definition) -> Iterator[Finding]:
        """Yield a finding for each box that the form does not have, with its words."""
        strange = {name: box for name, box in self.folded.ticks.items() if name not in self._used_ticks}
        empty = [name for name, box in strange.items() if not box.ticked]
        texts = {
            name: " / ".join(box.texts)
            for name, box in self.folded.boxes.items()
            if name not in self._used and not name.startswith(fact_name(""))
        }
        empty += [name for name, words in texts.items() if not words.strip()]
        said = {name: f"it says {words!r}" for name, words in texts.items() if words.strip()}
        said |= {name: "it is ticked" for name, box in strange.items() if box.ticked}
        if len(said) + len(empty) >= _LEAST_FOREIGN and self._asks_the_same(definition):
            yield _another_form(definition, said, len(said) + len(empty))
            return
        for name, words in said.items():
            yield Finding(
                "F09",
                Severity.SOON,
                None,
                f"the file has a box {name!r} that {definition.id} version {definition.version} "
                f"does not have; {words}. Read it by hand",
            )
        if empty:
            yield Finding(
                "F09",
                Severity.NOTE,
                None,
                f"the file has boxes that {definition.id} version {definition.version} does not have; "
                f"they are empty: {', '.join(empty)}. Nothing to do",
            )

    def _asks_the_same(self, definition: Definition) -> bool:
        """Return whether the form's own questions cannot be what has changed."""
        return self.raw.identity.marks.words == words_mark(definition)


def _another_form(definition: Definition, said: Mapping[str, str], count: int) -> Finding:
    quoted = "; ".join(f"{name!r}: {words}" for name, words in list(said.items())[:_MOST_QUOTED])
    unseen = f"; and {len(said) - _MOST_QUOTED} more with words or ticks" if len(said) > _MOST_QUOTED else ""
    what = f", and they were not read ({quoted}{unseen})" if said else ""
    return Finding(
        "F37",
        Severity.ACT_NOW,
        None,
        f"two forms in one file: it has {count} boxes that {definition.id} version {definition.version} does "
        f"not have{what}. An answer that both forms ask for may be the other's. Ask for one file for each "
        "form",
    )
