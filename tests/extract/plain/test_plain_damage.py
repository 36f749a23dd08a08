"""However the printed words of a plain form were damaged, no answer is wrong and said to be sure."""

import copy
import io
import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

import docx
import pytest

from extract.plain.labels import Printed, printed_of
from extract.plain.reading import read_plain
from extract.wordtext import W
from forms.catalogue import own_catalogue
from forms.errors import UnreadableError
from forms.model import Definition, RecordType
from tests.extract.plain.samples import sample, score
from tests.extract.plain.typed import Habit, typed_form

if TYPE_CHECKING:
    from lxml import etree

_CATALOGUE = own_catalogue()
_FORMS = [
    form
    for name in _CATALOGUE.form_ids()
    if (form := _CATALOGUE.load_form(name)).record in {RecordType.RECORD, RecordType.CASE}
]
_TIMES = 60


def _text(paragraph: "etree._Element") -> str:
    return "".join(part.text or "" for part in paragraph.iter(f"{W}t"))


def _labels(body: "etree._Element", printed: tuple[Printed, ...]) -> "Iterator[tuple[etree._Element, str]]":
    words = [one.text.rstrip(":?. ") for one in printed if one.is_asking]
    for paragraph in body.iter(f"{W}p"):
        found = next((one for one in words if one and _text(paragraph).startswith(one)), None)
        if found is not None:
            yield paragraph, found


def _damaged(definition: Definition, chance: random.Random) -> bytes:
    """Return a form on which one label was mistyped, left out or reworded, or stands in an answer too."""
    document = docx.Document(
        io.BytesIO(typed_form(definition, sample(definition), chance.choice(list(Habit))))
    )
    body = document.element.body
    paragraph, words = chance.choice(list(_labels(body, printed_of(definition))))
    first = next(paragraph.iter(f"{W}t"))
    rest = (first.text or "").removeprefix(words)
    how = chance.choice(["mistyped", "left out", "reworded", "twice"])
    if how == "mistyped":
        at = chance.randrange(max(1, len(words) - 1))
        first.text = f"{words[:at]}{words[at + 1 : at + 2]}{words[at]}{words[at + 2 :]}{rest}"
    elif how == "twice":
        answers = [one for one in body.iter(f"{W}p") if "Spoke with" in _text(one)]
        line = copy.deepcopy(chance.choice(answers or [paragraph]))
        parts = list(line.iter(f"{W}t"))
        for part in parts:
            part.text = ""
        parts[0].text = words + chance.choice([": as agreed", "", " \u2013 see notes"])
        chance.choice(answers or [paragraph]).addnext(line)
    else:
        first.text = f"{'Points raised' if how == 'reworded' else ''}{rest}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("seed", range(2))
def test_damaged_labels_make_no_answer_wrong_without_a_doubt(seed: int) -> None:
    """A form of which too few labels are left may be refused."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(_TIMES // 2):
        definition = chance.choice(_FORMS)
        try:
            record = read_plain(_damaged(definition, chance), _FORMS)
        except UnreadableError:
            continue
        assert record.form == definition.id
        assert score(record, definition, sample(definition)).wrong == ()
