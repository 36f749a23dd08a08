"""Write docs/soak.md at the end of `make soak`: seed, counts and how long it took.

A pytest plugin, loaded by the Makefile's target only. The counts are Hypothesis's own.
"""

import re
import time
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import pytest

_PAGE = Path(__file__).parents[1] / "docs" / "soak.md"
_PASSING = re.compile(r"([0-9]+) passing, ")
_EXAMPLES = "examples"
_HEAD = """# The long run

`make soak` runs every test with many more generated examples, and all samples of each form, stage and
format through the checkers. `SEED=… make soak` takes another seed. This page is written by it.
"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the number of examples that a property was tried with into its report."""
    report = yield
    statistics = getattr(item, "hypothesis_statistics", "")
    if report.when == "teardown" and statistics:
        count = sum(int(passing) for passing in _PASSING.findall(statistics))
        report.user_properties.append((_EXAMPLES, count))
    return report


class _Tally:
    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._examples: dict[str, int] = defaultdict(int)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up the examples of each module."""
        if report.when == "teardown":
            found = [value for name, value in report.user_properties if name == _EXAMPLES]
            self._examples[report.nodeid.partition("::")[0]] += sum(int(str(value)) for value in found)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write the page; a run of a few tests without a seed is no long run."""
        seed = terminalreporter.config.getoption("hypothesis_seed")
        if seed is None:
            return
        passed, failed, skipped = (
            len(terminalreporter.stats.get(name, [])) for name in ("passed", "failed", "skipped")
        )
        lines = [
            _HEAD,
            f"- seed {seed}",
            f"- {passed:,} tests passed, {failed} failed, {skipped} skipped",
            f"- {sum(self._examples.values()):,} generated examples",
            f"- {(time.monotonic() - self._begun) / 60:.0f} minutes on two cores",
            "",
            "| properties | examples |",
            "|---|---|",
            *(f"| {module} | {count:,} |" for module, count in sorted(self._examples.items()) if count),
        ]
        _PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Tally on the process that gathers the reports, not on its workers."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Tally(), "halfterm-soak")
