"""No child's name, birth date, narrative or answer about wellbeing gets out of inbox and restricted folders.

Fifty invented children, all in the key, are named in every box of every form and in the names of files. Only
the words of actions and the comments of reviews keep a name, in the register, and then X24 says so.
"""

import html
import re
import signal
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from openpyxl import load_workbook

from forms.log import Log
from register.database import open_register
from register.ledger import load_log
from tests.halfterm.trust_folder import Ran
from tests.imports.effort import SEED, TALLY
from tests.imports.inbox import ON, Trust, ended, prepare
from tests.imports.planted import (
    BIRTHS,
    ELSEWHERE,
    IN_WORDS_TO_THE_LETTER,
    KEY,
    NAMES,
    SENTENCE,
    planted_files,
)
from tests.tools import libreoffice

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_INSIDE = (".xlsx", ".docx")
_ORIGINALS = ("inbox", "restricted", "sessions")
"""Folders with the files that came in."""


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    """Give a trust whose inbox is full of names."""
    return prepare(tmp_path_factory.mktemp("planted"), planted_files(SEED), KEY)


@pytest.fixture(scope="module")
def ran(trust: Trust) -> Sequence[Ran]:
    """Give what the commands said: a run that is cut off, one that is not, and what is asked afterwards."""
    cut_off = trust.start("extract", "--on", ON)
    if sys.platform != "win32":
        # What SQLite had not yet put in its place lies in a file beside it.
        while not any(trust.data.rglob("register.db-wal")) and cut_off.poll() is None:
            time.sleep(0.02)
        time.sleep(1)
        cut_off.send_signal(signal.SIGKILL)
    said = [ended(cut_off)]
    for path, data in _written(trust):
        _is_clean(data, path, NAMES_ELSEWHERE)
    said.append(trust.extract())
    assert said[-1].status == 1, said[-1].err
    said += [trust.run("extract", "--dry-run", "--on", ON), trust.extract()]
    said.append(trust.run("report", "--on", ON))
    assert said[-1].status == 0, said[-1].err
    return said


def test_nothing_that_was_written_holds_one(
    trust: Trust, ran: Sequence[Ran], record_property: Callable[[str, object], None]
) -> None:
    """Neither the register with what lies beside it, nor workbooks and reports, in any part of them.

    Of a workbook: properties, names, comments, hidden sheets, results of formulas, what charts show. Of a
    summary: its words, what is read aloud of its pictures, its properties.
    """
    assert ran
    looked_at = []
    for path, data in _written(trust):
        _is_clean(data, path, NAMES_ELSEWHERE)
        if "register" not in path:
            _is_clean(data, path, IN_WORDS_TO_THE_LETTER)
        looked_at.append(path)
    for part in ("docProps/core.xml", "xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/charts/chart1.xml"):
        assert f"monitoring.xlsx/{part}" in looked_at
        assert any(
            path.startswith("reports/") and path.endswith(f"workbook.xlsx/{part}") for path in looked_at
        )
    for part in ("text", "objects"):
        assert any(path.endswith(f"summary.pdf/{part}") for path in looked_at)
    record_property(f"{TALLY}planted names looked for in every output", len(NAMES))


@pytest.mark.needs(libreoffice.CONVERT_TOOL)
def test_no_workbook_holds_one_once_another_program_has_saved_it(
    trust: Trust, ran: Sequence[Ran], tmp_path: Path
) -> None:
    """Which reckons every formula, and stores what comes of it."""
    assert ran
    (saved,) = libreoffice.convert([trust.workbook], "xlsx", tmp_path)
    for path, data in _unpacked(saved.name, saved.read_bytes()):
        _is_clean(data, path, (*NAMES_ELSEWHERE, *IN_WORDS_TO_THE_LETTER))


def test_a_name_in_a_reason_gets_into_no_report(trust: Trust, ran: Sequence[Ran]) -> None:
    """What the QA lead types stays hers: the head of a school reads no name in it."""
    assert ran
    before = trust.workbook.read_bytes()
    book = load_workbook(trust.workbook)
    sheet = book["Exceptions"]
    headings = [cell.value for cell in sheet[1]]
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, headings.index("qa_state") + 1).value = "Accepted"
        name = NAMES[number % len(NAMES)]
        sheet.cell(number, headings.index("qa_reason") + 1).value = f"On leave with {name}, so no session"
    book.save(trust.workbook)
    try:
        done = trust.run("report", "--on", ON)
        assert done.status == 0, done.err
        texts = [(path, data) for path, data in _written(trust) if path.startswith("reports/")]
    finally:
        trust.workbook.write_bytes(before)
    for path, data in texts:
        _is_clean(data, path, NAMES)
    assert any(b"On leave with [" in data for path, data in texts if path.endswith("summary.pdf/text"))


def test_no_message_holds_one(ran: Sequence[Ran]) -> None:
    """Whoever reads what a command says need not be somebody who may read the key."""
    for done in ran:
        for said in (done.out, done.err):
            _is_clean(
                said.encode(errors="surrogatepass"), "a message", (*NAMES_ELSEWHERE, *IN_WORDS_TO_THE_LETTER)
            )


