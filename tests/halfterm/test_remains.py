"""What else still tells of a deleted file is looked for in every file, damaged ones too."""

import zipfile
from pathlib import Path

from halfterm.remains import tells_of

_GONE = frozenset({"a" * 64})


def test_backup_that_cannot_be_unpacked_does_not_end_the_search(tmp_path: Path) -> None:
    """A deletion that has begun must not stop at somebody's damaged workbook."""
    file = tmp_path / "old.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", "x" * 5000)
    data = bytearray(file.read_bytes())
    start = data.index(b"sheet.xml") + len(b"sheet.xml")
    data[start : start + 6] = b"\xff" * 6
    file.write_bytes(data)
    assert tells_of(file, _GONE) is False


def test_hash_in_a_part_of_a_packed_file_is_found(tmp_path: Path) -> None:
    """As in a workbook."""
    file = tmp_path / "old.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("sheet.xml", f"<v>{'a' * 64}</v>")
    assert tells_of(file, _GONE) is True
