"""How much the tests of imports try: little in an ordinary run, all of it in `make import-soak`."""

import os

FULL = bool(os.environ.get("HALFTERM_IMPORT_SOAK"))
SEED = int(os.environ.get("HALFTERM_IMPORT_SEED") or 20261128)
"""Which files are made, and when runs are cut off."""
TALLY = "imports: "
"""Begins the name of a recorded property that counts what was tried, for docs/import-soak.md."""


def tries(ordinary: int, full: int) -> int:
    """Return how often a test tries."""
    return full if FULL else ordinary
