"""Flattened PDF: the answers are drawn into the pages, at full size, and there are no boxes any more.

A line break that was typed and one that was set look alike then, so white space is compared as one space.
What is typed here fits its box, so that the page shows it. What does not fit, and letters for which a program
has no font, are gone from the page: that must be told, and is measured by itself (`CUT`). qpdf has no font
for letters such as Ł; MuPDF writes down wrongly which letters these are where pdf.js has drawn them, and
Ghostscript which ones ö and – are where PDFium has. pdf.js sets letters so large that a last line is cut.
"""

from tests.recall.channel import Channel, Family
from tests.recall.rooms import Shows
from tests.recall.truth import drawn_by_pdfium, lines_lost
from tests.tools import ghostscript, mupdf, pdfium, poppler, qpdf


def flattened_by_qpdf(data: bytes) -> bytes:
    """Return the PDF with the appearances that are stored drawn into its pages."""
    return qpdf.rewrite(data, "--flatten-annotations=all", "--deterministic-id")


def regenerated_by_qpdf(data: bytes) -> bytes:
    """Return the PDF flattened with appearances of qpdf's own, which has no font for letters such as Ł."""
    return qpdf.rewrite(data, "--generate-appearances", "--flatten-annotations=all", "--deterministic-id")


CHANNELS = (
    Channel(
        "flattened by PDFium",
        Family.FLATTENED,
        "PDFium",
        pdfium.flatten,
        truth=drawn_by_pdfium,
        shows=Shows(),
    ),
    Channel(
        "flattened by qpdf",
        Family.FLATTENED,
        "PDFium",
        flattened_by_qpdf,
        tools=(qpdf.TOOL,),
        truth=drawn_by_pdfium,
        shows=Shows(),
    ),
    Channel(
        "redrawn by pdftocairo",
        Family.FLATTENED,
        "PDFium",
        poppler.print_pages,
        tools=(poppler.PRINT_TOOL,),
        truth=drawn_by_pdfium,
        shows=Shows(),
    ),
    Channel(
        "redrawn by mutool, letters of Western Europe",
        Family.FLATTENED,
        "pdf.js",
        mupdf.redraw,
        tools=(mupdf.TOOL,),
        truth=lines_lost,
        shows=Shows("cp1252", least_pt=13.5),
    ),
    Channel(
        "distilled by Ghostscript, letters without accents",
        Family.FLATTENED,
        "PDFium",
        ghostscript.distil,
        tools=(ghostscript.TOOL,),
        truth=drawn_by_pdfium,
        shows=Shows("ascii"),
    ),
)

CUT = (
    Channel(
        "flattened by PDFium, more than fits", Family.CUT, "PDFium", pdfium.flatten, truth=drawn_by_pdfium
    ),
    Channel(
        "redrawn by pdftocairo, more than fits",
        Family.CUT,
        "PDFium",
        poppler.print_pages,
        tools=(poppler.PRINT_TOOL,),
        truth=drawn_by_pdfium,
    ),
    Channel(
        "flattened by qpdf, its own appearances",
        Family.CUT,
        "pdf.js",
        regenerated_by_qpdf,
        tools=(qpdf.TOOL,),
        truth=lines_lost,
    ),
    Channel(
        "redrawn by mutool, letters of all fonts",
        Family.CUT,
        "pdf.js",
        mupdf.redraw,
        tools=(mupdf.TOOL,),
        truth=lines_lost,
    ),
    Channel(
        "distilled by Ghostscript, letters of all fonts",
        Family.CUT,
        "PDFium",
        ghostscript.distil,
        tools=(ghostscript.TOOL,),
        truth=drawn_by_pdfium,
    ),
)
