"""Returned forms that nothing is wrong with."""

from functools import cache

from tests.round.making import load_form, made

TYPED = "Late buses, and who rings whom"


@cache
def good(file_format: str) -> bytes:
    """Return a record with something in it."""
    values = {
        "reference": "ESM-26-0042-A2",
        "header": {
            "school": "Alder Grove Academy",
            "supervisee": "Tom Reed",
            "supervisor": "Priya Shah",
            "session_date": "2026-11-19",
        },
        "fields": {"agenda_items": TYPED},
    }
    return made(load_form("esteem/a2-record"), values, file_format).data
