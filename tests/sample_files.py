"""Make the small files on which the test tools are tried out: a form, a tagged page, a Word document."""

import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

_TAGGED_PAGE = """
#set document(title: "A tagged page", date: none)
#set text(lang: "en")
= A heading
Some words, and #link("https://example.org")[a link].
"""

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONSHIPS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""


def write_tagged_pdf(path: Path) -> None:
    """Write a one-page PDF/UA-1 file with a link."""
    compiled = typst.compile(_TAGGED_PAGE.encode(), pdf_standards=["ua-1"])
    if not isinstance(compiled, bytes):
        raise TypeError(f"typst returned {type(compiled).__name__}, not one file's bytes")
    path.write_bytes(compiled)


def write_form_pdf(path: Path) -> None:
    """Write a one-page form, untagged: two texts, one locked, a tick box, two buttons, a combo box."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    resources = Dictionary(Font=Dictionary(Helv=font))

    def appearance(content: bytes, width_pt: float, height_pt: float) -> pikepdf.Object:
        stream = Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, Resources=resources)
        stream.BBox = Array([0, 0, width_pt, height_pt])
        return pdf.make_indirect(stream)

    def widget(top_pt: float, width_pt: float, height_pt: float, **entries: Any) -> Dictionary:
        return Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            F=4,
            P=page.obj,
            Rect=Array([72, top_pt - height_pt, 72 + width_pt, top_pt]),
            **entries,
        )

    def text(name: str, top_pt: float, height_pt: float, **entries: object) -> Dictionary:
        drawn = Dictionary(N=appearance(b"/Tx BMC EMC", 300, height_pt))
        return widget(
            top_pt,
            300,
            height_pt,
            FT=Name.Tx,
            T=String(name),
            DA=String("/Helv 10 Tf 0 g"),
            AP=drawn,
            **entries,
        )

    def button(top_pt: float, state: str, **entries: object) -> Dictionary:
        on, off = appearance(b"2 2 10 10 re f", 14, 14), appearance(b"2 2 10 10 re S", 14, 14)
        drawn = Dictionary(N=Dictionary({f"/{state}": on, "/Off": off}))
        return widget(top_pt, 14, 14, AP=drawn, AS=Name.Off, **entries)

    fields = [
        text("name", 780, 20),
        text("notes", 740, 80, Ff=1 << 12),
        text("school", 640, 20, Ff=1, V=String("Alder Grove Academy")),
        button(600, "Done", FT=Name.Btn, T=String("done"), V=Name.Off),
        widget(
            540,
            150,
            20,
            FT=Name.Ch,
            T=String("mode"),
            Ff=1 << 17,
            DA=String("/Helv 10 Tf 0 g"),
            Opt=Array(
                [Array([String("f2f"), String("In person")]), Array([String("web"), String("On line")])]
            ),
            AP=Dictionary(N=appearance(b"/Tx BMC EMC", 150, 20)),
        ),
    ]
    kids = [pdf.make_indirect(button(580, "Yes")), pdf.make_indirect(button(560, "No"))]
    group = pdf.make_indirect(
        Dictionary(FT=Name.Btn, T=String("agreed"), Ff=1 << 15, V=Name.Off, Kids=Array(kids))
    )
    for kid in kids:
        kid.Parent = group
    widgets = [pdf.make_indirect(field) for field in fields]
    page.Annots = Array([*widgets, *kids])
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(Fields=Array([*widgets, group]), DR=resources, DA=String("/Helv 10 Tf 0 g"))
    )
    pdf.save(path)


def write_docx(path: Path, body: str) -> None:
    """Write the smallest Word document round the XML of a body, in which ``w``, ``w14`` are declared."""
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{_MAIN}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14">'
        f"<w:body>{body}</w:body></w:document>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _CONTENT_TYPES)
        package.writestr("_rels/.rels", _RELATIONSHIPS)
        package.writestr("word/document.xml", document)
