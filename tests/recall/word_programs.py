"""Word forms that other programs opened and saved: LibreOffice in its formats, and as Google Docs exports.

Everything must come out as it was typed. As a PDF, LibreOffice only draws the lines, so white space is
compared as one space there.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.recall.channel import Channel, Family
from tests.recall.truth import TruthAfter, lines_lost, same_truth
from tests.recall.word_file import WordFile
from tests.tools import libreoffice, libreoffice_old
from tests.tools.tool import Tool

_MADE_BY_DOCS = ("docProps/",)
"""What a Word file has and an export of Google Docs has not."""


def through_libreoffice(data: bytes, *endings: str) -> bytes:
    """Return the Word file after LibreOffice opened and saved it as each of these kinds in turn."""
    with tempfile.TemporaryDirectory(prefix="halfterm-recall-") as folder:
        path = Path(folder, "0", "returned.docx")
        path.parent.mkdir()
        path.write_bytes(data)
        for number, ending in enumerate(endings, start=1):
            (path,) = libreoffice.convert([path], ending, Path(folder, str(number)))
        return path.read_bytes()


def without_controls(data: bytes) -> bytes:
    """Return the Word file with every content control taken out and its content left in place."""
    word = WordFile.opened(data)
    word.unwrap_controls()
    return word.saved()


def as_google_docs(data: bytes) -> bytes:
    """Return the Word file as Google Docs exports it: text and tables, no controls, no properties."""
    word = WordFile.opened(data)
    word.unwrap_controls()
    return word.without_parts(_MADE_BY_DOCS).saved()


def _channel(
    name: str,
    change: Callable[[bytes], bytes],
    ending: str = "docx",
    tools: tuple[Tool, ...] = (libreoffice.CONVERT_TOOL,),
    truth: TruthAfter = same_truth,
) -> Channel:
    return Channel(name, Family.PROGRAMS, "LibreOffice", change, ending, tools, truth)


def _libreoffice(name: str, *endings: str, truth: TruthAfter = same_truth) -> Channel:
    return _channel(name, lambda data: through_libreoffice(data, *endings), endings[-1], truth=truth)


def _old_libreoffice(ending: str, truth: TruthAfter = same_truth) -> Channel:
    def change(data: bytes) -> bytes:
        return libreoffice_old.resave(data, ending)

    name = f"LibreOffice 7.4, {'exported' if ending == 'pdf' else 'saved'} as .{ending}"
    return _channel(name, change, ending, (libreoffice_old.TOOL,), truth)


CHANNELS = (
    Channel("filled in LibreOffice", Family.PROGRAMS, "LibreOffice", ending="docx"),
    _libreoffice("LibreOffice, saved as .docx", "docx"),
    _libreoffice("LibreOffice, saved as .odt", "odt"),
    _libreoffice("LibreOffice, .odt and back to .docx", "odt", "docx"),
    _libreoffice("LibreOffice, saved as .doc", "doc"),
    _libreoffice("LibreOffice, .doc and back to .docx", "doc", "docx"),
    _libreoffice("LibreOffice, saved as .rtf", "rtf"),
    _libreoffice("LibreOffice, .rtf and back to .docx", "rtf", "docx"),
    _libreoffice("LibreOffice, exported as .pdf", "pdf", truth=lines_lost),
    _old_libreoffice("docx"),
    _old_libreoffice("odt"),
    _old_libreoffice("doc"),
    _old_libreoffice("rtf"),
    _old_libreoffice("pdf", lines_lost),
    _channel("controls taken out", without_controls, tools=()),
    _channel("as Google Docs exports it", as_google_docs, tools=()),
)
