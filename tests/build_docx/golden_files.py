"""Say what every control of a Word file is, as the golden files do."""

from pathlib import Path

from tests.build_docx.docx_parts import read_controls

GOLDEN = Path(__file__).parent / "golden"


def structure(docx: bytes) -> str:
    """Return tag, kind, lock and words of every control, one to a line."""
    lines = [
        f"{found.tag} | {found.kind} | {'locked' if found.locked else 'open'} | {found.text!r}"
        for found in read_controls(docx)
    ]
    return "\n".join(lines) + "\n"
