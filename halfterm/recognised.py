"""Which form a document is, by the words that each form prints at its foot or at its head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from forms.catalogue import Catalogue
from forms.errors import HalftermError
from forms.model import Definition, Stage
from forms.reference import parse_reference, split_action_id

if TYPE_CHECKING:
    from extract.page.identity import Printed


def recognise(catalogue: Catalogue, texts: Sequence[str]) -> Iterator[Printed]:
    """Yield which form, version and stage a document may be that shows these texts.

    Where its foot is left it says so in words; else title, appendix and policy at its head do, but not the
    stage: then each stage is tried.
    """
    from extract.page.identity import Printed

    plain = [" ".join(text.split()) for text in texts]
    reference = _reference(plain)
    heads: list[Printed] = []
    for form in catalogue.form_ids():
        for version in catalogue.versions_of(form):
            try:
                definition = catalogue.load_form(form, version)
            except HalftermError:
                continue
            if reference and not _is_code_of(definition, reference):
                continue
            stages = tuple(stage for stage in definition.stages if reference)
            found = [Printed(reference, form, version.upper(), stage, 1) for stage in stages]
            found += [Printed("", form, version.upper(), Stage.BLANK, 1)] if not reference else []
            for printed in found:
                if any(_foot(definition, printed.stage) in text for text in plain):
                    yield printed
                elif _has_head(definition, plain):
                    heads.append(printed)
    yield from heads


def _reference(texts: Sequence[str]) -> str:
    """Return the reference that stands alone somewhere, else the one with which most actions begin."""
    alone = next((text for text in texts if parse_reference(text) is not None), "")
    own = [str(found[0]) for text in texts if (found := split_action_id(text)) is not None]
    return alone or max(own, key=own.count, default="")


def _is_code_of(definition: Definition, reference: str) -> bool:
    parsed = parse_reference(reference)
    return parsed is not None and parsed.appendix == definition.code


def _foot(definition: Definition, stage: str) -> str:
    from build.panel import words_of_stage

    words = words_of_stage(definition, Stage(stage))
    said = f"{definition.appendix}: {definition.title} ({words}), version {definition.version}"
    return " ".join(said.split())


def _has_head(definition: Definition, texts: Sequence[str]) -> bool:
    wanted = (definition.title, definition.appendix, definition.policy.name)
    return all(" ".join(words.split()) in texts for words in wanted)
