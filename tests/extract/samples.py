"""Make small returned forms by hand, by another route than the project's own builders."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from forms import placeholders
from forms.errors import UnknownVersionError, UsageError
from forms.model import Definition, Fact, Field, Kind, Owner, Policy, RecordType, Stage
from forms.names import cell_name, option_name
from forms.records import Answer, Response

FORM = "alder/a2-record"
REFERENCE = "ESM-26-0042-A2"
OPTIONS = ("CP Plan", "CiN", "EHA")
ROWS = {"carried": 1, "actions": 2}

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def definition() -> Definition:
    """Return a form with a field of every kind."""
    policy = Policy(
        id="alder", name="Alder Grove Academy", readers="", issue_days=14, return_days=7,
        return_working_days=False, house_lead_time=False, qa_lead="QA lead",
    )  # fmt: skip
    fields = (
        Field("intro", "These are the rules.", Kind.CLAUSE),
        Field("name", "Name", Kind.TEXT, Owner.SYSTEM, fact=Fact.SUPERVISEE),
        Field("session_date", "Date", Kind.DATE, Owner.SYSTEM, fact=Fact.SESSION_DATE),
        Field("session_time", "Time", Kind.TIME, Owner.SYSTEM, fact=Fact.SESSION_TIME),
        Field("notes", "Notes", Kind.MULTILINE),
        Field("count", "How many sessions?", Kind.NUMBER, comment=True),
        Field("agreed", "Agreed?", Kind.YES_NO, options=("Yes", "No")),
        Field("case_status", "Status", Kind.CHOICE, options=OPTIONS, added_options=("Other",)),
        Field("supervision", "Type", Kind.CHOICE, options=("Individual", "Group"), as_list=True),
        Field("carried", "Review", Kind.CARRIED, spare=1),
        Field("actions", "ACTION", Kind.ACTIONS, spare=2),
        Field("sig_one", "Supervisee", Kind.SIGNATURE, party="supervisee"),
        Field("sig_two", "Supervisor", Kind.SIGNATURE, party="supervisor", date_field="sig_two_date"),
        Field("sig_two_date", "Date", Kind.DATE),
    )
    return Definition(
        id=FORM, policy=policy, version="3", appendix="Appendix 2", code="A2", title="Supervision Record",
        record=RecordType.RECORD, stages=(Stage.AGENDA, Stage.SESSION, Stage.SIGNING), required=(),
        fields=fields, sections=(), leave_blank={}, fingerprint="0" * 64,
    )  # fmt: skip


def lookup(form_id: str, version: str | None = None) -> Definition:
    """Return the one form that the samples are of, which has one version."""
    known = definition()
    if form_id != FORM:
        raise UsageError("U01", f"found the form {form_id}; expected {FORM}")
    if version not in {None, known.version}:
        raise UnknownVersionError(
            "U11", f"found version {version}; expected {known.version}", (known.version,)
        )
    return known


def properties(**changes: str) -> dict[str, str]:
    """Return the properties of an issued form, with changes (form, version, stage, reference, verbatim)."""
    values = {"form": FORM, "version": "3", "stage": "session", "reference": REFERENCE} | changes
    return {f"Halfterm{key.capitalize()}": text for key, text in values.items()}


def box_names() -> list[str]:
    """Return the names of all text boxes of the form, in order."""
    names = ["name", "session_date", "session_time", "notes", "count", "count-comment", "case_status-other"]
    names.append("supervision")
    for table, rows in ROWS.items():
        columns = definition().field(table).columns
        names += [cell_name(table, row, column) for row in range(1, rows + 1) for column in columns]
    return [*names, "sig_one-name", "sig_one-date", "sig_two-name", "sig_two_date"]


def with_refs(values: Mapping[str, str]) -> dict[str, str]:
    """Return values with the printed ids of the new actions."""
    return {"actions-1-ref": f"{REFERENCE}/1", "actions-2-ref": f"{REFERENCE}/2"} | dict(values)


# --- PDF ------------------------------------------------------------------------------------------

Edit = Callable[[pikepdf.Pdf], None]


def make_pdf(
    values: Mapping[str, str], *, edit: Edit | None = None, info: Mapping[str, str] | None = None
) -> bytes:
    """Return the form as a PDF on two pages, filled with `values`; `edit` changes it before it is saved."""
    pdf = pikepdf.new()
    pages = [pdf.add_blank_page(page_size=(595, 842)) for _ in range(2)]
    for page in pages:
        page.obj.Annots = pdf.make_indirect(Array())
    fields = Array()
    for index, (name, text) in enumerate((dict.fromkeys(box_names(), "") | with_refs(values)).items()):
        if name in {"agreed", "case_status"}:
            continue
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(name),
                Rect=Array([72, 800 - 10 * index, 300, 808 - 10 * index]),
            )
        )  # fmt: skip
        if text:
            widget.V = String(text)
        pages[index % 2].obj.Annots.append(widget)
        fields.append(widget)
    for name, options in (("agreed", ("Yes", "No")), ("case_status", (*OPTIONS, "Other"))):
        fields.append(_radio(pdf, pages[0], name, options, values.get(name)))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=fields))
    for key, text in (properties() if info is None else info).items():
        pdf.docinfo[f"/{key}"] = text
    if edit is not None:
        edit(pdf)
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return a PDF's bytes."""
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def pdf_field(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    """Return the field with this name."""
    for field in pdf.Root.AcroForm.Fields:
        if str(field.T) == name:
            return field
    raise KeyError(name)


def _radio(
    pdf: pikepdf.Pdf, page: pikepdf.Page, name: str, options: tuple[str, ...], value: str | None
) -> pikepdf.Object:
    group = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T=String(name), Kids=Array()))
    group.V = pikepdf.Name(f"/{value or 'Off'}")
    for index, option in enumerate(options):
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, Parent=group,
                AS=pikepdf.Name(f"/{option if option == value else 'Off'}"),
                Rect=Array([400, 700 - 20 * index, 410, 710 - 20 * index]),
            )
        )  # fmt: skip
        group.Kids.append(widget)
        page.obj.Annots.append(widget)
    return group


