"""Fill a blank by one incremental update (ISO 32000-1 7.5.6): only what differs is appended.

The blank's bytes stay as they are. Appended are the fields that have a value, with an appearance
each, the band of every page, and the information dictionary.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from build.pdf import band
from build.pdf.appearance import TYPE0_NAME, text_stream
from build.pdf.widgets import LINE_KEY
from forms.lettering import form_font
from forms.properties import PAGES, page_mark

if TYPE_CHECKING:
    from pikepdf import Object

_START = re.compile(rb"startxref\s+(\d+)")
_ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class _Slot:
    """A dictionary of the blank that an update writes again: its number and all but its value."""

    number: int
    rest: bytes


@dataclass(frozen=True, slots=True)
class _TextSlot:
    slot: _Slot
    width_pt: float
    height_pt: float
    multiline: bool
    line_pt: float
    """Of a blank inside a sentence: the width of its line; 0 for other boxes."""


@dataclass(frozen=True, slots=True)
class _GroupSlot:
    slot: _Slot
    kids: tuple[tuple[_Slot, str], ...]
    """The widgets of the group, each with the option that it stands for."""


class FillableBlank:
    """A compiled blank, indexed once so that filling it is only appending."""

    def __init__(self, raw: bytes) -> None:
        """Index `raw`, a PDF with a classic cross-reference table, as `compile_blank` makes it."""
        import pikepdf

        self._raw = raw if raw.endswith(b"\n") else raw + b"\n"
        self._previous = int(_START.findall(raw)[-1])
        self._font = form_font()
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            self._size = int(pdf.trailer.Size)
            self._root = b"%d %d R" % pdf.Root.objgen
            self._id = bytes(pdf.trailer.ID[0]).hex().upper().encode()
            self._info = _slot(pdf.trailer.Info, without=())
            fonts = pdf.Root.AcroForm.DR.Font
            self._font_ref = b"%d 0 R" % fonts[f"/{TYPE0_NAME}"].objgen[0]
            self._bands = [page.Resources.XObject["/HTBand"].objgen[0] for page in pdf.pages]
            self._contents = [tuple(one.read_bytes() for one in page.Contents) for page in pdf.pages]
            self._places = [[_named(one) for one in page.obj.get("/Annots", ())] for page in pdf.pages]
            self._texts: dict[str, _TextSlot] = {}
            self._groups: dict[str, _GroupSlot] = {}
            self._checks: dict[str, _Slot] = {}
            for field in pdf.Root.AcroForm.Fields:
                self._index(field)

    @property
    def page_count(self) -> int:
        """Return the number of pages."""
        return len(self._bands)

    def size_pt(self, name: str) -> tuple[float, float]:
        """Return width and height of the text box `name`; KeyError if there is none."""
        slot = self._texts[name]
        return slot.width_pt, slot.height_pt

    def line_pt(self, name: str) -> float:
        """Return how wide the text box `name` may get inside its sentence; 0 if it is in none."""
        return self._texts[name].line_pt

    def fill(
        self,
        texts: Mapping[str, str],
        choices: Mapping[str, str],
        bands: Sequence[tuple[str, Sequence[bytes]]],
        properties: Mapping[str, str],
    ) -> bytes:
        """Return the blank with these values.

        `texts`: text box -> what it shows and keeps; `choices`: group or box -> the ticked option;
        `bands`: per page the words and the modules of its QR code; `properties` of the document.
        """
        update = _Update(self._raw, self._size)
        for name, text in texts.items():
            self._fill_text(update, self._texts[name], text)
        for name, option in choices.items():
            if name in self._checks:
                _fill_check(update, self._checks[name], option)
            else:
                _fill_group(update, self._groups[name], option)
        streams = [band.band_stream(words, modules, self._font) for words, modules in bands]
        for number, stream in zip(self._bands, streams, strict=True):
            update.put(number, self._form_object(band.WIDTH_PT, band.HEIGHT_PT, stream))
        marks = " ".join(map(page_mark, self._contents, streams, self._places))
        noted = {**properties, PAGES: marks}
        entries = b"".join(b" /%s %s" % (key.encode(), _string(text)) for key, text in noted.items())
        update.put(self._info.number, self._info.rest + entries + b" >>")
        return update.finish(self._root, self._info.number, self._id, self._previous)

    def _index(self, field: Object) -> None:
        name = str(field.T)
        if "/Kids" in field:
            kids = tuple((_slot(kid, without=("/AS",)), _on_state(kid)) for kid in field.Kids)
            self._groups[name] = _GroupSlot(_slot(field, without=("/V",)), kids)
        elif field.FT == "/Btn":
            self._checks[name] = _slot(field, without=("/V", "/AS"))
        elif "/Rect" in field:
            x0, y0, x1, y1 = (float(edge) for edge in field.Rect)
            multiline = bool(int(field.get("/Ff", 0)) & (1 << 12))
            # A list box that had to grow shows its words over several lines too, though it has no such flag.
            tall = y1 - y0 > 25
            slot = _slot(field, without=("/V", "/AP"))
            multiline = multiline or (tall and field.FT == "/Ch")
            self._texts[name] = _TextSlot(slot, x1 - x0, y1 - y0, multiline, float(field.get(LINE_KEY, 0)))

    def _fill_text(self, update: _Update, box: _TextSlot, text: str) -> None:
        stream = text_stream(text, box.width_pt, box.height_pt, self._font, multiline=box.multiline)
        appearance = update.add(self._form_object(box.width_pt, box.height_pt, stream))
        value = _string(text.replace("\n", "\r"))
        update.put(box.slot.number, box.slot.rest + b" /V %s /AP << /N %d 0 R >> >>" % (value, appearance))

    def _form_object(self, width_pt: float, height_pt: float, stream: bytes) -> bytes:
        head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 %.3f %.3f]" % (width_pt, height_pt)
        fonts = b"/Resources << /Font << /%s %s >> >>" % (TYPE0_NAME.encode(), self._font_ref)
        return b"%s %s /Length %d >>\nstream\n%s\nendstream" % (head, fonts, len(stream), stream)


class _Update:
    """The objects of one incremental update, with their offsets."""

    def __init__(self, raw: bytes, size: int) -> None:
        self._chunks = [raw]
        self._position = len(raw)
        self._next = size
        self._offsets: dict[int, int] = {}

    def put(self, number: int, body: bytes) -> None:
        """Write object `number` again."""
        chunk = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        self._offsets[number] = self._position
        self._chunks.append(chunk)
        self._position += len(chunk)

    def add(self, body: bytes) -> int:
        """Write a new object; return its number."""
        number = self._next
        self._next += 1
        self.put(number, body)
        return number

    def finish(self, root: bytes, info: int, first_id: bytes, previous: int) -> bytes:
        """Return the whole file with cross-reference table and trailer."""
        second_id = hashlib.sha256(b"".join(self._chunks[1:])).hexdigest()[:32].upper().encode()
        table = [b"xref\n"]
        for run in self._runs():
            table.append(b"%d %d\n" % (run[0], len(run)))
            table += [b"%010d 00000 n \n" % self._offsets[number] for number in run]
        trailer = b"trailer\n<< /Size %d /Root %s /Info %d 0 R /Prev %d " % (
            self._next,
            root,
            info,
            previous,
        ) + b"/ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (first_id, second_id, self._position)
        return b"".join([*self._chunks, *table, trailer])

    def _runs(self) -> Iterator[list[int]]:
        run: list[int] = []
        for number in sorted(self._offsets):
            if run and number != run[-1] + 1:
                yield run
                run = []
            run.append(number)
        yield run


def _named(widget: Object) -> tuple[str, tuple[float, ...]]:
    """Return the name of a widget's field, and where it stands."""
    named = widget if "/T" in widget else widget.Parent
    return str(named.T), tuple(float(edge) for edge in widget.Rect)


