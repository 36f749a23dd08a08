"""Find what the policies' forms ask, which the measurement is made from."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def inventory(policies: Path) -> Path:
    """Return the list of what the policies' forms ask."""
    return policies.parent / "design" / "inventory.json"
