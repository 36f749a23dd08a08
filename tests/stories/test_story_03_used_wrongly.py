"""The QA lead types nonsense beside records that were typed over: each is told, and the rest goes on."""

import datetime as dt
from collections.abc import Mapping

import pytest
from openpyxl import load_workbook

from forms.plan import Party, Person, Relationship
from tests.halfterm.review_typist import Typed, type_into
from tests.stories.cast import PAIR, PRIYA, RECORD, SCHOOL, TOM, new_action, record_comes, session, signed
from tests.stories.conftest import OpenTrust
from tests.stories.trust import Trust, day

_FIRST, _LEES, _SECOND = "ESM-26-0031", "ESM-26-0042", "ESM-26-0043"
_OTHERS, _AHEAD, _CANCELLED, _SIGNED = "ESM-26-0052", "ESM-26-0051", "ESM-26-0053", "ESM-26-0054"
_LEE = Person("P-LEE", "Lee Moss", SCHOOL, "Deputy")
_PAIRS = (
    PAIR,
    Relationship("R2", "esteem", "P-LEE", "P-PRIYA", starts=day("2026-09-01")),
    Relationship("R3", "highcliffe", "P-TOM", "P-LEE", starts=day("2026-09-01")),
)
_SESSIONS = (
    session(_FIRST, "2026-09-24"),
    session(_LEES, "2026-11-19", "R2"),
    session(_SECOND, "2026-11-19"),
    session(_OTHERS, "2026-11-12", "R3"),
    session(_AHEAD, "2027-01-14"),
    session(
        _CANCELLED,
        "2026-11-10",
        cancelled_on=day("2026-11-09"),
        cancelled_by=Party.SUPERVISEE,
        cancel_reason="ill",
    ),
    session(_SIGNED, "2026-10-12"),
)
_HELD = {
    "actual_date": "24/09/2026",
    "agenda_items": "Referral forms",
    **new_action("agenda_action", 1, "Order the referral forms", "Tom Reed", "09/10/2026"),
}
_RIGHT = {"what_to_do": "Use as", "reference": f"  {_SECOND.lower()}-a2\n"}
_FOR_USE = "nothing stands there; Use as or Done with was expected. Choose one"


def _use(reference: Typed, **more: Typed) -> Mapping[str, Typed]:
    return {"what_to_do": "Use as", "reference": reference, **more}


_WRONG: tuple[tuple[Mapping[str, Typed], str], ...] = (
    (
        _use("ESM-26-9999-A2"),
        'found "ESM-26-9999-A2", and no session ESM-26-9999 stands in the Schedule. Plan',
    ),
    (
        _use(f"{_LEES}-A2"),
        f"the form of Lee Moss, and {_FIRST}-A2 is that of Tom Reed. Type a session of the",
    ),
    (_use(f"{_OTHERS}-A2"), "a session under highcliffe, and this is a form of esteem. Type a session under"),
    (_use(f"{_AHEAD}-A2"), "planned for 14/01/2027, and today is 21/11/2026. Type one that was held"),
    (_use(f"{_CANCELLED}-A2"), "cancelled on 09/11/2026. Type one that was held; if this one was, correct"),
    (_use(f"{_SIGNED}-A2"), "which came back and was signed by all. Type another one, or take the import"),
    (_use(f"{_FIRST}-A2"), "which the file bears already. Type that of the session that it is of"),
    (
        _use(f"{_SECOND}-A3-1"),
        f"another form than {_FIRST}-A2, as which the file was made. Type one that ends",
    ),
    (_use(_SECOND), f'found "{_SECOND}", which is none. Type that of the form'),
    (_use("ESM-26-\n0043-A2"), 'found "ESM-26- 0043-A2", which is none. Type that of the form'),
    (_use(1e20), 'reference: Excel has made "100000000000000000000" of what was typed'),
    (_use(dt.date(2026, 11, 19)), 'reference: Excel has made "19/11/2026" of what was typed'),
    (
        _use(f'="{_SECOND}-A2"'),
        "reference: a formula stands here. Type the words themselves. reference: a form",
    ),
    (_use(None), "reference: nothing stands there. Type that of the form"),
    (_use("ESM-26-9998-A2", form="harewood/a2-record"), 'form, stage: found "harewood/a2-record", and this'),
    ({"reference": f"{_SECOND}-A2"}, f"what_to_do: {_FOR_USE}"),
    ({"what_to_do": True}, 'what_to_do: Excel has made "TRUE" of what was typed'),
    ({"what_to_do": "Key it in", "reference": f"{_SECOND}-A2"}, 'what_to_do: found "Key it in"; Use as or'),
    ({"what_to_do": "Done with", "reference": f"{_SECOND}-A2"}, "Done with, and a reference stand here"),
    (_use("ESM-26-0055-A2"), 'found "ESM-26-0055-A2" beside several files. Only one of them can be it'),
    (_use("ESM-26-0055-A2"), 'found "ESM-26-0055-A2" beside several files. Only one of them can be it'),
)


