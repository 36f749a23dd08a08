"""What one row of the table of checks is: a case that fires, and a near miss that does not."""

from __future__ import annotations

from dataclasses import dataclass

from tests.checks.world import World


@dataclass(frozen=True)
class Case:
    """One check under one policy."""

    code: str
    policy: str
    """The policy's id."""
    fires: str
    """What is so, in words for the table."""
    on: str
    """The day on which it is looked at."""
    world: World
    near: str
    """What is different in the near miss, in words for the table."""
    near_world: World
    near_on: str = ""
    """The day of the near miss, where it is another."""
    severity: str = ""
    """What the table of checks asks for."""
    house: bool = False
    """No policy's words are behind it: nothing may call it the policy's."""
    ruled: bool = True
    """A rule of the policy or the house is behind it."""

    @property
    def name(self) -> str:
        """Return what tells it from other rows."""
        return f"{self.code} {self.policy}: {self.fires}"
