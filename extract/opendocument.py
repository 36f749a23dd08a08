"""Open an OpenDocument text (.odt), as LibreOffice saves a Word form, as if it were the Word file.

OpenDocument 1.4 part 3 (text:p, table:table …), with LibreOffice's own element for content controls
(loext:content-control, of the same properties as w:sdt). What means the same is put in the words of ECMA-376,
so that there is one reader for both.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.kinds import ZIP_TROUBLE
from extract.package import MAX_PICTURE_BYTES, MOST_PICTURES, Package, check_members, damaged, parse_part
from extract.wordtext import W14, W
from forms.errors import PasswordError
from forms.names import ROWS_TITLE

if TYPE_CHECKING:
    from lxml import etree

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _DRAW, _OFFICE = (f"{{{_NAMES}{name}:1.0}}" for name in ("text", "table", "drawing", "office"))
_STYLE, _META = f"{{{_NAMES}style:1.0}}", f"{{{_NAMES}meta:1.0}}"
_SVG = f"{{{_NAMES}svg-compatible:1.0}}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_CONTROL = _LOEXT + "content-control"
_INPUT = _TEXT + "text-input"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARKED = re.compile(r"([\t\n])")
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 10_000
"""That one element may stand for: more is no answer, and would fill the memory."""

_BLOCKS = {
    _TEXT + "p": "p",
    _TEXT + "h": "p",
    _TABLE + "table": "tbl",
    _TABLE + "table-row": "tr",
    _TABLE + "table-cell": "tc",
    _DRAW + "text-box": "txbxContent",
}
_SKIPPED = frozenset(
    {
        _TEXT + "tracked-changes",
        _TEXT + "sequence-decls",
        _TABLE + "covered-table-cell",
        _OFFICE + "forms",
        _LOEXT + "list-item",
        # What a picture is called is no text of the page.
        _SVG + "title",
        _SVG + "desc",
    }
)
_INPUTS = {"plain-text": "text", "dropdown": "dropDownList", "combobox": "comboBox", "picture": "picture"}
_IDENTIFIER = "OOXMLCorePropertyIdentifier"
"""Under this name LibreOffice keeps what a Word file has as its dc:identifier."""


def read_opendocument(data: bytes) -> Package:
    """Return the document and properties of an OpenDocument text.

    Raises UnreadableError R12 (damaged), R13 (expands too far) or R14 (unsafe XML), PasswordError R15.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = check_members(archive)
            if "META-INF/manifest.xml" in members:
                _refuse_encrypted(parse_part(archive, "META-INF/manifest.xml"))
            content = parse_part(archive, "content.xml")
            meta = parse_part(archive, "meta.xml") if "meta.xml" in members else None
            styles = parse_part(archive, "styles.xml") if "styles.xml" in members else None
            small = [
                one
                for name, one in members.items()
                if name.startswith("Pictures/") and one.file_size <= MAX_PICTURE_BYTES
            ]
            pictures = tuple(archive.read(one) for one in small[:MOST_PICTURES])
    except ZIP_TROUBLE as error:
        raise damaged(str(error)) from error
    except RuntimeError as error:
        # zipfile has no class of its own for an encrypted member.
        raise _protected() from error
    properties = _properties(meta)
    writing = _Writing(_parents(content), _looks(content))
    document = writing.document(content)
    margins = [] if styles is None else [*styles.iter(_STYLE + "footer", _STYLE + "header")]
    return Package(
        document,
        properties,
        properties.get(_IDENTIFIER, ""),
        writing.notes(),
        tuple(_Writing({}, {}).document(one) for one in margins),
        pictures,
    )


def _refuse_encrypted(manifest: etree._Element) -> None:
    if next(manifest.iter("{*}encryption-data"), None) is not None:
        raise _protected()


def _protected() -> PasswordError:
    return PasswordError(
        "R15",
        "this file is protected with a password. Open it, remove the password, save it, and return it again",
    )


