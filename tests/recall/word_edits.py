"""Word forms that a person edited beside the boxes, as people do; filled in LibreOffice before.

Each change is made to the first place of a form that it can be made to; on a form without such a place the
file stays as it was. All other answers must come out as they were typed, and:

- words put where the form has no box (a row typed by hand, words below a box, in a table inside a cell, in a
  text box, in a comment) are right where they come out in an answer of their table or field, for review where
  a finding quotes them or asks to look at that field;
- of a row that was taken out nothing may come out, and no other row may change; where it held an action that
  was issued, a finding must ask for that action or to look at its table;
- rows that were moved come out as whole rows, in any order;
- of a tracked change the new words are the answer, and the old ones are not.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from tests.recall import word_rows
from tests.recall.channel import Channel, Family
from tests.recall.truth import Added, Place, Truth, TruthAfter, same_truth
from tests.recall.word_file import W, WordFile, element, run
from tests.recall.word_rows import WORDS

_NONE = "None"
_CHANGED = "Changed with tracking: CO14, not C014 (9,002)"
_COMMENT = "Comment: ask Siân about Il1 (9,003)"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_SPACE = W.strip("{}")


def _beside(data: bytes, put: Callable[[etree._Element], None]) -> bytes:
    """Return the file after `put` did something to the paragraph of the first answer in words."""
    word = WordFile.opened(data)
    answered = word.answered_text()
    if answered is None:
        return data
    put(next(answered[1].iterancestors(f"{W}p")))
    return word.saved()


def typed_below(data: bytes) -> bytes:
    """Return the file with a paragraph typed below the first answer."""
    return _beside(data, lambda paragraph: paragraph.addnext(element(f"<w:p>{run(WORDS)}</w:p>")))


def none_below(data: bytes) -> bytes:
    """Return the file with a paragraph below the first empty box that says None."""
    word = WordFile.opened(data)
    empty = word.empty_text()
    if empty is None:
        return data
    next(empty[1].iterancestors(f"{W}p")).addnext(element(f"<w:p>{run(_NONE)}</w:p>"))
    return word.saved()


def _with_none(before: bytes, truth: Truth) -> Truth:
    empty = WordFile.opened(before).empty_text()
    return truth if empty is None else replace(truth, added=(*truth.added, Added(_NONE, empty[0])))


def in_nested_table(data: bytes) -> bytes:
    """Return the file with a table of one cell put below the first answer, and words in it."""
    table = (
        '<w:tbl><w:tblPr><w:tblW w:w="2000" w:type="dxa"/></w:tblPr>'
        '<w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'
        f"<w:tr><w:tc><w:p>{run(WORDS)}</w:p></w:tc></w:tr></w:tbl>"
    )

    def put(paragraph: etree._Element) -> None:
        # A cell must not end in a table.
        paragraph.addnext(element("<w:p/>"))
        paragraph.addnext(element(table))

    return _beside(data, put)


_TEXT_BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><wp:inline '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="2000000" cy="400000"/><wp:docPr id="9001" name="Text Box 9001"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    "<wps:cNvSpPr/><wps:spPr/><wps:txbx><w:txbxContent><w:p>{run}</w:p></w:txbxContent></wps:txbx><wps:bodyPr/>"
    "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
    '<mc:Fallback><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:150pt;height:30pt">'
    "<v:textbox><w:txbxContent><w:p>{run}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def in_text_box(data: bytes) -> bytes:
    """Return the file with a text box drawn at the first answer, and words in it."""
    box = _TEXT_BOX.replace("{run}", run(WORDS))
    return _beside(data, lambda paragraph: paragraph.append(element(box)))


def _with_words(before: bytes, truth: Truth) -> Truth:
    answered = WordFile.opened(before).answered_text()
    return truth if answered is None else replace(truth, added=(*truth.added, Added(WORDS, answered[0])))


def label_edited(data: bytes) -> bytes:
    """Return the file with printed words before the first answer changed."""
    word = WordFile.opened(data)
    answered = word.answered_text()
    if answered is None:
        return data
    for text in answered[1].iterancestors(f"{W}tbl"):
        for label in text.iter(f"{W}t"):
            inside = any(
                one.tag == f"{W}sdtContent" for one in label.iterancestors(f"{W}sdtContent", f"{W}tr")
            )
            if not inside and re.search(r"[^\W\d_]{3}", label.text or ""):
                label.text = f"{label.text} / Enw"
                return word.saved()
    return data


_BY = 'w:author="Priya Shah" w:date="2026-11-19T10:00:00Z"'


def tracked(data: bytes) -> bytes:
    """Return the file with the first answer replaced while changes were tracked."""
    word = WordFile.opened(data)
    answered = word.answered_text()
    content = answered[1].find(f"{W}sdtContent") if answered else None
    if content is None:
        return data
    deleted = element(f'<w:del w:id="9001" {_BY}/>')
    for old in list(content):
        for text in old.iter(f"{W}t"):
            text.tag = f"{W}delText"
        deleted.append(old)
    content.append(deleted)
    content.append(element(f'<w:ins w:id="9002" {_BY}>{run(_CHANGED)}</w:ins>'))
    return word.saved()


def _as_changed(before: bytes, truth: Truth) -> Truth:
    answered = WordFile.opened(before).answered_text()
    return (
        truth if answered is None else replace(truth, wanted={**truth.wanted, Place(answered[0]): _CHANGED})
    )


def commented(data: bytes) -> bytes:
    """Return the file with a comment at the first answer."""
    word = WordFile.opened(data)
    answered = word.answered_text()
    if answered is None or "word/comments.xml" in word.parts:
        return data
    paragraph = next(answered[1].iterancestors(f"{W}p"))
    paragraph.append(element('<w:r><w:commentReference w:id="0"/></w:r>'))
    comments = (
        f'<w:comments xmlns:w="{_SPACE}"><w:comment w:id="0" {_BY}><w:p>{run(_COMMENT)}</w:p></w:comment>'
        "</w:comments>"
    )
    word = word.with_part("word/comments.xml", comments.encode())
    word = _entered(
        word, "[Content_Types].xml", {"PartName": "/word/comments.xml", "ContentType": _CONTENT_TYPE}
    )
    relation = {"Id": "rIdRecall", "Type": _RELATION, "Target": "comments.xml"}
    return _entered(word, "word/_rels/document.xml.rels", relation).saved()


def _entered(word: WordFile, name: str, attributes: dict[str, str]) -> WordFile:
    """Return the file with one more entry in a list of parts."""
    tree = etree.fromstring(word.parts[name])
    space = etree.QName(tree).namespace
    etree.SubElement(
        tree, f"{{{space}}}{'Override' if 'PartName' in attributes else 'Relationship'}", attributes
    )
    return word.with_part(name, etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))


def _with_comment(before: bytes, truth: Truth) -> Truth:
    answered = WordFile.opened(before).answered_text()
    return truth if answered is None else replace(truth, added=(*truth.added, Added(_COMMENT, answered[0])))


def _channel(name: str, change: Callable[[bytes], bytes], truth: TruthAfter = same_truth) -> Channel:
    return Channel(name, Family.EDITED, "LibreOffice", change, "docx", truth=truth)


CHANNELS = (
    _channel("row typed below a table", word_rows.row_added, word_rows.with_row_words),
    _channel("row copied with its controls", word_rows.row_copied, word_rows.with_copy),
    _channel("row taken out", word_rows.row_deleted, word_rows.without_row),
    _channel("row moved up", word_rows.row_moved, word_rows.reordered),
    _channel("label edited", label_edited),
    _channel("words typed below a box", typed_below, _with_words),
    _channel("None typed below an empty box", none_below, _with_none),
    _channel("words in a table inside a cell", in_nested_table, _with_words),
    _channel("words in a text box", in_text_box, _with_words),
    _channel("answer changed with tracking", tracked, _as_changed),
    _channel("comment at an answer", commented, _with_comment),
)
