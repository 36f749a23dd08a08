"""Draw a page as a Word file (ISO/IEC 29500) whose content controls a person fills in.

The walk: `layout` and `sections` turn the page into paragraphs, tables and content controls
(`content`); `markup` writes those as XML, `parts` puts it into the templates of templates/docx,
and `package` zips the parts.
"""

from __future__ import annotations

from build.page import Page


def build_docx(page: Page) -> bytes:
    """Return the .docx file that shows `page`; the same page gives the same bytes.

    Raises UsageError for text that forms.text.normalise_text would change into legal XML.
    """
    from build.docx.layout import build_document
    from build.docx.parts import write_parts

    return write_parts(build_document(page))
