"""Time, as it is and as it passes: handed to what waits, so that a test need not."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """What o'clock it is, and how to wait."""

    now: Callable[[], dt.datetime]
    """With its zone."""
    sleep: Callable[[float], None]
    """Takes seconds."""


WALL = Clock(lambda: dt.datetime.now().astimezone(), time.sleep)
"""The clock on the wall."""