def _properties(meta: etree._Element | None) -> dict[str, str]:
    entries = () if meta is None else meta.iter(_META + "user-defined")
    return {str(one.get(_META + "name", "")): "".join(map(str, one.itertext())).strip() for one in entries}


def _parents(content: etree._Element) -> dict[str, str]:
    """Return the styles that those of single words are made from: each run has one of its own."""
    return {
        str(style.get(_STYLE + "name")): str(style.get(_STYLE + "parent-style-name", ""))
        for style in content.iter(_STYLE + "style")
    }


def _looks(content: etree._Element) -> dict[str, str]:
    """Return style -> the element of ECMA-376 that says how its words look, of those that do not count."""
    found: dict[str, str] = {}
    for style in content.iter(_STYLE + "style"):
        name = str(style.get(_STYLE + "name"))
        for one in style.iter(_STYLE + "text-properties"):
            if str(one.get(_STYLE + "text-line-through-style", "none")) != "none":
                found[name] = "strike"
            elif one.get(_TEXT + "display") == "none":
                found[name] = "vanish"
    return found


@dataclass(slots=True)
class _Writing:
    """A document while it is put in the words of ECMA-376."""

    parents: Mapping[str, str]
    looks: Mapping[str, str]
    _look: str = ""
    """Of the words that are being written; "" where they look as all others."""
    _comments: list[etree._Element] = field(default_factory=list)
    _footnotes: list[etree._Element] = field(default_factory=list)
    _blank_before: bool = True
    """White space that follows is none (part 3, 6.1.2)."""

    def document(self, content: etree._Element) -> etree._Element:
        """Return the w:document that shows the same."""
        from lxml import etree

        root = etree.Element(W + "document", nsmap={"w": W[1:-1], "w14": W14[1:-1]})
        body = next(content.iter(_OFFICE + "text"), content)
        written = etree.SubElement(root, W + "body")
        self._children(body, written, "")
        if next(body.iter(_TEXT + "changed-region"), None) is not None:
            # What was deleted stands apart from the text, and what was inserted in it, as in w:ins.
            etree.SubElement(written, W + "ins")
        return root

    def notes(self) -> dict[str, etree._Element]:
        """Return the parts that hold the comments and footnotes, for those that there are."""
        parts = (("comments", "comments", self._comments), ("footnotes", "footnotes", self._footnotes))
        return {name: _part(tag, notes) for name, tag, notes in parts if notes}

    def _children(self, element: etree._Element, into: etree._Element, style: str) -> None:
        self._words(element.text, into, style)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, into, style)
            self._words(child.tail, into, style)

    def _child(self, child: etree._Element, into: etree._Element, style: str) -> None:
        tag = child.tag
        if tag in _SKIPPED:
            return
        if tag in _BLOCKS:
            self._block(child, into)
        elif tag == _CONTROL:
            self._control(child, into, style)
        elif tag == _INPUT:
            self._input(child, into, style)
        elif tag == _TEXT + "span":
            name = str(child.get(_TEXT + "style-name", ""))
            before, self._look = self._look, self.looks.get(name, self._look)
            self._children(child, into, self.parents.get(name) or name or style)
            self._look = before
        elif tag == _TEXT + "s":
            self._add(into, "t", style, " " * min(int(child.get(_TEXT + "c", "1")), _MOST_SPACES))
        elif tag in {_TEXT + "tab", _TEXT + "line-break"}:
            self._add(into, "tab" if tag == _TEXT + "tab" else "br", style)
        elif tag in {_OFFICE + "annotation", _TEXT + "note"}:
            self._note(child, into)
        else:
            self._children(child, into, style)

    def _block(self, element: etree._Element, into: etree._Element) -> None:
        from lxml import etree

        before = self._blank_before
        self._blank_before = True
        self._children(element, etree.SubElement(into, W + _BLOCKS[element.tag]), "")
        self._blank_before = before

    def _words(self, text: str | None, into: etree._Element, style: str) -> None:
        # Between paragraphs and cells white space only lays the file out.
        if not text or into.tag not in _HOLDING_WORDS:
            return
        words = _BLANKS.sub(" ", text)
        words = words.removeprefix(" ") if self._blank_before else words
        if words:
            self._add(into, "t", style, words)
            self._blank_before = words.endswith(" ")

    def _add(self, into: etree._Element, tag: str, style: str, text: str = "") -> None:
        from lxml import etree

        run = etree.SubElement(into, W + "r")
        if style or self._look:
            properties = etree.SubElement(run, W + "rPr")
            if style:
                etree.SubElement(properties, W + "rStyle", {W + "val": style})
            if self._look:
                etree.SubElement(properties, W + self._look)
        piece = etree.SubElement(run, W + tag)
        if tag == "t":
            piece.set(_SPACE, "preserve")
            piece.text = text
        self._blank_before = False

    def _control(self, element: etree._Element, into: etree._Element, style: str) -> None:
        from lxml import etree

        control = etree.SubElement(into, W + "sdt")
        properties = etree.SubElement(control, W + "sdtPr")
        for entry in _control_properties(element):
            properties.append(entry)
        self._children(element, etree.SubElement(control, W + "sdtContent"), style)

    def _input(self, element: etree._Element, into: etree._Element, style: str) -> None:
        """Add the box without a name that LibreOffice 7.4 makes of a control for words.

        It writes the words of one as they are: white space in them is what was typed, and a tab is a tab.
        """
        from lxml import etree

        control = etree.SubElement(into, W + "sdt")
        etree.SubElement(etree.SubElement(control, W + "sdtPr"), W + "text")
        content = etree.SubElement(control, W + "sdtContent")
        for piece in _MARKED.split("".join(map(str, element.itertext()))):
            if piece in {"\t", "\n"}:
                self._add(content, "tab" if piece == "\t" else "br", style)
            elif piece:
                self._add(content, "t", style, piece)

    def _note(self, element: etree._Element, into: etree._Element) -> None:
        from lxml import etree

        is_comment = element.tag == _OFFICE + "annotation"
        notes = self._comments if is_comment else self._footnotes
        key = {W + "id": str(len(notes) + 1)}
        note = etree.Element(W + ("comment" if is_comment else "footnote"), key)
        for paragraph in element.iter(_TEXT + "p"):
            self._block(paragraph, note)
        notes.append(note)
        run = etree.SubElement(into, W + "r")
        etree.SubElement(run, W + ("commentReference" if is_comment else "footnoteReference"), key)


