"""Type the same forms in other ways: headings in styles, nothing bold, no empty line, or the bare text.

Nothing of halfterm is imported: python-docx only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

_BREAK = "w:br"
_FIRST_FORM = re.compile(
    r"^\s*(?:appendix 1\b(?!\.).*|\tSupervision contract)$", re.IGNORECASE | re.MULTILINE
)


def _is_heading(paragraph: Paragraph) -> bool:
    return bool(paragraph.text.strip()) and all(run.bold for run in paragraph.runs if run.text.strip())


def styled(document: Document) -> None:
    """Give headings Word's heading styles instead of bold letters."""
    for paragraph in document.paragraphs:
        if _is_heading(paragraph):
            level = 1 if paragraph.text.lower().startswith("appendix") else 2
            flatten_runs(paragraph)
            paragraph.style = document.styles[f"Heading {level}"]


def flat(document: Document) -> None:
    """Take all bold letters away."""
    for paragraph in document.paragraphs:
        flatten_runs(paragraph)


def flatten_runs(paragraph: Paragraph) -> None:
    """Take bold letters from one paragraph."""
    for run in paragraph.runs:
        run.bold = None


def tight(document: Document) -> None:
    """Take out every empty line, so that no cell and no label shows its room."""
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                first, *others = cell.paragraphs
                kept = any(paragraph.text.strip() for paragraph in others)
                for paragraph in [*others, *([first] if kept and not first.text.strip() else [])]:
                    if not paragraph.text.strip():
                        _remove(paragraph)
    for paragraph in document.paragraphs:
        if not paragraph.text.strip() and _BREAK not in paragraph._p.xml:  # noqa: SLF001
            _remove(paragraph)


def _remove(paragraph: Paragraph) -> None:
    element: BaseOxmlElement = paragraph._p  # noqa: SLF001
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


VARIANTS: Mapping[str, Callable[[Document], None]] = {"styled": styled, "flat": flat, "tight": tight}


def type_bare_text(source: Path, target: Path) -> None:
    """Write a policy's text from its first form on: a paragraph for each line, tables where it has tabs."""
    text = source.read_text(encoding="utf-8")
    begin = _FIRST_FORM.search(text)
    document = docx.Document()
    rows: list[list[str]] = []
    for line in [*text[begin.start() if begin else 0 :].splitlines(), ""]:
        if "\t" in line:
            rows.append([words.strip() for words in line.split("\t")])
            continue
        if rows:
            table = document.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
            for at, row in enumerate(rows):
                for column, words in enumerate(row):
                    table.cell(at, column).text = words
            rows = []
        document.add_paragraph(re.sub(r"\*+|<[^>]+>", "", line).strip())
    document.save(str(target))
