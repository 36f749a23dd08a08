"""The inspection summary: two pages, tagged, everything on them readable, whatever the school."""

import datetime as dt
import io
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pikepdf
import pytest

from build.colours import LEAST_CONTRAST, contrast
from build.pdf.look import INK, QUIET
from build.report import report_pdf
from build.report.charts import FEW_ANSWERS
from build.report.spec import ACTION_WORDS, COLOURS
from build.report.wording import NO_DATA
from forms.board import AcceptedFinding, SchoolSummary
from tests.build_pdf.fields import text_of
from tests.build_report.reading import alternatives, bare, letters_of, overlaps, roles, said_on
from tests.build_report.strategies import HOSTILE
from tests.build_report.summaries import bare_board, empty, extreme, typical
from tests.tools import poppler, verapdf

_ALL = [typical, empty, bare_board, extreme]
_CHARTS = 7
_POINTER = "… (whole: sheet Exceptions)"


def _hostile() -> SchoolSummary:
    every = " ".join(HOSTILE)
    return replace(
        typical(),
        school=every[:120],
        policies=HOSTILE,
        accepted=(AcceptedFinding(every, every, every, None),),
    )


@pytest.mark.parametrize("summary", _ALL)
def test_it_has_two_pages_of_a4(summary: Callable[[], SchoolSummary]) -> None:
    """Portrait, whatever there is to say, and no word over another."""
    made = report_pdf(summary())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        sizes = [tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages]
    assert sizes == [(0, 0, 595, 842)] * 2
    assert [overlaps(page) for page in letters_of(made)] == [[], []]


@pytest.mark.parametrize("summary", _ALL)
def test_the_same_summary_gives_the_same_bytes(summary: Callable[[], SchoolSummary]) -> None:
    """No clock and no chance; the document is of the summary's day."""
    made = report_pdf(summary())
    assert made == report_pdf(summary())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.docinfo.CreationDate) == "D:20270319000000Z"


def test_it_says_what_it_is() -> None:
    """Title, language and first heading, for a screen reader."""
    made = report_pdf(typical())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.docinfo.Title) == "Supervision summary: Alder Grove Primary School"
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked)
    headings = [role for role in roles(made) if role.startswith("H")]
    assert headings == ["H1", *["H2"] * 10]


