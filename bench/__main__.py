"""Run the bench: print the tables, and write them into docs/performance.md."""

from __future__ import annotations

import argparse
import logging
import os
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench import fill, judge, make, read, report, start, workbook
from bench.result import Table
from bench.sample import Sample, build_sample

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="turns that each contestant has")
    parser.add_argument("--date", default=os.environ.get("HALFTERM_BENCH_DATE"), help="to stand in the page")
    parser.add_argument("--no-page", action="store_true", help="print only")
    arguments = parser.parse_args()
    # pypdf says of each answer with a letter such as Ł that it may not show; the judge counts those.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="halfterm-bench-") as folder:
        tables = list(measure(build_sample(), arguments.rounds, Path(folder)))
    measured = report.as_markdown(tables, arguments.date or datetime.now(tz=UTC).date().isoformat())
    print(measured)
    if not arguments.no_page:
        PAGE.write_text(report.put_into(PAGE.read_text(encoding="utf-8"), measured), encoding="utf-8")


def measure(sample: Sample, rounds: int, folder: Path) -> Iterator[Table]:
    """Return every table, in the order of the page; files are written into `folder`."""
    pdfua = judge.can_check_pdfua()
    if not pdfua:
        print("PDF/UA-1 is not looked at: the checker is not here.\n")
    yield fill.measure(sample, rounds, pdfua=pdfua)
    yield make.measure_pdf(sample, rounds, pdfua=pdfua)
    yield make.measure_docx(sample, rounds)
    yield read.measure_pdf(sample, rounds, folder)
    yield read.measure_docx(sample, rounds, folder)
    yield start.measure(sample, rounds, folder)
    yield workbook.measure(rounds, folder)


if __name__ == "__main__":
    main()
