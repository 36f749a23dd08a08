"""Run the measurement: print the page, and write it to docs/recall.md."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.recall.channel import Channel
from tests.recall.channels import CHANNELS
from tests.recall.measure import measure
from tests.recall.page import PAGE, Run, as_markdown
from tests.recall.samples import all_forms
from tests.recall.typists import TYPISTS

DEVELOPMENT_SEED = 20261128
"""What the reader is developed against."""
PUBLISHED_SEED = 20261219
"""What the page shows: nobody looks at single values of it before the reader is finished."""


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.recall", description=__doc__)
    parser.add_argument("--seed", type=int, default=DEVELOPMENT_SEED, help="what the values are drawn from")
    parser.add_argument("--publish", action="store_true", help="take the published seed and write the page")
    parser.add_argument("--channel", default="", help="only channels with this in their name or family")
    parser.add_argument("--form", default="", help="only forms with this in their name or stage")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="workers side by side")
    parser.add_argument("--scratch", type=Path, default=Path(".recall"), help="where outcomes are kept")
    parser.add_argument("--date", default=os.environ.get("HALFTERM_BENCH_DATE"), help="to stand in the page")
    arguments = parser.parse_args()
    seed = PUBLISHED_SEED if arguments.publish else arguments.seed
    if arguments.publish and (arguments.channel or arguments.form):
        parser.error("the page shows everything: --publish goes with neither --channel nor --form")
    wanted = [
        one for one in CHANNELS if arguments.channel.lower() in f"{one.family.value} {one.name}".lower()
    ]
    skipped = {one.name: reason for one in wanted if (reason := _why_skipped(one))}
    for name, reason in skipped.items():
        print(f"not measured: {name}: {reason}", file=sys.stderr)
    forms = [one for one in all_forms() if arguments.form in one.name]
    channels = [one for one in wanted if one.name not in skipped]
    results = measure(forms, channels, seed, arguments.scratch, arguments.jobs)
    date = arguments.date or datetime.now(tz=UTC).date().isoformat()
    minutes = sum(one.seconds for one in results) / 60
    page = as_markdown(Run(results, skipped, seed, date, len(forms), minutes), wanted)
    print(page)
    if arguments.publish:
        PAGE.write_text(page, encoding="utf-8")


def _why_skipped(channel: Channel) -> str | None:
    typist = TYPISTS[channel.typist]
    missing = [f"{tool.name}: {reason}" for tool in typist.tools if (reason := tool.why_missing())]
    return channel.why_skipped() or "; ".join(missing) or None


if __name__ == "__main__":
    main()
