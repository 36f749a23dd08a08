"""Digital PDF: a viewer saved the form, and some program may have written it anew; the boxes are there.

Words that somebody put onto a page with a tool of the viewer, as a note or into the page itself, must be told
of. Where the last page was left out, its answers come out or are told to be missing.
"""

import io
from dataclasses import replace

import pikepdf

from tests.recall.channel import Channel, Family
from tests.recall.truth import Added, Truth
from tests.tools import qpdf

WORDS = "Typed by hand: rang at 10, not 1O, on 03/04/2026"
"""What somebody puts beside the boxes of a PDF, in letters of every font."""


def resaved_by_pikepdf(data: bytes) -> bytes:
    """Return the PDF as pikepdf writes it: everything there, in other objects and in one revision."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return saved.getvalue()


def packed_by_qpdf(data: bytes) -> bytes:
    """Return the PDF as qpdf writes it with its objects in compressed streams."""
    return qpdf.rewrite(data, "--object-streams=generate", "--deterministic-id")


def linearised_by_qpdf(data: bytes) -> bytes:
    """Return the PDF as qpdf writes it for fast web view."""
    return qpdf.rewrite(data, "--linearize", "--object-streams=disable", "--deterministic-id")


def last_page_left_out(data: bytes) -> bytes:
    """Return the PDF without its last page, where it has several, as qpdf writes it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = len(pdf.pages)
    return qpdf.rewrite(data, "--deterministic-id", "--pages", ".", f"1-{max(1, pages - 1)}", "--")


_X_PT, _Y_PT = 60, 60
"""In the margin below the text, where no box is."""


def words_as_note(data: bytes) -> bytes:
    """Return the PDF with words on its first page as a free text annotation."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[_X_PT, _Y_PT, _X_PT + 300, _Y_PT + 14],
            Contents=pikepdf.String(WORDS),
            DA=pikepdf.String("/Helv 10 Tf 0 g"),
            F=4,
        )
        page = pdf.pages[0]
        page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(note)])
        return _saved(pdf)


def words_in_page(data: bytes) -> bytes:
    """Return the PDF with words drawn into its first page, as a tool for filling in any PDF does."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        name = page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.RecallHelvetica)
        page.contents_add(b"q\n", prepend=True)
        drawn = f"\nQ q BT {name} 10 Tf {_X_PT} {_Y_PT} Td ({WORDS}) Tj ET Q\n"
        page.contents_add(drawn.encode("ascii"))
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _with_words(_: bytes, truth: Truth) -> Truth:
    return replace(truth, added=(*truth.added, Added(WORDS)))


CHANNELS = (
    Channel("saved by PDFium", Family.DIGITAL, "PDFium"),
    Channel("typed and saved in Firefox", Family.DIGITAL, "Firefox"),
    Channel("saved by pdf.js", Family.DIGITAL, "pdf.js"),
    Channel("saved by pdf-lib", Family.DIGITAL, "pdf-lib"),
    Channel("packed by qpdf", Family.DIGITAL, "PDFium", packed_by_qpdf, tools=(qpdf.TOOL,)),
    Channel("linearised by qpdf", Family.DIGITAL, "pdf.js", linearised_by_qpdf, tools=(qpdf.TOOL,)),
    Channel("resaved by pikepdf", Family.DIGITAL, "pdf.js", resaved_by_pikepdf),
    Channel("last page left out", Family.DIGITAL, "PDFium", last_page_left_out, tools=(qpdf.TOOL,)),
    Channel("words on a page, as a note", Family.DIGITAL, "PDFium", words_as_note, truth=_with_words),
    Channel("words drawn into a page", Family.DIGITAL, "PDFium", words_in_page, truth=_with_words),
)
