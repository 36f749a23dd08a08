"""The pages of docs/forms/: what each policy prints, where it stands on the form, and a picture of page 1.

A page is written by hand but for the blocks between `<!-- form ID -->` and `<!-- end -->`.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, PngImagePlugin

from build.layout import build_page
from build.pdf.document import build_pdf
from build.prefill import blank_filling
from forms.catalogue import load_form
from forms.model import TABLES, Definition, Field, Kind, Owner, Stage
from tests.forms.printed import FORMS, expected, pdf_words, places
from tests.tools.pdfium import draw_pages

FOLDER = Path(__file__).parents[2] / "docs" / "forms"
KEY = "halfterm-form"
"""The text chunk of a picture that holds the fingerprint of its form."""
_DPI = 108
"""A4 is 893 pixels wide then; drawn so, letters are sharper and files smaller than resized."""
_COLOURS = 32
_MOST_WORDS = 16
_BLOCK = re.compile(r"(<!-- form (?P<form>[a-z0-9/-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_KINDS = {
    Kind.CLAUSE: "printed words",
    Kind.TEXT: "box",
    Kind.MULTILINE: "box of {lines} lines",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.NUMBER: "number",
    Kind.CHOICE: "tick one",
    Kind.YES_NO: "Yes or No",
    Kind.TICK: "tick",
    Kind.TABLE: "table",
    Kind.CARRIED: "open actions of last time",
    Kind.ACTIONS: "rows of actions",
    Kind.SIGNATURE: "signature",
    Kind.SIGNATURES: "lines to sign on",
}
_WRITERS = {
    Owner.SYSTEM: "filled in beforehand",
    Owner.SUPERVISEE: "supervisee",
    Owner.SUPERVISOR: "supervisor",
    Owner.BOTH: "both",
    Owner.QA_LEAD: "QA lead",
}
_TIMES = {
    Stage.AGENDA: "before the session",
    Stage.SESSION: "at the session",
    Stage.SIGNING: "when signing",
}


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form as its page shows it."""

    definition: Definition
    pages: tuple[tuple[str, ...], ...]
    """The printed words of each page of the blank PDF."""
    picture: bytes
    """The first page as PNG."""


def picture_path(form: str) -> Path:
    """Return where the picture of a form lies."""
    return FOLDER / "pictures" / f"{form.replace('/', '-')}.png"


def make_page(form: str) -> FormPage:
    """Build a blank form and return what its page shows."""
    definition = load_form(form)
    data = build_pdf(build_page(blank_filling(definition), fixed_boxes=True))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "form.pdf")
        path.write_bytes(data)
        (image,) = draw_pages(path, dpi=_DPI, page_indexes=[0])
    return FormPage(definition, tuple(pdf_words(data)), _as_png(image, definition.fingerprint))


def fingerprint_in(png: bytes) -> str:
    """Return the fingerprint of the form that a picture was made from."""
    with Image.open(io.BytesIO(png)) as image:
        return str(image.info.get(KEY, ""))


def forms_on(text: str) -> list[str]:
    """Return the forms that a page of docs/forms/ shows, in its order."""
    return [match["form"] for match in _BLOCK.finditer(text)]


def with_block(text: str, page: FormPage) -> str:
    """Return the text of a page with the block of one form written anew."""
    return _BLOCK.sub(
        lambda match: (
            f"{match[1]}{block(page)}{match[3]}" if match["form"] == page.definition.id else match[0]
        ),
        text,
    )


def block(page: FormPage) -> str:
    """Return what a page says of a form by itself: picture, size, and a row for each printed label."""
    definition = page.definition
    picture = picture_path(definition.id)
    lines = [
        f"![The first page of {definition.title}](pictures/{picture.name})",
        "",
        f"`{definition.id}`, blank PDF of {_count(len(page.pages))}; stages: {', '.join(definition.stages)}.",
        "",
        "| The policy prints | On page | It stands there as | Written by |",
        "|---|---|---|---|",
        *_rows(page),
        "",
    ]
    added = [f"{_name(field)} ({_kind(field)})" for field in definition.fields if field.added]
    if added:
        lines += [f"Added, and marked so on the form: {'; '.join(added)}.", ""]
    return "\n".join(lines)


def _rows(page: FormPage) -> Iterator[str]:
    definition = page.definition
    fields = {field.id: field for field in definition.fields}
    words = [word for one in page.pages for word in one]
    ends = [sum(map(len, page.pages[: at + 1])) for at in range(len(page.pages))]
    found = places(expected(definition.id, verbatim=False), words)
    for field_id, label in FORMS[definition.id]["labels"]:
        at = found[field_id]
        number = "" if at is None else next(n for n, end in enumerate(ends, start=1) if at < end)
        field = fields.get(field_id)
        kind = _kind(field) if field else "title"
        writer = _writer(field) if field else ""
        yield f"| {_short(label)} | {number} | {kind} | {writer} |"


def _count(pages: int) -> str:
    return "1 page" if pages == 1 else f"{pages} pages"


def _short(label: str) -> str:
    words = label.replace("|", "\\|").replace("[", "\\[").split()
    return " ".join(words[:_MOST_WORDS]) + (" …" if len(words) > _MOST_WORDS else "")


def _kind(field: Field) -> str:
    said = _KINDS[field.kind].format(lines=field.lines)
    parts = (
        [f"{len(field.counts)} number{'s' if len(field.counts) > 1 else ''} and a "] if field.counts else []
    )
    parts.append(said)
    if field.kind in TABLES and field.column:
        parts.append(f" ({', '.join(column.label for column in field.column)})")
    if field.comment:
        parts.append(" with a comment")
    return "".join(parts)


def _writer(field: Field) -> str:
    if field.kind is Kind.CLAUSE:
        return ""
    if field.owner is Owner.SYSTEM:
        return _WRITERS[field.owner]
    return f"{_WRITERS[field.owner]}, {_TIMES[field.stage]}"


def _name(field: Field) -> str:
    return field.accessible_name.rstrip(":.?")


def _as_png(image: Image.Image, fingerprint: str) -> bytes:
    few = image.convert("RGB").quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    notes = PngImagePlugin.PngInfo()
    notes.add_text(KEY, fingerprint)
    file = io.BytesIO()
    few.save(file, "PNG", optimize=True, pnginfo=notes)
    return file.getvalue()
