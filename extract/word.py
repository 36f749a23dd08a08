"""Read a Word file: its controls, and where these are gone what stands beside its printed words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from extract.controls import has_nameless, read_controls
from extract.kinds import Kind
from extract.package import Package, read_package
from extract.raw import Identity, RawFile
from forms.errors import UnreadableError
from forms.findings import Finding, Severity
from forms.model import Definition
from forms.records import Channel, Response

if TYPE_CHECKING:
    from extract.issuing import Issued

_NONE_OF_OURS = "R20"
_MOST_TRIED = 6
_BOXES_GONE = frozenset({"F01", "F23"})
_READ_BY_WORDS = "F50"


@dataclass(frozen=True, slots=True)
class Opened:
    """A Word file, or one of another kind opened as if it were one."""

    package: Package
    kind: Kind


def open_word(data: bytes, kind: Kind) -> Opened:
    """Return an opened Word file, or what is like one.

    Raises UnreadableError: R12 to R14 where the file cannot be opened safely, R50 and R51 where LibreOffice
    is needed and missing, or fails; PasswordError R15.
    """
    if kind is Kind.ODT:
        from extract.opendocument import read_opendocument

        return Opened(read_opendocument(data), kind)
    if kind is Kind.DOCX:
        return Opened(read_package(data), kind)
    from extract.office import as_word

    return Opened(read_package(as_word(data, kind)), kind)


def read_word(opened: Opened, issued: Issued | None) -> RawFile:
    """Return what a Word file says; `issued` makes a form once more, to read one whose controls are gone.

    Raises UnreadableError R20 where the file is none of ours, R23 where its controls are gone and its printed
    words do not fit, R46 for several forms.
    """
    raw = _read_word(opened, issued)
    other = _other_code(opened.package, raw.identity)
    return replace(raw, findings=(*raw.findings, other)) if other is not None else raw


def _other_code(package: Package, identity: Identity) -> Finding | None:
    """Return a finding where the code in the footer, as a printed copy would show it, names another form."""
    from extract.label.identity import printed_in

    own = (identity.reference.upper(), identity.form.lower(), identity.stage.lower())
    others = {
        f"{one.form}, reference {one.reference or '(none)'}, stage {one.stage}"
        for one in printed_in(package.pictures)
        if (one.reference.upper(), one.form, one.stage) != own
    }
    if not others:
        return None
    said = (
        f"the square code at the foot says that this is {' and '.join(sorted(others))}, but the file itself"
    )
    return Finding(
        "X27",
        Severity.ACT_NOW,
        None,
        f"{said} that it is {identity.form}, reference {identity.reference or '(none)'}, stage "
        f"{identity.stage}. It was read as the latter; check whose form this is",
    )


def _read_word(opened: Opened, issued: Issued | None) -> RawFile:
    try:
        raw = read_controls(opened.package, kind=opened.kind)
    except UnreadableError as error:
        if issued is None or error.code != _NONE_OF_OURS:
            raise
        return _recognised(opened, issued, error)
    if issued is None or (raw.boxes and not has_nameless(opened.package)):
        return raw
    return _labelled(opened, raw.identity, issued)


def completed(opened: Opened, raw: RawFile, findings: Sequence[Finding], issued: Issued | None) -> RawFile:
    """Return a Word file with what its printed words say where `findings` tell of boxes that are gone."""
    if issued is None or _BOXES_GONE.isdisjoint(one.code for one in findings):
        return raw
    return _labelled(opened, raw.identity, issued)


def with_words_checked(
    response: Response, definition: Definition, raw: RawFile, issued: Issued | None
) -> Response:
    """Return the response with a finding where printed words do not stand with their boxes any more."""
    from extract.lost_words import doubted_boxes, find_lost_words, lost_words
    from extract.page.identity import Printed

    by_words = any(one.code == _READ_BY_WORDS for one in raw.findings)
    if issued is None or raw.channel is not Channel.CONTROL or by_words:
        return response
    names = [box.name for box in raw.boxes]
    doubted = doubted_boxes(raw.statics, names, definition)
    if not doubted:
        return response
    identity = raw.identity
    printed = Printed(identity.reference, identity.form, identity.version.upper(), identity.stage, 1)
    texts = [line for static in raw.statics for line in static.text.split("\n")]
    best: dict[str, str] | None = None
    for one in islice(issued(printed, texts, (response,), file_format="docx"), _MOST_TRIED):
        again = read_controls(read_package(one))
        if again.identity.verbatim != identity.verbatim:
            continue
        lost = dict(find_lost_words(doubted, raw.statics, names, again.statics))
        best = lost if best is None or len(lost) < len(best) else best
        if not best:
            break
    return (
        replace(response, findings=(*response.findings, lost_words(best, definition))) if best else response
    )


def _labelled(opened: Opened, identity: Identity, issued: Issued) -> RawFile:
    from extract.label.reading import read_labelled, texts_in
    from extract.page.identity import Printed

    printed = Printed(identity.reference, identity.form, identity.version.upper(), identity.stage, 1)
    issued_as = issued(printed, texts_in(opened.package.document), file_format="docx")
    return read_labelled(opened.package, identity, opened.kind, issued_as)


def _recognised(opened: Opened, issued: Issued, none_of_ours: UnreadableError) -> RawFile:
    """Return what a file says that has lost its properties: by its code, else by its printed words."""
    from extract.label.identity import printed_in
    from extract.label.reading import texts_in

    package = opened.package
    coded = printed_in(package.pictures)
    if len({(one.form, one.reference, one.stage) for one in coded}) > 1:
        raise UnreadableError(
            "R46",
            f"there are several forms in this file: {', '.join(sorted(one.form for one in coded))}. Nothing "
            "was read from it; save each as a file of its own, and return these",
        )
    texts = [text for part in (*package.margins, package.document) for text in texts_in(part)]
    refused = none_of_ours
    best: RawFile | None = None
    for printed in coded or issued.recognise(texts):
        identity = Identity(printed.form, printed.version, printed.stage, printed.reference)
        try:
            read = _labelled(opened, identity, issued)
        except UnreadableError as error:
            refused = error
            continue
        # Where nothing says the stage, the words that each stage prints for itself do.
        best = read if best is None or _count_grave(read) < _count_grave(best) else best
        if coded or not _count_grave(best):
            break
    if best is None:
        raise refused
    return best


def _count_grave(raw: RawFile) -> int:
    return sum(one.severity is Severity.ACT_NOW for one in raw.findings)
