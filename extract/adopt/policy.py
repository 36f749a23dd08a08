"""Turn a document into the files of a new policy folder: one definition per form, and policy.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract.adopt.appendices import Part, find_parts
from extract.adopt.drafts import DraftForm
from extract.adopt.outline import Line, Outline
from extract.adopt.recognise import read_form
from extract.adopt.sheet import slug
from extract.adopt.toml_text import form_text, policy_text
from extract.kinds import Kind as FileKind
from extract.kinds import detect_kind
from forms.errors import UnreadableError
from forms.model import Kind

_LONGEST_FILE = 40


@dataclass(frozen=True, slots=True)
class DraftedForm:
    """What was drafted of one form, for a person who wants to know at a glance."""

    file: str
    appendix: str
    title: str
    fields: int
    clauses: int
    to_check: int


@dataclass(frozen=True, slots=True)
class Adoption:
    """The files of a new policy folder."""

    files: Mapping[str, str]
    """File name -> text, policy.toml first."""
    forms: tuple[DraftedForm, ...]
    notes: tuple[str, ...]
    """What was left out of the document, in plain words."""


def adopt_document(data: bytes, policy: str, source: str) -> Adoption:
    """Return the drafts from the content of a Word or PDF file named `source`, for a policy with that id.

    Raises UnreadableError (R10 to R14 for the file, R30 to R32 for what is in it) or PasswordError (R15).
    """
    if not data:
        raise UnreadableError("R03", "the file is empty (0 bytes); get it again from where it came from")
    if _kind_of(data) is FileKind.PDF:
        from extract.adopt.pdf import read_pdf_outline

        outline = read_pdf_outline(data)
    else:
        from extract.adopt.word import read_word_outline

        outline = read_word_outline(data)
    if not outline.blocks:
        raise UnreadableError(
            "R31", "there are no words in this document; give the policy or the form as it was written"
        )
    return adopt_outline(outline, policy, source)


def _kind_of(data: bytes) -> FileKind:
    try:
        kind = detect_kind(data)
    except UnreadableError as error:
        if error.code not in {"R10", "R56"}:
            raise
        raise _neither() from error
    if kind not in {FileKind.DOCX, FileKind.PDF}:
        raise _neither()
    return kind


def _neither() -> UnreadableError:
    return UnreadableError(
        "R33",
        "this is neither a Word file (.docx) nor a PDF; open it in the program that made it, save it as "
        ".docx, and adopt that",
    )


def adopt_outline(outline: Outline, policy: str, source: str) -> Adoption:
    """Return the drafts from an outline. Raises UnreadableError R32 where it asks for nothing."""
    parts, before = find_parts(outline)
    fallback = re.sub(r"[_-]+", " ", source.rpartition(".")[0]).strip() or source
    names: set[str] = set()
    codes: set[str] = set()
    forms = []
    for number, part in enumerate(parts, start=1):
        code = _code_of(part, number, codes)
        title = part.title or fallback
        file = _unused(f"{code.lower()}-{_file_words(title)}".strip("-"), names)
        form = read_form(part, file, code, fallback)
        if form.fields:
            forms.append(form)
    if not any(field.kind is not Kind.CLAUSE for form in forms for field in form.fields):
        raise UnreadableError(
            "R32",
            "no place to write in was found: no table with empty cells, no label with a colon, no dots or "
            "underscores; give the document in which the form is printed",
        )
    notes = list(outline.notes)
    if before:
        shown = "lines and tables" if before > 1 else "line or table"
        notes.append(
            f"{before} {shown} before the first appendix were taken for the policy's text and left out"
        )
    name = _policy_name(outline, fallback)
    files = {"policy.toml": policy_text(policy, name, source)}
    files |= {f"{form.file}.toml": form_text(form, policy, source) for form in forms}
    return Adoption(files, tuple(_summary(form) for form in forms), tuple(notes))


def _code_of(part: Part, number: int, taken: set[str]) -> str:
    """Return the short code of an appendix: A2 for Appendix 2, B for Appendix B, else one that is free."""
    said = part.appendix.rpartition(" ")[2].upper()
    wanted = (
        f"A{int(said)}"
        if said.isdigit() and 0 < int(said) < 100
        else said
        if re.fullmatch(r"[A-Z]", said)
        else f"A{number}"
    )
    letters = [wanted, *(f"{letter}{wanted[1:]}" for letter in "BCDEFGHIJKLMNOPQRSTUVWXYZ")]
    letters += [f"{letter}{digits}" for letter in "ZYXWVUTSRQPONMLKJIHGFEDCBA" for digits in range(1, 100)]
    code = next((one for one in letters if one not in taken), "A")
    taken.add(code)
    return code


def _file_words(title: str) -> str:
    return slug(title, _LONGEST_FILE).replace("_", "-")


def _unused(stem: str, taken: set[str]) -> str:
    name, number = stem, 2
    while name in taken or name == "policy":
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    return name


def _policy_name(outline: Outline, fallback: str) -> str:
    """Return the document's first words where they are short enough for a name, else the file's name."""
    first = next((block.text.strip() for block in outline.blocks if isinstance(block, Line)), "")
    return (
        first
        if 0 < len(first.split()) <= 10 and not first.lower().startswith(("appendix", "annex"))
        else fallback
    )


def _summary(form: DraftForm) -> DraftedForm:
    asked = [field for field in form.fields if field.kind is not Kind.CLAUSE]
    to_check = sum(bool(field.notes) for field in asked)
    return DraftedForm(
        f"{form.file}.toml", form.appendix, form.title, len(asked), len(form.fields) - len(asked), to_check
    )
