"""The six charts beside the tables of the Dashboard. Each bar's number and denominator stand at its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

from extract.board.tables import (
    AGE_TABLE,
    HALF_TERM_TABLE,
    QUESTION_TABLE,
    SCHOOL_TABLE,
    SIGNING_TABLE,
    BoardTable,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_BLUE, _ORANGE, _GREY, _RED, _DARK = "2F5D8A", "E39B3B", "A6A6A6", "B23A2E", "1F1F1F"
_WIDTH, _HEIGHT = 15.6, 7.6
"""In centimetres."""
TITLES = (
    "Sessions per half term (held of due)",
    "Sessions held by school, of those due",
    "Open actions by age in days (overdue of all)",
    "Actions opened and closed per half term",
    "Days from the session to both signatures",
    "Monitoring forms: share of Yes",
)
"""Of the charts, in their order."""
_LEFT, _RIGHT = "J", "R"
_ROWS = (2, 19, 36)


def add_charts(sheet: Worksheet) -> None:
    """Put the charts into a new sheet."""
    charts = (
        _sessions(sheet),
        _schools(sheet),
        _ages(sheet),
        _actions(sheet),
        _signing(sheet),
        _questions(sheet),
    )
    places = [f"{letter}{row}" for row in _ROWS for letter in (_LEFT, _RIGHT)]
    for chart, place in zip(charts, places, strict=True):
        sheet.add_chart(chart, place)


def _cells(sheet: Worksheet, table: BoardTable, column: str) -> Reference:
    from extract.board.layout import first_rows

    first = first_rows()[table.name]
    number = table.columns.index(column) + 1
    return Reference(sheet, min_col=number, min_row=first + 1, max_row=first + table.height)


def _fill(chart: Any, sheet: Worksheet, table: BoardTable, columns: dict[str, str]) -> None:
    """Give a chart one series per column: heading -> colour. Counts stand in their bars."""
    from extract.board.layout import first_rows

    first = first_rows()[table.name]
    for name, colour in columns.items():
        series = Series(_cells(sheet, table, name), title=None)
        number = table.columns.index(name) + 1
        heading = Reference(sheet, min_col=number, min_row=first)
        series.tx = _title_from(heading)
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.graphicalProperties.line = LineProperties(solidFill="FFFFFF")
        if isinstance(chart, BarChart) and name != "share":
            series.dLbls = _numbers(colour="FFFFFF" if colour in {_BLUE, _RED} else _DARK)
        chart.series.append(series)
    _name_by(chart, _cells(sheet, table, table.columns[0]))


def _name_by(chart: Any, cells: Reference) -> None:
    """Give the bars or points of all series the texts of these cells as names."""
    for series in chart.series:
        series.cat = AxDataSource(strRef=StrRef(f=str(cells)))


def _title_from(reference: Reference) -> Any:
    return SeriesLabel(strRef=StrRef(str(reference)))


def _text(size: int, colour: str = _DARK) -> RichText:
    look = CharacterProperties(sz=size * 100, solidFill=colour)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])


def _finished(chart: Any, title: str, *, legend: bool) -> Any:
    chart.title = title
    chart.title.tx.rich.p[0].r[0].rPr = CharacterProperties(sz=1200, b=True, solidFill=_DARK)
    chart.title.overlay = False
    chart.width, chart.height = _WIDTH, _HEIGHT
    chart.plot_visible_only = False
    chart.roundedCorners = False
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _text(9)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E2E2E2"))
    chart.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    if legend:
        chart.legend.position = "b"
        chart.legend.txPr = _text(9)
    else:
        chart.legend = None
    return chart


def _numbers(form: str = "0;;", colour: str = _DARK) -> DataLabelList:
    """Return numbers on the bars; a 0 has no bar, and no number on it."""
    labels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.numFmt = form
    labels.txPr = _text(8, colour)
    return labels


def _bars(sheet: Worksheet, table: BoardTable, columns: dict[str, str], kind: str, **look: Any) -> Any:
    chart = BarChart()
    chart.type = kind
    chart.gapWidth = look.get("gap", 50)
    if look.get("stacked"):
        chart.grouping, chart.overlap = "stacked", 100
    _fill(chart, sheet, table, columns)
    if kind == "bar":
        # The first row on top, as in the table.
        chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.number_format = look.get("form", "0")
    chart.y_axis.majorUnit = look.get("unit")
    return chart


def _sessions(sheet: Worksheet) -> Any:
    columns = {"held": _BLUE, "held late": _ORANGE, "rebooked": _GREY, "not held": _RED}
    chart = _bars(sheet, HALF_TERM_TABLE, columns, "col", stacked=True)
    return _finished(chart, TITLES[0], legend=True)


def _schools(sheet: Worksheet) -> Any:
    chart = _bars(sheet, SCHOOL_TABLE, {"share": _BLUE}, "col", form="0%")
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    line = LineChart()
    _fill(line, sheet, SCHOOL_TABLE, {"target": _RED})
    series = line.series[0]
    series.graphicalProperties.line = LineProperties(solidFill=_RED, w=19050, prstDash="dash")
    series.marker.symbol = "none"
    series.smooth = False
    chart += line
    return _finished(chart, TITLES[1], legend=True)


def _ages(sheet: Worksheet) -> Any:
    chart = _bars(sheet, AGE_TABLE, {"on time": _BLUE, "overdue": _RED}, "bar", stacked=True)
    return _finished(chart, TITLES[2], legend=True)


def _actions(sheet: Worksheet) -> Any:
    chart = LineChart()
    _fill(chart, sheet, HALF_TERM_TABLE, {"opened": _BLUE, "closed": _ORANGE})
    _name_by(chart, _cells(sheet, HALF_TERM_TABLE, "half term"))
    dashes: tuple[Literal["solid"], Literal["dash"]] = ("solid", "dash")
    for number, series in enumerate(chart.series):
        dash, symbol = dashes[number], ("circle", "square")[number]
        colour = series.graphicalProperties.solidFill
        series.graphicalProperties = GraphicalProperties()
        series.graphicalProperties.line = LineProperties(solidFill=colour, w=25400, prstDash=dash)
        series.marker.symbol, series.marker.size = symbol, 7
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.smooth = False
    chart.dataLabels = _numbers("0")
    chart.dataLabels.position = "t"
    chart.y_axis.number_format = "0"
    return _finished(chart, TITLES[3], legend=True)


def _signing(sheet: Worksheet) -> Any:
    chart = _bars(sheet, SIGNING_TABLE, {"sessions": _BLUE}, "col")
    return _finished(chart, TITLES[4], legend=False)


def _questions(sheet: Worksheet) -> Any:
    chart = _bars(sheet, QUESTION_TABLE, {"share": _BLUE}, "bar", form="0%", gap=40)
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    return _finished(chart, TITLES[5], legend=False)
