"""The catalogue finds the forms that come with halfterm and says plainly when there is none."""

import pytest

from forms.catalogue import form_ids, load_form, load_policy_of, policy_ids
from forms.errors import UsageError


def test_file_names_are_form_ids() -> None:
    """A form is found by its file's name, so its definition says the same id."""
    for form in form_ids():
        assert load_form(form).id == form
        assert load_form(form).policy.id == form.partition("/")[0]


def test_older_ids_find_the_same_form() -> None:
    """The ids of older lists stand for the forms that name them, each for one."""
    older = [load_form(form).inventory for form in form_ids()]
    assert len(set(older)) == len(older)
    assert load_form("esteem_a2_record") is load_form("esteem/a2-record")


def test_codes_are_unique_within_a_policy() -> None:
    """A reference names one form only."""
    codes = [(load_form(form).policy.id, load_form(form).code) for form in form_ids()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("esteem/a2-recrd", "esteem/a2-record"),
        ("Esteem/A2-Record", "esteem/a2-record"),
        ("esteem_a4_monitorng", "esteem_a4_monitoring"),
    ],
)
def test_an_unknown_form_gets_a_suggestion(asked: str, meant: str) -> None:
    """A slip of the pen is answered with the form that was meant."""
    with pytest.raises(UsageError, match=f'"{asked}".*did you mean "{meant}"') as caught:
        load_form(asked)
    assert caught.value.exit_status == 2


@pytest.mark.parametrize("asked", ["", "zzz", "../esteem/a2-record", "esteem/policy", "esteem"])
def test_what_is_no_form_is_refused(asked: str) -> None:
    """Only names from the list are taken; none is used as a path."""
    with pytest.raises(UsageError, match=r"expected one of ashbury-meadow/a-contract, .*esteem/a1-agreement"):
        load_form(asked)


def test_policies_are_listed_and_unknown_ones_refused() -> None:
    """Policies are the folders with a policy file."""
    assert "esteem" in policy_ids()
    with pytest.raises(UsageError, match='did you mean "esteem"'):
        load_policy_of("estem")
