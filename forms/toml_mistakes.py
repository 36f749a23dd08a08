"""Say in plain words what is wrong with a file that is no TOML: the slips that people make most first."""

from __future__ import annotations

import re

from forms.mistakes import Mistake, quoted

_KEY = r"^[\w-]+\s*=\s*"
_SLIPS = (
    (
        re.compile(_KEY + "[\u201c\u201d\u201e\u2018\u2019]"),
        'straight quotation marks: "…"',
        "write them anew here; Word makes them curly",
    ),
    (re.compile(_KEY + r"(?:True|TRUE|Yes|yes)\s*(?:#.*)?$"), "true in small letters", "write true"),
    (re.compile(_KEY + r"(?:False|FALSE|No|no)\s*(?:#.*)?$"), "false in small letters", "write false"),
    (
        re.compile(r"^\[+[^\]\"]*\s[^\]\"]*\]+"),
        "an id without spaces",
        "write an underscore for each space: the_venue",
    ),
    (
        re.compile(_KEY + r"\"[^\"]*\"[^\s#]"),
        "quotation marks only at both ends of the words",
        'write \\" for one inside them',
    ),
    (re.compile(_KEY + r"[A-Za-z]"), 'words in quotation marks: "…"', "put them in"),
    (
        re.compile(r"^[^=\[\]{},\"#]+$"),
        "KEY = value, or a heading such as [field.venue]",
        "write a # in front of a remark",
    ),
)
"""What a line looks like, what was expected there, and what to do."""


def syntax_mistake(error: ValueError | RecursionError, text: str) -> Mistake:
    """Return the mistake that `error`, raised by the TOML reader for `text`, stands for."""
    said = str(error)
    match = re.search(r"\(at line (\d+), column \d+\)", said)
    last = text.rstrip("\n").count("\n") + 1
    line = min(int(match[1]), last) if match else last
    written = text.split("\n")[line - 1].strip() or "an empty line"
    if re.search(r"twice|overwrite|already", said):
        return Mistake(
            "D08", line, quoted(written), "each table and key once", "rename or take out the second one"
        )
    if isinstance(error, RecursionError):
        return Mistake("D02", 1, "brackets within brackets without end", "a definition", "write it anew")
    if "nclosed array" in said or "nclosed inline" in said:
        advice = "put a comma between the entries and a closing bracket at the end, here or above"
        return Mistake("D02", line, quoted(written), "TOML, with every bracket closed", advice)
    for slip, expected, advice in _SLIPS:
        if slip.search(written):
            return Mistake("D02", line, quoted(written), f"TOML: {expected}", advice)
    reason = re.sub(r"\s*\(at [^()]*\)", "", said)
    advice = f"correct it here or just above ({reason[:1].lower()}{reason[1:]})"
    return Mistake("D02", line, quoted(written), "TOML", advice)
