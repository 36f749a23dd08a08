"""Files in the words of a mail: out byte for byte, whatever stands round them; other words stay words."""

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.bundles import open_bundle
from forms.errors import UnreadableError

_LINE = 45


def encoded(name: str, data: bytes, *, trimmed: bool = False) -> bytes:
    """Return a file as it stands in the words; `trimmed`: blanks at the ends of lines were lost."""
    lines = [binascii.b2a_uu(data[at : at + _LINE]).rstrip(b"\n") for at in range(0, len(data), _LINE)]
    if trimmed:
        lines = [one.rstrip(b" ") for one in lines]
    return b"\n".join([f"begin 644 {name}".encode(), *lines, b"`", b"end", b""])


def mail(words: bytes) -> bytes:
    """Return a mail that says this."""
    return b"From: ann@school.example\nSubject: Forms\nContent-Type: text/plain\n\n" + words


_FILES = st.lists(st.binary(min_size=1, max_size=400), min_size=1, max_size=3)


@given(_FILES, st.booleans(), st.sampled_from([b"\n", b"\r\n"]))
def test_files_come_out_byte_for_byte(files: list[bytes], trimmed: bool, line: bytes) -> None:  # noqa: FBT001
    """Under their own names, with words before, between and after them."""
    words = b"Dear Priya,\n\n" + b"\nAnd this:\n\n".join(
        encoded(f"form {number}.docx", data, trimmed=trimmed) for number, data in enumerate(files)
    )
    bundle = open_bundle(mail(words + b"\nAnn\n").replace(b"\n", line))
    assert bundle is not None
    assert [(one.name, one.data) for one in bundle.files] == [
        (f"form {number}.docx", data) for number, data in enumerate(files)
    ]


@pytest.mark.parametrize(
    "words", [b"begin 644 lines\nlike this one\nend\n", b"We begin 644 things\n", b"begin 644 x\n"]
)
def test_words_that_look_like_the_first_line_are_words(words: bytes) -> None:
    """Nothing is made of them."""
    with pytest.raises(UnreadableError, match="R41"):
        open_bundle(mail(words))


def test_a_file_that_is_cut_off_is_told() -> None:
    """What there is of it is handed on, and refused as damaged; it is no mail without a form."""
    whole = encoded("form.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 4)
    bundle = open_bundle(mail(whole[: len(whole) // 2]))
    assert bundle is not None
    assert [one.name for one in bundle.files] == ["form.pdf"]
