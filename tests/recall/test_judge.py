"""The judge tells right, for review, unread and wrong apart, on made up results."""

import pytest

from forms.findings import Finding, Severity
from forms.records import State
from tests.recall.judge import Outcome, counted, judge
from tests.recall.said import Said, SaidValue, Value
from tests.recall.truth import Added, Place, Scalar, Truth

_NAME = Place("name")


def _finding(field: str | None, severity: Severity = Severity.SOON, message: str = "look") -> Finding:
    return Finding("F99", severity, field, message)


def _said(value: Value, *findings: Finding, state: State = State.FILLED, confidence: float = 1.0) -> Said:
    return Said({_NAME: SaidValue(value, state, confidence)}, findings)


def _outcome(wanted: Scalar, said: Said, *, lines_kept: bool = True) -> Outcome:
    (verdict,) = judge(Truth({_NAME: wanted}, lines_kept=lines_kept), said)
    return verdict.outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        pytest.param(_said("O0"), Outcome.RIGHT, id="the same"),
        pytest.param(_said("O0", _finding("name")), Outcome.REVIEW, id="the same, with a finding"),
        pytest.param(_said("O0", confidence=0.5), Outcome.REVIEW, id="the same, uncertain"),
        pytest.param(_said("00"), Outcome.WRONG, id="another, not a word"),
        pytest.param(_said("O0 "), Outcome.WRONG, id="a space more"),
        pytest.param(_said("00", _finding("name")), Outcome.REVIEW, id="another, with a finding"),
        pytest.param(_said("00", confidence=0.5), Outcome.REVIEW, id="another, uncertain"),
        pytest.param(_said(("O0", "00"), state=State.CONFLICT), Outcome.REVIEW, id="two answers"),
        pytest.param(_said(None, state=State.BLANK), Outcome.WRONG, id="blank, not a word"),
        pytest.param(_said(None, _finding("name"), state=State.BLANK), Outcome.UNREAD, id="blank, told"),
        pytest.param(_said(None, state=State.NOT_APPLICABLE), Outcome.WRONG, id="said not to apply"),
        pytest.param(_said(None, state=State.MISSING), Outcome.UNREAD, id="its box is gone"),
        pytest.param(_said(None, state=State.ILLEGIBLE), Outcome.UNREAD, id="illegible"),
        pytest.param(Said(), Outcome.WRONG, id="not in the response at all"),
        pytest.param(Said(refused="R23: no boxes"), Outcome.UNREAD, id="the file is refused"),
        pytest.param(_said("00", _finding(None)), Outcome.WRONG, id="a finding about the file alone"),
        pytest.param(_said("00", _finding("other")), Outcome.WRONG, id="a finding elsewhere"),
        pytest.param(_said("00", _finding("name", Severity.NOTE)), Outcome.WRONG, id="another, with a note"),
        pytest.param(_said("O0", _finding("name", Severity.NOTE)), Outcome.RIGHT, id="the same, with a note"),
    ],
)
def test_one_value(said: Said, outcome: Outcome) -> None:
    """What was typed is O0, letter and digit."""
    assert _outcome("O0", said) is outcome


@pytest.mark.parametrize(
    ("wanted", "value", "is_right"),
    [
        (10.0, 10, True),
        (10.0, "10", False),
        (10.0, "1O", False),
        ("10", 10, False),
        (True, True, True),
        (True, "Yes", False),
        ("Yes", True, False),
        (1.0, True, False),
        ("2026-04-03", "2026-03-04", False),
    ],
)
def test_a_value_of_another_kind_is_not_the_same(wanted: Scalar, value: Value, is_right: bool) -> None:  # noqa: FBT001
    """Numbers, ticks and words are told apart; so are day and month."""
    assert (_outcome(wanted, _said(value)) is Outcome.RIGHT) == is_right


def test_white_space_counts_where_lines_are_kept() -> None:
    """A break for a space is wrong in a file that keeps lines, right on a page that only draws them."""
    said = _said("one\ntwo")
    assert _outcome("one two", said) is Outcome.WRONG
    assert _outcome("one two", said, lines_kept=False) is Outcome.RIGHT
    assert _outcome("onetwo", said, lines_kept=False) is Outcome.WRONG


def test_words_that_a_finding_quotes_are_told() -> None:
    """A value that is gone counts as unread where its own words are quoted, however they are escaped."""
    quoted = _finding(None, message="words outside the boxes: 'Il1 and\\nO\\'Neill' were not read")
    assert _outcome("Il1 and\nO'Neill", _said(None, quoted, state=State.BLANK)) is Outcome.UNREAD
    assert _outcome("words", _said(None, quoted, state=State.BLANK)) is Outcome.WRONG
    alone = _finding(None, message="words outside the boxes: 'words'")
    assert _outcome("words", _said(None, alone, state=State.BLANK)) is Outcome.UNREAD