def _fill_group(update: _Update, group: _GroupSlot, option: str) -> None:
    for slot, state in group.kids:
        shown = _name(option) if state == option else b"/Off"
        update.put(slot.number, slot.rest + b" /AS " + shown + b" >>")
    update.put(group.slot.number, group.slot.rest + b" /V " + _name(option) + b" >>")


def _fill_check(update: _Update, slot: _Slot, option: str) -> None:
    update.put(slot.number, slot.rest + b" /V %s /AS %s >>" % (_name(option), _name(option)))


def _slot(obj: Object, without: tuple[str, ...]) -> _Slot:
    entries = [key.encode() + b" " + _written(value) for key, value in obj.items() if key not in without]
    return _Slot(obj.objgen[0], b"<< " + b" ".join(entries))


def _written(value: object) -> bytes:
    import pikepdf

    if isinstance(value, pikepdf.Object):
        return b"%d %d R" % value.objgen if value.is_indirect else value.unparse(resolved=False)
    return str(value).lower().encode("ascii")


def _on_state(widget: Object) -> str:
    """Return the option of a tick box; /Off too, if an option has the name that PDF gives to no tick."""
    states = (str(key)[1:] for key in widget.AP.N.keys() if key != "/Off")  # noqa: SIM118 - as above
    return next(states, "Off")


def _string(text: str) -> bytes:
    """Return a PDF string: literal where plain ASCII, else UTF-16BE with its mark (ISO 32000-1 7.9.2)."""
    if text.isascii() and "\x7f" not in text:
        return b"(" + text.translate(_ESCAPED).encode("ascii") + b")"
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def _name(text: str) -> bytes:
    from pikepdf import Name

    return Name("/" + text).unparse()
