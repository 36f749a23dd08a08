"""Files that do not count: a signed record typed over, another person's form, and one of another policy.

What everybody has signed, and what came first of what was asked for, stays as it is; a person says what the
new file is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from forms.dates import parse_date
from forms.findings import Finding, Severity
from forms.meanings import Logged
from forms.model import Fact
from forms.plan import Relationship
from forms.revisions import Revision, fact_of, session_date
from register.asked import Asked
from register.logged import text_of
from register.rostered import Rostered, is_same_name
from register.signers import expected_signers, is_anothers
from register.signing import lines_of, parties_of, signs_for


def overtyped(revisions: Iterable[Revision]) -> Iterator[Revision]:
    """Yield files that came after everybody had signed that form, and are of another day or person."""
    signed: dict[str, Revision] = {}
    for one in sorted(revisions, key=lambda copy: copy.received):
        done = signed.get(one.key)
        if done is not None and one.received > done.received and _is_another(done, one):
            yield one
        parties = parties_of([one])
        if done is None and parties and all(signs_for(one, party) for party in parties):
            signed[one.key] = one


def foreign(revisions: Iterable[Revision], asked: Asked) -> Iterator[tuple[Revision, Finding]]:
    """Yield files that are of another policy than their session, each with what is said of it.

    That is, of another than what was asked for, else than what came before under their session's reference.
    Where one import brought forms of several policies, nothing says which is right: none of them counts.
    """
    fitting: list[Revision] = []
    for one in revisions:
        wanted = asked.policies_of(one)
        if not wanted or one.definition.policy.id in wanted:
            fitting.append(one)
        else:
            yield one, _foreign_finding(one, "unlike what was sent out or planned")
    came = sorted((one for one in fitting if one.reference is not None), key=lambda copy: copy.received)
    first: dict[str, int] = {}
    policies: dict[str, set[str]] = {}
    for one in came:
        if first.setdefault(one.session, one.received) == one.received:
            policies.setdefault(one.session, set()).add(one.definition.policy.id)
    for one in came:
        if policies[one.session] != {one.definition.policy.id}:
            yield one, _foreign_finding(one, "unlike what else came for its session")


def anothers(revisions: Iterable[Revision], asked: Asked) -> Iterator[tuple[Revision, Finding]]:
    """Yield files of a planned session in which somebody of the Roster stands who is not its supervisee.

    That is, as the supervisee of the form (X28), or in the supervisee's line to sign on where that is another
    supervisee (X09 too): they have filled in a colleague's form. Who signs for somebody else, or on the
    wrong one of the two lines, has not.
    """
    for one in revisions:
        rel = asked.pairs.get(one.session) if one.reference is not None else None
        if rel is None or asked.people is None:
            continue
        people, own = asked.people, rel.supervisee_id
        named = fact_of(one.response, one.definition, Fact.SUPERVISEE)
        if named and people.find(named) is not None and not people.goes_by(own, named):
            yield one, _colleagues_finding(one, f"{named} has filled in", people.name_of(own, dt.date.max))
            continue
        signer = _signed_by_colleague(one, rel, asked, people)
        if signer is not None:
            whose = people.name_of(own, dt.date.max)
            yield one, _colleagues_finding(one, f"{signer} has signed", whose)
            text = f"{one.response.path}: {signer} has signed as supervisee; expected {whose}. Ask both."
            yield one, Finding("X09", Severity.ACT_NOW, None, text)


def _signed_by_colleague(one: Revision, rel: Relationship, asked: Asked, people: Rostered) -> str | None:
    """Return another supervisee who has signed in the supervisee's place, None where no such person has."""
    lines = [line for line in lines_of(one) if line.party == "supervisee" and line.name]
    if not all(is_anothers(line, [rel.supervisee_id], people) for line in lines):
        return None
    may_sign = expected_signers([rel], "supervisor")
    signers = [(people.find(line.name), line.name) for line in lines]
    names = (name for who, name in signers if who in asked.by_supervisee and who not in may_sign)
    return next(names, None)


def day_given(one: Revision) -> dt.date | None:
    """Return the day on which a session was held, as its form says, else that for which it was planned."""
    held = parse_date(text_of(one, Logged.ACTUAL_DATE) or "")
    return held or session_date(one.response, one.definition)


def _is_held_since(done: Revision, later: Revision) -> bool:
    """Return whether a file gives a day on which its session was held after that record was signed.

    Of a record without a day of signing: any later day.
    """
    held, since = (parse_date(text_of(one, Logged.ACTUAL_DATE) or "") for one in (done, later))
    if held is None or since is None or since <= held:
        return False
    days = [parse_date(one.date or "") for one in done.response.signatures]
    return all(day is None or since > day for day in days)


def overtyped_finding(one: Revision) -> Finding:
    """Return what is said of a signed record that was typed over."""
    text = (
        f"{one.response.path}: is {one.response.reference or 'a form'}, which was signed before, and is now "
        "of another day or another person, so it does not count. Give the new session a form of its own."
    )
    return Finding("X28", Severity.ACT_NOW, None, text)


def _foreign_finding(one: Revision, why: str) -> Finding:
    text = (
        f"{one.response.path}: is {one.response.reference or 'a session without a reference'} on a form of "
        f"{one.definition.policy.name}, {why}, so it does not count. Ask for the form of "
        "its own policy; if the plan is wrong, correct it, and if what came before was, take its import back."
    )
    return Finding("X28", Severity.ACT_NOW, None, text)


def _colleagues_finding(one: Revision, who_did: str, whose: str) -> Finding:
    text = (
        f"{one.response.path}: {who_did} {one.response.reference or one.definition.title}, which is the "
        f"form of {whose}, so it does not count. Ask both whose it is and give each a form of their own; if "
        "Roster or Relationships are wrong, correct them."
    )
    return Finding("X28", Severity.ACT_NOW, None, text)


def _is_another(done: Revision, later: Revision) -> bool:
    days = session_date(done.response, done.definition), session_date(later.response, later.definition)
    if _is_held_since(done, later):
        return True
    first, second = (fact_of(one.response, one.definition, Fact.SUPERVISEE) for one in (done, later))
    another = bool(first and second) and first != second and not is_same_name(first or "", second or "")
    return another or (None not in days and days[0] != days[1])