def test_a_value_that_nobody_typed_is_wrong() -> None:
    """It counts as a value of its own; a blank that is read as blank counts as nothing."""
    blank, invented = Place("blank"), Place("invented")
    said = Said(
        {blank: SaidValue(None, State.BLANK), invented: SaidValue("x", State.FILLED)},
    )
    (verdict,) = judge(Truth({}), said)
    assert (verdict.place, verdict.outcome) == (invented, Outcome.WRONG)


def test_a_value_in_the_wrong_box_is_wrong_twice() -> None:
    """It is missing where it was typed, and invented where it is said to be."""
    said = Said({Place("b"): SaidValue("x", State.FILLED)})
    assert counted(judge(Truth({Place("a"): "x"}), said)) == {"wrong": 2}


def _rows(*rows: str) -> dict[Place, SaidValue]:
    return {
        Place("t", number, column): SaidValue(value, State.FILLED)
        for number, row in enumerate(rows, start=1)
        for column, value in zip("xy", row, strict=True)
    }


_TWO_ROWS = {
    Place("t", 1, "x"): "a",
    Place("t", 1, "y"): "b",
    Place("t", 2, "x"): "c",
    Place("t", 2, "y"): "d",
}


def test_rows_stay_in_place() -> None:
    """Rows that changed places are wrong where nobody moved any."""
    assert counted(judge(Truth(_TWO_ROWS), Said(_rows("cd", "ab")))) == {"wrong": 4}


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        (("cd", "ab"), {"right": 4}),
        (("ad", "cb"), {"right": 2, "wrong": 2}),
        (("ab",), {"right": 2, "wrong": 2}),
        (("ab", "cd", "ef"), {"right": 4, "wrong": 2}),
        (("ab", "ef", "cd"), {"right": 4, "wrong": 2}),
    ],
)
def test_moved_rows_stay_whole(rows: tuple[str, ...], counts: dict[str, int]) -> None:
    """Where a row was moved any order is right; cells of two rows in one are not, nor rows nobody typed."""
    truth = Truth(_TWO_ROWS, reordered=frozenset({"t"}))
    assert counted(judge(truth, Said(_rows(*rows)))) == counts


_WORDS = "typed by hand 1O"


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        pytest.param(_said(f"before {_WORDS}"), Outcome.RIGHT, id="in its own answer"),
        pytest.param(Said({}, (_finding(None, message=f"found {_WORDS!r}"),)), Outcome.TOLD, id="quoted"),
        pytest.param(Said({}, (_finding("name"),)), Outcome.TOLD, id="its field is pointed at"),
        pytest.param(Said({}, (_finding(None),)), Outcome.WRONG, id="another finding"),
        pytest.param(
            Said({Place("other"): SaidValue(_WORDS, State.FILLED)}), Outcome.WRONG, id="in another answer"
        ),
        pytest.param(Said(), Outcome.WRONG, id="lost"),
        pytest.param(Said(refused="R20"), Outcome.UNREAD, id="the file is refused"),
    ],
)
def test_words_beside_the_boxes(said: Said, outcome: Outcome) -> None:
    """They must come out where they belong, or be told of."""
    truth = Truth({}, added=(Added(_WORDS, "name"),))
    assert judge(truth, said)[0].outcome is outcome


def test_actions_that_are_gone_are_asked_for() -> None:
    """The finding that says so covers the rows that have an id, and nothing else."""
    wanted = {Place("t", 1, "ref"): "ESM-26-0031-A2/2", Place("t", 1, "who"): "Il1", Place("u", 1, "x"): "a"}
    gone = Finding("X18", Severity.ACT_NOW, None, "1 of the 2 carried actions are gone")
    assert counted(judge(Truth(wanted), Said({}, (gone,)))) == {"unread": 2, "wrong": 1}


def test_a_finding_by_its_code_tells() -> None:
    """What was taken out is told of by the one finding that says so, not by any other."""
    truth = Truth({}, added=(Added("ESM-26-0031-A2/12", "t", told_by="F99"),))
    assert judge(truth, Said({}, (_finding(None),)))[0].outcome is Outcome.TOLD
    truth = Truth({}, added=(Added("ESM-26-0031-A2/12", "t", told_by="X18"),))
    assert judge(truth, Said({}, (_finding(None),)))[0].outcome is Outcome.WRONG
