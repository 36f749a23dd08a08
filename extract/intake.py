"""Take in returned files: from a path to a response, whatever somebody sends.

The walk: bytes -> `extract.kinds` (what is it?) -> `extract.acroform` or `extract.word` (what stands in its
boxes?) -> the form's definition -> `extract.assemble` (what does that mean?). A mail or an archive is
opened first (`extract.bundles`), and each file in it goes the same way.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.assemble import assemble
from extract.bundles import Bundle, Enclosed, open_bundle
from extract.checked import with_checked
from extract.kinds import Kind, detect_kind, empty_file
from extract.raw import Identity, RawFile
from extract.reused import as_used
from forms.catalogue import load_form
from forms.checked import NO_CHECKS, Checks, KeyedForm
from forms.errors import (
    DefinitionError,
    HalftermError,
    ReaderError,
    UnknownVersionError,
    UnreadableError,
    UsageError,
)
from forms.findings import Finding, Severity
from forms.mistakes import listed
from forms.model import Definition
from forms.records import Channel, Response
from forms.revisions import Lookup
from forms.visible import visible

if TYPE_CHECKING:
    from extract.issuing import Issued

_MAX_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What became of one file: either a response or an error."""

    path: str
    """As given by the caller; of a file in a mail or an archive that one's, with the file's name in it."""
    sha256: str | None
    """Of the file's bytes; None where they could not be read."""
    response: Response | None
    error: HalftermError | None


def read_file(path: Path, lookup: Lookup = load_form, issued: Issued | None = None) -> Response:
    """Return what the returned form at `path` says.

    `lookup` finds definitions, by default among the forms that come with halfterm; `issued` makes a form once
    more, to read one whose boxes are gone. Raises UnreadableError
    (R01 to R23) or PasswordError (R15), each with the path in its message, and DefinitionError.
    """
    result = _read(path, lookup, issued)
    if result.error is not None:
        raise result.error
    if result.response is None:
        raise AssertionError("a result has a response or an error")
    return result.response


def read_files(
    paths: Iterable[Path], lookup: Lookup = load_form, issued: Issued | None = None
) -> list[ReadResult]:
    """Return one result per path, in the order given; no file's fault ends the reading of the others.

    In the place of a mail or an archive stand the files in it. Raises DefinitionError only: then the form is
    at fault, not the file.
    """

    def read(data: bytes, path: Path) -> ReadResult:
        return read_bytes(data, path, lookup, issued)

    return [result for path in paths for result in read_whole(path, open_bundle, read)]


def load_bytes(path: Path) -> bytes:
    """Return a file's bytes, nothing of it understood yet.

    Raises UnreadableError R01 to R10 where they cannot be had, or are none of a returned file.
    """
    try:
        return _read_bytes(path)
    except UnreadableError as error:
        raise _located(error, path) from error.__cause__


def read_bytes(
    data: bytes,
    path: Path,
    lookup: Lookup = load_form,
    issued: Issued | None = None,
    checks: Checks = NO_CHECKS,
) -> ReadResult:
    """Return what became of a file whose bytes are at hand already.

    `checks` is what people said of its boxes.
    """
    result = _understand(data, path, lookup, issued, checks)
    if result.response is not None and checks.used_as is not None:
        came = _understand(data, path, lookup, issued, NO_CHECKS)
        found = came.response.findings if came.response is not None else ()
        return dataclasses.replace(result, response=as_used(result.response, checks, found))
    if result.error is None or checks.form is None or issued is None:
        return result
    return _keyed(result, checks.form, lookup, issued, checks)


def read_whole(
    path: Path, opened: Callable[[bytes], Bundle | None], read: Callable[[bytes, Path], ReadResult]
) -> tuple[ReadResult, ...]:
    """Return what became of the file at `path`, or of each file in a mail or an archive: at least one.

    `opened` opens these, `read` reads any other file from its bytes.
    """
    try:
        data = load_bytes(path)
    except UnreadableError as error:
        return (ReadResult(str(path), None, None, error),)
    return read_opened(data, path, opened, read)


