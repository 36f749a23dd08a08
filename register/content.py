"""A response as a document of plain values, for one column of the register, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.findings import Finding, Severity
from forms.model import Fact, Stage
from forms.records import Answer, Box, Channel, Response, Signature, Signed, Span, State, Value


def to_content(response: Response) -> dict[str, Any]:
    """Return everything of a response but its path and hash; a blank answer takes the least room."""
    return {
        "kind": response.kind,
        "stage": response.stage.value,
        "pages": response.pages,
        "header": {fact.value: text for fact, text in response.header.items()},
        "fields": {name: _answer(answer) for name, answer in response.fields.items()},
        "signatures": [
            [one.party, one.way, one.name, one.date, one.page_number, _box(one.box), one.covers]
            for one in response.signatures
        ],
        "findings": [[one.code, one.severity.value, one.field] for one in response.findings],
        "issued": dict(response.issued_rows),
    }


def from_content(
    content: Mapping[str, Any], path: str, sha256: str, form: str, version: str, reference: str | None
) -> Response:
    """Return the response again."""
    return Response(
        path=path,
        sha256=sha256,
        kind=content["kind"],
        form=form,
        version=version,
        stage=Stage(content["stage"]),
        reference=reference,
        pages=content["pages"],
        header={Fact(fact): text for fact, text in content["header"].items()},
        fields={name: _answer_of(answer) for name, answer in content["fields"].items()},
        signatures=tuple(
            Signature(party, way, name, date, page, _box_of(box), covers)
            for party, way, name, date, page, box, covers in content["signatures"]
        ),
        findings=tuple(
            Finding(code, Severity(severity), field, "") for code, severity, field in content["findings"]
        ),
        # What was kept before these marks were read has none.
        issued_rows=content.get("issued", {}),
    )


def _answer(answer: Answer) -> list[Any]:
    plain = [
        _value(answer.value),
        answer.state.value,
        answer.channel.value,
        answer.confidence,
        answer.page_number,
        _box(answer.box),
    ]
    if answer.cells is not None:
        plain.append(
            {
                str(number): {column: _answer(cell) for column, cell in row.items()}
                for number, row in answer.cells.items()
            }
        )
    return plain


def _answer_of(plain: list[Any]) -> Answer:
    value, state, channel, confidence, page, box, *cells = plain
    return Answer(
        value=_value_of(value),
        state=State(state),
        channel=Channel(channel),
        confidence=confidence,
        page_number=page,
        box=_box_of(box),
        cells={
            int(number): {column: _answer_of(cell) for column, cell in row.items()}
            for number, row in cells[0].items()
        }
        if cells
        else None,
    )


def _value(value: Value) -> Any:
    if isinstance(value, Signed):
        return {"signed": [value.name, value.date]}
    if isinstance(value, Span):
        return {"span": [value.start, value.end]}
    if isinstance(value, tuple):
        return [one if isinstance(one, str) else {"row": dict(one)} for one in value]
    return value


def _value_of(plain: Any) -> Value:
    if isinstance(plain, dict):
        return Signed(*plain["signed"]) if "signed" in plain else Span(*plain["span"])
    if isinstance(plain, list):
        return tuple(one if isinstance(one, str) else one["row"] for one in plain)
    return plain  # type: ignore[no-any-return]  # text, number or None


def _box(box: Box | None) -> list[float] | None:
    return [box.x0_pt, box.y0_pt, box.x1_pt, box.y1_pt] if box is not None else None


def _box_of(plain: list[float] | None) -> Box | None:
    return Box(*plain) if plain is not None else None
