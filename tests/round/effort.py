"""How much a test tries: little in an ordinary run, much more in `make soak`."""

import os

from hypothesis import HealthCheck, Phase

SOAK = os.environ.get("HALFTERM_HYPOTHESIS") == "soak"
PHASES = (Phase.explicit, Phase.generate)
"""Making a failing example smaller takes minutes here, because each try builds a document."""
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
"""What is in order for a property whose examples are whole documents."""


def examples(ordinary: int, soak: int) -> int:
    """Return how many examples a property is tried with."""
    return soak if SOAK else ordinary
