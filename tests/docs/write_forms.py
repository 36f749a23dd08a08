"""Write the pictures and tables of docs/forms/ anew from the forms.

Run as `python -m tests.docs.write_forms` (or `make doc-pages`) after a form or the look of the pages was
changed; then read the difference. Names of policies behind it write only theirs.
"""

from __future__ import annotations

import sys

from tests.docs.forms import FOLDER, forms_on, make_page, picture_path, with_block


def write_policy(policy: str) -> None:
    """Write the blocks of one page, and the pictures it shows."""
    page = FOLDER / f"{policy}.md"
    text = page.read_text(encoding="utf-8")
    for form in forms_on(text):
        made = make_page(form)
        picture_path(form).parent.mkdir(exist_ok=True)
        picture_path(form).write_bytes(made.picture)
        text = with_block(text, made)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for one in sorted(path.stem for path in FOLDER.glob("*.md") if path.name != "README.md"):
        if one in sys.argv[1:] or not sys.argv[1:]:
            write_policy(one)
