"""docs/checks.md shows what the tests run."""

from tests.checks.all_cases import ALL, TITLES, WAITING
from tests.docs.write_checks import PAGE, page_text


def test_page_is_what_the_cases_make() -> None:
    """Else: make doc-pages."""
    assert PAGE.read_text(encoding="utf-8") == page_text()


def test_every_check_has_a_case() -> None:
    """X01 to X42, and those that came with the rules."""
    assert {f"X{number:02d}" for number in range(1, 52)} == set(TITLES)
    assert set(TITLES) == {case.code for case in ALL}
    assert set(WAITING) < set(TITLES)
