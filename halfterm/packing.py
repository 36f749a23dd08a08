"""Make the files of one pack: its forms, pre-filled, in the one format that the person works in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from build.mail.draft import Attachment
from build.mail.wording import Enclosed
from forms.errors import HalftermError
from forms.findings import Finding
from forms.meanings import Logged
from forms.model import Definition, Fact, Owner, Stage
from forms.packs import NOTICES, Errand, Pack, Sheet
from forms.plan import SignatureMode, WorksIn
from halfterm.make import document
from halfterm.originals import Originals
from halfterm.trust import Trust
from register.invited import Heard
from register.posted import Posted, whole_of

if TYPE_CHECKING:
    from build.filling import Filling
    from forms.records import Response


@dataclass(frozen=True, slots=True)
class Made:
    """One form of a pack, as a file."""

    sheet: Sheet
    title: str
    version: str
    file: Attachment
    findings: tuple[Finding, ...]

    @property
    def sha256(self) -> str:
        """Return the hash of the file."""
        return hashlib.sha256(self.file.data).hexdigest()

    @property
    def suffix(self) -> str:
        """Return what its name ends in: pdf or docx."""
        return self.file.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Packed:
    """What goes into a pack."""

    made: tuple[Made, ...]
    told: tuple[str, ...] = ()
    """What the mail says of forms that came back, a line each."""
    is_unread: bool = False
    """Whether some of that could not be read for certain."""


def is_for_supervisor_only(pack: Pack) -> bool:
    """Return whether a pack goes to nobody but the supervisor."""
    return all(one.person_id == pack.supervisor.person_id for one in pack.people)


def make_files(trust: Trust, pack: Pack, originals: Originals) -> Packed:
    """Return the forms of a pack as files. Raises HalftermError where one of them cannot be made."""
    return Packed(tuple(make_sheet(trust, pack, sheet, originals) for sheet in pack.sheets))


def enclosed_in(pack: Pack, made: tuple[Made, ...]) -> tuple[Enclosed, ...]:
    """Return what of these goes by mail, in words: each title once."""
    names: dict[tuple[str, str, bool], list[str]] = {}
    for one in (one for one in made if one.sheet.mailed):
        to_sign = pack.errand is Errand.AGENDA and one.sheet.stage is Stage.SIGNING
        names.setdefault((one.title, one.suffix, to_sign), []).append(one.file.name)
    return tuple(
        Enclosed(title, tuple(own), suffix, to_sign) for (title, suffix, to_sign), own in names.items()
    )


def facts_digest(pack: Pack, turn: int = 0) -> str:
    """Return a digest of what a pack says of its session: another one means that it goes out anew.

    `turn` counts what else went out for the session before (`turn_of`).
    """
    said: dict[str, object] = {
        "people": [one.person_id for one in pack.people],
        "supervisor": pack.supervisor.person_id,
        "on": pack.session_on.isoformat(),
        "at": pack.session_at.isoformat() if pack.session_at else None,
    }
    if pack.errand in NOTICES:
        said["errand"] = str(pack.errand)
    if pack.key:
        said["about"] = [pack.key, *(one.continued or "" for one in pack.sheets)]
    if turn:
        said["turn"] = turn
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def turn_of(pack: Pack, posted: Collection[Posted], reached: Collection[Heard] = ()) -> int:
    """Return how many mailings went out for a session that said something else of its day, from 0.

    So a session that was moved and is moved back, or was cancelled and takes place after all, goes out again:
    the last that people heard is the other day. `reached` says which notices
    reached whom: those that others got do not count.
    """
    if pack.errand is not Errand.AGENDA and pack.errand not in NOTICES:
        return 0
    ids = {one.person_id for one in pack.meant_for or pack.people}
    theirs = {one.invited.facts for one in reached if ids & set(one.invited.person_ids)}
    sent = {
        whole_of(one.facts)
        for one in posted
        if one.session_id == pack.session_id
        and (one.errand is Errand.AGENDA or (one.errand in NOTICES and one.facts in theirs))
    }
    return len(sent - {whole_of(facts_digest(pack, turn)) for turn in range(len(sent))})


def is_printed(pack: Pack) -> bool:
    """Return whether whom it is for works on paper."""
    return any(one.signature_mode is SignatureMode.INK for one in pack.people)


def make_sheet(trust: Trust, pack: Pack, sheet: Sheet, originals: Originals) -> Made:
    """Return one form of a pack as a file. Raises HalftermError where it cannot be made."""
    definition = trust.catalogue.load_form(sheet.form)
    name = f"{sheet.reference} {sheet.stage}"
    if sheet.as_it_came is not None:
        data = originals.load(sheet.as_it_came)
        if data is None:
            raise HalftermError(
                "W20",
                f"{pack.name}: the file that came back as {sheet.reference} is not in the archive; run "
                "halfterm verify, and put it back from a backup.",
            )
        suffix = "pdf" if data[:5] == b"%PDF-" else "docx"
        return Made(sheet, definition.title, definition.version, Attachment(f"{name}.{suffix}", data), ())
    filling = _filling(trust, pack, sheet, originals)
    suffix = _format(pack, sheet)
    data, findings = document(filling, suffix)
    return Made(sheet, definition.title, definition.version, Attachment(f"{name}.{suffix}", data), findings)


def _format(pack: Pack, sheet: Sheet) -> str:
    """Return the one format: PDF for signing, for paper and for who works in it, else Word."""
    works_in_pdf = all(one.works_in is WorksIn.PDF for one in pack.people)
    is_settled = sheet.stage in {Stage.SIGNING, Stage.FINAL}
    return "pdf" if is_settled or is_printed(pack) or works_in_pdf else "docx"


def _filling(trust: Trust, pack: Pack, sheet: Sheet, originals: Originals) -> Filling:
    from build.prefill import Known, build_filling
    from build.values import parse_values

    definition = trust.catalogue.load_form(sheet.form)
    values = {"reference": sheet.reference, "stage": str(sheet.stage), "header": dict(sheet.header)}
    if sheet.continued is None and len(pack.supervisees) == 1:
        values["fields"] = _roles(definition, pack)
    previous = tuple(_read(pack, sha256, originals) for sha256 in sheet.previous)
    continued = _read(pack, sheet.continued, originals) if sheet.continued is not None else None
    return build_filling(
        definition,
        Known(parse_values(json.dumps(values), definition, pack.name), previous, continued, sheet.before_at),
        lookup=trust.catalogue.load_form,
        forms=trust.catalogue.papers_of(definition.policy.id),
        stage=sheet.stage,
        left_open=frozenset({Fact.CASE_REF}),
    )


def _roles(definition: Definition, pack: Pack) -> dict[str, str]:
    """Return what the Roster says of two roles, where a form asks for them and they are ours to fill in."""
    known: dict[str, str | None] = {
        Logged.SUPERVISEE_ROLE: pack.supervisees[0].role,
        Logged.SUPERVISOR_ROLE: pack.supervisor.role,
    }
    return {
        field.id: role
        for field in definition.answerable
        if field.owner is Owner.SYSTEM and (role := known.get(field.log or field.id))
    }


def _read(pack: Pack, sha256: str, originals: Originals) -> Response:
    found = originals.read(sha256)
    if found is None:
        why = originals.unread.get(sha256, "")
        raise HalftermError(
            "W20",
            f"{pack.name}: a form of last time cannot be read any more ({why}); without it actions would be "
            "lost; run halfterm verify.",
        )
    # In the archive it goes by its hash; a person knows it by what it says of itself.
    return replace(found, path=f"{found.reference or pack.name} {found.stage}")
