"""The codes of mistakes in definitions are those that docs/definitions.md explains."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_code_is_explained() -> None:
    """No code is used without an entry, and no entry is left of a code that is gone."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "forms").glob("*.py"))
    explained = re.findall(
        r"(?m)^\| (D\d\d) \|", (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")
    )
    assert sorted(explained) == explained
    assert set(explained) == set(re.findall(r'"(D\d\d)"', sources))