_HOLDING_WORDS = frozenset({W + "p", W + "sdtContent"})


def _part(tag: str, notes: list[etree._Element]) -> etree._Element:
    from lxml import etree

    part = etree.Element(W + tag)
    part.extend(notes)
    return part


def _is_frame(tag: str, alias: str) -> bool:
    """Return whether a control only holds rows, or one; LibreOffice calls that a box for words."""
    return not tag and (not alias or ROWS_TITLE in alias)


def _control_properties(element: etree._Element) -> Iterator[etree._Element]:
    from lxml import etree

    def said(name: str) -> str:
        return str(element.get(_LOEXT + name, ""))

    for name in ("alias", "tag", "lock"):
        if said(name):
            yield etree.Element(W + name, {W + "val": said(name)})
    if _is_frame(said("tag"), said("alias")):
        return
    if said("showing-place-holder") == "true":
        yield etree.Element(W + "showingPlcHdr")
    for name, tag in _INPUTS.items():
        if said(name) == "true":
            yield etree.Element(W + tag)
    if said("date") == "true":
        yield etree.Element(W + "date", {W + "fullDate": said("current-date")})
    if said("checkbox") == "true":
        box = etree.Element(W14 + "checkbox")
        etree.SubElement(box, W14 + "checked", {W14 + "val": "1" if said("checked") == "true" else "0"})
        for name, tag in (("checked-state", "checkedState"), ("unchecked-state", "uncheckedState")):
            if len(glyph := said(name)) == 1:
                etree.SubElement(box, W14 + tag, {W14 + "val": f"{ord(glyph):04X}"})
        yield box
