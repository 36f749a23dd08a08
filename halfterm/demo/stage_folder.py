"""The folder that a play is written to: ours or empty, and never anybody else's files."""

from __future__ import annotations

from pathlib import Path

from forms.errors import UsageError, WriteError
from forms.files import write_whole

MARKER = "halfterm-demo.txt"
_HEADING = """\
This folder was written by "halfterm demo". Everybody in it is invented.
Running it again replaces the files listed here and leaves all others alone.
"""


class StageFolder:
    """Says where files go, and remembers which were written."""

    def __init__(self, root: Path) -> None:
        """Take over `root`, made if need be; UsageError where it holds somebody else's files."""
        self.root = root
        self._written: list[str] = []
        earlier = _listed(root)
        try:
            root.mkdir(parents=True, exist_ok=True)
            for name in earlier:
                # The workbook stays: what somebody typed into its own columns is taken over.
                if not name.endswith(".xlsx"):
                    (root / name).unlink(missing_ok=True)
        except OSError as error:
            raise WriteError(
                "W01",
                f"{error.filename or root}: cannot be replaced ({error.strerror}); close it and try again.",
            ) from error
        # From here on the folder says whose it is, should the play end early.
        self._earlier = earlier
        self.mark()

    def place(self, *parts: str) -> Path:
        """Return the path of a file that is about to be written, its folder made."""
        path = self.root.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        name = path.relative_to(self.root).as_posix()
        if name not in self._written:
            self._written.append(name)
            # Listed before it is there: whatever a play that ends early leaves, the next one knows.
            self.mark()
        return path

    def write(self, data: bytes, *parts: str) -> Path:
        """Write one file and return its path."""
        path = self.place(*parts)
        write_whole(path, data)
        return path

    def mark(self) -> None:
        """Write the list of files."""
        kept = [name for name in self._earlier if name.endswith(".xlsx") and name not in self._written]
        names = sorted({*self._written, *kept})
        text = _HEADING + "".join(f"{name}\n" for name in names)
        write_whole(self.root / MARKER, text.encode())


def _listed(root: Path) -> list[str]:
    """Return the files of an earlier play; UsageError where the folder is somebody else's."""
    if root.is_file():
        raise UsageError("U06", f"{root}: is a file; expected a folder for the demo; choose another name.")
    if not root.is_dir() or not any(root.iterdir()):
        return []
    marker = root / MARKER
    if not marker.is_file():
        raise UsageError(
            "U06",
            f"{root}: holds files that are not the demo's ({MARKER} is not there); expected an empty folder "
            "or one of an earlier demo; choose another.",
        )
    text = marker.read_text(encoding="utf-8")
    if not text.startswith(_HEADING):
        raise UsageError("U06", f"{marker}: is not the demo's own list of files; choose another folder.")
    names = text.removeprefix(_HEADING).splitlines()
    inside = [name for name in names if name and (root / name).resolve().is_relative_to(root.resolve())]
    return [name for name in inside if not (root / name).is_dir()]
