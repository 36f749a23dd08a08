"""Tell boxes of a Word file that Word shows other data in than their own (ECMA-376 part 1, 17.5.2.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from extract.package import Package
from extract.wordtext import W, text_of
from forms.findings import Finding, Severity

if TYPE_CHECKING:
    from lxml import etree

_MOST_QUOTED = 200


def bound_boxes(package: Package) -> Iterator[Finding]:
    """Yield a finding for each box that is bound to other data than its words. No form of ours has any."""
    for binding in package.document.iter("{*}dataBinding"):
        control = next(binding.iterancestors(W + "sdt"), None)
        content = control.find(W + "sdtContent") if control is not None else None
        tag = control.find(f"{W}sdtPr/{W}tag") if control is not None else None
        name = (tag.get(f"{W}val") or "") if tag is not None else ""
        shown = " ".join(text_of(content).split()) if content is not None else ""
        held = [words for root in package.data for words in _found(root, binding)]
        if name and held != [shown]:
            said = " / ".join(map(repr, (words[:_MOST_QUOTED] for words in held))) or "nothing that was found"
            yield Finding(
                "F67",
                Severity.ACT_NOW,
                name,
                f"{name}: the box says {shown!r}, but it is bound to data in the file, which Word shows in "
                f"its place: {said}. What the box says was read; ask which is meant",
            )


def _found(root: etree._Element, binding: etree._Element) -> list[str]:
    """Return the words that a binding leads to in one part; none where it leads nowhere."""
    from lxml import etree

    spaces = {
        prefix.partition(":")[2]: address.strip("'\"")
        for mapping in (binding.get(f"{W}prefixMappings") or "").split()
        for prefix, _, address in [mapping.partition("=")]
        if prefix.startswith("xmlns:") and prefix != "xmlns:"
    }
    try:
        found = root.getroottree().xpath(binding.get(f"{W}xpath") or "", namespaces=spaces)
    except (etree.XPathError, ValueError, TypeError):
        return []
    nodes: list[Any] = found if isinstance(found, list) else []
    texts = ("".join(map(str, one.itertext())) if hasattr(one, "itertext") else str(one) for one in nodes)
    return [" ".join(text.split()) for text in texts]
