"""Whatever a school has: two pages, nothing outside them, and every text and number on them or counted."""

import re
from dataclasses import replace

import pytest
from hypothesis import given

from build.report import report_pdf
from build.report.charts import FEW_ANSWERS
from build.report.spec import ACTION_WORDS
from build.report.wording import NO_DATA, cut, plain
from forms.board import AcceptedFinding, OpenFinding, QuestionBar, SchoolSummary, Tile
from tests.build_report.reading import Letter, alternatives, bare, letters_of, overlaps, said_on
from tests.build_report.strategies import HOSTILE, summaries
from tests.build_report.summaries import typical

_LEFT_PT, _RIGHT_PT = 42.0, 595.3 - 42.0
_TOP_PT, _BOTTOM_PT = 36.0, 841.9 - 48.0
_FOOTER_PT = 8.0
"""Between the end of the page's own words and its footer."""


def _is_footer(one: Letter) -> bool:
    return one.top > _BOTTOM_PT + _FOOTER_PT - 2


@pytest.mark.slow
@given(summaries())
def test_everything_stands_on_two_pages(summary: SchoolSummary) -> None:
    """No letter beyond the margins, none under the footer; the texts of the first page are whole."""
    pages = letters_of(report_pdf(summary))
    assert len(pages) == 2
    for page in pages:
        for one in page:
            assert one.left >= _LEFT_PT - 1, one
            assert one.right <= _RIGHT_PT + 1 or one.text.isspace(), one
            assert one.top >= _TOP_PT, one
            assert one.bottom <= _BOTTOM_PT + 2 or _is_footer(one), one
        assert overlaps(page) == []
        footer = "".join(one.text for one in page if _is_footer(one))
        assert footer.startswith("Supervision summary as at"), footer
        assert re.search(r"page \d of 2$", footer), footer
    first, second = map(said_on, pages)
    assert bare(summary.school) in first
    for name in summary.policies:
        assert bare(name) in first
    for tile in summary.board.tiles:
        number = (
            NO_DATA if tile.of == 0 else f"{tile.number}" + (f"of{tile.of}" if tile.of is not None else "")
        )
        assert bare(number) + bare(cut(plain(tile.what), 80)) in first
    wanting = sum(tile.wants and tile.number > 0 for tile in summary.board.tiles)
    assert first.count("▲" + bare(ACTION_WORDS)) == wanting
    _counted("Findingsthatstand,bycheck", "Findingsthatareaccepted", second, len(summary.findings))


def _counted(begins: str, ends: str, said: str, number: int) -> None:
    """Assert that the list says how many it leaves out, and that those are not more than there are."""
    part = said[said.index(begins) : said.index(ends)]
    left = re.findall(r"and(\d+)more:sheetExceptionsofmonitoring\.xlsx", part)
    assert len(left) <= 1
    assert all(0 < int(one) <= number for one in left)


@given(summaries())
def test_each_chart_says_its_numbers(summary: SchoolSummary) -> None:
    """Aloud, every number that it draws."""
    spoken = alternatives(report_pdf(summary))
    sessions, target, ages, flow, signing, questions = spoken[:6]
    for bar in summary.board.half_terms:
        if bar.due + bar.rebooked:
            assert f"{bar.rebooked} cancelled and rebooked" in sessions
        if bar.due:
            for number in (bar.held, bar.late, bar.missed):
                assert f"{number} of {bar.due}" in sessions
            assert f"{bar.held + bar.late} of {bar.due}" in target
        if any((bar.due, bar.rebooked, bar.opened, bar.closed)):
            assert f"{bar.opened} opened, {bar.closed} closed" in flow
    whole = sum(bar.on_time + bar.overdue for bar in summary.board.ages)
    for age in summary.board.ages:
        said = f"{age.on_time + age.overdue} of {whole}; {age.on_time} on time, {age.overdue} overdue"
        assert (said if whole else NO_DATA) in ages
    held = sum(signed.sessions for signed in summary.board.signing)
    for signed in summary.board.signing:
        assert (f"{signed.sessions} of {held}" if held else NO_DATA) in signing
    for question in summary.board.questions:
        shown = f"{question.yes} of {question.asked}"
        assert (shown if question.is_shown else FEW_ANSWERS if question.asked else NO_DATA) in questions
    for finding in summary.findings:
        assert f"{finding.act_now} act now, {finding.soon} soon" in spoken[6]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_taken_for_anything_else(text: str) -> None:
    """Markup, direction marks, letters without a glyph: everywhere, they are but read."""
    board = replace(
        typical().board, tiles=(Tile(text, 3, 4, wants=True),), questions=(QuestionBar(text, 3, 4),)
    )
    summary = replace(
        typical(),
        school=text,
        policies=(text, text),
        half_term=text[:30],
        board=board,
        findings=(OpenFinding("S02", text, 1, 2),),
        accepted=(AcceptedFinding("S03", text, text, None),),
    )
    first, second = map(said_on, letters_of(report_pdf(summary)))
    assert first.count(bare(text)) >= 3
    assert bare(cut(plain(text), 80)) in first
    assert second.count(bare(text)) >= 2
    assert bare(f"{cut(plain(text), 90)} 75%, 3 of 4") in second
    assert bare(f"S02 {cut(plain(text), 90)} 3 of 3, 1 act now") in second
