"""The printed words of a page as the page fonts can draw them: a sign stands for what they lack.

PDF/UA-1 7.21.8 forbids a missing glyph, and the page compiler stops at one. Answers have their own font
and their own substitutes (forms.lettering); these are the words of the definition and of the policy.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from forms.lettering import SUBSTITUTE, form_font

_DRAWN_AS = {
    "\t": "    ",
    "\r": "\n",
    # Letters of Wingdings and Symbol, which Word writes for its bullets, arrows and ticks.
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf06f": "□",
    "\uf071": "❑",
    "\uf076": "❖",
    "\uf0a7": "▪",
    "\uf0a8": "□",
    "\uf0b7": "•",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0e8": "➔",
    "\uf0fb": "✗",
    "\uf0fc": "✓",
    "\uf0fd": "☒",
    "\uf0fe": "☑",
    # It only asks for an emoji instead of the sign before it.
    "\ufe0f": "",
}
_ESCAPES = ("\\u0", "\\t", "\\r", "\\b", "\\f")
"""What JSON writes for control characters, apart from line ends."""
_NEEDS_NO_GLYPH = frozenset(
    "\n\x85\xa0\xad\u034f\u0488\u0489\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u3000\ufeff"
)
"""Line ends, spaces, joiners and direction marks, which the page compiler knows how to set."""


def drawable_spec(spec: str) -> str:
    """Return the page's specification with a substitute for every character that no page font has."""
    if not _needs_help(spec):
        return spec
    return json.dumps(_drawable(json.loads(spec)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=64)
def undrawable_words(spec: str) -> tuple[tuple[str, str], ...]:
    """Return the printed words that hold such characters, each once, with the characters that they hold."""
    if not _needs_help(spec):
        return ()
    found = ((text, _missing(text)) for text in _texts(json.loads(spec)))
    return tuple(dict.fromkeys((text, missing) for text, missing in found if missing))


@cache
def _page_characters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    signs = resources.files("templates").joinpath("fonts/page/NotoSansSigns-Regular.ttf").read_bytes()
    codes = TTFont(io.BytesIO(signs), lazy=True).getBestCmap()
    # The page's letters are cut to the same characters as those of the boxes.
    return frozenset((*form_font().glyphs, *map(chr, codes), *_NEEDS_NO_GLYPH))


def _needs_help(spec: str) -> bool:
    # JSON writes control characters as escapes.
    return not _page_characters() >= set(spec) or any(escape in spec for escape in _ESCAPES)


def _missing(text: str) -> str:
    drawn = (one for one in text if one not in _page_characters() and one not in _DRAWN_AS)
    return "".join(dict.fromkeys(drawn))


def _drawable(value: Any) -> Any:
    match value:
        case str():
            known = _page_characters()
            return "".join(one if one in known else _DRAWN_AS.get(one, SUBSTITUTE) for one in value)
        case list():
            return [_drawable(one) for one in value]
        case dict():
            return {key: _drawable(one) for key, one in value.items()}
    return value


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from _texts(one)
        case dict():
            for one in value.values():
                yield from _texts(one)
