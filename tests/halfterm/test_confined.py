"""A process that may be ended: what it returns, what it raises, and what becomes of work that runs wild."""

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import spawn

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.errors import PasswordError, UnknownVersionError
from halfterm.confined import Ask, Confined, GivenUpError, Limits, NotStartedError, Why

_WIDE = Limits(seconds=30, memory_bytes=1_000_000_000)


def echoed(_: Ask, value: object) -> object:
    """Return what is given."""
    return value


def asked(ask: Ask, questions: list[object]) -> list[object]:
    """Return the answers."""
    return [ask(one) for one in questions]


def process_number(_: Ask) -> int:
    """Return the number of the process that this runs in."""
    return os.getpid()


def asleep_for(_: Ask, seconds: float) -> float:
    """Take some seconds, and return how many."""
    time.sleep(seconds)
    return seconds


def asleep(_: Ask) -> None:
    """Take a minute."""
    time.sleep(60)


def hungry(_: Ask) -> None:
    """Take all memory."""
    taken = []
    while True:
        taken.append(bytearray(10_000_000))


def waiting(ask: Ask) -> None:
    """Start a program, say its number, and wait for it."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as program:
        ask(program.pid)


def crashed(_: Ask) -> None:
    """End as a library does that writes where it may not."""
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def protected(_: Ask) -> None:
    """Raise an error of ours."""
    raise PasswordError("R15", "is protected")


def unknown(_: Ask) -> None:
    """Raise one that says more."""
    raise UnknownVersionError("U11", "found 3", ("1", "2"))


def unforeseen(_: Ask) -> None:
    """Raise what nobody foresaw."""
    raise ZeroDivisionError("Jayden Okoro")


@pytest.fixture(scope="module")
def confined() -> Iterator[Confined]:
    """Give a process."""
    confined = Confined()
    yield confined
    confined.end()


def nothing(_: object) -> None:
    """Answer nothing."""


@given(st.lists(st.one_of(st.text(), st.binary(), st.integers(), st.dates())))
@settings(max_examples=25)
def test_values_come_back_as_they_are(confined: Confined, values: list[object]) -> None:
    """Through the pipe, and as questions and answers."""
    assert confined.run(_WIDE, nothing, echoed, values) == values
    assert confined.run(_WIDE, lambda one: (one, one), asked, values) == [(one, one) for one in values]


def test_one_process_does_all(confined: Confined) -> None:
    """Starting one takes a tenth of a second."""
    numbers = {confined.run(_WIDE, nothing, process_number) for _ in range(5)}
    assert len(numbers) == 1
    assert os.getpid() not in numbers


def test_errors_are_raised_here(confined: Confined) -> None:
    """With all that they say, and the process goes on."""
    number = confined.run(_WIDE, nothing, process_number)
    with pytest.raises(PasswordError, match="R15: is protected"):
        confined.run(_WIDE, nothing, protected)
    with pytest.raises(UnknownVersionError) as error:
        confined.run(_WIDE, nothing, unknown)
    assert error.value.known == ("1", "2")
    assert confined.run(_WIDE, nothing, process_number) == number


@pytest.mark.parametrize(
    ("work", "limits", "why"),
    [
        (asleep, Limits(1, 1_000_000_000), Why.TIME),
        (hungry, Limits(30, 200_000_000), Why.MEMORY),
        (crashed, _WIDE, Why.FELL),
    ],
)
def test_work_that_runs_wild_is_given_up(
    confined: Confined, work: Callable[[Ask], None], limits: Limits, why: Why
) -> None:
    """Its process is gone, and the next piece of work has one of its own."""
    number = confined.run(_WIDE, nothing, process_number)
    with pytest.raises(GivenUpError) as error:
        confined.run(limits, nothing, work)
    assert error.value.why is why
    assert not psutil.pid_exists(number)
    assert confined.run(_WIDE, nothing, echoed, 1) == 1


def test_what_nobody_foresaw_says_where_it_was_and_no_word_of_the_file(confined: Confined) -> None:
    """The file is told of, and the next one is read."""
    with pytest.raises(GivenUpError) as error:
        confined.run(_WIDE, nothing, unforeseen)
    assert error.value.why is Why.FELL
    assert re.fullmatch(r"ZeroDivisionError, test_confined\.py \d+", error.value.where)
    assert confined.run(_WIDE, nothing, echoed, 1) == 1


def test_programs_that_were_started_end_too(confined: Confined) -> None:
    """Nobody waits for them any more."""
    numbers: list[int] = []
    with pytest.raises(GivenUpError):
        confined.run(Limits(1, _WIDE.memory_bytes), numbers.append, waiting)
    (number,) = numbers
    ends = time.monotonic() + 20
    while psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < ends
        time.sleep(0.05)


def test_time_for_answers_does_not_count(confined: Confined) -> None:
    """What is asked here may take as long as it likes."""

    def slow(question: object) -> object:
        time.sleep(1.2)
        return question

    confined.run(_WIDE, nothing, process_number)
    assert confined.run(Limits(1, _WIDE.memory_bytes), slow, asked, [1, 2]) == [1, 2]


def test_a_computer_that_was_put_to_sleep_did_no_work_meanwhile() -> None:
    """An hour with the lid closed is no hour of reading; what was slow before and after still is."""
    clock = itertools.chain([0.0, 3600.0], itertools.count(3600.0, 0.05))
    slept = Confined(lambda: next(clock))
    assert slept.run(_WIDE, nothing, asleep_for, 0.3) == 0.3
    with pytest.raises(GivenUpError):
        slept.run(Limits(0.5, _WIDE.memory_bytes), nothing, asleep)


def test_a_process_that_cannot_be_started_is_no_works_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends before it can be given any."""
    monkeypatch.setattr(spawn, "_python_exe", os.fsencode(str(shutil.which("false"))))
    with pytest.raises(NotStartedError, match="ended at once"):
        Confined().run(_WIDE, nothing, process_number)


def test_nothing_is_left_where_the_command_is_killed() -> None:
    """A process that nobody asks any more ends."""
    started = (
        "import time\n"
        "from halfterm.confined import Confined, Limits\n"
        "from tests.halfterm.test_confined import nothing, process_number\n"
        "if __name__ == '__main__':\n"
        "    confined = Confined()\n"
        "    print(confined.run(Limits(30, 10**9), nothing, process_number), flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", started], stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        number = int(command.stdout.readline())
        assert psutil.pid_exists(number)
        command.kill()
    ends = time.monotonic() + 20
    while psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < ends
        time.sleep(0.05)
