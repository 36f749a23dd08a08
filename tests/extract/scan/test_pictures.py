"""Picture files as pages: what is in them, and what is none."""

import io

import pytest
from PIL import Image

from extract.kinds import Kind, detect_kind
from extract.scan.pictures import PictureFile
from forms.errors import UnreadableError
from tests.extract.scan.papers import as_file

_PAGE = Image.new("L", (300, 400), 255)
_PAGE.putpixel((10, 20), 0)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_is_a_page(kind: str) -> None:
    """Its longer side counts as that of A4, from the lower left."""
    data = as_file([_PAGE], kind)
    assert detect_kind(data) is Kind.PICTURE
    pages = PictureFile(data)
    assert len(pages) == 1
    page = pages.at(0)
    assert page.image.size == (300, 400)
    assert page.place.inverse().matrix[1, 2] == pytest.approx(841.89)


def test_a_tiff_has_pages() -> None:
    """Each of its own size and kind."""
    pages = PictureFile(as_file([_PAGE, Image.new("1", (200, 100), 1)], "TIFF"))
    assert [pages.at(index).image.size for index in range(len(pages))] == [(300, 400), (200, 100)]


def test_what_is_clear_is_white() -> None:
    """A PNG without a ground lies on paper."""
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    assert PictureFile(as_file([clear], "PNG")).at(0).image.getpixel((5, 5)) == 255


def test_a_camera_says_how_it_was_held() -> None:
    """The mark for a quarter turn is obeyed."""
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    _PAGE.save(held, "JPEG", exif=exif)
    assert PictureFile(held.getvalue()).at(0).image.size == (400, 300)


def test_sixteen_bits_are_read() -> None:
    """Some scanners write more shades than can be seen."""
    deep = Image.new("I;16", (20, 20), 65535)
    assert PictureFile(as_file([deep], "TIFF")).at(0).image.getpixel((3, 3)) == 255


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_damaged_picture_says_so(kind: str) -> None:
    """Cut off, or only its beginning."""
    whole = as_file([Image.effect_noise((300, 300), 90)], kind)
    for data in (whole[: len(whole) // 2], whole[:12]):
        with pytest.raises(UnreadableError) as caught:
            PictureFile(data).at(0)
        assert caught.value.code == "R55"


def test_heic_is_not_read() -> None:
    """The message says how to get something that is."""
    with pytest.raises(UnreadableError, match="Most Compatible") as caught:
        detect_kind(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
    assert caught.value.code == "R56"
