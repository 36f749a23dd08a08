"""Follow docs/adding-a-policy.md step by step: run its commands, and do by hand what it says between them."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from halfterm.cli import main
from tests.docs.examples import DOCS
from tests.tools.pdfium import type_into_pdf

GUIDE = DOCS / "adding-a-policy.md"
FOLDER = DOCS / "adding-a-policy"
DOCUMENT = FOLDER / "supervision-policy.docx"
FINISHED = FOLDER / "bramble-lane"
FORM = "a1-supervision-record.toml"

_BLOCK = re.compile(r"(?ms)^```(\w+)\n(.*?)^```$")
_LONG_LIST = re.compile(r"(expected (?:only|one of) (?:[^,;]+, ){3})[^;]*,[^;]*;")
_TYPED_BEFORE: dict[str, str | bool] = {
    "read_last_record": "Yes",
    "chronologies": "No",
    "concerns": "No",
    "went_well": "Two families signed off.",
}
_TYPED_AT_THE_SESSION: dict[str, str | bool] = {
    "agreed_actions-1-action": "Update the chronology.",
    "agreed_actions-1-who": "Tom Reed",
    "agreed_actions-1-by_when": "4/12/2026",
    "next_date": "14 January 2027",
    "next_place": "the library",
    "length": "60",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A command and what it answered."""

    command: str
    said: str

    def __str__(self) -> str:
        """Return the step as the guide shows it."""
        return f"$ {self.command}\n{self.said}"


def blocks(language: str) -> list[str]:
    """Return the texts of the guide's blocks of code in one language."""
    text = GUIDE.read_text(encoding="utf-8")
    return [match[2] for match in _BLOCK.finditer(text) if match[1] == language]


def commands(console: str) -> list[str]:
    """Return the commands of a console block."""
    return [line.removeprefix("$ ") for line in console.splitlines() if line.startswith("$ ")]


def with_answers(text: str, steps: list[Step]) -> str:
    """Return the guide's text with the answers of `steps` in its console blocks."""
    following = iter(steps)

    def replaced(match: re.Match[str]) -> str:
        if match[1] != "console":
            return match[0]
        return "```console\n" + "".join(str(next(following)) for _ in commands(match[2])) + "```"

    return _BLOCK.sub(replaced, text)


def fingerprint(picture: str) -> str:
    """Return the SHA-256 of what a picture is made from: the document, and for most the definitions too."""
    definitions = [] if picture == "word" else sorted(FINISHED.glob("*.toml"))
    texts = [path.read_text(encoding="utf-8") for path in definitions]
    return hashlib.sha256(DOCUMENT.read_bytes() + "\0".join(texts).encode()).hexdigest()


def walk(folder: Path) -> Iterator[Step]:
    """Yield each command of the guide with its answer, all of them run in `folder`, in order.

    Lists of what was expected are cut short, as the guide says.
    """
    shutil.copy(DOCUMENT, folder)
    here = folder
    seen: dict[str, int] = {}
    for command in [one for console in blocks("console") for one in commands(console)]:
        if command.startswith("cd "):
            here /= command.removeprefix("cd ")
            yield Step(command, "")
            continue
        seen[command] = seen.get(command, 0) + 1
        for (begins, time), by_hand in _BY_HAND.items():
            if command.startswith(begins) and time == seen[command]:
                by_hand(here)
        with contextlib.chdir(here):
            result = CliRunner().invoke(main, shlex.split(command)[1:])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        yield Step(command, _LONG_LIST.sub(r"\1…;", result.output))


def _put_right(folder: Path) -> None:
    for name in (FORM, "policy.toml"):
        shutil.copy(FINISHED / name, folder / "bramble-lane")


def _break_in_three_places(folder: Path) -> None:
    shutil.copytree(folder / "bramble-lane", folder / "broken")
    _exchange(folder / "broken" / FORM, 'hint = "No child', 'hnt = "No child')
    _exchange(
        folder / "broken" / FORM,
        'label = "What went well?"\nkind = "multiline"',
        'label = "What went well?"\nkind = "multline"',
    )
    _exchange(folder / "broken" / FORM, '["cases.label"', '["case.label"')


def _forget_a_quotation_mark(folder: Path) -> None:
    shutil.copy(FINISHED / FORM, folder / "broken")
    _exchange(folder / "broken" / FORM, 'label = "What went well?"', 'label = "What went well?')


def _exchange(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _write_values(folder: Path) -> None:
    (folder / "tom.json").write_text(blocks("json")[0], encoding="utf-8")


def _write_january(folder: Path) -> None:
    text = blocks("json")[0]
    for old, new in (("-0001-", "-0002-"), ("2026-11-19", "2027-01-14"), ("2026-11-16", "2027-01-11")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / "january.json").write_text(text, encoding="utf-8")


def _return_the_agenda(folder: Path) -> None:
    type_into_pdf(folder / "outbox/tom.pdf", folder / "inbox/tom.pdf", _TYPED_BEFORE)


def _return_the_record(folder: Path) -> None:
    _write_january(folder)
    returned = folder / "inbox/tom-session.pdf"
    type_into_pdf(folder / "outbox/tom-session.pdf", returned, _TYPED_AT_THE_SESSION)


_BUILD = "halfterm build bramble-lane/a1-supervision-record --values"
_BY_HAND: dict[tuple[str, int], Callable[[Path], None]] = {
    ("halfterm forms check bramble-lane", 1): _put_right,
    ("halfterm forms check broken", 1): _break_in_three_places,
    ("halfterm forms check broken", 2): _forget_a_quotation_mark,
    (f"{_BUILD} tom.json", 1): _write_values,
    ("halfterm read inbox/tom.pdf", 1): _return_the_agenda,
    (f"{_BUILD} january.json", 1): _return_the_record,
}
"""What a person does before a command, by the command's beginning and how often it has come."""
