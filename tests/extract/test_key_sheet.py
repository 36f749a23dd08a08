"""The key to the case references: read row by row, doubtful rows named by place and never by name."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from extract.key_sheet import add_to_key, read_key, write_key
from forms.case_key import CaseEntry, next_case_ref
from forms.errors import UnreadableError

_HEADINGS = ("case_ref", "school", "name", "known_as", "from", "to", "hint")
_WORDS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=12)


def key_file(folder: Path, *rows: tuple[object, ...], headings: tuple[str, ...] = _HEADINGS) -> Path:
    """Write a key as a DSL might, and return the file."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Key"
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    file = folder / "key.xlsx"
    book.save(file)
    return file


@given(
    st.lists(
        st.builds(
            CaseEntry,
            case_ref=st.integers(1, 999999).map(lambda number: f"ESM-C{number:03d}"),
            school=_WORDS,
            name=_WORDS.map(lambda word: f"={word}"),
            known_as=st.lists(_WORDS, max_size=2).map(tuple),
            starts=st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2050, 1, 1)),
            hint=st.none() | _WORDS,
        ),
        max_size=5,
    )
)
def test_key_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, entries: list[CaseEntry]
) -> None:
    """A name that begins like a formula stays a name."""
    file = tmp_path_factory.mktemp("key") / "key.xlsx"
    write_key(file, entries)
    found = read_key(file).entries
    assert [(one.case_ref, one.school, one.name, one.known_as, one.starts, one.hint) for one in found] == [
        (one.case_ref, one.school, one.name, one.known_as, one.starts, one.hint) for one in entries
    ]


def test_key_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    """A trust begins without one."""
    assert read_key(tmp_path / "key.xlsx").entries == ()


def test_key_may_be_a_folder_with_a_file_per_school(tmp_path: Path) -> None:
    """All of them are read; lock files are not."""
    for number, school in enumerate(("Alder", "Birch"), start=1):
        write_key(tmp_path / f"key {school}.xlsx", [CaseEntry(f"ESM-C00{number}", school, f"Child {school}")])
    (tmp_path / "~$key Alder.xlsx").write_bytes(b"lock")
    assert [one.school for one in read_key(tmp_path).entries] == ["Alder", "Birch"]


def test_columns_may_be_moved_and_headings_written_otherwise(tmp_path: Path) -> None:
    """The heading says what a column is."""
    file = key_file(tmp_path, ("Jayden Okoro", "x", "esm-c014 "), headings=("NAME", "my notes", " Case_Ref "))
    (entry,) = read_key(file).entries
    assert (entry.case_ref, entry.name, entry.school) == ("ESM-C014", "Jayden Okoro", "")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("C14", "Alder", "Jayden Okoro"), "N01"),
        ((None, "Alder", "Jayden Okoro"), "N01"),
        (("ESM-C014", "Alder", None), "N02"),
        (("ESM-C014", "Alder", "Jayden Okoro", None, "31/02/2026"), "N03"),
    ],
)
def test_row_that_does_not_fit_is_named_by_its_place(
    tmp_path: Path, row: tuple[object, ...], code: str
) -> None:
    """Never by the child's name: who reads the message may not read the key."""
    (found,) = read_key(key_file(tmp_path, (None, None, None), row)).findings
    assert found.code == code
    assert "key.xlsx, row 3" in found.message
    assert "Jayden" not in found.message


def test_reference_or_name_that_stands_twice_is_named(tmp_path: Path) -> None:
    """Two children of one reference, and one child under two."""
    file = key_file(
        tmp_path,
        ("ESM-C014", "Alder", "Jayden Okoro"),
        ("ESM-C014", "ALDER School", "Mia Fielding"),
        ("ESM-C021", "Alder", "OKORO, Jayden"),
    )
    assert [(one.code, one.message.partition(":")[0]) for one in read_key(file).findings] == [
        ("N04", "key.xlsx, row 3"),
        ("N05", "key.xlsx, row 4"),
    ]


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_file_that_is_no_workbook_is_named(tmp_path: Path, data: bytes) -> None:
    """One message, with what to do."""
    file = tmp_path / "key.xlsx"
    file.write_bytes(data)
    with pytest.raises(UnreadableError) as caught:
        read_key(file)
    assert caught.value.code == "N08"


def test_workbook_without_the_sheet_is_named(tmp_path: Path) -> None:
    """It may be another workbook."""
    Workbook().save(tmp_path / "key.xlsx")
    with pytest.raises(UnreadableError) as caught:
        read_key(tmp_path / "key.xlsx")
    assert "no sheet Key" in caught.value.message


def test_number_of_a_case_is_never_given_twice() -> None:
    """Whoever has left, and whatever other prefixes there are."""
    assert next_case_ref(["ESM-C002", "ESM-C014", "ESM-C003", "ALD-C900"], "ESM") == "ESM-C015"
    assert next_case_ref([], "ESM") == "ESM-C001"
    assert next_case_ref(["ESM-C999"], "ESM") == "ESM-C1000"


def test_references_of_rows_that_are_left_aside_are_known(tmp_path: Path) -> None:
    """A row whose name was taken out keeps its number taken."""
    file = key_file(tmp_path, ("ESM-C007", "Alder", None), ("ESM-C002", "Alder", "Mia Fielding"))
    assert read_key(file).case_refs == ("ESM-C007", "ESM-C002")


def test_child_that_is_added_leaves_every_other_cell_as_it_was_typed(tmp_path: Path) -> None:
    """Rows that were left aside, days that are none, columns and sheets of the school's own."""
    file = tmp_path / "key.xlsx"
    write_key(file, [CaseEntry("ESM-C001", "Alder", "Mia Fielding")])
    book = load_workbook(file)
    book["Key"]["E2"] = "next Tuesday"
    book["Key"]["H1"], book["Key"]["H2"] = "year group", "Y5"
    book["Key"].append([None, "Alder", "Jayden Okoro"])
    book.create_sheet("Notes")["A1"] = "Ask the office"
    book.save(file)
    add_to_key(file, CaseEntry("ESM-C002", "Alder", "=Tom"))
    after = load_workbook(file)
    rows = list(after["Key"].iter_rows(min_row=2, values_only=True))
    assert rows == [
        ("ESM-C001", "Alder", "Mia Fielding", None, "next Tuesday", None, None, "Y5"),
        (None, "Alder", "Jayden Okoro", None, None, None, None, None),
        ("ESM-C002", "Alder", "=Tom", None, None, None, None, None),
    ]
    assert after["Key"]["C4"].data_type == "s"
    assert after["Key"].tables["Key"].ref == "A1:G4"
    assert after["Notes"]["A1"].value == "Ask the office"
