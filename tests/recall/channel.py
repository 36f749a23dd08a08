"""A channel: one way in which a filled in form comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from tests.recall.rooms import Shows
from tests.recall.truth import TruthAfter, same_truth
from tests.tools.tool import Tool

Change: TypeAlias = Callable[[bytes], bytes]


class Family(StrEnum):
    """Channels that a reader masters, or does not, in one way."""

    DIGITAL = "digital PDF"
    FLATTENED = "flattened PDF"
    PRINTED = "printed to PDF"
    CUT = "flattened, not all of it shown"
    PROGRAMS = "Word, by other programs"
    EDITED = "Word, edited by hand"
    SCANNED = "scanned"


def untouched(data: bytes) -> bytes:
    """Return the file as the typist saved it."""
    return data


@dataclass(frozen=True, slots=True)
class Channel:
    """What happens to a filled in form on its way back.

    `change` is a pure function from the bytes that the typist saved to the bytes that come back; `truth`
    tells what must then come out.
    """

    name: str
    family: Family
    typist: str
    """Who types: a name in `typists.TYPISTS`."""
    change: Change = untouched
    ending: str = "pdf"
    """Of the name of the file that comes back."""
    tools: tuple[Tool, ...] = ()
    truth: TruthAfter = same_truth
    shows: Shows | None = None
    """What a box shows whole: it gets no more than that. None where it gets more."""

    def why_skipped(self) -> str | None:
        """Return what is missing for this channel, None where it can be measured."""
        reasons = [f"{tool.name}: {reason}" for tool in self.tools if (reason := tool.why_missing())]
        return "; ".join(reasons) or None