# --- Word -----------------------------------------------------------------------------------------


def text_run(text: str) -> str:
    """Return a run of `text`, its line breaks as Word writes them."""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>"


def control(tag: str, text: str = "", *, content: str | None = None, more: str = "<w:text/>") -> str:
    """Return a content control; `content` is its XML in place of `text`, `more` its further properties."""
    if content is None:
        content = text_run(text or placeholders.TEXT)
        more += "" if text else "<w:showingPlcHdr/>"
    name = f"<w:tag w:val={quoteattr(tag)}/>" if tag else ""
    return f"<w:sdt><w:sdtPr>{name}{more}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def tick(tag: str, *, on: bool, glyph: str | None = None) -> str:
    """Return a tick box; `glyph` is what it shows where that is not its state."""
    state = f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>'
    return control(tag, content=text_run(glyph or ("☒" if on else "☐")), more=state)


def paragraph(*content: str) -> str:
    """Return a paragraph."""
    return f"<w:p>{''.join(content)}</w:p>"


def table_row(*cells: str, properties_xml: str = "") -> str:
    """Return a table's row with a paragraph in each cell."""
    columns = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells)
    return f"<w:tr>{properties_xml}{columns}</w:tr>"


def repeating(*items: str) -> str:
    """Return a repeating section of these entries (rows as XML)."""
    entry = "<w:sdt><w:sdtPr><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    content = "".join(entry.format(item) for item in items)
    return f"<w:sdt><w:sdtPr><w15:repeatingSection/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def action_row(number: int, values: Mapping[str, str], table: str = "actions", *, lines: int = 1) -> str:
    """Return one entry of a table of actions, over one or two lines of the table."""
    columns = definition().field(table).columns
    controls = [
        control(cell_name(table, number, column), values.get(cell_name(table, number, column), ""))
        for column in columns
    ]
    if lines == 1:
        return table_row(*controls)
    return table_row(*controls[:2]) + table_row(*controls[2:])


def make_body(values: Mapping[str, str], *, rows: Mapping[str, str] | None = None) -> str:
    """Return the form's body filled with `values`; `rows` replaces the XML of a table's rows."""
    values = with_refs(values)
    tables = {
        "carried": action_row(1, values, "carried"),
        "actions": repeating(action_row(1, values), action_row(2, values)),
    } | dict(rows or {})
    singles = [name for name in box_names() if not name.startswith(("carried-", "actions-"))]
    parts = [paragraph(control(name, values.get(name, ""))) for name in singles]
    for name, options in (("agreed", ("Yes", "No")), ("case_status", (*OPTIONS, "Other"))):
        boxes = [tick(option_name(name, option), on=values.get(name) == option) for option in options]
        parts.append(paragraph(*boxes))
    parts += [f"<w:tbl>{xml}</w:tbl>" for xml in tables.values()]
    return "".join(parts)


def make_docx(
    body: str, *, custom: Mapping[str, str] | None = None, identifier: str = "", document: str | None = None
) -> bytes:
    """Return a Word file with this body; `document` replaces its whole main part."""
    main = document or f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    entries = "".join(
        f"<property name={quoteattr(key)}><lpwstr>{escape(text)}</lpwstr></property>"
        for key, text in (properties() if custom is None else custom).items()
    )
    core = f'<cp xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>{identifier}</dc:identifier></cp>'
    return zipped(
        {
            "word/document.xml": main,
            "docProps/custom.xml": f"<Properties>{entries}</Properties>",
            "docProps/core.xml": core,
        }
    )


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


# --- Reading --------------------------------------------------------------------------------------


def read(data: bytes, folder: Path, name: str = "returned.bin") -> Response:
    """Return what a file with these bytes says."""
    from extract.intake import read_file

    path = folder / name
    path.write_bytes(data)
    return read_file(path, lookup)


def codes(response: Response) -> list[str]:
    """Return the codes of all findings."""
    return [finding.code for finding in response.findings]


def answer(response: Response, name: str) -> Answer:
    """Return one answer, or one cell's (TABLE-ROW-COLUMN)."""
    table, _, rest = name.partition("-")
    if table in ROWS and rest:
        number, _, column = rest.partition("-")
        cells = response.fields[table].cells
        if cells is None:
            raise KeyError(name)
        return cells[int(number)][column]
    return response.fields[name]
