"""No child's name, birth date, narrative or answer about wellbeing gets out of inbox and restricted folders.

Fifty invented children, all in the key, are named in every box of every form and in the names of files. Only
the words of actions and the comments of reviews keep a name, in the register, and then X24 says so.
"""

import re
import signal
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

import pytest

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
    return said


def test_nothing_that_was_written_holds_one(
    trust: Trust, ran: Sequence[Ran], record_property: Callable[[str, object], None]
) -> None:
    """Neither the register with what lies beside it, nor workbooks and reports."""
    assert ran
    looked_at = 0
    for path, data in _written(trust):
        _is_clean(data, path, NAMES_ELSEWHERE)
        if "register" not in path:
            _is_clean(data, path, IN_WORDS_TO_THE_LETTER)
        looked_at += 1
    assert looked_at >= 4
    record_property(f"{TALLY}planted names looked for in every output", len(NAMES))


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
    """In each way of writing it, in JSON, and packed in a workbook."""
    name = "Théodora O'Quigley"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", name.upper())
    for data in (
        name.encode(),
        unicodedata.normalize("NFD", name).upper().encode(),
        b'["Th\\u00e9odora O\'Quigley"]',
        *(part for _, part in _unpacked("log.xlsx", packed.getvalue())),
    ):
        with pytest.raises(AssertionError):
            _is_clean(data, "here", (name,))


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
        return
    with zipfile.ZipFile(BytesIO(data)) as packed:
        for part in packed.namelist():
            yield f"{path}/{part}", packed.read(part)


def _is_clean(data: bytes, where: str, texts: Sequence[str]) -> None:
    """Fail where any of these texts stands in the data, however it is spelt."""
    plain = _plain(data.decode("utf-8", errors="replace"))
    found = [text for text in texts if _plain(text) in plain]
    assert found == [], f"{where} holds {found}: {_around(plain, _plain(found[0]))}"


def _plain(text: str) -> str:
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    letters = unicodedata.normalize("NFKD", text.replace("&apos;", "'")).casefold()
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())


def _around(text: str, found: str) -> str:
    at = text.index(found)
    return text[max(0, at - 200) : at + len(found) + 100]
