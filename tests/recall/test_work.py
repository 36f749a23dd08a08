"""A run that was cut off goes on: outcomes are kept by what they depend on."""

from dataclasses import replace
from pathlib import Path

import pytest

from forms.model import Stage
from tests.recall import measure as run
from tests.recall.channel import Channel, Family
from tests.recall.digital import CHANNELS
from tests.recall.page import Run, as_markdown
from tests.recall.samples import Form
from tests.recall.work import Job, Result, done, keep, kept

_FORM = Form("highcliffe/a1-contract", Stage.SIGNING)
_CHANNEL = CHANNELS[0]
_JOB = Job(_FORM, _CHANNEL, 1, "source")


def _result(**more: object) -> Result:
    result = Result("key", _FORM.name, _CHANNEL.name, 1, {"right": 3})
    return replace(result, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        replace(_JOB, seed=2),
        replace(_JOB, source="changed"),
        replace(_JOB, form=Form("highcliffe/a1-contract", Stage.SESSION)),
        replace(_JOB, channel=CHANNELS[3]),
    ],
    ids=["seed", "program", "form", "channel"],
)
def test_what_an_outcome_depends_on_is_in_its_key(other: Job) -> None:
    """Another seed, program, form or channel is another outcome."""
    assert other.key != _JOB.key


def test_outcomes_are_kept(tmp_path: Path) -> None:
    """What was written down comes back; a line that was cut off does not."""
    keep(_result(), tmp_path)
    keep(_result(key="other", wrong=("name: wanted 'O0', said '00'",)), tmp_path)
    with (tmp_path / "results.jsonl").open("a") as file:
        file.write('{"key": "third", "form": ')
    assert kept(tmp_path) == {
        "key": _result(),
        "other": _result(key="other", wrong=("name: wanted 'O0', said '00'",)),
    }
    assert kept(tmp_path / "elsewhere") == {}


def test_a_second_run_works_out_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is known by then, so no worker is asked."""
    first = run.measure([_FORM], [_CHANNEL], 1, tmp_path, 1)
    assert first[0].counts["right"] > 0

    def nobody(*_: object) -> Result:
        raise AssertionError("worked out once more")

    monkeypatch.setattr(run, "_done_by_name", nobody)
    assert run.measure([_FORM], [_CHANNEL], 1, tmp_path, 1) == first


def _breaks(data: bytes) -> bytes:
    return data[: len(data) // 2]


def test_a_refused_file_is_unread(tmp_path: Path) -> None:
    """Half a file is refused with a message, and each of its values counts as unread or was still read."""
    result = done(replace(_JOB, channel=Channel("cut", Family.DIGITAL, "PDFium", _breaks)), tmp_path)
    assert not result.failed
    assert result.counts.get("wrong", 0) == 0


def test_a_reader_that_breaks_down_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is no value that was unread: it stands on the page by itself."""

    def breaks_down(*_: object) -> None:
        raise ZeroDivisionError("division")

    monkeypatch.setattr("tests.recall.work.read", breaks_down)
    result = done(_JOB, tmp_path)
    assert result.failed == "the reader broke down: ZeroDivisionError: division"
    assert not result.counts


def test_the_page_tells_everything() -> None:
    """Counts, what was skipped, what failed, and what was wrong without a word."""
    results = [
        _result(
            counts={"right": 3, "review": 2, "told": 3, "unread": 1, "wrong": 1},
            wrong=("name: wanted 'O0', said '00'",),
        ),
        _result(counts={"right": 1000}),
        _result(counts={}, failed="not made: exit status 1"),
    ]
    page = as_markdown(Run(results, {"saved by Firefox": "no Firefox"}, 7, "2026-11-28", 2, 3.2), CHANNELS)
    assert "| saved by PDFium | 1,010 | 1,003 | 2 | 3 | 1 | **1** | 99.60% | 0.20% |" in page
    assert "- saved by Firefox: no Firefox" in page
    assert "saved by PDFium, highcliffe/a1-contract signing: not made: exit status 1" in page
    assert "- saved by PDFium (1): highcliffe/a1-contract signing: `name: wanted 'O0', said '00'`" in page
    assert "| digital PDF | 1,010 | 1,003 | 2 | 3 | 1 | **1** | 99.60% | 0.20% |" in page
    assert "seed 7" in page
