"""The files as which a form may have been issued, for reading one whose boxes are gone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from extract.intake import ReadResult, definition_of, read_bytes
from extract.raw import Identity
from forms import own_words
from forms.catalogue import Catalogue
from forms.checked import NO_CHECKS, Checks
from forms.dates import show_date
from forms.errors import HalftermError, UnknownVersionError
from forms.model import Definition, Fact, Stage
from forms.names import CONTINUATION
from forms.needed import needed_in
from forms.records import Channel, Response
from forms.reference import parse_reference
from halfterm.issued_guesses import (
    A_ROW,
    LEFT_OPEN,
    SAMPLE,
    carried_rows,
    likely_headers,
    may_have_odd_days,
)

if TYPE_CHECKING:
    from build.filling import Filling
    from extract.issuing import Issued
    from extract.page.identity import Printed

_MOST_WORD = 8
"""Word files that are tried: their labels say well which facts were known."""

Earlier = Callable[[str], Iterator[Response]]
"""Yields what came back under a reference before, the latest first."""


def read_any(
    data: bytes,
    path: Path,
    catalogue: Catalogue,
    issued: Issued | None = None,
    checks: Checks = NO_CHECKS,
) -> ReadResult:
    """Return what became of a file, whose boxes may be gone; `issued` makes its form once more.

    `checks` is what people said of its boxes.
    """
    return read_bytes(data, path, catalogue.load_form, issued or made_anew(catalogue), checks)


def made_anew(catalogue: Catalogue) -> Issued:
    """Return what makes a form once more, as it is issued when little is known."""
    return _Anew(catalogue)


def made_from(catalogue: Catalogue, earlier: Earlier) -> Issued:
    """Return what makes a form once more from the stage before it, where that came back, and else anew."""
    return _Anew(catalogue, earlier)


@dataclass(frozen=True, slots=True)
class _Anew:
    """Makes forms of a catalogue once more."""

    catalogue: Catalogue
    earlier: Earlier = lambda _: iter(())

    def __call__(
        self,
        printed: Printed,
        texts: Sequence[str],
        stored: Sequence[Response] = (),
        file_format: str = "pdf",
    ) -> Iterator[bytes]:
        definition = _definition(self.catalogue, printed)
        if definition is None:
            return
        if not stored:
            yield from self.from_before(printed, file_format)
        for response in stored:
            texts = [*_carried_texts(definition, response), *texts]
            filling = _continued(self.catalogue, definition, printed, response)
            if filling is not None:
                yield from _all_made(filling, file_format, texts)
        for filling in _fillings(self.catalogue, definition, printed, texts, file_format):
            yield from _all_made(filling, file_format, texts)

    def from_before(self, printed: Printed, file_format: str = "pdf") -> Iterator[bytes]:
        definition = _definition(self.catalogue, printed)
        if definition is None or not printed.reference:
            return
        for response in self.earlier(printed.reference):
            filling = _continued(self.catalogue, definition, printed, response)
            if filling is not None:
                yield from _made(filling, file_format)

    def showing(
        self, printed: Printed, shown: Mapping[str, str], instead: Mapping[str, str], texts: Sequence[str]
    ) -> Iterator[bytes]:
        definition = _definition(self.catalogue, printed)
        if definition is None:
            return
        response = _response(definition, printed, shown)
        facts: dict[Fact, object] = {
            fact: _as_given(fact, instead[str(sample)])
            for fact, sample in SAMPLE.items()
            if instead.get(str(sample))
        }
        facts |= {fact: _as_given(fact, text) for fact, text in response.header.items()}
        texts = [*_carried_texts(definition, response), *texts]
        continued = _continued(self.catalogue, definition, printed, response)
        rows = _rows_shown(definition, response)
        others = _fillings(self.catalogue, definition, printed, texts, "pdf", facts, rows)
        for filling in (*(() if continued is None else (continued,)), *others):
            yield from _all_made(filling, "pdf", texts)

    def recognise(self, texts: Sequence[str]) -> Iterator[Printed]:
        from halfterm.recognised import recognise

        return recognise(self.catalogue, texts)


def _all_made(filling: Filling, file_format: str, texts: Sequence[str]) -> Iterator[bytes]:
    """Yield the form with the words beside carried actions that lack something as they stand in `texts`.

    An owner may have been written in since, so the rows alone do not say which. Where the texts have none
    they may be those of a picture, or of a form that was made without such words: then both are tried.
    """
    from build.needed import needed_on

    standing = needed_in(texts)
    if not standing and (lacking := needed_on(filling)):
        yield from _made(replace(filling, needed=lacking), file_format)
    yield from _made(replace(filling, needed=standing), file_format)


def _made(filling: Filling, file_format: str) -> Iterator[bytes]:
    """Yield the form, nothing where what seems to stand on it has no place there: so it was not issued."""
    from halfterm.make import document

    try:
        data = document(filling, file_format)[0]
    except HalftermError:
        return
    yield data


def _response(definition: Definition, printed: Printed, shown: Mapping[str, str]) -> Response:
    """Return what a form says whose boxes hold these texts."""
    from extract.assemble import assemble
    from extract.raw import RawBox, RawFile

    identity = Identity(definition.id, definition.version, printed.stage, printed.reference)
    boxes = tuple(RawBox(name, (text,) if text else ()) for name, text in shown.items())
    return assemble(RawFile("pdf", Channel.TEXT, identity, None, boxes), definition, "the pages", "")


def _continued(
    catalogue: Catalogue, definition: Definition, printed: Printed, response: Response
) -> Filling | None:
    from build.prefill import Known, build_filling
    from build.values import Values

    back = response.header.get(Fact.RETURN_BY) if response.stage == printed.stage else None
    # Each stage has its own, so a stage does not hand it to the next one.
    header = {Fact.RETURN_BY: show_date(back)} if back else {}
    values = Values(where="the page", reference=printed.reference, header=header)
    try:
        return build_filling(
            definition,
            Known(values, (), response),
            lookup=catalogue.load_form,
            forms=catalogue.papers_of(definition.policy.id),
            stage=Stage(printed.stage),
            left_open=LEFT_OPEN,
        )
    except (HalftermError, ValueError):
        # A later stage than this one, or a stage that there is none of.
        return None


def _carried_texts(definition: Definition, stored: Response) -> Iterator[str]:
    """Yield what stands in the rows of carried actions, in the order in which pages show it."""
    from build.table_rows import carried_table

    table = carried_table(definition)
    answer = stored.fields.get(table.id) if table is not None else None
    for row in (answer.cells or {}).values() if answer is not None else ():
        said = (row.get(column) for column in ("ref", "by_when", "action", "who"))
        yield from (str(one.value) for one in said if one is not None and one.value)


def _as_given(fact: Fact, text: str) -> object:
    """Return a fact that stands on a page as a values file gives it."""
    return int(text) if isinstance(SAMPLE.get(fact), int) and text.isdecimal() else text


def _rows_shown(definition: Definition, response: Response) -> dict[str, dict[str, str]]:
    """Return id of a carried action -> column -> the words that its row shows."""
    from build.table_rows import carried_table

    table = carried_table(definition)
    answer = response.fields.get(table.id) if table is not None else None
    rows: dict[str, dict[str, str]] = {}
    for row in (answer.cells or {}).values() if answer is not None else ():
        said = {name: str(row[name].value) for name in ("ref", *A_ROW) if name in row and row[name].value}
        if "ref" in said:
            rows[said.pop("ref")] = said
    return rows


def _definition(catalogue: Catalogue, printed: Printed) -> Definition | None:
    """Return the form that a page's code means, None for none: the code knows capital letters only.

    Raises UnreadableError R22 where the form is known and this version of it is not.
    """
    try:
        versions = catalogue.versions_of(printed.form) or (printed.version,)
        version = next((one for one in versions if one.upper() == printed.version), printed.version)
        return catalogue.load_form(printed.form, version)
    except UnknownVersionError:
        identity = Identity(printed.form, printed.version, printed.stage, printed.reference)
        return definition_of(identity, catalogue.load_form)
    except HalftermError:
        return None


def _fillings(
    catalogue: Catalogue,
    definition: Definition,
    printed: Printed,
    texts: Sequence[str],
    file_format: str,
    facts: Mapping[Fact, object] = MappingProxyType({}),
    rows: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Iterator[Filling]:
    from build.prefill import Known, blank_filling, build_filling
    from build.table_rows import carried_table
    from build.values import parse_values

    if printed.stage == Stage.BLANK:
        yield blank_filling(definition)
        yield blank_filling(definition, verbatim=True)
        return
    if parse_reference(printed.reference) is None or printed.stage not in definition.stages:
        return
    table = carried_table(definition)
    fields: dict[str, object] = {}
    tables: list[list[dict[str, str]]] = [[]]
    if table is not None:
        settled = printed.stage in {Stage.SIGNING, Stage.FINAL}
        ways = (True, False) if may_have_odd_days(texts) else (False,)
        tables = [carried_rows(printed.reference, texts, rows, settled=settled, odd_days=odd) for odd in ways]
    is_word = file_format == "docx"
    if is_word and own_words.CONTINUATION_TITLE in " ".join(texts):
        fields[CONTINUATION] = "a"
    headers = [(header, False) for header in likely_headers(definition, texts, whole=is_word)]
    if is_word:
        least = {fact.value: SAMPLE[fact] for fact in definition.required if fact in SAMPLE}
        headers = [*headers[:_MOST_WORD], (least, True)]
    for (header, verbatim), carried in product(headers, tables):
        header |= {fact.value: facts[fact] for fact in facts if fact.value in header}
        known = {
            "reference": printed.reference,
            "header": header,
            "fields": {**fields, **({table.id: carried} if table is not None else {})},
        }
        try:
            yield build_filling(
                definition,
                Known(parse_values(json.dumps(known), definition, "the page")),
                lookup=catalogue.load_form,
                forms=catalogue.papers_of(definition.policy.id),
                stage=Stage(printed.stage),
                verbatim=verbatim,
                left_open=LEFT_OPEN,
            )
        except HalftermError:
            # What seems to stand on the pages is nothing that this form was ever made with.
            return