def read_opened(
    data: bytes,
    path: Path,
    opened: Callable[[bytes], Bundle | None],
    read: Callable[[bytes, Path], ReadResult],
) -> tuple[ReadResult, ...]:
    """Return the same of a file whose bytes are at hand."""
    try:
        bundle = opened(data)
    except ReaderError:
        raise
    except HalftermError as error:
        return (failed(error, path, data),)
    if bundle is None:
        return (read(data, path),)
    return tuple(read_enclosed(one, path, read) for one in bundle.files)


def read_enclosed(one: Enclosed, path: Path, read: Callable[[bytes, Path], ReadResult]) -> ReadResult:
    """Return what became of one file in a mail or an archive that lies at `path`."""
    place = one.place(path)
    return read(one.data, place) if one.error is None else failed(one.error, place, one.data)


def failed(error: HalftermError, path: Path, data: bytes) -> ReadResult:
    """Return the result of a file that could not be opened, with its path in the message."""
    sha256 = hashlib.sha256(data).hexdigest() if data else None
    return ReadResult(str(path), sha256, None, _located(error, path))


def _read(path: Path, lookup: Lookup, issued: Issued | None) -> ReadResult:
    try:
        data = load_bytes(path)
    except UnreadableError as error:
        return ReadResult(str(path), None, None, error)
    return read_bytes(data, path, lookup, issued)


def _located(error: HalftermError, path: Path) -> HalftermError:
    located = type(error)(error.code, f"{path}: {error.message}")
    located.__cause__ = error.__cause__
    return located


def _keyed(
    result: ReadResult, keyed: KeyedForm, lookup: Lookup, issued: Issued, checks: Checks
) -> ReadResult:
    """Return a file of which nothing could be read as the form that a person says it is."""
    from extract.keyed import key_in

    try:
        raw = key_in(keyed, issued)
        definition = definition_of(raw.identity, lookup)
        checked = with_checked(raw, checks, definition)
        response = assemble(checked, definition, visible(result.path), result.sha256 or "")
    except DefinitionError:
        raise
    except HalftermError as error:
        return ReadResult(result.path, result.sha256, None, _located(error, Path(result.path)))
    return ReadResult(result.path, result.sha256, response, None)


