"""Take one form through one channel, and keep the outcome, so that a run that was cut off goes on."""

import functools
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.recall.channel import Channel, Family
from tests.recall.judge import Outcome, counted, judge
from tests.recall.proposals import Proposals, proposals
from tests.recall.said import read
from tests.recall.samples import Form, Sample, sample
from tests.recall.typists import TYPISTS
from tests.tools.tool import ToolError

_ROOT = Path(__file__).parents[2]
_PROGRAM = ("forms", "build", "extract", "halfterm", "templates", "tests/round")
_OWN = Path(__file__).parent
_COMMON = ("judge", "lookalikes", "proposals", "rooms", "said", "samples", "truth", "typists", "work")
"""What of the measurement every outcome depends on; the programs outside and their wrappers are left out."""
_MODULES = {
    Family.DIGITAL: ("digital",),
    Family.FLATTENED: ("flattened",),
    Family.PRINTED: ("printed",),
    Family.CUT: ("flattened",),
    Family.PROGRAMS: ("word_programs", "word_file"),
    Family.EDITED: ("word_edits", "word_rows", "word_file"),
    Family.SCANNED: ("scans",),
}
_SOURCE_ENDINGS = frozenset({".py", ".toml", ".typ", ".ttf", ".json", ".xml"})
_MOST_WRONG_KEPT = 20


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the values of one form in one channel."""

    key: str
    form: str
    channel: str
    seed: int
    counts: Mapping[str, int]
    boxes: int = 0
    as_typed: int = 0
    """Of these boxes so many were read as they stand on the form, looked at or not."""
    wrong: tuple[str, ...] = ()
    """The first values that are wrong and not flagged, as lines."""
    refused: str = ""
    """The message with which the reader refused the file."""
    failed: str = ""
    """Why the file could not be made, or how the reader broke down."""
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One form that goes through one channel."""

    form: Form
    channel: Channel
    seed: int
    source: str
    """Hash of the program and of the measurement."""

    @property
    def key(self) -> str:
        """Return what names the outcome: another program, form, seed or channel has another one."""
        own = _channels_hash(self.channel.family)
        named = "\n".join((self.source, own, self.form.name, str(self.seed), self.channel.name))
        return hashlib.sha256(named.encode()).hexdigest()[:24]


def source_hash() -> str:
    """Return a hash of the program and of what of the measurement concerns all channels."""
    paths = [
        path
        for folder in _PROGRAM
        for path in sorted(Path(_ROOT, folder).rglob("*"))
        if path.suffix in _SOURCE_ENDINGS and "__pycache__" not in path.parts
    ]
    return _hash_of([*paths, *(_OWN / f"{name}.py" for name in _COMMON)])


@functools.cache
def _channels_hash(family: Family) -> str:
    """Return a hash of the modules that the channels of a family are made of."""
    return _hash_of([_OWN / f"{name}.py" for name in _MODULES[family]])


def _hash_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(_ROOT).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def done(job: Job, scratch: Path) -> Result:
    """Return what becomes of a form in a channel."""
    began = time.monotonic()
    counts: Mapping[str, int] = {}
    proposed = Proposals()
    wrong: tuple[str, ...] = ()
    refused = failed = ""
    try:
        typist = TYPISTS[job.channel.typist]
        issued = _sample(job, typist.file_format)
        filled = _filled(job, scratch)
        returned = job.channel.change(filled)
        truth = job.channel.truth(filled, issued.truth)
    except ToolError as error:
        failed = f"not made: {error}"
    else:
        try:
            said = read(returned, job.channel.ending)
        except Exception as error:  # noqa: BLE001 - a reader that breaks down is what is looked for here
            failed = f"the reader broke down: {type(error).__name__}: {error}"
        else:
            verdicts = judge(truth, said)
            counts, refused, proposed = dict(counted(verdicts)), said.refused, proposals(truth, said)
            found = [str(verdict) for verdict in verdicts if verdict.outcome is Outcome.WRONG]
            wrong = tuple(found[:_MOST_WRONG_KEPT])
    spent_s = round(time.monotonic() - began, 2)
    return Result(
        job.key,
        job.form.name,
        job.channel.name,
        job.seed,
        counts,
        proposed.boxes,
        proposed.as_typed,
        wrong,
        refused,
        failed,
        spent_s,
    )


def _sample(job: Job, file_format: str) -> Sample:
    return sample(job.form, job.seed, file_format, job.channel.shows)


def _filled(job: Job, scratch: Path) -> bytes:
    """Return the form as its typist saved it; typed once for all channels."""
    typist = TYPISTS[job.channel.typist]
    typed = (job.channel.typist, str(job.channel.shows))
    named = "\n".join((job.source, job.form.name, str(job.seed), *typed))
    name = hashlib.sha256(named.encode()).hexdigest()[:24]
    kept = scratch / "filled" / f"{name}.{typist.file_format}"
    if kept.is_file():
        return kept.read_bytes()
    issued = _sample(job, typist.file_format)
    data = typist.filled(issued.issued, issued.typed, job.form.definition)
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Two workers may type the same form; each writes a whole file, and the last one stays.
    beside = kept.with_suffix(f".{os.getpid()}")
    beside.write_bytes(data)
    beside.replace(kept)
    return data


def keep(result: Result, scratch: Path) -> None:
    """Write an outcome down behind the others."""
    scratch.mkdir(parents=True, exist_ok=True)
    with Path(scratch, "results.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")


def kept(scratch: Path) -> dict[str, Result]:
    """Return key -> outcome of all that was written down; a line that was cut off is left out."""
    path = scratch / "results.jsonl"
    return {one.key: one for one in _lines(path)} if path.is_file() else {}


def _lines(path: Path) -> Iterator[Result]:
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found = json.loads(line)
            yield Result(**{**found, "wrong": tuple(found["wrong"])})
        except (ValueError, TypeError, KeyError):
            continue
