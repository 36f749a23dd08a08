"""All forms of a pack as one PDF to print: each begins on a new sheet, also where both sides are printed.

What stands in the fields becomes part of the page, as a printer shows it; the codes by which a scan is known
stay on every page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence


def print_pack(forms: Sequence[bytes]) -> bytes:
    """Return PDF forms as one PDF without fields; the same forms always come to the same bytes."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as pack:
        for data in forms:
            with pikepdf.open(io.BytesIO(data)) as form:
                form.flatten_annotations("print")
                size = form.pages[0].mediabox
                pack.pages.extend(form.pages)
                if len(pack.pages) % 2:
                    width, height = (float(size[2]) - float(size[0]), float(size[3]) - float(size[1]))
                    pack.add_blank_page(page_size=(width, height))
        if forms and len(pack.pages):
            pack.save(out, deterministic_id=True)
    return out.getvalue()
