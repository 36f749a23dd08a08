"""The page on which a supervisor begins: what is to send, what is awaited, to sign, and what drifts.

HTML 5 with headings, one table a section and its caption, so that it can be read aloud; it prints on A4. No
script, nothing from a network. It names no child: forms go by references.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from forms.intervals import spoken_day

if TYPE_CHECKING:
    import datetime as dt

    from jinja2 import Template


@dataclass(frozen=True, slots=True)
class Link:
    """Where something lies."""

    words: str
    path: str
    """Relative to the page's folder, with forward slashes."""

    @property
    def address(self) -> str:
        """Return the path as the address of a link."""
        return quote(self.path)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: whose, what, by when, what to know of it, and where it lies."""

    who: str
    what: str
    when: str
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    warning: str = ""
    """What is amiss with it, said before the notes."""


@dataclass(frozen=True, slots=True)
class Section:
    """What is of one kind."""

    title: str
    to_do: str
    """What to do with these, in a sentence."""
    rows: tuple[Row, ...]
    when: str = "When"
    """What the day in these rows is."""


@dataclass(frozen=True, slots=True)
class StartPage:
    """Everything that lies before one supervisor."""

    supervisor: str
    on: dt.date
    sections: tuple[Section, ...]


def start_page(page: StartPage) -> bytes:
    """Return the page as HTML in UTF-8; sections without rows are named at its end."""
    full = tuple(one for one in page.sections if one.rows)
    empty = tuple(one.title for one in page.sections if not one.rows)
    day = spoken_day(page.on, year=True)
    text = _template().render(page=page, full=full, empty=empty, day=day)
    return text.encode()


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    text = files("templates").joinpath("pages", "start.html.jinja").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["sentence"] = lambda words: f"{words[:1].upper()}{words[1:]}"
    return environment.from_string(text)
