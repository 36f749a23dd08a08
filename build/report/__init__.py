"""Make the inspection summary of one school: two tagged A4 pages (PDF/UA-1) of counts, without names.

The walk: `charts` says in lengths, numbers and words what is drawn, `spec` puts it together as the data
that templates/report reads, `document` has Typst set it. `wording` holds how numbers and texts are put.
"""

from __future__ import annotations

from forms.board import SchoolSummary


def report_pdf(summary: SchoolSummary) -> bytes:
    """Return the PDF of the summary, always two pages; equal summaries give equal bytes."""
    from build.report.document import typeset
    from build.report.spec import build_spec

    return typeset(build_spec(summary))
