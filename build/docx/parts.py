"""Write the parts of a Word file: the ones that never change, and the ones made from templates.

All come from templates/docx: `static` holds the parts of our own A4 base document as they are,
`parts` the jinja2 templates. Both are read, deflated and compiled once in a process; the styles are written
once for each look.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from build.docx.content import Document
from build.docx.drawing import palette_of
from build.docx.markup import write_blocks
from build.docx.package import Member, deflate_member, join_members
from build.docx.qr import build_qr_png
from forms.errors import UsageError
from forms.look import Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

_TEMPLATES = {
    "word/document.xml": "document.xml.jinja",
    "word/footer1.xml": "footer1.xml.jinja",
    "docProps/core.xml": "core.xml.jinja",
    "docProps/custom.xml": "custom.xml.jinja",
}
_STYLES = "word/styles.xml"
_BEST, _FAST = 9, 1
"""Deflate levels: of parts that are deflated once, and of those made for each document."""


def write_parts(document: Document) -> bytes:
    """Return the .docx file that holds `document`.

    Raises UsageError where a part would not be well-formed XML, which is so only where text was not
    normalised before (forms.text).
    """
    body = write_blocks(document.blocks)
    members = [*_static_members(), _styles_member(document.look)]
    templates = _templates()
    for name, file in _TEMPLATES.items():
        template = templates[file]
        try:
            part = template.render(document=document, body=body).encode()
            ParserCreate().Parse(part, True)  # noqa: FBT003 - the C function takes no keyword
        except (ExpatError, UnicodeEncodeError) as error:
            raise UsageError(
                "V17",
                f"{document.title}: a text holds a character that no Word file can hold ({name}: {error}); "
                "take it out, or make a PDF.",
            ) from error
        members.append(deflate_member(name, part, _FAST))
    members.append(deflate_member("word/media/qr.png", build_qr_png(document.qr_payload), _FAST))
    return join_members(members)


@functools.cache
def _static_members() -> tuple[Member, ...]:
    # [Content_Types].xml sorts first and is expected first.
    base = files("templates") / "docx" / "static"
    return tuple(deflate_member(name, file.read_bytes(), _BEST) for name, file in sorted(_walk(base, "")))


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry


@functools.cache
def _styles_member(look: Look) -> Member:
    styles = _templates()["styles.xml.jinja"].render(look=look, palette=palette_of(look), own=look != Look())
    return deflate_member(_STYLES, styles.encode(), _BEST)


@functools.cache
def _templates() -> dict[str, Template]:
    """Return the compiled templates by file name."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    folder = files("templates") / "docx" / "parts"
    return {
        name: environment.from_string((folder / name).read_text(encoding="utf-8"))
        for name in ("styles.xml.jinja", *_TEMPLATES.values())
    }
