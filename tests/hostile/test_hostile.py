"""Each file that is made to do harm is read or refused, in time, and the form behind it is read."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extract.intake import ReadResult
from forms.catalogue import own_catalogue
from halfterm import reading
from halfterm.confined import Limits
from tests.hostile import pdfs, words
from tests.hostile.good import TYPED, good

_LIMIT_S, _LIMIT_BYTES = 10.0, 500_000_000
_CASES = [*pdfs.PDFS.values(), *words.WORDS.values()]


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LIMITS", Limits(_LIMIT_S, _LIMIT_BYTES))


def read(path: Path) -> ReadResult:
    """Return what becomes of a file, and assert that it took no longer than it may."""
    started = time.monotonic()
    (result,) = reading.read_all([path], own_catalogue())
    # Looking, ending and starting anew take their time too.
    assert time.monotonic() - started < _LIMIT_S + 2
    return result


@pytest.mark.slow
@pytest.mark.parametrize("make", _CASES, ids=[f"{case.__module__[14:]}-{case.__name__}" for case in _CASES])
def test_harm_stays_in_its_file(make: Callable[[], bytes], tmp_path: Path) -> None:
    """It has a response or a coded refusal, and whoever comes next is read."""
    wild, sound = tmp_path / "wild.pdf", tmp_path / "sound.docx"
    wild.write_bytes(make())
    sound.write_bytes(good("docx"))
    before = sorted(tmp_path.iterdir())
    result = read(wild)
    assert (result.error is None) != (result.response is None)
    if result.error is not None:
        assert result.error.code in {"R06", "R10", "R11", "R12", "R13", "R14", "R15", "R20", "R48", "R57"}
        assert str(wild) in str(result.error)
    else:
        assert result.response is not None
        assert result.response.text("agenda_items") == TYPED
    after = read(sound)
    assert after.response is not None
    assert after.response.text("agenda_items") == TYPED
    assert sorted(tmp_path.iterdir()) == before


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """Give an address on this machine, and who has asked there."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()

        def wait() -> None:
            while not done.is_set():
                try:
                    connection, whom = server.accept()
                except TimeoutError:
                    continue
                asked.append(str(whom))
                connection.close()

        thread = threading.Thread(target=wait)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", asked
        done.set()
        thread.join()


@pytest.mark.parametrize("make", [pdfs.asks_the_network, words.asks_the_network])
def test_nobody_is_asked_over_the_network(
    make: Callable[[str], bytes], listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    """A form that wants something fetched is read without it."""
    address, asked = listener
    path = tmp_path / "asks.pdf"
    path.write_bytes(make(address))
    result = read(path)
    assert result.response is not None, result.error
    time.sleep(0.2)
    assert asked == []
    # The listener does hear whoever asks.
    with socket.create_connection(("127.0.0.1", int(address.split(":")[2].split("/")[0]))):
        time.sleep(0.3)
    assert len(asked) == 1


@pytest.mark.parametrize("name", ["form.docx", "form", "form.jpg", "form.exe"])
@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_ending_says_nothing(name: str, file_format: str, tmp_path: Path) -> None:
    """A file is what it holds."""
    path = tmp_path / name
    path.write_bytes(good(file_format))
    result = read(path)
    assert result.response is not None
    assert result.response.text("agenda_items") == TYPED


@pytest.mark.slow
def test_files_of_other_producers(corpora: Path) -> None:
    """All of them in one go: none too slow, none too large, none that ends the process."""
    paths = sorted(path for path in corpora.rglob("*") if path.is_file())
    results = reading.read_all(paths, own_catalogue())
    assert len(results) >= len(paths) > 90
    for result in results:
        assert result.response is None
        assert result.error is not None
        assert result.error.code not in {"R48", "R49"}, str(result.error)
        assert result.path in str(result.error)
