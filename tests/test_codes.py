"""Every code that an error or finding can have is explained in docs/errors.md, and none that is gone."""

import re
from pathlib import Path

from forms.code_words import CODE_WORDS

_ROOT = Path(__file__).parents[1]
_PACKAGES = ("forms", "build", "extract", "register", "halfterm")
_LISTED_ONLY = "code_words.py"
"""Holds the words for codes that other modules give."""


def _used() -> set[str]:
    modules = (path for package in _PACKAGES for path in (_ROOT / package).rglob("*.py"))
    sources = (path.read_text(encoding="utf-8") for path in modules if path.name != _LISTED_ONLY)
    return {code for source in sources for code in re.findall(r'"([A-Z]\d\d)"', source)}


def _explained() -> list[str]:
    page = (_ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    return re.findall(r"(?m)^\| ([A-Z]\d\d) \|", page)


def test_every_code_is_explained_once() -> None:
    """The page and the sources name the same codes; those of definitions have a page of their own."""
    explained = _explained()
    assert len(explained) == len(set(explained))
    assert set(explained) == {code for code in _used() if not code.startswith("D")}


def test_the_workbook_explains_every_code_that_it_may_show() -> None:
    """Those of reading, of actions and of the log, each in words that name no other document."""
    assert set(CODE_WORDS) == {code for code in _explained() if code[0] in "FHRWX"} | {"N06"}
    assert list(CODE_WORDS) == sorted(CODE_WORDS)
    assert all(len(words.split()) > 3 and "docs/" not in words for words in CODE_WORDS.values())
