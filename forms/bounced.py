"""What a mail server says of a mail that it could not deliver."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounced:
    """One mail that came back, at least for some of those whom it went to."""

    pack: str
    """What it says of which pack it carries (`forms.packs.PACK_HEADER`); "" where that is not said."""
    to: tuple[str, ...] = ()
    """The addresses that it went to, in small letters; none where that is not said."""
    failed: tuple[str, ...] = ()
    """Those that it could not be delivered to; one that is none of `to` is a place that somebody's mail is
    sent on to."""
