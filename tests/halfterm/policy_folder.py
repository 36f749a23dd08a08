"""A small policy of an invented school, as its text files, and the installed command run beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).with_name("halfterm")

POLICY = """
id = "{policy}"
name = "Alder Grove Academy"
readers = "The supervisor and the head read these records."
issue_days = 7
return_days = 2
return_working_days = true
house_lead_time = true
qa_lead = "Headteacher"
"""

RECORD = """
form = "{policy}/a2-record"
version = "{version}"
appendix = "Appendix 2"
code = "A2"
title = "Supervision Record"
record = "record"
stages = ["agenda", "session", "signing", "final"]
required = ["supervisee", "supervisor", "session_date"]

[leave_blank]
agenda = "Leave blank: nothing."

[field.name]
label = "Name"
kind = "text"
owner = "system"
fact = "supervisee"

[field.supervisor]
label = "Supervisor"
kind = "text"
owner = "system"
fact = "supervisor"

[field.session_date]
label = "Date"
kind = "date"
owner = "system"
fact = "session_date"

[field.planned_training]
label = "Training planned"
kind = "multiline"
owner = "supervisee"
carry = "offer"
lines = 3

[field.mood]
label = "How are you?"
kind = "text"
owner = "supervisee"

[field.previous]
label = "Actions of last time"
kind = "carried"
owner = "both"
carry = "rows"

[field.new_actions]
label = "Actions"
kind = "actions"
owner = "supervisor"
stage = "session"
carry = "rows"
spare = 2

[[section]]
id = "who"
columns = [30, 70]
rows = [
  ["name.label", "name"],
  ["supervisor.label", "supervisor"],
  ["session_date.label", "session_date"],
]

[[section]]
id = "work"
columns = [30, 70]
rows = [
  ["planned_training.label", "planned_training"],
  ["mood.label", "mood"],
  ["previous.label", "previous"],
  ["new_actions.label", "new_actions"],
]
"""

NEWER = (
    ("[field.planned_training]", '[field.training]\nwas = ["planned_training"]'),
    ('["planned_training.label", "planned_training"]', '["training.label", "training"]'),
    ('label = "Training planned"', 'label = "Training and reading planned"'),
    ('[field.mood]\nlabel = "How are you?"\nkind = "text"\nowner = "supervisee"\n', ""),
    ('  ["mood.label", "mood"],\n', ""),
)
"""What version 2 says otherwise: training under another id and reworded, mood no longer asked."""

VALUES = """{
  "reference": "AGA-26-0042-A2", "stage": "session",
  "header": {"supervisee": "Tom Reed", "supervisor": "Priya Shah", "session_date": "2026-09-24"},
  "fields": {
    "planned_training": "Prevent refresher", "mood": "Well",
    "new_actions": [{"action": "Book the course", "who": "Tom Reed", "by_when": "2026-10-30"}]
  }
}"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    status: int
    stdout: str
    stderr: str


def run(*arguments: str | Path, folder: Path, expected: int = 0, encoding: str = "utf-8") -> Ended:
    """Run the installed command in `folder`, and check its exit status; it writes in `encoding`."""
    return _ended([str(COMMAND), *map(str, arguments)], folder, expected, encoding)


def run_without_rights(*arguments: str | Path, folder: Path, expected: int = 0) -> Ended:
    """Run the installed command without the right of root to write everywhere."""
    drop = (
        "import ctypes, os, sys\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "assert libc.prctl(24, 1, 0, 0, 0) == 0\n"  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
        "os.execv(sys.argv[1], sys.argv[1:])\n"
    )
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    before = [sys.executable, "-c", drop] if is_root else []
    return _ended([*before, str(COMMAND), *map(str, arguments)], folder, expected)


def _ended(command: Sequence[str], folder: Path, expected: int, encoding: str = "utf-8") -> Ended:
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        encoding=encoding,
        cwd=folder,
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert done.returncode == expected, done.stderr + done.stdout
    return Ended(done.returncode, done.stdout, done.stderr)


def write_policy(folder: Path, policy: str = "alder") -> Path:
    """Write the policy with version 1 of its form; return the form's file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policy.toml").write_text(POLICY.format(policy=policy), encoding="utf-8")
    record = folder / "a2-record.toml"
    record.write_text(RECORD.format(policy=policy, version="1"), encoding="utf-8")
    return record


def raise_version(folder: Path, policy: str = "alder", *, keep: bool = True) -> None:
    """Put version 2 in place of version 1, which is kept in `older` unless its file was lost."""
    record = folder / "a2-record.toml"
    if keep:
        (folder / "older").mkdir()
        (folder / "older" / "a2-record.1.toml").write_bytes(record.read_bytes())
    text = RECORD.format(policy=policy, version="2")
    for old, new in NEWER:
        assert old in text
        text = text.replace(old, new)
    record.write_text(text, encoding="utf-8")
