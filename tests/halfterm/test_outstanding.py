"""What of a pack is not sent yet, from what was sent before."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from forms.bounced import Bounced
from forms.packs import Errand, Pack
from forms.plan import Plan
from halfterm.drafting import Desk, Mailing, mailings_of
from halfterm.folders import told_apart
from halfterm.outstanding import left_to_send
from halfterm.packing import turn_of
from register.posted import Posted, with_posted
from register.undelivered import Undelivered, delivered, parts_reached, still_lost
from tests.halfterm.outbox_trust import NUMBER, PRIYA_REACHED, TOM_REACHED
from tests.stories.cast import session
from tests.stories.trust import day

BOTH = (TOM_REACHED, PRIYA_REACHED)
COUSIN = dataclasses.replace(TOM_REACHED, person_id="P-TOM2", email="Tom.Reed@school.example")
COPY = Pack(NUMBER, Errand.COPY, "esteem", PRIYA_REACHED, (TOM_REACHED,), BOTH, day("2026-11-19"), None, None,
            day("2026-11-05"), (), "signed", meant_for=BOTH)  # fmt: skip
AGENDA = dataclasses.replace(COPY, errand=Errand.AGENDA, people=(TOM_REACHED,), meant_for=(TOM_REACHED,))
PASSWORDS = {one.person_id: f"kebora-nutipa-{one.person_id}" for one in BOTH}


def desk(passwords: dict[str, str] | None) -> Desk:
    """Return a desk whose outbox is empty."""
    return Desk(
        outbox=Path("outbox"),
        plan=Plan(),
        on=day("2026-11-24"),
        domains=("school.example",),
        invitations=False,
        passwords=passwords,
        key=b"key",
        as_made={},
    )


def sent(
    pack: Pack, posted: tuple[Posted, ...], passwords: dict[str, str] | None = None
) -> tuple[Posted, ...]:
    """Return what was sent once everything that is left of a pack is sent too."""
    left = left_to_send(pack, desk(passwords), posted, Plan())
    return (*posted, *(Posted(NUMBER, pack.errand, one.facts, day("2026-11-24"), "moved") for one in left))


@pytest.mark.parametrize("passwords", [None, PASSWORDS])
def test_what_both_have_does_not_go_out_again_to_one(passwords: dict[str, str] | None) -> None:
    """Who goes away or leaves after that makes no new mailing of it; who had none yet gets it."""
    all_have = sent(COPY, (), passwords)
    assert len(all_have) == (1 if passwords is None else 2)
    one_is_away = dataclasses.replace(COPY, people=(TOM_REACHED,))
    assert left_to_send(one_is_away, desk(passwords), all_have, Plan()) == ()
    first = sent(one_is_away, (), passwords)
    back = left_to_send(COPY, desk(passwords), first, Plan())
    assert PRIYA_REACHED in back[-1].people


@pytest.mark.parametrize("passwords", [None, PASSWORDS])
def test_a_session_that_is_moved_to_and_fro_goes_out_each_time(passwords: dict[str, str] | None) -> None:
    """Once each time, and every mailing is told from those before."""
    posted: tuple[Posted, ...] = ()
    for turn, on in enumerate(("2026-11-19", "2026-11-26", "2026-11-19", "2026-11-26", "2026-11-19")):
        moved = dataclasses.replace(AGENDA, session_on=dt.date.fromisoformat(on))
        after = sent(moved, posted, passwords)
        assert len(after) == len(posted) + 1
        assert len({one.facts for one in after}) == len(after)
        assert sent(moved, after, passwords) == after
        assert mailings_of(moved, desk(passwords), turn_of(moved, after))[0].facts == after[-1].facts, turn
        posted = after


def test_what_was_lost_for_one_goes_out_again_to_that_one() -> None:
    """As often as it is lost; where the report is not sure whom it means, to both as before."""
    (whole,) = sent(COPY, ())
    to_both = tuple(str(one.email) for one in BOTH)

    def left(posted: tuple[Posted, ...], *reports: tuple[Posted, str]) -> tuple[Mailing, ...]:
        for one, failed in reports:
            bounced = Bounced("", to_both if one is whole else (failed,), (failed,))
            reached = parts_reached(one, bounced, BOTH)
            lost.append(Undelivered(one, "inbox/report.eml", str(len(lost)), one.sent_on, reached))
        return left_to_send(COPY, dataclasses.replace(desk(None), lost=tuple(lost)), posted, Plan())

    lost: list[Undelivered] = []
    (again,) = left((whole,), (whole, to_both[0]))
    assert again.people == (TOM_REACHED,)
    assert again.draft.name == f"{NUMBER} copy - to Tom Reed - Tom Reed.eml"
    alone = dataclasses.replace(whole, facts=again.facts, sent_on=day("2026-11-25"))
    assert left((whole, alone)) == ()
    arrived = delivered((whole, alone), lost)
    assert still_lost(lost, arrived) == ()
    assert still_lost(lost, delivered((whole,), lost)) == tuple(lost)
    plan = Plan(sessions=(session(NUMBER, "2026-11-19"),))
    assert with_posted(plan, arrived).sessions[0].copy_given_on == day("2026-11-25")
    assert with_posted(plan, delivered((whole,), lost)).sessions[0].copy_given_on is None
    (once_more,) = left((whole, alone), (alone, to_both[0]))
    assert once_more.people == (TOM_REACHED,)
    assert once_more.facts not in {whole.facts, alone.facts}
    third = dataclasses.replace(alone, facts=once_more.facts)
    assert [one.people for one in left((whole, alone, third), (whole, to_both[1]))] == [(PRIYA_REACHED,)]

    lost.clear()
    (to_all,) = left((whole,), (whole, "t.reed@home.example"))
    assert to_all.people == BOTH
    assert parts_reached(whole, Bounced("", to_both, to_both[:1]), (*BOTH, COUSIN)) == ()
    lost.clear()
    (to_all,) = left((whole,), (whole, to_both[0]), (whole, to_both[1]))
    assert to_all.people == BOTH


def test_names_of_files_are_told_apart() -> None:
    """Though one is longer than a name may be, in capitals, or reads so by marks that turn letters."""
    plain = dataclasses.replace(TOM_REACHED, name="Ana Bell " + "Bell " * 20)
    loud = dataclasses.replace(plain, person_id="P-LOUD", name=plain.name.upper())
    turned = dataclasses.replace(TOM_REACHED, person_id="P-TURNED", name="Tom\u202e Reed")
    assert told_apart(plain, (plain, TOM_REACHED)).startswith("Ana Bell Bell")
    assert len({told_apart(one, (plain, loud)).casefold() for one in (plain, loud)}) == 2
    assert told_apart(turned, (turned,)) == "Tom Reed"
    assert told_apart(turned, (turned, TOM_REACHED)) == "Tom Reed P-TURNED"