@pytest.fixture
def trust(open_trust: OpenTrust) -> Trust:
    """Give Esteem's folder with two signed records, and many copies of the first that were typed over."""
    made = open_trust()
    made.plan((TOM, PRIYA, _LEE), _PAIRS, (*_SESSIONS, session("ESM-26-0055", "2026-10-19")))
    for number, held in ((_FIRST, "2026-09-24"), (_SIGNED, "2026-10-12")):
        file = record_comes(made, number, held, {**_HELD, "actual_date": f"{day(held):%d/%m/%Y}"})
        settled = made.make(RECORD, {}, f"{number}.docx", "--continue", file, "--stage", "signing")
        made.comes_back(RECORD, settled, signed("14/10/2026", "15/10/2026"), f"signed {number}.docx")
    made.take_in("2026-10-30")
    form = made.outgoing / f"{_FIRST}-A2.docx"
    for part in range(len(_WRONG) + 2):
        again = {**_HELD, "actual_date": "19/11/2026", "agenda_items": f"Rotas, part {part}"}
        made.comes_back(RECORD, form, again, f"again{part:02}.docx")
    made.take_in("2026-11-20")
    return made


def _not_taken(trust: Trust) -> dict[str, str]:
    """Return file -> why what stands beside it was not taken."""
    head, *rows = load_workbook(trust.folder / "restricted" / "review.xlsx")["Files"].iter_rows(
        values_only=True
    )
    said = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return {str(one["file"]): str(one["not_taken_because"] or "") for one in said}


def test_nonsense_is_told_and_not_taken(trust: Trust) -> None:
    """Each wrong row says what was found and what to do, also when asked again; what is right is taken."""
    review = trust.folder / "restricted" / "review.xlsx"
    typed: dict[str, Mapping[str, Typed]] = {
        f"inbox/again{number:02}.docx": wrong for number, (wrong, _) in enumerate(_WRONG)
    }
    right = f"inbox/again{len(_WRONG):02}.docx"
    before = trust.rows("Sessions", "session_id")
    type_into(review, "Files", lambda file: {**typed, right: _RIGHT}.get(file, {}))
    said = trust.take_in("2026-11-21", expected=1).stderr
    assert said.count("K13") == len(_WRONG)
    told = _not_taken(trust)
    assert [one for one, (_, why) in zip(sorted(typed), _WRONG, strict=True) if why not in told[one]] == []
    again = trust.take_in("2026-11-22", expected=1)
    assert (again.stdout, again.stderr.count("K13")) == ("", len(_WRONG))
    after = trust.rows("Sessions", "session_id")
    assert {name for name in after if after[name]["source_file"] != before[name]["source_file"]} == {_SECOND}
    last = f"inbox/again{len(_WRONG) + 1:02}.docx"
    type_into(review, "Files", lambda file: _RIGHT if file == last else {})
    trust.take_in("2026-11-23", expected=1)
    assert "as which another file is used already" in _not_taken(trust)[last]
