"""The JSON has the keys and shapes that other programs rely on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extract.intake import read_files
from extract.report import exit_status, to_json
from tests.extract.samples import REFERENCE, control, lookup, make_body, make_docx, make_pdf, paragraph

VALUES = {
    "name": "Priya Shah",
    "session_date": "19/11/2026",
    "count": "2",
    "notes": "one\ntwo",
    "actions-1-action": "Ring the school",
    "sig_one-name": "Priya Shah",
    "sig_one-date": "20/11/2026",
}


def files(tmp_path: Path, **data: bytes) -> list[Path]:
    """Return the paths of files with these bytes."""
    paths = []
    for name, content in data.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    return paths


def test_the_json_has_the_shape_that_is_promised(tmp_path: Path) -> None:
    """Keys, states, pages from 1, boxes as lists, cells by row number as text."""
    results = read_files(files(tmp_path, form=make_pdf(VALUES)), lookup)
    report: dict[str, Any] = json.loads(json.dumps(to_json(results)))
    [file] = report["files"]
    assert set(file) == {
        "path", "sha256", "kind", "form", "version", "stage", "reference", "pages", "header", "fields",
        "signatures", "findings", "error",
    }  # fmt: skip
    assert file["error"] is None
    assert (file["stage"], file["pages"], file["reference"]) == ("session", 2, REFERENCE)
    assert file["header"] == {"session_date": "2026-11-19", "supervisee": "Priya Shah"}
    name = file["fields"]["name"]
    assert set(name) == {"value", "state", "channel", "confidence", "page", "box", "cells"}
    assert (name["value"], name["state"], name["channel"], name["confidence"]) == (
        "Priya Shah", "filled", "acroform", 1.0,
    )  # fmt: skip
    assert name["page"] == 1
    assert name["box"] == [72.0, 800.0, 300.0, 808.0]
    assert name["cells"] is None
    assert file["fields"]["count"]["value"] == 2
    assert file["fields"]["agreed"]["value"] is None
    actions = file["fields"]["actions"]
    assert actions["value"] == [{"action": "Ring the school", "who": None, "by_when": None, "status": None}]
    assert actions["cells"]["2"]["ref"]["value"] == f"{REFERENCE}/2"
    assert file["fields"]["sig_one"]["value"] == {"name": "Priya Shah", "date": "2026-11-20"}
    assert set(file["signatures"][0]) == {"party", "way", "name", "date", "page", "box", "covers"}


def test_a_file_that_cannot_be_read_is_in_the_json(tmp_path: Path) -> None:
    """Its error has code and message; nothing else is claimed about it."""
    [file] = json.loads(json.dumps(to_json(read_files(files(tmp_path, bad=b"words"), lookup))))["files"]
    assert file["error"]["code"] == "R10"
    assert (file["form"], file["fields"]) == (None, {})


def test_word_has_no_pages(tmp_path: Path) -> None:
    """Page and box are null for Word, and a conflict's value is the list of the candidates."""
    body = make_body({"notes": "x"}) + paragraph(control("notes", "y"))
    results = read_files(files(tmp_path, form=make_docx(body)), lookup)
    [file] = json.loads(json.dumps(to_json(results)))["files"]
    notes = file["fields"]["notes"]
    assert (notes["page"], notes["box"], notes["state"], notes["value"]) == (
        None,
        None,
        "conflict",
        ["x", "y"],
    )
    assert exit_status(results) == 1


def test_one_password_is_one_status(tmp_path: Path) -> None:
    """Only where all need a password is that the status."""
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    results = read_files(files(tmp_path, locked=locked, bad=b"words"), lookup)
    assert (exit_status(results[:1]), exit_status(results), exit_status([])) == (6, 3, 0)
    assert (exit_status(results, others_read=True), exit_status([], others_read=True)) == (1, 0)
