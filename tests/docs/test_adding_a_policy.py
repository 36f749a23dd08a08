"""docs/adding-a-policy.md: everything that it shows has been run, and is what its files say."""

from pathlib import Path

import pytest

from halfterm.check_forms import check_folder
from tests.docs.guide import DOCUMENT, FINISHED, FOLDER, FORM, GUIDE, blocks, commands, fingerprint, walk
from tests.docs.pictures import fingerprint_in
from tests.docs.word_policy import policy_document

_LARGEST_PICTURE = 60_000


def test_the_document_is_the_one_that_was_written() -> None:
    """The Word document in the folder is what tests/docs/word_policy.py makes."""
    assert DOCUMENT.read_bytes() == policy_document()


def test_every_command_answers_what_the_guide_shows(tmp_path: Path) -> None:
    """All commands of the guide, in order, say what stands below them."""
    steps = list(walk(tmp_path))
    shown = "".join(blocks("console"))
    assert "".join(map(str, steps)) == shown
    assert len(steps) == len(commands(shown))


def test_every_piece_of_a_definition_stands_in_the_draft_or_in_the_finished_file(tmp_path: Path) -> None:
    """What the guide shows of a definition is part of the draft, or of the finished files."""
    draft = ""
    for step in walk(tmp_path):
        if step.command.startswith("halfterm adopt"):
            draft = (tmp_path / "bramble-lane" / FORM).read_text(encoding="utf-8")
            break
    finished = "".join(path.read_text(encoding="utf-8") for path in FINISHED.glob("*.toml"))
    for block in blocks("toml"):
        assert block in draft or block in finished, block


def test_the_finished_policy_is_right() -> None:
    """`halfterm forms check` finds nothing in the finished folder."""
    checked = check_folder(FINISHED)
    assert not checked.mistakes
    assert len(checked.forms) == 1


@pytest.mark.parametrize("name", ["word", "draft", "ids", "final", "january"])
def test_a_picture_was_made_from_the_files_as_they_are(name: str) -> None:
    """Each picture of the guide is small, shown, and made from the present files."""
    png = (FOLDER / "pictures" / f"{name}.png").read_bytes()
    assert len(png) <= _LARGEST_PICTURE
    assert fingerprint_in(png) == fingerprint(name)
    assert f"(adding-a-policy/pictures/{name}.png)" in GUIDE.read_text(encoding="utf-8")