def _understand(data: bytes, path: Path, lookup: Lookup, issued: Issued | None, checks: Checks) -> ReadResult:
    from extract.paged import PAGED, read_paged, with_pages_checked
    from extract.word import completed, open_word, read_word, with_words_checked

    sha256 = hashlib.sha256(data).hexdigest()
    try:
        kind = detect_kind(data)
        opened = None if kind in PAGED else open_word(data, kind)
        raw = read_paged(data, kind, issued) if opened is None else read_word(opened, issued)
        definition = definition_of(raw.identity, lookup)
        if not raw.boxes and any(
            not (raw.identity.verbatim and field.added) for field in definition.answerable
        ):
            raise _boxes_gone(raw)
        response = assemble(raw, definition, str(path), sha256)
        whole = raw if opened is None else completed(opened, raw, response.findings, issued)
        checked = with_checked(whole, checks, definition)
        if checked is not raw:
            response = assemble(checked, definition, str(path), sha256)
        if opened is not None:
            response = with_words_checked(response, definition, whole, issued)
        elif raw.channel is Channel.ACROFORM:
            response = with_pages_checked(response, definition, data, raw, issued)
        response = _with_older_version(response, lookup)
    except DefinitionError:
        raise
    except HalftermError as error:
        return ReadResult(str(path), sha256, None, _located(error, path))
    return ReadResult(str(path), sha256, response, None)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            _refuse_closed(path)
            if path.is_symlink():
                raise UnreadableError(
                    "R02", "this is a link to a folder, so it was not followed. Put the files themselves here"
                )
            raise UnreadableError("R02", "this is a folder; name the files in it")
        _refuse_link(path)
        if path.exists() and not path.is_file():
            raise UnreadableError("R02", "this is a device or pipe; name a file")
        size = path.stat().st_size
        if size > _MAX_BYTES:
            raise UnreadableError(
                "R06",
                f"this file has {size:,} bytes; a returned form has far fewer than {_MAX_BYTES:,}. Check it",
            )
        with path.open("rb") as file:
            # One that grows while it is read would be read without end.
            data = file.read(_MAX_BYTES + 1)
            if len(data) != size or os.fstat(file.fileno()).st_size != size:
                raise UnreadableError(
                    "R04",
                    "the file was being written while it was read. Run the command again when it is whole",
                )
    except FileNotFoundError as error:
        raise UnreadableError("R01", "there is no such file; check the name and the folder") from error
    except PermissionError as error:
        raise UnreadableError(
            "R05",
            f"the file may not be read ({error.strerror}). Close it in Word or Acrobat, or ask for access "
            "to it",
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableError(
            "R04",
            f"the file cannot be read ({error}). If it lies in OneDrive, choose 'Always keep on this device' "
            "and wait until it is there",
        ) from error
    if not data:
        raise empty_file()
    if path.name.startswith("~$"):
        raise UnreadableError(
            "R10", "this is the mark that Word leaves while a file is open, not the file; close Word"
        )
    return data


def _refuse_link(path: Path) -> None:
    """Raise UnreadableError R07 for a link that leads out of the folder that it lies in."""
    if not path.is_symlink():
        return
    try:
        leads_out = not path.resolve(strict=True).is_relative_to(path.parent.resolve(strict=True))
    except (OSError, RuntimeError):
        # A link in a circle or to nothing: reading it says so.
        return
    if leads_out:
        raise UnreadableError(
            "R07",
            "this is a link to a file that lies elsewhere, so it was not followed. Copy the file itself here",
        )


def _refuse_closed(folder: Path) -> None:
    """Raise UnreadableError R05 where a folder may not be looked into."""
    try:
        os.scandir(folder).close()
    except PermissionError as error:
        raise UnreadableError(
            "R05",
            f"the folder may not be looked into ({error.strerror}), so what lies in it was not read. Ask for "
            "access to it",
        ) from error


def _boxes_gone(raw: RawFile) -> UnreadableError:
    form, reference = raw.identity.form, raw.identity.reference or "(none)"
    said = f"this is form {form}, reference {reference}, but none of its boxes is left"
    if raw.kind == Kind.PDF:
        cause = "it was printed to PDF or flattened; ask for the file that was typed into"
    else:
        cause = "the program that saved it took them out; ask for it to be saved in Word or in LibreOffice 25"
    return UnreadableError("R23", f"{said}: {cause}, or key it in by hand. Nothing was read from it")


def definition_of(identity: Identity, lookup: Lookup) -> Definition:
    """Return the form that a file says it is.

    Raises UnreadableError R21 where no such form is known, R22 where this version of it is not.
    """
    version, reference = identity.version or "(none)", identity.reference or "(none)"
    said = f"the file says that it is form {identity.form} version {version}, reference {reference}"
    try:
        return lookup(identity.form, identity.version)
    except UnknownVersionError as error:
        raise UnreadableError(
            "R22",
            f"{said}, but known here is only version {listed(error.known)}. Nothing was read from it, "
            "because its boxes may mean something else; put the file of that version back into the folder "
            "older of its policy, ask for the present form to be filled in, or key it in",
        ) from error
    except UsageError as error:
        raise UnreadableError(
            "R21",
            f"{said}, but no form {identity.form} is known here. Nothing was read from it; check that "
            "halfterm is up to date, and name the folder of its policy (--policy, or in halfterm.toml)",
        ) from error


def _with_older_version(response: Response, lookup: Lookup) -> Response:
    """Return the response with a finding where its form has a newer version by now."""
    present = lookup(response.form, None).version
    if present == response.version:
        return response
    finding = Finding(
        "F30",
        Severity.NOTE,
        None,
        f"this is version {response.version} of the form; the present one is version {present}. "
        f"It was read as version {response.version}. Use the present form from the next session on",
    )
    return dataclasses.replace(response, findings=(finding, *response.findings))
