"""Record responses as a run does, without files: what is kept, in one transaction each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from forms.case_key import CaseEntry
from forms.catalogue import load_form
from forms.log import Log
from forms.records import Response
from forms.revisions import revision_of
from register.belonging import owners_of, pairs_of
from register.children import children_of
from register.database import Register
from register.keeping import Keeper
from register.ledger import Protected, fold_log
from register.receiving import Kept, Seen, begin_import, finish_import, record_return

ON = dt.date(2026, 11, 28)
KEY = (
    CaseEntry("ESM-C014", "Alder Grove Academy", "Jayden Okoro"),
    CaseEntry("ESM-C021", "Alder Grove Academy", "Mia Rose Fielding", ("Mimi Fielding",)),
)
SECRET = b"a key of marks"


def take(register: Register, responses: Iterable[Response], on: dt.date = ON, *, finish: bool = True) -> int:
    """Record responses under one import and return its number; without `finish` the run was cut off."""
    children = children_of((), KEY)
    keeper = Keeper(SECRET, lambda text: children.mask(text, parts=True).text)
    with register.writing() as connection:
        number = begin_import(connection, on, "0")
    for response in responses:
        definition = load_form(response.form, response.version)
        seen = Seen(response.sha256, keeper.mask(response.path), keeper.mark("", response.path), 1)
        with register.writing() as connection:
            names = pairs_of(revision_of(response, definition), SECRET)
            kept = Kept(keeper.keep(response, definition), definition, names)
            record_return(connection, number, seen, kept, on)
    if finish:
        with register.writing() as connection:
            finish_import(connection, number)
    return number


def log_of(register: Register, on: dt.date = ON, key: Sequence[CaseEntry] = KEY) -> Log:
    """Return the log that the register gives."""
    protected = Protected(children_of((), key), owners_of(key, SECRET))
    with register.reading() as connection:
        return fold_log(connection, load_form, on, protected)
