"""Take all forms through all channels, with several workers, and go on where an earlier run ended."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from tests.recall.channel import Channel
from tests.recall.channels import CHANNELS
from tests.recall.samples import Form
from tests.recall.work import Job, Result, done, keep, kept, source_hash


def measure(
    forms: Iterable[Form], channels: Sequence[Channel], seed: int, scratch: Path, workers: int
) -> list[Result]:
    """Return the outcome of every form in every channel, in that order; only what is new is worked out."""
    source = source_hash()
    jobs = [Job(form, channel, seed, source) for form in forms for channel in channels]
    known = kept(scratch)
    left = [job for job in jobs if job.key not in known]
    print(f"{len(jobs)} files, of which {len(jobs) - len(left)} are known already", file=sys.stderr)
    for number, result in enumerate(_worked_out(left, scratch, workers), start=1):
        keep(result, scratch)
        known[result.key] = result
        if number % 50 == 0:
            print(f"{number} of {len(left)}", file=sys.stderr, flush=True)
    return [known[job.key] for job in jobs]


def _worked_out(jobs: Sequence[Job], scratch: Path, workers: int) -> Iterator[Result]:
    """Yield outcomes as they come; a worker alone needs no process of its own."""
    if workers < 2:
        for job in jobs:
            yield _done_by_name(job.form, job.channel.name, job.seed, job.source, scratch)
        return
    # Forked workers would share locks with whatever threads run here.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running = [
            pool.submit(_done_by_name, job.form, job.channel.name, job.seed, job.source, scratch)
            for job in jobs
        ]
        for future in as_completed(running):
            yield future.result()


def _done_by_name(form: Form, channel_name: str, seed: int, source: str, scratch: Path) -> Result:
    """Return one outcome; a channel goes to another process by its name, because it holds functions."""
    channel = next(one for one in CHANNELS if one.name == channel_name)
    return done(Job(form, channel, seed, source), scratch)
