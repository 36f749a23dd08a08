"""Digital PDF: a viewer saved the form, and some program may have written it anew; the boxes are there."""

import io

import pikepdf

from tests.recall.channel import Channel, Family
from tests.tools import qpdf


def resaved_by_pikepdf(data: bytes) -> bytes:
    """Return the PDF as pikepdf writes it: everything there, in other objects and in one revision."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        saved = io.BytesIO()
        pdf.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return saved.getvalue()


def packed_by_qpdf(data: bytes) -> bytes:
    """Return the PDF as qpdf writes it with its objects in compressed streams."""
    return qpdf.rewrite(data, "--object-streams=generate", "--deterministic-id")


def linearised_by_qpdf(data: bytes) -> bytes:
    """Return the PDF as qpdf writes it for fast web view."""
    return qpdf.rewrite(data, "--linearize", "--object-streams=disable", "--deterministic-id")


CHANNELS = (
    Channel("saved by PDFium", Family.DIGITAL, "PDFium"),
    Channel("saved by pdf.js", Family.DIGITAL, "pdf.js"),
    Channel("saved by pdf-lib", Family.DIGITAL, "pdf-lib"),
    Channel("packed by qpdf", Family.DIGITAL, "PDFium", packed_by_qpdf, tools=(qpdf.TOOL,)),
    Channel("linearised by qpdf", Family.DIGITAL, "pdf.js", linearised_by_qpdf, tools=(qpdf.TOOL,)),
    Channel("resaved by pikepdf", Family.DIGITAL, "pdf.js", resaved_by_pikepdf),
)
