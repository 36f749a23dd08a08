"""Tell what a PDF holds beside its boxes that no page shows, or only some programs (ISO 32000-1).

That is a second value of a field (12.7.3.3 and 12.7.3.4), a second form (12.7.8), layers (8.11) and programs
(12.6.4.16). No form that we issue has any of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.box_pictures import Shows, compare
from extract.pdfsource import Node, Plain, Source
from extract.pdftext import decode_text
from forms.findings import Finding, Severity

_MOST_QUOTED = 200
_MOST_LAYERS = 5
_TAG = re.compile(r"<[^>]*>")


def check_other_values(source: Source, node: Node, name: str, stored: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding where a field has a second value that differs; `stored` as in `check_words`."""
    rich, default = (_text(source.plain(node, key)) for key in ("/RV", "/DV"))
    rich = " ".join(_TAG.sub(" ", rich).split())
    for words, what in ((rich, "in rich text, which some programs show"), (default, "for clearing the form")):
        if words and not any(compare(words, one) is Shows.ALL for one in stored):
            yield Finding(
                "F64",
                Severity.ACT_NOW if words == rich else Severity.SOON,
                name,
                f"{name}: the file holds a second answer, {what}: {_quoted(words)}. It was not read; ask "
                "which is meant",
            )


def hidden_in(source: Source) -> Iterator[Finding]:
    """Yield findings for a second form in a PDF, for layers and for programs."""
    root = source.catalogue()
    form = source.child(root, "/AcroForm")
    if form is not None and (packets := source.plain(form, "/XFA")) is not None:
        words = _data_in(packets)
        said = f" with the words {_quoted(words)}" if words else ""
        yield Finding(
            "F66",
            Severity.ACT_NOW,
            None,
            f"the file holds a second form (XFA){said}, which some programs show in place of ours. It was "
            "not read; hold the answers against what Acrobat shows",
        )
    layers = source.child(root, "/OCProperties")
    if layers is not None:
        names = [_text(source.plain(one, "/Name")) for one in source.children(layers, "/OCGs")]
        called = ", ".join(repr(name) for name in names[:_MOST_LAYERS] if name)
        yield Finding(
            "F66",
            Severity.SOON,
            None,
            f"the file has layers that can be hidden ({called or 'without names'}), so its pages may show "
            "more or less than was looked at. Look at it with each of them on",
        )
    if _has_program(source, root):
        yield Finding(
            "F66",
            Severity.SOON,
            None,
            "the file holds a program, which may change answers while somebody looks at them. It was not "
            "run; ask who put it there",
        )


def _has_program(source: Source, root: Node) -> bool:
    names = source.child(root, "/Names")
    opened = source.child(root, "/OpenAction")
    runs = opened is not None and source.plain(opened, "/S") == "/JavaScript"
    return runs or (names is not None and source.child(names, "/JavaScript") is not None)


def _data_in(packets: Plain) -> str:
    """Return the words of the packet that holds the answers of a second form."""
    parts = packets if isinstance(packets, list) else [packets]
    texts = [part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes)]
    held = [text for text in texts if "datasets" in text or "<xfa:data" in text]
    return " ".join(_TAG.sub(" ", " ".join(held)).split())


def _text(value: Plain) -> str:
    return decode_text(value)[0] if isinstance(value, bytes) else ""


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    left = len(words) - _MOST_QUOTED
    return f"{words[:_MOST_QUOTED]!r} (and {left:,} characters more)" if left > 0 else repr(words)
