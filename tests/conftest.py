"""Set up what all tests share: Hypothesis profiles, the corpora folder, and a word on what was skipped."""

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.tools.tool import SKIP_PREFIX, Tool, require

# The default is small and always the same, so that a failure is a change's doing; soak looks for new ones.
settings.register_profile("default", max_examples=8, derandomize=True, deadline=None, database=None)
settings.register_profile(
    "soak", max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HALFTERM_HYPOTHESIS") or "default")


CHECKED_PREFIX = "checked: "
"""Begins the name of a recorded property that counts files which a judge had nothing against."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker that names the outside programs a test needs."""
    config.addinivalue_line("markers", "needs(*tools): skip, or fail if required, where a Tool is missing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest by itself: at the end all processes but one would wait for it."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/term/"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Ask for the tools of a test before its fixtures are made."""
    for mark in item.iter_markers("needs"):
        for tool in mark.args:
            if not isinstance(tool, Tool):
                raise pytest.UsageError(f"{item.nodeid}: needs() takes Tools, not {tool!r}")
            require(tool)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was checked by outside judges, which tools were missing, and how many tests that cost."""
    checked = Counter[str]()
    for report in terminalreporter.stats.get("passed", []):
        for name, count in report.user_properties:
            if name.startswith(CHECKED_PREFIX):
                checked[name.removeprefix(CHECKED_PREFIX)] += count
    if checked:
        said = "; ".join(f"{judge}: {count} files" for judge, count in sorted(checked.items()))
        terminalreporter.write_line(f"Checked with 0 failures: {said}")
    reasons = Counter[str]()
    for report in terminalreporter.stats.get("skipped", []):
        # A skip's longrepr is (file, line, "Skipped: reason").
        if isinstance(report.longrepr, tuple):
            _, marker, reason = report.longrepr[2].partition(SKIP_PREFIX)
            if marker:
                reasons[reason] += 1
    if reasons:
        said = "; ".join(f"{reason} ({count} tests)" for reason, count in sorted(reasons.items()))
        terminalreporter.write_line(f"Skipped for want of tools: {said}", yellow=True)


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Return the folder of other producers' files (HALFTERM_CORPORA); skip where it is not set."""
    chosen = os.environ.get("HALFTERM_CORPORA")
    if not chosen:
        pytest.skip("HALFTERM_CORPORA does not name a folder of other producers' files")
    folder = Path(chosen)
    if not folder.is_dir():
        pytest.fail(f"HALFTERM_CORPORA is {chosen!r}, which is not a folder", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def policies() -> Path:
    """Return the folder of the policies' texts (HALFTERM_POLICIES), beside which lies design/inventory.json.

    Skip where it is not set.
    """
    chosen = os.environ.get("HALFTERM_POLICIES")
    if not chosen:
        pytest.skip("HALFTERM_POLICIES does not name a folder of policies' texts")
    folder = Path(chosen)
    if not folder.is_dir():
        pytest.fail(f"HALFTERM_POLICIES is {chosen!r}, which is not a folder", pytrace=False)
    return folder
