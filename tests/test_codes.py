"""Every code that an error or finding can have is explained in docs/errors.md, and none that is gone."""

import re
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PACKAGES = ("forms", "build", "extract", "register", "halfterm")
_LISTED_ONLY = "workbook_readme.py"
"""Holds the words for codes that other modules give."""


def _used() -> set[str]:
    modules = (path for package in _PACKAGES for path in (_ROOT / package).rglob("*.py"))
    sources = (path.read_text(encoding="utf-8") for path in modules if path.name != _LISTED_ONLY)
    return {code for source in sources for code in re.findall(r'"([A-Z]\d\d)"', source)}


def test_every_code_is_explained_once() -> None:
    """The page and the sources name the same codes; those of definitions have a page of their own."""
    page = (_ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    explained = re.findall(r"(?m)^\| ([A-Z]\d\d) \|", page)
    assert len(explained) == len(set(explained))
    assert set(explained) == {code for code in _used() if not code.startswith("D")}