@pytest.mark.needs(verapdf.TOOL)
def test_everybody_can_read_it(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """PDF/UA-1, by veraPDF."""
    paths = []
    for make in [*_ALL, _hostile]:
        paths.append(tmp_path / f"{make.__name__}.pdf")
        paths[-1].write_bytes(report_pdf(make()))
    verapdf.assert_pdfua(paths)
    record_property("checked: PDF/UA-1 (veraPDF)", len(paths))


@pytest.mark.needs(poppler.TEXT_TOOL)
@pytest.mark.parametrize("summary", [typical, extreme])
def test_another_reader_finds_the_same_words(summary: Callable[[], SchoolSummary], tmp_path: Path) -> None:
    """Poppler reads every tile whole."""
    path = tmp_path / "summary.pdf"
    path.write_bytes(report_pdf(summary()))
    page = bare(poppler.read_text(path, 1, raw=True))
    assert all(bare(f"{tile.number} of {tile.of} {tile.what}") in page for tile in summary().board.tiles)


def test_a_tile_that_wants_action_says_so_in_words() -> None:
    """As soon as its number is not 0; colour alone would not print."""
    said = text_of(report_pdf(typical()))
    assert "6 of 72 Sessions missed ▲ wants action" in said
    assert "3 of 12 Open actions overdue ▲ wants action" in said
    assert "0 of 4 Cancelled sessions without a new date 11 of 11" in said
    assert said.count(ACTION_WORDS) == 2


@pytest.mark.parametrize("summary", [empty, bare_board])
def test_nothing_is_no_share(summary: Callable[[], SchoolSummary]) -> None:
    """Where nothing was due or asked it says no data: never 0%, and nothing wants action."""
    made = report_pdf(summary())
    said = f"{text_of(made)} {text_of(made, 1)} {' '.join(alternatives(made))}"
    assert not re.search(r"\b0 ?%", said)
    assert " of 0" not in said
    assert ACTION_WORDS not in said
    assert said.count(NO_DATA) > _CHARTS


def test_shares_of_few_answers_are_not_shown() -> None:
    """Neither as a bar nor aloud."""
    made = report_pdf(typical())
    assert f"Professional development {FEW_ANSWERS}" in text_of(made, 1)
    questions = alternatives(made)[5]
    assert f"Professional development: {FEW_ANSWERS}." in questions
    assert "2 of 2" not in questions


def test_below_the_target_is_said_in_words() -> None:
    """By the column, and aloud."""
    made = report_pdf(typical())
    assert "reached ▼ below target reached reached" in text_of(made)
    assert "Autumn 2: 80%, 16 of 20, below target." in alternatives(made)[1]


def test_charts_are_pictures_with_words() -> None:
    """Each chart is one figure; accepted findings are a table with a heading for each column."""
    made = report_pdf(typical())
    spoken = alternatives(made)
    assert len(spoken) == _CHARTS
    assert spoken[0].startswith(
        "Stacked columns: what became of the sessions of each half term. Autumn 1: 18 of 21"
    )
    assert roles(made).count("TH") == 4
    assert roles(made).count("TD") == 4 * len(typical().accepted)


def test_too_many_are_counted() -> None:
    """What is left out is counted, and no row is lost between."""
    made = report_pdf(extreme())
    said = text_of(made, 1)
    kinds, accepted = map(int, re.findall(r"and (\d+) more: sheet Exceptions of monitoring\.xlsx", said))
    rows = roles(made).count("TD") // 4
    assert rows >= 5
    assert rows + accepted == len(extreme().accepted)
    assert len(re.findall(r"K\d\d kind", said)) + kinds == len(extreme().findings)
    # The gravest stay.
    assert "K29 kind" in said
    assert "K00 kind" not in said


def test_a_reason_that_is_cut_says_where_it_stands_whole() -> None:
    """An ellipsis after a whole word, and the sheet."""
    said = text_of(report_pdf(extreme()), 1)
    starts = re.findall(r"Reason (\d+):", said)
    assert said.count(_POINTER) == len(starts) > 0
    for number in starts:
        reason = extreme().accepted[int(number)].reason
        shown = said[said.index(f"Reason {number}:") :].partition(_POINTER)[0]
        assert reason.startswith(f"{shown} ")


def test_reasons_that_fit_are_whole() -> None:
    """Two of five hundred letters have room."""
    accepted = extreme().accepted[:2]
    said = said_on(letters_of(report_pdf(replace(typical(), accepted=accepted)))[1])
    assert all(bare(one.reason) in said for one in accepted)
    assert "Exceptions" not in said


@pytest.mark.parametrize("school", [f"{'W' * 119}X", f"{'Church of England ' * 6}Academy".ljust(120, "x")])
def test_a_long_name_is_whole(school: str) -> None:
    """One of 120 letters, with and without a place to break."""
    made = report_pdf(replace(typical(), school=school))
    assert bare(school) in said_on(letters_of(made)[0])


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        *product((INK, QUIET), ("#ffffff", COLOURS["calm_ground"])),
        (INK, COLOURS["alarm_ground"]),
        (COLOURS["alarm"], COLOURS["alarm_ground"]),
        (QUIET, COLOURS["alarm_ground"]),
    ],
)
def test_words_can_be_read_on_their_ground(words: str, ground: str) -> None:
    """WCAG 2.2, 1.4.3."""
    assert contrast(words, ground) >= LEAST_CONTRAST


@pytest.mark.parametrize("mark", ["held", "missed"])
def test_bars_and_lines_can_be_seen_on_paper(mark: str) -> None:
    """WCAG 2.2, 1.4.11; the pale ones have an edge of ink."""
    assert contrast(COLOURS[mark], "#ffffff") >= 3


def test_the_day_is_written_day_first() -> None:
    """In full, on both pages."""
    board = replace(typical().board, on=dt.date(2027, 2, 1))
    made = report_pdf(replace(typical(), board=board))
    assert "As at 01/02/2027" in " ".join(text_of(made).split())
    assert "as at 01/02/2027" in text_of(made, 1)


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    """So that --help stays instant."""
    code = "import sys, build.report; sys.exit('typst' in sys.modules or 'pikepdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
