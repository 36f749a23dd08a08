"""The bench runs, and what ours make in it is right."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import fill, make, read, report, start, workbook
from bench.contest import hold
from bench.result import Entry, Table
from bench.sample import Sample, build_sample
from bench.timing import Contestant, time_in_turn


@pytest.fixture(scope="module")
def sample() -> Sample:
    """Return the record that everything is measured on."""
    return build_sample()


@pytest.fixture(autouse=True)
def _quiet_rivals() -> Iterator[None]:
    """Keep the rivals' own warnings about letters that they cannot show out of the test's output."""
    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(before)


def assert_ours_right(table: Table) -> None:
    """Fail unless every row of ours was timed and lost nothing."""
    ours = [row for row in table.rows if row.ours]
    assert ours
    for row in ours:
        assert row.timing is not None, row
        assert row.timing.median_ms > 0
        for part in (row.score.kept, row.score.shown):
            assert part is None or part[0] == part[1], row


def test_fill_keeps_and_shows_every_value(sample: Sample) -> None:
    """Our filled form keeps and shows all values; the rivals that are there fill the same blank."""
    table = fill.measure(sample, 1, pdfua=False)
    assert_ours_right(table)
    assert {row.name for row in table.rows} >= {"pypdf", "pikepdf.form, default"}
    assert all(row.score.kept == (len(sample.values),) * 2 for row in table.rows if row.timing)


def test_make_keeps_every_value(sample: Sample) -> None:
    """PDF and Word files made in the bench hold all values, the rivals' too."""
    assert_ours_right(make.measure_pdf(sample, 1, pdfua=False))
    table = make.measure_docx(sample, 1)
    assert_ours_right(table)
    assert all(row.score.kept == (len(sample.values),) * 2 for row in table.rows)


def test_read_finds_every_value(sample: Sample, tmp_path: Path) -> None:
    """Reading finds all values, by our reader and by the walks over other libraries."""
    for table in (read.measure_pdf(sample, 1, tmp_path), read.measure_docx(sample, 1, tmp_path)):
        assert_ours_right(table)
        assert all(row.score.kept == (len(sample.values),) * 2 for row in table.rows)


def test_workbook_has_every_action(tmp_path: Path) -> None:
    """Whether nobody has touched it or somebody has saved it, each action stands there once."""
    table = workbook.measure(1, tmp_path, actions=50)
    assert_ours_right(table)
    assert {row.name for row in table.rows} >= {"halfterm, one return more", "openpyxl, load and save"}


def test_commands_start(sample: Sample, tmp_path: Path) -> None:
    """Every command that is timed runs to its end and writes its file."""
    assert_ours_right(start.measure(sample, 1, tmp_path))
    assert (tmp_path / "made.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "made.docx").read_bytes().startswith(b"PK")


def test_rival_that_is_missing_is_named() -> None:
    """A library that is not installed is left out of the contest and named under its table."""
    entries = [
        Entry(Contestant("ours", lambda: None, ours=True)),
        Entry(Contestant("theirs", lambda: None), library="no-such-library"),
    ]
    table = hold("Do nothing", "Nothing.", entries, 1)
    assert [row.name for row in table.rows] == ["ours"]
    assert "Not installed, so not measured: no-such-library." in report.as_markdown([table], "2026-11-22")


def test_rival_that_fails_stands_in_the_table() -> None:
    """A contestant that cannot write a letter has no time, and the table says which letter."""
    entries = [
        Entry(Contestant("ours", lambda: None, ours=True)),
        Entry(Contestant("theirs", lambda: "Ł".encode("ascii"))),
    ]
    table = hold("Write a letter", "Ł.", entries, 1)
    assert table.rows[1].timing is None
    assert "fails: cannot write 'Ł'" in report.as_markdown([table], "2026-11-22")


def test_contestants_take_turns() -> None:
    """Everybody has a turn in each round, in the order given."""
    calls: list[str] = []
    contestants = [Contestant(name, lambda name=name: calls.append(name)) for name in ("a", "b")]  # type: ignore[misc]
    timings = time_in_turn(contestants, 2)
    assert [timing.calls for timing in timings] == [calls.count("a"), calls.count("b")]
    assert "".join(dict.fromkeys(calls)) == "ab"
    assert "ba" in "".join(calls)


def test_page_keeps_what_people_wrote() -> None:
    """Only what stands between the marks is replaced; a page without marks is refused."""
    page = f"Before\n{report.BEGIN}\nold\n{report.END}\nAfter\n"
    assert report.put_into(page, "new\n") == f"Before\n{report.BEGIN}\n\nnew\n\n{report.END}\nAfter\n"
    with pytest.raises(ValueError, match="found no lines"):
        report.put_into("No marks.", "new\n")
