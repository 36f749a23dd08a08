"""Find the policies' texts that the measurement is made from."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def policies() -> Path:
    """Return the folder of the policies' texts (HALFTERM_POLICIES), beside which lies design/inventory.json.

    Skip where it is not set.
    """
    chosen = os.environ.get("HALFTERM_POLICIES")
    if not chosen:
        pytest.skip("HALFTERM_POLICIES does not name a folder of policies' texts")
    folder = Path(chosen)
    if not folder.is_dir():
        pytest.fail(f"HALFTERM_POLICIES is {chosen!r}, which is not a folder", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def inventory(policies: Path) -> Path:
    """Return the list of what the policies' forms ask."""
    return policies.parent / "design" / "inventory.json"
