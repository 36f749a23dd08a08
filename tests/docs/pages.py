"""The pages of docs/definitions/: each shows its example, the values file, what is read back, a picture."""

from __future__ import annotations

import re

from tests.docs.examples import Example

_BLOCK = re.compile(r"(?ms)^```(toml|json)\n(.*?)^```$")


def picture_line(example: Example) -> str:
    """Return the line of Markdown that shows the picture."""
    title = example.page.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
    return f"![{title}](pictures/{example.name}.png)"


def shown_blocks(example: Example) -> list[tuple[str, str]]:
    """Return language and text of each block of code on the page, in order."""
    text = example.page.read_text(encoding="utf-8")
    return [(match[1], match[2].strip()) for match in _BLOCK.finditer(text)]


def with_blocks(page: str, blocks: list[str]) -> str:
    """Return the text of a page with its first blocks of code replaced by `blocks`."""
    following = iter(blocks)

    def replaced(match: re.Match[str]) -> str:
        new = next(following, None)
        return match[0] if new is None else f"```{match[1]}\n{new}\n```"

    return _BLOCK.sub(replaced, page)
