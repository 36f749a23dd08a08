"""Whatever a document looks like, its drafts pass the check, and they have its words and no others."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from extract.adopt.appendices import find_parts
from extract.adopt.outline import GAP, TICK, Block, Line, Outline, Table, TableCell
from extract.adopt.policy import adopt_outline
from forms.errors import UnreadableError
from tests.extract.adopt.words import document_prompts, document_words, draft_words, load_drafts

_FRAGMENTS = (
    "Name", "Name:", "Role:", "Date", "Date:", "DATE / TIME", "Time:", "Action", "ACTIONS:",
    "By whom", "By when", "Yes", "No", "N/A", "1", "2", "3", "Comments", "Comments:", "Signed",
    "Signed:", "(Supervisor)", "(Supervisee)", "Supervisee", "Signature", "Print name",
    "Supervisor/Supervisee", "I will / will not*", "(*delete as applicable)", "Q.1 How are you?",
    "1. Welcome", "Have you read it?", "If yes, please comment below", "Please list",
    "Status (A, B, C):", "We agree to meet on", "The school keeps a record.", "Agenda",
    "Signatures:", "Appendix 1", "APPENDIX B: Record", "Type of visit: Planned", "•", "____",
    "......", "…", "/ /", "00:00", "[Enter name]", "{odd}", '"quoted" \\ back', "'tick", "é ü ß",
    "日本", "Review of previous actions:", "In attendance:", "How many sessions?", "From (time)",
    "Status (여, 남):", "☐ 여 ☐ 남", "Month:", "x=Yes", "a.label", TICK, GAP,
)  # fmt: skip
_OURS = frozenset({"yes", "no"})
"""What a box says where the document has a box without words."""
_NAME = "policy.docx"

_words = st.lists(st.sampled_from(_FRAGMENTS), min_size=1, max_size=5).map(" ".join)
_lines: st.SearchStrategy[Block] = st.builds(
    Line,
    _words,
    heading=st.booleans(),
    bullet=st.booleans(),
    page_start=st.booleans(),
    space=st.integers(0, 4),
)
_spans = st.integers(1, 2)
_empty_cells = st.builds(TableCell, span=_spans, continued=st.booleans(), space=st.integers(0, 5))


def _tables(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks = st.lists(inner, min_size=1, max_size=3).map(tuple)
    cells = st.one_of(_empty_cells, st.builds(TableCell, blocks, span=_spans, space=st.integers(0, 4)))
    rows = st.lists(cells, min_size=1, max_size=5).map(tuple)
    return st.builds(Table, st.lists(rows, min_size=1, max_size=5).map(tuple))


_blocks = st.recursive(_lines, _tables, max_leaves=20)
_outlines = st.lists(_blocks, min_size=1, max_size=10).map(lambda blocks: Outline(tuple(blocks)))


@given(outline=_outlines)
def test_any_document_becomes_drafts_that_pass_the_check(outline: Outline) -> None:
    """Every draft loads; each word of the document is on a form, and no form has a word of its own."""
    try:
        adoption = adopt_outline(outline, "alder-grove", _NAME)
    except UnreadableError as error:
        if error.code == "R32":
            return
        raise
    with tempfile.TemporaryDirectory() as folder:
        drafts = load_drafts(adoption, Path(folder))
    parts, _ = find_parts(outline)
    asked, printed = Counter[str](), Counter[str]()
    for part in parts:
        asked += document_words(part.blocks)
    for draft in drafts:
        printed += draft_words(draft)
    assert not asked - printed
    prompts = {word for part in parts for word in document_prompts(part.blocks)}
    assert prompts <= set(printed)
    known = set(asked) | prompts | _OURS | set(document_words([Line(_NAME)]))
    known |= {word for part in parts for word in document_words([Line(f"{part.appendix} {part.title}")])}
    assert set(printed) <= known
