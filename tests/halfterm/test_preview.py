"""`halfterm preview` draws a form while its definition is being written."""

import io
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from forms.catalogue import own_catalogue
from halfterm.known import find_form
from halfterm.make import document
from halfterm.pictures import label_fields
from halfterm.preview import Wish, filling_of
from tests.halfterm.policy_folder import VALUES, run, write_policy


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Return a definition's file in a folder with a space in its name."""
    return write_policy(tmp_path / "our policy")


def _picture(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        picture.load()
        return picture.convert("RGB")


def _colours(picture: Image.Image) -> Counter[tuple[int, int, int]]:
    data = picture.tobytes()
    return Counter(zip(data[::3], data[1::3], data[2::3], strict=True))


def test_a_definitions_file_is_drawn(record: Path, tmp_path: Path) -> None:
    """As an upright page on which something stands; boxes are filled palely."""
    run("preview", record, "-o", "page.png", folder=tmp_path)
    picture = _picture(tmp_path / "page.png")
    assert picture.width < picture.height
    colours = _colours(picture)
    assert colours.most_common(1)[0][0] == (255, 255, 255)
    pale = [colour for colour in colours if min(colour) > 225 and len(set(colour)) > 1]
    assert sum(colours[colour] for colour in pale) > picture.width * picture.height * 0.02


def test_one_page_or_all_of_them_or_a_file_for_each(tmp_path: Path) -> None:
    """Up to three below each other; of many, each has a picture of its own."""
    run("preview", "esteem/a4-monitoring", "-o", "all.png", folder=tmp_path)
    run("preview", "esteem/a4-monitoring", "-o", "two.png", "--page", "2", folder=tmp_path)
    whole, second = _picture(tmp_path / "all.png"), _picture(tmp_path / "two.png")
    assert whole.height > 2 * second.height
    top = (whole.height - second.height) // 2
    middle = whole.crop((0, top, second.width, top + second.height))
    assert ImageChops.difference(middle, second).getbbox() is None
    run("preview", "esteem/a2-record", "-o", "many.png", folder=tmp_path)
    names = sorted(path.name for path in tmp_path.glob("many*.png"))
    assert len(names) > 3
    assert names == [f"many-{number}.png" for number in range(1, len(names) + 1)]


def test_ids_stand_in_the_boxes(record: Path, tmp_path: Path) -> None:
    """The same page, with words where there were none."""
    run("preview", record, "-o", "plain.png", folder=tmp_path)
    done = run("preview", record, "-o", "ids.png", "--ids", folder=tmp_path)
    assert "ids.png: alder/a2-record version 1" in done.stderr
    plain, named = _picture(tmp_path / "plain.png"), _picture(tmp_path / "ids.png")
    assert _red_pixels(named) > 500
    assert _red_pixels(plain) == 0


def _red_pixels(picture: Image.Image) -> int:
    return sum(count for (r, g, b), count in _colours(picture).items() if r > max(g, b) + 90)


@pytest.mark.parametrize("stage", [None, "signing"])
@pytest.mark.parametrize("form", ["esteem/a2-record", "esteem/a4-monitoring"])
def test_every_box_is_named(form: str, stage: str | None) -> None:
    """Those of each field, of rows and options; of a settled form also what stands as text."""
    wish = Wish(form, Path("page.png"), None, stage, None, ids=True)
    data, _ = document(filling_of(wish, find_form(form, own_catalogue())), "pdf")
    named = label_fields(data)
    drawn = pypdfium2.PdfDocument(named)
    words = set(" ".join(page.get_textpage().get_text_bounded() for page in drawn).split())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        ids = {str(field.T) for field in pdf.Root.AcroForm.Fields}
    assert len(ids) > 20
    assert ids <= {word.partition("=")[0] for word in words}


@pytest.mark.parametrize("stage", ["agenda", "session", "signing", "final"])
def test_each_stage_can_be_looked_at(record: Path, stage: str, tmp_path: Path) -> None:
    """Without values, people who do not exist stand on it; with values, those."""
    run("preview", record, "-o", "sample.png", "--stage", stage, folder=tmp_path)
    (tmp_path / "known.json").write_text(VALUES.replace('"stage": "session",', ""), encoding="utf-8")
    run("preview", record, "-o", "own.png", "--stage", stage, "--values", "known.json", folder=tmp_path)
    assert _picture(tmp_path / "own.png").tobytes() != _picture(tmp_path / "sample.png").tobytes()


def test_every_mistake_is_named_as_the_check_names_it(record: Path, tmp_path: Path) -> None:
    """Status 4, with nothing drawn."""
    text = record.read_text(encoding="utf-8").replace('kind = "carried"', 'kind = "carryed"')
    record.write_text(text.replace('["name.label", "name"],', '["nam.label", "name"],'), encoding="utf-8")
    drawn = run("preview", record, "-o", "page.png", folder=tmp_path, expected=4)
    checked = run("forms", "check", record, folder=tmp_path, expected=4)
    assert drawn.stderr == checked.stderr
    assert drawn.stderr.count("line ") >= 2
    assert not (tmp_path / "page.png").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-o", "page.pdf"], "U17"),
        (["-o", "page.png", "--page", "99"], "U18"),
        (["-o", "no/page.png"], "W03"),
    ],
)
def test_what_cannot_be_drawn(record: Path, arguments: list[str], code: str, tmp_path: Path) -> None:
    """Another ending, a page that there is not, a folder that is not there."""
    status = 5 if code.startswith("W") else 2
    assert run("preview", record, *arguments, folder=tmp_path, expected=status).stderr.startswith(f"{code}: ")
