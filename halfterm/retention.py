"""How long returned forms are kept is the trust's choice, and halfterm asks until it is made."""

from __future__ import annotations

from forms.findings import Finding, Severity
from halfterm.settings import SETTINGS_FILE, Settings


def retention_reminder(settings: Settings) -> Finding | None:
    """Return Y11 while a trust has not said how long it keeps returned forms, None once it has."""
    if settings.retention_years is not None:
        return None
    text = (
        f"{SETTINGS_FILE}: retention_years is not set, so nothing is ever deleted. Decide with the data "
        "protection officer how long returned forms are kept, and write it there; halfterm purge deletes "
        "what is older, and says first what that is."
    )
    return Finding("Y11", Severity.SOON, None, text)
