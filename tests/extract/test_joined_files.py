"""One form in a file is no two."""

from __future__ import annotations

import pytest

from tests.round.making import FORMATS, FORMS, load_form, made_blank, response_of


@pytest.mark.parametrize("form", FORMS)
def test_one_form_is_no_two(form: str) -> None:
    """No form that is built has its boxes twice."""
    for file_format in FORMATS:
        response = response_of(made_blank(load_form(form), file_format), file_format)
        assert "F37" not in {finding.code for finding in response.findings}
