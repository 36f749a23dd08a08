"""Draft from files and score the drafts against the inventory."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from extract.adopt.policy import adopt_document
from tests.extract.adopt.measure import Counting, Score, measure_policy, read_inventory
from tests.extract.adopt.plain_word import POLICIES
from tests.extract.adopt.words import load_drafts


def score_files(
    files: Sequence[Path], inventory: Path, counting: Counting = Counting.COMPOSITE
) -> list[Score]:
    """Return a score per form, each file named after its policy; DefinitionError where a draft is wrong."""
    asked = read_inventory(inventory)
    scores: list[Score] = []
    for file in files:
        with tempfile.TemporaryDirectory() as folder:
            adoption = adopt_document(file.read_bytes(), file.stem, file.name)
            definitions = load_drafts(adoption, Path(folder))
        scores += measure_policy(asked[POLICIES[file.stem][0]], definitions, counting)
    return scores
