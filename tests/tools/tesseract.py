"""Whether tesseract is there, with the script that the program reads with."""

from extract.scan import recognising
from tests.tools.tool import Tool, program_missing


def _why_missing() -> str | None:
    missing = program_missing("tesseract", "tesseract-ocr")
    if missing is None and recognising.script() != "script/Latin" and recognising.script() != "Latin":
        return "tesseract has no Latin script; install tesseract-ocr-script-latn"
    return missing


TOOL = Tool("tesseract", _why_missing)
