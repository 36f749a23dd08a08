"""Word files that are made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from tests.hostile.good import good

_DOCUMENT, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_DECLARED = b"<w:document"


def _edited(
    changes: Mapping[str, Callable[[bytes], bytes]], more: Mapping[str, bytes] | None = None
) -> bytes:
    """Return one of our forms with some parts changed, and others added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good("docx"))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for one in source.infolist():
            data, change = source.read(one), changes.get(one.filename)
            target.writestr(one.filename, change(data) if change else data)
        for name, data in (more or {}).items():
            target.writestr(name, data)
    return out.getvalue()


def _declaring(entities: str, used: str) -> bytes:
    """Return one whose text is an entity that it declares."""

    def edit(data: bytes) -> bytes:
        head, rest = data.split(_DECLARED, 1)
        body = rest.replace(b"Late buses", used.encode(), 1)
        return head + f"<!DOCTYPE w:document [{entities}]>".encode() + _DECLARED + body

    return _edited({_DOCUMENT: edit})


def laughs_a_billion_times() -> bytes:
    """Ten entities, each ten times the one before."""
    entities = ['<!ENTITY e0 "ha">']
    entities += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11)]
    return _declaring("".join(entities), "&e10;")


def fetches_a_file() -> bytes:
    """Have a text read from the disk."""
    return _declaring('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")


def part_expands() -> bytes:
    """Add a part of 700 million zeros."""
    out = io.BytesIO(_edited({}))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as target,
        target.open("word/media/a.bin", "w") as part,
    ):
        for _ in range(700):
            part.write(bytes(1_000_000))
    return out.getvalue()


def main_part_expands() -> bytes:
    """Fill the main part with 700 million blanks."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good("docx"))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for one in source.infolist():
            data = source.read(one)
            if one.filename != _DOCUMENT:
                target.writestr(one.filename, data)
                continue
            with target.open(_DOCUMENT, "w", force_zip64=True) as part:
                part.write(data)
                for _ in range(700):
                    part.write(b" " * 1_000_000)
    return out.getvalue()


def many_parts() -> bytes:
    """Sixty thousand parts with nothing in them."""
    return _edited({}, {f"word/media/{number}.bin": b"" for number in range(60_000)})


def parts_outside() -> bytes:
    """Parts that are called as files elsewhere are."""
    return _edited({}, {"../../../outside.txt": b"x", "/outside.txt": b"x", "C:\\outside.txt": b"x"})


def deeply_nested() -> bytes:
    """Tables in tables, a hundred thousand deep."""
    deep = b"<w:tbl><w:tr><w:tc>" * 100_000 + b"</w:tc></w:tr></w:tbl>" * 100_000
    return _edited({_DOCUMENT: lambda data: data.replace(b"<w:body>", b"<w:body>" + deep, 1)})


def many_controls() -> bytes:
    """Fifty thousand controls beside ours."""
    one = (
        b'<w:sdt><w:sdtPr><w:tag w:val="box-%d"/><w:text/></w:sdtPr>'
        b"<w:sdtContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    more = b"".join(one % number for number in range(50_000))
    return _edited({_DOCUMENT: lambda data: data.replace(b"<w:body>", b"<w:body>" + more, 1)})


def huge_attribute() -> bytes:
    """Give a control a tag of fifty million letters."""
    tag = b'<w:sdt><w:sdtPr><w:tag w:val="' + b"a" * 50_000_000 + b'"/></w:sdtPr></w:sdt>'
    return _edited({_DOCUMENT: lambda data: data.replace(b"<w:body>", b"<w:body>" + tag, 1)})


def encrypted() -> bytes:
    """Return what a password makes of a Word file: a compound file (MS-CFB), no zip."""
    return (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4_000)
    )


def asks_the_network(address: str) -> bytes:
    """Name a template, a picture and a frame that lie elsewhere."""
    kinds = ("attachedTemplate", "image", "frame", "oleObject", "subDocument")
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="x{n}" Type="{base}/{kind}" Target="{address}" TargetMode="External"/>'
        for n, kind in enumerate(kinds)
    )
    return _edited(
        {_RELATIONS: lambda data: data.replace(b"</Relationships>", links.encode() + b"</Relationships>")}
    )


WORDS: Mapping[str, Callable[[], bytes]] = {
    make.__name__: make
    for make in (
        laughs_a_billion_times,
        fetches_a_file,
        part_expands,
        main_part_expands,
        many_parts,
        parts_outside,
        deeply_nested,
        many_controls,
        huge_attribute,
        encrypted,
    )
}
