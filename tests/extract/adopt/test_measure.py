"""Drafts of five real policies' forms find what the forms ask, and little else."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.extract.adopt.measure import Score, as_table, total
from tests.extract.adopt.plain_word import POLICIES, type_policy
from tests.extract.adopt.scoring import score_files
from tests.tools.libreoffice import CONVERT_TOOL, convert

_LEAST_RECALL = 0.90
_LEAST_PRECISION = 0.85
_LEAST_OF_PDF = 0.80


def _typed(policies: Path, folder: Path) -> list[Path]:
    files = [folder / f"{policy}.docx" for policy in POLICIES]
    for policy, file in zip(POLICIES, files, strict=True):
        type_policy(policies, policy, file)
    return files


def _note(record: Callable[[str, object], None], scores: Sequence[Score], name: str) -> Score:
    whole = total(scores, name)
    record(name, as_table([*scores, whole]))
    return whole


def test_word_files_of_five_policies(
    policies: Path, inventory: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Of what the 19 forms ask at least 90% is found, and at least 85% of what is drafted is asked."""
    scores = score_files(_typed(policies, tmp_path), inventory)
    whole = _note(record_property, scores, "Word")
    assert len(scores) == 19
    assert whole.recall >= _LEAST_RECALL, whole.missed
    assert whole.precision >= _LEAST_PRECISION, whole.beyond


@pytest.mark.needs(CONVERT_TOOL)
def test_pdfs_of_five_policies(
    policies: Path, inventory: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """The same files printed to PDF give at least 80% of both."""
    made = convert(_typed(policies, tmp_path), "pdf", tmp_path / "made")
    scores = score_files(made, inventory)
    whole = _note(record_property, scores, "PDF")
    assert whole.recall >= _LEAST_OF_PDF, whole.missed
    assert whole.precision >= _LEAST_OF_PDF, whole.beyond
