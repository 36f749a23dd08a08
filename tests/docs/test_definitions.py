"""The pages of docs/definitions/: page, example and picture belong together, and what they say is so."""

import re
from pathlib import Path

import pytest

from extract.intake import read_file
from forms.loader import load_policy
from forms.look import Look
from forms.model import Column, FixedRow, Kind
from forms.records import State
from forms.tables import FIELD_KEYS, FORM_KEYS, POLICY_KEYS, SECTION_KEYS, keys_of
from halfterm.check_forms import check_folder
from tests.docs.examples import (
    DOCS,
    EXAMPLES,
    FOLDER,
    Example,
    all_examples,
    build_example,
    catalogue,
    read_values,
    show_read,
)
from tests.docs.pages import picture_line, shown_blocks
from tests.docs.pictures import fingerprint_in

ALL = all_examples()
_INDEX = DOCS / "definitions.md"
_LARGEST_PICTURE = 60_000


@pytest.fixture(params=ALL, ids=lambda example: example.name)
def example(request: pytest.FixtureRequest) -> Example:
    """Return each example in turn."""
    assert isinstance(request.param, Example)
    return request.param


def test_every_example_is_a_right_definition() -> None:
    """`halfterm forms check` finds nothing in the folder of examples."""
    checked = check_folder(EXAMPLES)
    assert not checked.mistakes
    assert len(checked.forms) == len(ALL)


def test_pages_examples_and_pictures_belong_together() -> None:
    """Each example has values, a page and a picture, and there is no page or picture without one."""
    names = {example.name for example in ALL}
    assert {path.stem for path in FOLDER.glob("*.md")} == names
    assert {path.stem for path in (FOLDER / "pictures").glob("*.png")} == names
    assert {path.stem for path in EXAMPLES.glob("*.json")} == names


def test_a_page_shows_its_example(example: Example) -> None:
    """Definition, values file and picture on the page are those of the example."""
    blocks = shown_blocks(example)
    assert [language for language, _ in blocks] == ["toml", "json", "json"]
    assert blocks[0][1] == example.shown_definition
    assert blocks[1][1] == example.shown_values
    assert picture_line(example) in example.page.read_text(encoding="utf-8")


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_what_is_read_back_is_what_the_page_says(example: Example, file_format: str, tmp_path: Path) -> None:
    """The form made from the values is read back as its page says, in both formats."""
    form = tmp_path / f"{example.name}.{file_format}"
    form.write_bytes(build_example(example, file_format))
    assert show_read(read_values(form)) == shown_blocks(example)[2][1]


def test_a_picture_was_made_from_its_example_as_it_is(example: Example) -> None:
    """The picture is small and holds the fingerprint of the example: `python -m tests.docs.write_pages`."""
    png = example.picture.read_bytes()
    assert len(png) <= _LARGEST_PICTURE
    assert fingerprint_in(png) == example.fingerprint


def test_what_did_not_apply_is_told_from_what_was_left_blank(tmp_path: Path) -> None:
    """The page of only_if speaks of the state not_applicable for the last three fields."""
    example = Example("only-if")
    form = tmp_path / "only-if.pdf"
    form.write_bytes(build_example(example, "pdf"))
    response = read_file(form, catalogue().load_form)
    states = {name: response.fields[name].state for name in ("told_head", "told_on", "referral")}
    assert set(states.values()) == {State.NOT_APPLICABLE}


def test_every_kind_has_an_example() -> None:
    """No kind of field is without a page."""
    forms = [catalogue().load_form(f"alder-grove/{example.name}") for example in ALL]
    assert {field.kind for form in forms for field in form.fields} == set(Kind)


def test_the_index_leads_to_every_page(example: Example) -> None:
    """docs/definitions.md links each page."""
    assert f"(definitions/{example.name}.md)" in _INDEX.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "keys",
    [FIELD_KEYS, FORM_KEYS, SECTION_KEYS, POLICY_KEYS, *map(keys_of, (Column, FixedRow, Look))],
    ids=["field", "form", "section", "policy", "column", "row", "look"],
)
def test_the_index_names_every_key(keys: dict[str, object]) -> None:
    """A key of the definition language that the index does not name cannot be found by who writes one."""
    text = _INDEX.read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", text)) | set(re.findall(r"(?m)^(\w+) = ", text))
    assert not keys.keys() - named


def test_every_link_leads_somewhere() -> None:
    """Links between the pages, and from the index, name files that are there."""
    for page in (_INDEX, DOCS / "adding-a-policy.md", *FOLDER.glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page}: {target}"


def test_the_policy_of_the_examples_uses_every_part_of_a_look() -> None:
    """The policy.toml that the index shows is the examples' own."""
    text = (EXAMPLES / "policy.toml").read_text(encoding="utf-8")
    assert load_policy(EXAMPLES / "policy.toml").look != Look()
    assert text.partition("id = ")[2].strip() in _INDEX.read_text(encoding="utf-8")
