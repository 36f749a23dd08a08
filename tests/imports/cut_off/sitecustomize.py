"""Kill this process just before its n-th change to a file: Python loads this first.

HALFTERM_CUT_UNDER names the folder whose files count, HALFTERM_CUT_STEPS a file that each step is noted in,
HALFTERM_CUT_AT the number of the step, from 1; 0 only notes.
"""

import os
import signal
import sys

_UNDER = os.environ["HALFTERM_CUT_UNDER"]
_AT = int(os.environ["HALFTERM_CUT_AT"])
_NOTES = os.open(os.environ["HALFTERM_CUT_STEPS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.link", "os.chmod", "os.rmdir", "sqlite3.connect"}
_count = 0


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    global _count  # noqa: PLW0603 # an audit hook has no other place
    if event == "open":
        flags = arguments[2]
        if not isinstance(flags, int) or not flags & (os.O_WRONLY | os.O_RDWR):
            return
    elif event not in _CHANGES:
        return
    path = os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes | os.PathLike) else ""
    if not path.startswith(_UNDER):
        return
    _count += 1
    os.write(_NOTES, f"{event} {path.removeprefix(_UNDER)}\n".encode(errors="backslashreplace"))
    if _count == _AT:
        os.kill(os.getpid(), signal.SIGKILL)


sys.addaudithook(_watch)
