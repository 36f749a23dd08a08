"""Make small Word files of an invented school, with what typists and Word itself put into forms."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.parser import parse_xml
from docx.shared import Cm
from docx.text.paragraph import Paragraph

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def content_of(document: Document) -> bytes:
    """Return the Word file's bytes."""
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def add_xml(paragraph: Paragraph, element: str, inner: str) -> None:
    """Append a WordprocessingML element that python-docx has no word for."""
    paragraph._p.append(parse_xml(f"<w:{element} {_NAMESPACES}>{inner}</w:{element}>"))  # noqa: SLF001


def add_control(paragraph: Paragraph, properties: str, words: str = "") -> None:
    """Append a content control."""
    run = f"<w:r><w:t>{words}</w:t></w:r>"
    add_xml(paragraph, "sdt", f"<w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run}</w:sdtContent>")


def add_grid(document: Document, *rows: tuple[str, ...]) -> None:
    """Type a table."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            table.cell(at, column).text = words


def reflective_form() -> Document:
    """Return a policy with a record, an agreement and a contact sheet of the same title as the agreement."""
    document = docx.Document()
    document.add_heading("Alder Grove Academy: Supervision Policy", 0)
    document.add_paragraph("Supervision supports staff. It is held every half term.")
    document.add_heading("Appendix A – Reflective Supervision Form", 1)
    add_grid(document, ("Staff member", "", "Date", ""), ("Supervisor", "", "Time", ""))
    add_grid(document, ("Session no.", "", "Next session due", ""))
    document.add_heading("1. Looking back", 2)
    document.add_paragraph("What has gone well since we last met?")
    for _ in range(3):
        document.add_paragraph()
    document.add_paragraph("Have the agreed actions been completed?  ☐ Yes  ☐ No  ☐ N/A")
    document.add_paragraph("If no, please explain why:")
    document.add_paragraph()
    document.add_paragraph("Please tick all that apply to this term’s work:")
    for option in ("Attendance", "Behaviour", "Child protection", "Other: ________"):
        document.add_paragraph(f"☐ {option}")
    document.add_heading("2. How are you?", 2)
    statements = ("My workload is manageable", "I feel safe at work", "I feel listened to")
    add_grid(document, ("", "1", "2", "3", "4", "5"), *[(one, *[""] * 5) for one in statements])
    document.add_paragraph()
    standards = ("Records up to date", "Voice of the child recorded")
    add_grid(document, ("Standard", "Yes", "No", "N/A", "Comments"), *[(one, *[""] * 4) for one in standards])
    document.add_heading("3. Actions", 2)
    add_grid(document, ("Action agreed", "By whom", "By when", "Completed?"), *[("",) * 4] * 3)
    for party in ("supervisee", "supervisor"):
        line = document.add_paragraph(f"Signed ({party}): ")
        line.add_run("\t\t\t").underline = True
        line.add_run(" Date: ")
        line.add_run("\t\t").underline = True
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading("Appendix B – Supervision Agreement", 1)
    document.add_paragraph(
        "I, ________________ (name), agree to attend supervision every ________ weeks from ____/____/______."
    )
    document.add_paragraph("I will / will not* share my notes (*delete as applicable).")
    document.add_paragraph("Sessions are confidential, except where a child is at risk.", style="List Bullet")
    document.add_paragraph("Both parties prepare for each session.", style="List Number")
    document.add_paragraph("Notes are kept on file.", style="List Number")
    add_grid(
        document, ("", "Supervisee", "Supervisor"), ("My expectations", "", ""), ("What I bring", "", "")
    )
    document.add_paragraph()
    add_grid(document, ("Name", "Signature", "Date"), *[("",) * 3] * 4)
    document.add_heading("Appendix C – Supervision Agreement", 1)
    document.add_paragraph("Emergency contacts")
    add_grid(document, ("Role", "Name", "Telephone"), ("Designated lead", "", ""), ("Deputy", "", ""))
    document.add_paragraph("From (time): ______ To (time): ______")
    document.add_paragraph("Month: __________")
    document.add_paragraph("Any other comments")
    add_grid(document, ("",))
    document.add_paragraph("Type of session: One to one / Group / Telephone (please circle)")
    document.add_paragraph("Do you agree with this record? Yes / No")
    return document


def merged_cells() -> Document:
    """Return a table with cells merged across and down."""
    document = docx.Document()
    document.add_paragraph("Record of Meeting").runs[0].bold = True
    table = document.add_table(rows=4, cols=4, style="Table Grid")
    table.cell(0, 0).merge(table.cell(1, 0)).text = "About you"
    for row, label in ((0, "Name"), (1, "Role")):
        table.cell(row, 1).text = label
        table.cell(row, 2).merge(table.cell(row, 3))
    table.cell(2, 0).merge(table.cell(2, 3)).text = "Comments:"
    table.cell(3, 0).merge(table.cell(3, 3))
    return document


def nested_tables() -> Document:
    """Return a table in a cell of another."""
    document = docx.Document()
    document.add_paragraph("Visit form")
    outer = document.add_table(rows=1, cols=2, style="Table Grid")
    outer.cell(0, 0).text = "Contacts"
    inner = outer.cell(0, 1).add_table(rows=2, cols=2)
    inner.cell(0, 0).text, inner.cell(1, 0).text = "Name:", "Telephone:"
    return document


def controls() -> Document:
    """Return a form with content controls, a legacy form field, a box of Wingdings and a tab with dots."""
    document = docx.Document()
    document.add_paragraph("Visit record")
    add_control(
        document.add_paragraph("Name of visitor: "), "<w:showingPlcHdr/><w:text/>", "Click or tap here"
    )
    add_control(document.add_paragraph("Visited: "), "<w:showingPlcHdr/><w:date/>", "Click or tap")
    happy = document.add_paragraph("Happy with it? ")
    for option in ("Yes", "No"):
        add_control(happy, "<w14:checkbox/>", "☐")
        happy.add_run(f" {option} ")
    items = "".join(
        f'<w:listItem w:displayText="{one}" w:value="{one}"/>' for one in ("Good", "Fair", "Poor")
    )
    add_control(document.add_paragraph("Rating: "), f"<w:dropDownList>{items}</w:dropDownList>", "Choose")
    legacy = document.add_paragraph("Venue: ")
    text_input = "<w:ffData><w:textInput/></w:ffData>"
    add_xml(legacy, "r", f'<w:fldChar w:fldCharType="begin">{text_input}</w:fldChar>')
    add_xml(legacy, "r", "<w:instrText> FORMTEXT </w:instrText>")
    add_xml(legacy, "r", '<w:fldChar w:fldCharType="separate"/>')
    add_xml(legacy, "r", "<w:t>     </w:t>")
    add_xml(legacy, "r", '<w:fldChar w:fldCharType="end"/>')
    read = document.add_paragraph()
    add_xml(read, "r", '<w:sym w:font="Wingdings" w:char="F06F"/>')
    read.add_run(" I have read the policy")
    leader = document.add_paragraph("Job title\t")
    leader.paragraph_format.tab_stops.add_tab_stop(Cm(12), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    return document


def tracked_changes() -> Document:
    """Return a label of which one word was deleted and another put in its place."""
    document = docx.Document()
    document.add_paragraph("Case form")
    label = document.add_paragraph("Name of ")
    add_xml(label, "del", "<w:r><w:delText>pupil</w:delText></w:r>")
    add_xml(label, "ins", "<w:r><w:t>child:</w:t></w:r>")
    document.add_paragraph("Notes:")
    return document


def text_box() -> Document:
    """Return a form whose only blank stands in a text box, below a page header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Alder Grove Academy"
    document.add_paragraph("Case form")
    inner = "<w:p><w:r><w:t>Name of child: ________</w:t></w:r></w:p>"
    box = f"<v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape>"
    add_xml(document.add_paragraph("See the box."), "r", f"<w:pict>{box}</w:pict>")
    return document
