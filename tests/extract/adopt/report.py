"""Print the measured tables of docs/adopt.md: python -m tests.extract.adopt.report FOLDER-OF-TEXTS."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import docx

from tests.extract.adopt.measure import Counting, Score, as_table, total
from tests.extract.adopt.plain_word import POLICIES, type_policy
from tests.extract.adopt.scoring import score_files
from tests.extract.adopt.variants import VARIANTS, type_bare_text
from tests.tools.libreoffice import convert


def main(policies: Path) -> None:
    """Print what is found in Word files, in PDFs, in files typed otherwise, and by other ways of counting."""
    inventory = policies.parent / "design" / "inventory.json"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = [folder / f"{policy}.docx" for policy in POLICIES]
        for file in files:
            type_policy(policies, file.stem, file)
        _say("Word", score_files(files, inventory), whole=True)
        _say("PDF", score_files(convert(files, "pdf", folder / "pdf"), inventory), whole=True)
        for counting in Counting:
            _say(f"counted: {counting}", score_files(files, inventory, counting))
        for way, retype in VARIANTS.items():
            made = [_below(folder / way, file) for file in files]
            for file, target in zip(files, made, strict=True):
                document = docx.Document(str(file))
                retype(document)
                document.save(str(target))
            _say(f"typed: {way}", score_files(made, inventory))
        bare = [_below(folder / "bare", file) for file in files]
        for target in bare:
            type_bare_text(next(policies.glob(f"{POLICIES[target.stem][0]}_*.txt")), target)
        _say("typed: bare text", score_files(bare, inventory))


def _below(folder: Path, file: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder / file.name


def _say(name: str, scores: Sequence[Score], *, whole: bool = False) -> None:
    together = total(scores, "all")
    sys.stdout.write(f"\n{name}\n\n{as_table([*(scores if whole else ()), together])}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
