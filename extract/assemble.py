"""Give the boxes of a returned file the meaning that its form's definition has for them.

What a person wrote is never changed, guessed at or left out: what cannot be understood stays as it
was typed, with a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.issued import check_issued
from extract.meaning import meaning_of
from extract.raw import Identity, RawBox, RawFile, Seal
from extract.rows import Folded, fold_boxes
from extract.tables import read_table
from forms.action_rows import check_actions
from forms.dates import parse_date, parse_time
from forms.findings import Finding, Severity
from forms.model import Definition, Fact, Field, Kind, Stage
from forms.names import CONTINUATION, fact_name, option_name
from forms.records import Answer, Response, Signature, Signed, State
from forms.reference import parse_reference

_TABLES = frozenset({Kind.CARRIED, Kind.ACTIONS})
_DATE_FACTS = frozenset({Fact.SESSION_DATE, Fact.RETURN_BY})


def assemble(raw: RawFile, definition: Definition, path: str, sha256: str) -> Response:
    """Return what `raw` says, in the terms of `definition`."""
    tables = {field.id: field.columns for field in definition.answerable if field.kind in _TABLES}
    folded = fold_boxes(raw.boxes, tables)
    stage, stage_findings = _stage(raw.identity, definition)
    assembly = _Assembly(raw, definition, folded, stage)
    assembly.read_fields()
    header, signatures = assembly.header(), tuple(assembly.signatures())
    response = Response(
        path=path,
        sha256=sha256,
        kind=raw.kind,
        form=definition.id,
        version=raw.identity.version,
        stage=stage,
        reference=raw.identity.reference or None,
        pages=raw.pages,
        header=header,
        fields=assembly.answers,
        signatures=signatures,
        findings=(
            *stage_findings,
            *_reference_findings(raw.identity.reference, definition, stage),
            *raw.findings,
            *folded.findings,
            *assembly.findings,
            *assembly.unknown_boxes(),
        ),
    )
    issued = check_issued(definition, raw.identity.marks, response.fields, response.header)
    response = replace(response, findings=(*response.findings, *issued))
    # Which rows are new actions, and under which ids, is decided in one place for every reader.
    return replace(response, findings=(*response.findings, *check_actions(response, definition)))


class _Assembly:
    """The answers of one file while they are put together."""

    def __init__(self, raw: RawFile, definition: Definition, folded: Folded, stage: Stage) -> None:
        self.raw = raw
        self.definition = definition
        self.folded = folded
        self.stage = stage
        self.answers: dict[str, Answer] = {}
        self.findings: list[Finding] = []
        self._used: set[str] = set()
        self._ticks: set[str] = set()
        self._missing: list[str] = []

    def read_fields(self) -> None:
        """Read every field of the form, in its order, then the continuation box."""
        for field in self.definition.answerable:
            if field.added and self.raw.identity.verbatim and not self._stands(field):
                continue
            if field.kind in _TABLES:
                self._read_table(field)
            elif field.kind is Kind.SIGNATURE:
                self._read_signature(field)
            elif field.kind in {Kind.CHOICE, Kind.YES_NO}:
                self.answers[field.id] = self._choice(field)
            else:
                self.answers[field.id] = self._simple(field.id, field)
            self._read_parts(field)
        self._read_continuation()
        if self._missing:
            names = ", ".join(self._missing)
            self.findings.append(
                Finding(
                    "F01",
                    Severity.ACT_NOW,
                    self._missing[0] if len(self._missing) == 1 else None,
                    f"these boxes are gone from the form: {names}. What was written there cannot be read; "
                    "look at the file and ask the sender",
                )
            )

    def unknown_boxes(self) -> Iterator[Finding]:
        """Yield a finding for each box that the form does not have, with its words."""
        empty = [
            name for name, box in self.folded.ticks.items() if name not in self._ticks and not box.ticked
        ]
        ticked = [name for name, box in self.folded.ticks.items() if name not in self._ticks and box.ticked]
        texts = {
            name: " / ".join(box.texts)
            for name, box in self.folded.boxes.items()
            if name not in self._used and not name.startswith(fact_name(""))
        }
        empty += [name for name, words in texts.items() if not words.strip()]
        said = {name: f"it says {words!r}" for name, words in texts.items() if words.strip()}
        said |= dict.fromkeys(ticked, "it is ticked")
        for name, words in said.items():
            yield Finding(
                "F09",
                Severity.SOON,
                None,
                f"the file has a box {name!r} that {self.definition.id} version {self.definition.version} "
                f"does not have; {words}. Read it by hand",
            )
        if empty:
            yield Finding(
                "F09",
                Severity.NOTE,
                None,
                f"the file has boxes that {self.definition.id} version {self.definition.version} does not "
                "have; "
                f"they are empty: {', '.join(empty)}. Nothing to do",
            )

    def header(self) -> dict[Fact, str]:
        """Return the facts of the header, from their own boxes and from the fields that print them."""
        facts: dict[Fact, str] = {}
        printing = {field.fact: field.id for field in self.definition.answerable if field.fact is not None}
        for fact in Fact:
            if fact in printing:
                answer = self.answers.get(printing[fact])
                if answer is not None and isinstance(answer.value, str | int):
                    facts[fact] = str(answer.value)
                continue
            box = self.folded.boxes.get(fact_name(fact))
            text = box.texts[0].strip() if box is not None and box.texts else ""
            if text:
                facts[fact] = _plain_fact(fact, text)
        return facts

    def signatures(self) -> Iterator[Signature]:
        """Yield the signatures that stand on the form: typed ones, then digital ones."""
        for field in self.definition.answerable:
            answer = self.answers.get(field.id)
            if field.kind is Kind.SIGNATURE and answer is not None and isinstance(answer.value, Signed):
                signed = answer.value
                if signed.name is not None:
                    yield Signature(
                        field.party, "typed", signed.name, signed.date, answer.page_number, answer.box, None
                    )
        for seal in self.raw.seals:
            party = self._party_of(seal)
            yield Signature(party, "certificate", seal.signer, seal.date, seal.page_number, seal.box, None)

    def _party_of(self, seal: Seal) -> str:
        for field in self.definition.answerable:
            if field.kind is Kind.SIGNATURE and seal.name in {
                field.id,
                f"{field.id}-name",
                f"{field.id}-sign",
            }:
                return field.party
        self.findings.append(
            Finding(
                "F22",
                Severity.SOON,
                None,
                f"the file carries a digital signature {seal.name!r} by "
                f"{seal.signer or 'an unnamed person'} that "
                "belongs to no party of the form. Look at it and say whose it is",
            )
        )
        return ""

    def _stands(self, field: Field) -> bool:
        names = {*self.folded.boxes, *self.folded.ticks}
        own = {field.id, f"{field.id}-name", *(option_name(field.id, option) for option in field.all_options)}
        return bool(names & own) or bool(self.folded.rows.get(field.id))

    def _take(self, name: str) -> RawBox | None:
        self._used.add(name)
        return self.folded.boxes.get(name)

    def _simple(self, name: str, field: Field | None) -> Answer:
        box = self._take(name)
        if box is None or box.gone:
            self._missing.append(name)
        meaning = meaning_of(name, box, field, self.raw.channel)
        self.findings.extend(meaning.findings)
        return meaning.answer

    def _choice(self, field: Field) -> Answer:
        names = {option: option_name(field.id, option) for option in field.all_options}
        self._ticks.update(names.values())
        ticks = self.folded.ticks
        standing = {option: ticks[name] for option, name in names.items() if name in ticks}
        if field.id in self.folded.boxes or not standing:
            return self._simple(field.id, field)
        self._used.add(field.id)
        chosen = tuple(option for option, box in standing.items() if box.ticked or box.doubtful)
        doubtful = any(box.doubtful for box in standing.values())
        printed = field.options if self.raw.identity.verbatim else field.all_options
        lost = [names[option] for option in printed if option not in standing]
        self._missing.extend(lost)
        joined = RawBox(field.id, chosen, doubtful=doubtful, gone=bool(lost) and not chosen)
        meaning = meaning_of(field.id, joined, field, self.raw.channel)
        self.findings.extend(meaning.findings)
        return meaning.answer

    def _read_parts(self, field: Field) -> None:
        verbatim = self.raw.identity.verbatim
        if field.comment and not (verbatim and f"{field.id}-comment" not in self.folded.boxes):
            self.answers[f"{field.id}-comment"] = self._simple(f"{field.id}-comment", None)
        other = f"{field.id}-other"
        if "Other" in field.added_options and not (verbatim and other not in self.folded.boxes):
            self.answers[other] = self._simple(other, None)
        # Evidence stands only where the log shows some.
        if field.evidence and f"{field.id}-evidence" in self.folded.boxes:
            self.answers[f"{field.id}-evidence"] = self._simple(f"{field.id}-evidence", None)

    def _read_signature(self, field: Field) -> None:
        name_box = f"{field.id}-name"
        date_box = field.date_field or f"{field.id}-date"
        if self.stage not in {Stage.BLANK, Stage.SIGNING, Stage.FINAL} and name_box not in self.folded.boxes:
            # Signature boxes open at the signing stage only.
            self.answers[field.id] = Answer(None, State.BLANK, self.raw.channel)
            self._used.add(date_box)
            return
        name = self._simple(name_box, None)
        date = self._date_of_signature(date_box, own=field.date_field is None)
        if State.CONFLICT in {name.state, date.state}:
            candidates = tuple(
                text
                for part in (name, date)
                for text in (part.value if isinstance(part.value, tuple) else (part.value,))
                if isinstance(text, str)
            )
            self.answers[field.id] = replace(name, value=candidates, state=State.CONFLICT)
            return
        signed = Signed(
            name.value if isinstance(name.value, str) else None,
            date.value if isinstance(date.value, str) else None,
        )
        filled = signed.name is not None or signed.date is not None
        state = State.FILLED if filled and name.state is not State.MISSING else name.state
        self.answers[field.id] = replace(name, value=signed if filled else None, state=state)

    def _date_of_signature(self, name: str, *, own: bool) -> Answer:
        if own:
            return self._simple(name, _DATE)
        # The form's own date field is read, and reported, in its own place.
        return meaning_of(name, self.folded.boxes.get(name), _DATE, self.raw.channel).answer

    def _read_table(self, field: Field) -> None:
        whole = self.folded.boxes.get(field.id)
        if whole is not None and not self.folded.rows.get(field.id):
            # A verbatim form prints the carried actions as words in one cell.
            self.answers[field.id] = self._simple(field.id, None)
            return
        printed = field.printed_columns if self.raw.identity.verbatim else field.columns
        read = read_table(
            field,
            self.folded.rows.get(field.id, ()),
            printed,
            self.raw,
            expected=self._is_expected(field),
        )
        self.answers[field.id] = read.answer
        self.findings.extend(read.findings)
        self._missing.extend(read.missing)

    def _is_expected(self, field: Field) -> bool:
        """Return whether the form must have rows of this table: at signing only the filled ones stand."""
        return bool(field.spare) and self.stage not in {Stage.SIGNING, Stage.FINAL}

    def _read_continuation(self) -> None:
        if CONTINUATION not in self.folded.boxes:
            return
        answer = self._simple(CONTINUATION, None)
        self.answers[CONTINUATION] = answer
        if answer.state is State.FILLED:
            self.findings.append(
                Finding(
                    "F10",
                    Severity.NOTE,
                    CONTINUATION,
                    "the box for what did not fit holds text. Read it beside the answers; nobody can tell "
                    "by machine "
                    "which answer it goes on from",
                )
            )


_DATE = Field(id="date", label="", kind=Kind.DATE)
"""Stands for the date of a signature, which is no field of its own."""


def _plain_fact(fact: Fact, text: str) -> str:
    if fact in _DATE_FACTS:
        date = parse_date(text)
        return date.isoformat() if date else text
    if fact is Fact.SESSION_TIME:
        time = parse_time(text)
        return time.strftime("%H:%M") if time else text
    return text


def _stage(identity: Identity, definition: Definition) -> tuple[Stage, tuple[Finding, ...]]:
    words = identity.stage
    if words not in {stage.value for stage in Stage}:
        return Stage.BLANK, (
            Finding(
                "F13",
                Severity.ACT_NOW,
                None,
                f"the file says its stage is {words!r}, which is none. It is treated as a blank; say "
                "which stage it is",
            ),
        )
    stage = Stage(words)
    if stage is Stage.BLANK or stage in definition.stages:
        return stage, ()
    return stage, (
        Finding(
            "F13",
            Severity.SOON,
            None,
            f"the file says its stage is {stage.value}, but {definition.id} has only "
            f"{', '.join(known.value for known in definition.stages)}. Check which form was meant",
        ),
    )


def _reference_findings(reference: str, definition: Definition, stage: Stage) -> Iterator[Finding]:
    if not reference:
        why = "it is a blank that was never issued" if stage is Stage.BLANK else "its properties hold none"
        message = (
            f"the form carries no reference ({why}). File it by hand under the session that it belongs to"
        )
        yield Finding("X27", Severity.SOON, None, message)
        return
    parsed = parse_reference(reference)
    if parsed is None:
        message = (
            f"the form's reference {reference!r} is none: expected one like ESM-26-0042-{definition.code}. "
            "Nothing was guessed; find the form that was sent and compare"
        )
        yield Finding("X27", Severity.SOON, None, message)
    elif parsed.appendix != definition.code:
        message = (
            f"the form's reference {reference} is for {parsed.appendix}, but this is {definition.id} "
            f"({definition.code}). Find out which of the two is right"
        )
        yield Finding("X27", Severity.SOON, None, message)
