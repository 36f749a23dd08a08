"""Run an import and note each change that it makes to a file, or kill it just before one of them."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

from tests.imports.inbox import ON, Trust

_CUT_OFF = Path(__file__).with_name("cut_off")


def steps(trust: Trust, cut_at: int) -> Sequence[str]:
    """Run and return each change to a file in the trust's folder; killed just before that of this number."""
    notes = trust.folder.parent / "steps"
    environment = {
        "PYTHONPATH": str(_CUT_OFF),
        "HALFTERM_CUT_UNDER": f"{trust.folder}/",
        "HALFTERM_CUT_AT": str(cut_at),
        "HALFTERM_CUT_STEPS": str(notes),
    }
    done = trust.run("extract", "--on", ON, environment=environment)
    assert (done.status == -signal.SIGKILL) == bool(cut_at), done.err
    return notes.read_text(encoding="utf-8").splitlines()
