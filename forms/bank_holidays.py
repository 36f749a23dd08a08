"""England's bank holidays, from the `holidays` library: one year at a time, each worked out once.

The library knows substitute days and holidays that were proclaimed for one year. A day that it does not know
yet is entered as a closure in the Calendar.
"""

from __future__ import annotations

import datetime as dt
import functools


@functools.cache
def bank_holidays(year: int) -> frozenset[dt.date]:
    """Return the bank holidays of England in a year."""
    # Importing the library takes longer than all else that a small command does.
    import holidays

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


class EnglishBankHolidays:
    """All bank holidays of England as one set; `day in EnglishBankHolidays()`."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and day in bank_holidays(day.year)
