"""What is added to XML stands where it belongs, and nothing else of it changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from extract.book.markup import read_markup, start_tag
from forms.errors import UnreadableError

_VALUES = st.text(st.characters(codec="utf-8", min_codepoint=32, exclude_characters="<&"), max_size=8)
_BETWEEN = st.sampled_from(["", "\n ", "<!-- <a> -->", "<?odd ?>", "é"])


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """Return some XML with prefixes or none, either kind of quotes, empty elements, comments."""
    prefix = draw(st.sampled_from(["", "x:"]))
    declared = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"

    def element(depth: int) -> str:
        name = f"{prefix}{draw(st.sampled_from(['a', 'b', 'list']))}"
        quote = draw(st.sampled_from("\"'"))
        value = draw(_VALUES).replace(quote, "")
        said = draw(st.sampled_from(["", f" q={quote}{value}{quote}", f'  count = "{depth}" ']))
        inside = "".join(draw(_BETWEEN) + element(depth + 1) for _ in range(draw(st.integers(0, 4 - depth))))
        if not inside and draw(st.booleans()):
            return f"<{name}{said}/>"
        return f"<{name}{said}>{inside}{draw(_BETWEEN)}</{name}{draw(st.sampled_from(['', ' ']))}>"

    head = draw(st.sampled_from(["", "\ufeff", '<?xml version="1.0" encoding="UTF-8"?>\r\n']))
    children = "".join(element(1) for _ in range(draw(st.integers(1, 3))))
    return f'{head}<{prefix}root {declared}="urn:x">{children}</{prefix}root>'.encode()


@given(documents(), st.data())
def test_what_is_added_stands_at_the_end_of_its_element(data: bytes, choose: st.DataObject) -> None:
    """As if it had been added to the tree."""
    markup = read_markup(data, "x.xml")
    at = choose.draw(st.integers(0, len(markup.root.children) - 1))
    target = markup.root.children[at]
    new = markup.edited(markup.filled(target, start_tag("new", target.prefix, {"q": "\"<é'&"}), 7))
    expected = etree.fromstring(data)
    parent = expected.findall("*")[at]
    etree.SubElement(parent, "{urn:x}new").set("q", "\"<é'&")
    if "count" in parent.attrib:
        parent.set("count", "7")
    assert etree.tostring(etree.fromstring(new), method="c14n") == etree.tostring(expected, method="c14n")


@given(documents())
def test_every_element_is_found_where_it_stands(data: bytes) -> None:
    """Three levels of them, each with its own bytes."""
    markup = read_markup(data, "x.xml")
    tree = etree.fromstring(data)
    found = [
        markup.root,
        *markup.root.children,
        *(low for one in markup.root.children for low in one.children),
    ]
    there = [tree, *tree.findall("*"), *(low for one in tree.findall("*") for low in one.findall("*"))]
    assert [one.name for one in found] == [etree.QName(one).localname for one in there]
    for one in found:
        piece = data[one.start : one.end]
        assert piece.startswith(b"<" + one.prefix + one.name.encode())
        assert piece.endswith(b">")
        assert etree.fromstring(b'<t xmlns:x="urn:x">' + piece + b"</t>") is not None
    assert markup.edited([]) == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a><b></a>",
        "<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16"),
        "<a><b/></a>".encode("utf-16-le"),
        "<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".encode("latin-1"),
    ],
)
def test_xml_that_cannot_be_cut_is_refused(data: bytes) -> None:
    """Damaged, or in letters of another kind than all that is added."""
    with pytest.raises(UnreadableError, match="M30"):
        read_markup(data, "x.xml")
