"""Read mails and invitations as mail programs and calendars do: mailparser and node-ical, under node."""

import base64
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.tools.tool import CLIENTS_FOLDER, NODE_FOLDER, Tool, program_missing, require, run_program

_CLIENT = CLIENTS_FOLDER / "mail_read.mjs"
_PACKAGES = NODE_FOLDER / "node_modules"
_TIMEOUT_S = 120.0


def _why_missing() -> str | None:
    if reason := program_missing("node", "nodejs 18 or newer"):
        return reason
    is_there = all((_PACKAGES / name).is_dir() for name in ("mailparser", "node-ical"))
    return None if is_there else "its npm packages are not installed; fetch them with: make tools"


TOOL = Tool("mailparser", _why_missing)


def read(
    mails: Iterable[bytes], calendars: Iterable[bytes] = ()
) -> tuple[list[Mapping[str, Any]], list[Any]]:
    """Return what they make of each mail (subject, from, to, text, attachments) and of each .ics's events."""
    require(TOOL)
    order = {
        "mails": [base64.b64encode(one).decode() for one in mails],
        "calendars": [base64.b64encode(one).decode() for one in calendars],
    }
    command: list[str | Path] = ["node", _CLIENT, _PACKAGES.resolve()]
    answer = json.loads(run_program(command, timeout_s=_TIMEOUT_S, stdin=json.dumps(order)).stdout)
    return answer["mails"], answer["calendars"]