def test_no_name_of_a_file_holds_one(trust: Trust, ran: Sequence[Ran]) -> None:
    """Outside inbox and restricted folders."""
    assert ran
    names = [
        path
        for path in trust.folder.rglob("*")
        if path.relative_to(trust.folder).parts[0] not in _ORIGINALS[:2]
    ]
    names += trust.data.rglob("*")
    _is_clean(
        "\n".join(map(str, names)).encode(), "the names of files", (*NAMES_ELSEWHERE, *IN_WORDS_TO_THE_LETTER)
    )


def test_words_that_name_a_child_are_told(trust: Trust, ran: Sequence[Ran]) -> None:
    """X24 stands at the session of each action, and at each review, whose words name one."""
    assert ran
    log = _log(trust)
    sessions = {one.session_id: [finding.code for finding in one.findings] for one in log.sessions}
    actions = [one for one in log.actions if "Ring [" in (one.action_text or "")]
    assert len(actions) >= 10
    # What was carried is told at the last session in which it stood.
    told = [one for one in actions if one.action_id.startswith(one.origin_session_id)]
    assert len(told) >= 10
    where = sessions | {one.qa_id: [finding.code for finding in one.findings] for one in log.qa_reviews}
    for one in told:
        own = [codes for name, codes in where.items() if name.startswith(one.origin_session_id)]
        assert any("X24" in codes for codes in own), one
    reviews = [one for one in log.qa_reviews if "Ask [" in (one.general_comments or "")]
    assert reviews
    assert [one for one in reviews if "X24" not in [finding.code for finding in one.findings]] == []


def test_the_search_finds_what_it_looks_for() -> None:
    """In each way of writing it, in JSON, packed in a workbook, and read aloud in a PDF."""
    name = "Théodora O'Quigley"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", name.upper())
    for data in (
        name.encode(),
        unicodedata.normalize("NFD", name).upper().encode(),
        b'["Th\\u00e9odora O\'Quigley"]',
        name.replace("'", "&#39;").encode(),
        *(part for _, part in _unpacked("log.xlsx", packed.getvalue())),
        _described_picture(name),
    ):
        with pytest.raises(AssertionError):
            _is_clean(data, "here", (name,))


def _described_picture(words: str) -> bytes:
    """Return what is found in a PDF whose picture is described in these words."""
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page()
    picture = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, Alt=pikepdf.String(words))
    made.Root.StructTreeRoot = made.make_indirect(pikepdf.Dictionary(K=pikepdf.Array([picture])))
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return dict(_unpacked("summary.pdf", out.getvalue()))["summary.pdf/objects"]


NAMES_ELSEWHERE = (*ELSEWHERE, SENTENCE, *BIRTHS)


def _log(trust: Trust) -> Log:
    register = open_register(trust.register)
    with register.reading() as connection:
        log = load_log(connection)
    register.close()
    return log


def _written(trust: Trust) -> Iterator[tuple[str, bytes]]:
    """Yield (path, bytes) of every file that halfterm wrote, packed ones unpacked, but for originals."""
    for root in (trust.folder, trust.data):
        for file in sorted(root.rglob("*")):
            path = file.relative_to(root)
            if file.is_file() and path.parts[0] not in _ORIGINALS:
                yield from _unpacked(str(path), file.read_bytes())


def _unpacked(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if not path.endswith(_INSIDE):
        yield path, data
        if path.endswith(".pdf"):
            yield from _of_pdf(path, data)
        return
    with zipfile.ZipFile(BytesIO(data)) as packed:
        for part in packed.namelist():
            yield f"{path}/{part}", packed.read(part)


def _of_pdf(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the words of the pages, and every text of every object: descriptions, properties, metadata."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        yield f"{path}/text", " ".join(page.extract_text() for page in pdf.pages).encode()
    with pikepdf.open(BytesIO(data)) as file:
        found: list[str] = []
        for one in file.objects:
            found += _texts(one)
        yield f"{path}/objects", "\n".join(found).encode()


def _texts(found: object) -> Iterator[str]:
    """Yield the texts in an object, and its metadata; what stands in objects of its own is left out."""
    inside: Iterable[object] = ()
    if isinstance(found, pikepdf.String):
        yield str(found)
    elif isinstance(found, pikepdf.Stream):
        inside = found.values()
        if found.get("/Subtype") == "/XML":
            yield found.read_bytes().decode("utf-8", "replace")
    elif isinstance(found, pikepdf.Dictionary):
        inside = found.values()
    elif isinstance(found, pikepdf.Array):
        inside = found
    for one in inside:
        if not (isinstance(one, pikepdf.Object) and one.is_indirect):
            yield from _texts(one)


def _is_clean(data: bytes, where: str, texts: Sequence[str]) -> None:
    """Fail where any of these texts stands in the data, however it is spelt."""
    plain = _plain(data.decode("utf-8", errors="replace"))
    found = [text for text in texts if _plain(text) in plain]
    assert found == [], f"{where} holds {found}: {_around(plain, _plain(found[0]))}"


def _plain(text: str) -> str:
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    letters = unicodedata.normalize("NFKD", html.unescape(text)).casefold()
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())


def _around(text: str, found: str) -> str:
    at = text.index(found)
    return text[max(0, at - 200) : at + len(found) + 100]
