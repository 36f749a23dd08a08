"""Invented people: who supervises whom, and the children whose cases they speak of."""

from dataclasses import dataclass

from forms.case_key import CaseEntry

SCHOOL = "Alder Grove Academy"
_FIRST = ("Tom", "Amara", "Bethan", "Callum", "Dilys", "Emeka", "Freya", "Gareth", "Hanan", "Idris")
_LAST = ("Reed", "Okafor", "Pryce", "Brennan", "Whitlock", "Sandhu", "Marsh", "Tennant", "Yusuf", "Carrow")
_CHILDREN = (
    "Jayden Okoro",
    "Mia Rose Fielding",
    "Kacper Zielony",
    "Orla Quinnell",
    "Théo Lavigne",
    "Zara Hollis",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A supervisee, the supervisor and the child whose case they bring each time."""

    number: int
    """From 0."""
    policy: str

    @property
    def supervisee(self) -> str:
        """Return the name of the one who is supervised: another for each pair."""
        first, last = self.number % len(_FIRST), (self.number // len(_FIRST) + self.number) % len(_LAST)
        middle = self.number // (len(_FIRST) * len(_LAST))
        return " ".join(part for part in (_FIRST[first], "I" * middle, _LAST[last]) if part)

    @property
    def supervisor(self) -> str:
        """Return the name of the supervisor, who has several supervisees."""
        return "Priya Shah" if self.policy == "esteem" else "Hugh Daventry"

    @property
    def case(self) -> CaseEntry:
        """Return the case that they speak of."""
        return KEY[self.number % len(KEY)]


KEY = tuple(CaseEntry(f"ESM-C{14 + 7 * at:03d}", SCHOOL, name) for at, name in enumerate(_CHILDREN))
"""What the key of the trust says."""
