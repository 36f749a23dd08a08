"""Write docs/import-soak.md at the end of `make import-soak`: seed, what was tried, and how long it took.

A pytest plugin, loaded by the Makefile's target only. The counts are those that the tests record themselves.
"""

import time
from pathlib import Path

import pytest

from tests.imports.effort import SEED, TALLY

_PAGE = Path(__file__).parents[1] / "docs" / "import-soak.md"
_HEAD = """# The long run of imports

`make import-soak` takes returned files in as a bad day would have it: killed at any moment, without room or
rights, two at once, with children's names in every box, and ten thousand of them. Each time, what stands in
register, archive, workbook and folders of sessions is held against an undisturbed run. Between imports the
workbook is typed in, sorted, moved about and saved by other programs, filled with whatever Excel offers, and
given words that a spreadsheet might run.
`SEED=… make import-soak` takes other files and other moments. This page is written by it; `make test` tries
the same with less.
"""


class _Tally:
    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._counts: dict[str, int] = {}
        self._seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up what the tests tried, and how long those of each module took."""
        module = report.nodeid.partition("::")[0]
        self._seconds[module] = self._seconds.get(module, 0.0) + report.duration
        if report.when != "call":
            return
        for name, count in report.user_properties:
            if name.startswith(TALLY):
                what = name.removeprefix(TALLY)
                self._counts[what] = self._counts.get(what, 0) + int(str(count))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Write the page."""
        passed, failed, skipped = (
            len(terminalreporter.stats.get(name, [])) for name in ("passed", "failed", "skipped")
        )
        lines = [
            _HEAD,
            f"- seed {SEED}",
            f"- {passed} tests passed, {failed} failed, {skipped} skipped",
            f"- {(time.monotonic() - self._begun) / 60:.0f} minutes on two cores",
            "",
            "| tried | |",
            "|---|---|",
            *(f"| {what} | {count:,} |" for what, count in sorted(self._counts.items())),
            "",
            "| module | seconds |",
            "|---|---|",
            *(f"| {module} | {seconds:,.0f} |" for module, seconds in sorted(self._seconds.items())),
        ]
        _PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Tally on the process that gathers the reports, not on its workers."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Tally(), "halfterm-import-soak")
