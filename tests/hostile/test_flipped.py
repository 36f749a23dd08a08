"""Returned forms with bytes that changed on their way: read or refused with a code, and in time."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from forms.catalogue import own_catalogue
from forms.model import Stage
from halfterm import reading
from halfterm.confined import Limits
from tests.conftest import CHECKED_PREFIX
from tests.recall.samples import Form, sample
from tests.round.making import FORMATS, OWN_FORMS, load_form

_LIMITS = Limits(seconds=10, memory_bytes=500_000_000)
_SEED = 20261128
_COUNT = 20_000 if os.environ.get("HALFTERM_HYPOTHESIS") == "soak" else 500
_EACH = _COUNT // (len(OWN_FORMS) * len(FORMATS)) + 1
_MOST_FLIPS = 8


@pytest.mark.slow
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("form", OWN_FORMS)
def test_flipped_bytes(
    form: str,
    file_format: str,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """One to eight bytes anywhere, each with any other value."""
    monkeypatch.setattr(reading, "LIMITS", _LIMITS)
    chance = random.Random(f"{_SEED} {form} {file_format}")  # noqa: S311 # no secret
    stages: tuple[Stage, ...] = load_form(form).stages
    catalogue = own_catalogue()
    outcomes: Counter[str] = Counter()
    for number in range(_EACH):
        data = bytearray(sample(Form(form, stages[number % len(stages)]), _SEED, file_format).issued)
        for _ in range(chance.randint(1, _MOST_FLIPS)):
            data[chance.randrange(len(data))] ^= chance.randint(1, 255)
        started = time.monotonic()
        (result,) = reading.read_opened(bytes(data), Path("returned"), catalogue)
        assert time.monotonic() - started < _LIMITS.seconds + 2, number
        assert (result.error is None) != (result.response is None), number
        outcomes[result.error.code if result.error else "read"] += 1
    assert set(outcomes) <= {
        "read",
        "R10",
        "R11",
        "R12",
        "R13",
        "R14",
        "R15",
        "R20",
        "R21",
        "R22",
        "R23",
        "R42",
    }
    record_property(f"{CHECKED_PREFIX}returns with flipped bytes", outcomes.total())
