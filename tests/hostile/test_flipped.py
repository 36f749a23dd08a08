"""Returned forms with bytes that changed on their way: read or refused with a code, and in time."""

import io
import os
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from forms.catalogue import own_catalogue
from forms.model import Stage
from halfterm import reading
from halfterm.confined import Limits
from tests.conftest import CHECKED_PREFIX
from tests.recall.samples import Form, sample
from tests.round.making import FORMATS, OWN_FORMS, load_form

_LIMITS = Limits(seconds=10, memory_bytes=500_000_000)
_SEED = int(os.environ.get("SEED", "20261128"))
_COUNT = 20_000 if os.environ.get("HALFTERM_HYPOTHESIS") == "soak" else 500
_EACH = _COUNT // (len(OWN_FORMS) * len(FORMATS)) + 1
_MOST_FLIPS = 8
_REFUSED = {"R10", "R11", "R12", "R13", "R14", "R15", "R20", "R21", "R22", "R23", "R42"}


@pytest.mark.slow
@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("form", OWN_FORMS)
def test_flipped_bytes(
    form: str,
    file_format: str,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> None:
    """One to eight bytes, each with any other value: anywhere in the file, or in what is packed in it."""
    monkeypatch.setattr(reading, "LIMITS", _LIMITS)
    catalogue = own_catalogue()
    outcomes: Counter[str] = Counter()
    for number in range(_EACH):
        started = time.monotonic()
        (result,) = reading.read_opened(flipped(form, file_format, number), Path("returned"), catalogue)
        assert time.monotonic() - started < _LIMITS.seconds + 2, number
        assert (result.error is None) != (result.response is None), number
        code = result.error.code if result.error else "read"
        assert code in {"read", *_REFUSED}, (number, result.error)
        outcomes[code] += 1
    record_property(f"{CHECKED_PREFIX}returns with flipped bytes", outcomes.total())


def flipped(form: str, file_format: str, number: int) -> bytes:
    """Return the returned form of a number with other bytes: of every second one in a part that is packed."""
    chance = random.Random(f"{_SEED} {form} {file_format} {number}")  # noqa: S311 # no secret
    stages: tuple[Stage, ...] = load_form(form).stages
    data = sample(Form(form, stages[number % len(stages)]), _SEED, file_format).issued
    if number % 2 == 0:
        return _other_bytes(data, chance)
    return _in_a_part(data, chance) if file_format == "docx" else _in_a_stream(data, chance)


def _other_bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, _MOST_FLIPS)):
        changed[chance.randrange(len(changed))] ^= chance.randint(1, 255)
    return bytes(changed)


def _in_a_part(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as changed:
        names = package.namelist()
        which = chance.choice([name for name in names if package.getinfo(name).file_size])
        for name in names:
            part = package.read(name)
            changed.writestr(name, _other_bytes(part, chance) if name == which else part)
    return out.getvalue()


def _in_a_stream(data: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        stream = chance.choice([one for one in streams if one.read_bytes()])
        stream.write(_other_bytes(stream.read_bytes(), chance))
        pdf.save(out)
    return out.getvalue()
