"""docs/workbook.md: pictures of the Dashboard and of an inspection summary, of an invented trust."""

from __future__ import annotations

import hashlib
import re
from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from build.report import report_pdf
from build.report.document import TEMPLATE_FILES
from build.report.spec import build_spec
from extract.board.counting import Counter
from extract.board.layout import DASHBOARD
from extract.board.summary import board_of
from extract.board.tables import TARGET
from extract.book.parts import Parts, pack, unpack
from extract.trust_workbook import now_of, source_of, trust_contents
from extract.workbook import LastWritten, fill_parts
from forms.board import AcceptedFinding, OpenFinding, SchoolSummary, View
from forms.code_words import CODE_WORDS
from forms.findings import Severity
from tests.docs.examples import DOCS
from tests.docs.pictures import as_png, cut_out
from tests.extract.board.invented import ENTERED, ON, POLICY, SCHOOLS, overview
from tests.tools.libreoffice import convert
from tests.tools.pdfium import draw_pages

PAGE = DOCS / "workbook.md"
PICTURES = DOCS / "workbook"
_TEMPLATES = DOCS.parent / "templates" / "report"
_SCHOOL = SCHOOLS[0]
_DASHBOARD_DPI, _SUMMARY_DPI = 120, 76
_GAP_PX = 8
_COLOURS = 200
_PAPER = b'<pageSetup orientation="portrait" paperSize="8" fitToHeight="1" fitToWidth="1"/>'
"""A3, on which all of the Dashboard stands."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture of the page."""

    name: str
    fingerprint: str
    """Of what it is made from."""

    @property
    def path(self) -> Path:
        """Return where it stands."""
        return PICTURES / f"{self.name}.png"


def shown() -> tuple[Shown, Shown]:
    """Return the pictures: of the Dashboard, and of the inspection summary."""
    parts, summary = _workbook(), hashlib.sha256(build_spec(_summary()).encode())
    for name in TEMPLATE_FILES:
        summary.update((_TEMPLATES / name).read_bytes())
    sheet = parts.sheets()[DASHBOARD]
    # The numbers of styles change with those of the other sheets.
    dashboard = hashlib.sha256(re.sub(rb' s="\d+"', b"", parts.data[sheet]))
    for name in sorted(one for one in parts.data if one.startswith(("xl/charts/", "xl/drawings/"))):
        dashboard.update(parts.data[name])
    return Shown("dashboard", dashboard.hexdigest()[:16]), Shown("summary", summary.hexdigest()[:16])


def draw(folder: Path) -> dict[str, bytes]:
    """Return the pictures by name; `folder` is for the files on their way."""
    dashboard, summary = shown()
    book, pdf = folder / "dashboard.xlsx", folder / "summary.pdf"
    book.write_bytes(pack(_with_dashboard_only(_workbook())))
    (printed,) = convert([book], "pdf", folder)
    pdf.write_bytes(report_pdf(_summary()))
    pages = {
        dashboard: cut_out(draw_pages(printed, dpi=_DASHBOARD_DPI)[0]),
        summary: _beside(draw_pages(pdf, dpi=_SUMMARY_DPI)),
    }
    return {one.name: as_png([page], one.fingerprint, colours=_COLOURS) for one, page in pages.items()}


def _workbook() -> Parts:
    contents = trust_contents(overview(), ENTERED, ON)
    return fill_parts(unpack(contents.fresh(ON)), contents, LastWritten()).parts


def _with_dashboard_only(parts: Parts) -> Parts:
    """Return the workbook with the other sheets hidden, which are then not printed."""
    book, sheet = "xl/workbook.xml", parts.sheets()[DASHBOARD]
    others = rb'(<sheet [^>]*name="(?!%b")[^"]*"[^>]*)state="visible"' % DASHBOARD.encode()
    return parts.replaced(
        {
            book: re.sub(others, rb'\1state="hidden"', parts.data[book]),
            sheet: re.sub(rb"<pageSetup[^>]*>", _PAPER, parts.data[sheet]),
        }
    )


def _summary() -> SchoolSummary:
    trust = overview()
    year, half = now_of(trust, ON)
    counter = Counter(source_of(trust, None), View(year, half, school=_SCHOOL), ON)
    found = Tally((one.code, one.severity) for one in trust.log.exceptions if one.school == _SCHOOL)
    codes = sorted({code for code, _ in found})
    return SchoolSummary(
        school=_SCHOOL,
        policies=(POLICY,),
        half_term=f"{half} {year}",
        people=4,
        board=board_of(counter, (_SCHOOL,)),
        target=TARGET,
        findings=tuple(
            OpenFinding(code, _meaning(code), found[code, Severity.ACT_NOW], found[code, Severity.SOON])
            for code in codes
        ),
        accepted=(
            AcceptedFinding(
                "X20", _meaning("X20"), "The school was closed for a week after a flood.", ON.replace(day=30)
            ),
        ),
    )


def _meaning(code: str) -> str:
    return CODE_WORDS[code].split(". ")[0]


def _beside(pages: Sequence[Image.Image]) -> Image.Image:
    width = sum(page.width for page in pages) + _GAP_PX * (len(pages) - 1)
    whole = Image.new("RGB", (width, pages[0].height), "#c9ced6")
    at = 0
    for page in pages:
        whole.paste(page.convert("RGB"), (at, 0))
        at += page.width + _GAP_PX
    return whole
