"""Write PDF files anew with Ghostscript, as many print queues and "compress PDF" services do."""

from tests.tools.tool import Tool, program_missing, require, through_program

TOOL = Tool("Ghostscript", lambda: program_missing("gs", "ghostscript"))
_TIMEOUT_S = 180.0


def distil(data: bytes) -> bytes:
    """Return a PDF as Ghostscript's pdfwrite makes it."""
    require(TOOL)
    options = ("-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite")
    return through_program(
        lambda source, target: ["gs", *options, f"-sOutputFile={target}", source], data, timeout_s=_TIMEOUT_S
    )
