"""To whom something may be mailed: addresses of the Roster only, at the domains that the trust has named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from build.mail.draft import address
from forms.errors import UsageError
from forms.plan import Person


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a mail goes to, or why there is none."""

    to: tuple[tuple[str, str], ...]
    """(name, address)."""
    why_not: str = ""


def addresses_of(people: Iterable[Person], domains: Iterable[str]) -> Addressed:
    """Return the addresses of these people. All of them, or none: half a mail is a wrong one."""
    allowed = tuple(domains)
    found = []
    for person in people:
        why = _why_not(person, allowed)
        if why:
            return Addressed((), why)
        found.append((person.name, person.email or ""))
    return Addressed(tuple(dict.fromkeys(found)))


def written(person: Person) -> str:
    """Return a person as a text to copy says it: with the address where it is one, else the name alone.

    What is none might be two addresses, and a mail program would take it for both.
    """
    name = " ".join(person.name.split())
    try:
        return f"{name} <{address(name, person.email or '').addr_spec}>"
    except UsageError:
        return name


def _why_not(person: Person, allowed: Iterable[str]) -> str:
    if not person.email:
        return f"{person.name} has no Email in the Roster"
    try:
        address(person.name, person.email)
    except UsageError as error:
        return error.message
    return address_fault(person.email, allowed)


def address_fault(email: str, domains: Iterable[str]) -> str:
    """Return why nothing may be mailed to an address; "" where it may."""
    domain = email.rpartition("@")[2].strip().lower()
    if domain in {one.strip().lower().removeprefix("@") for one in domains}:
        return ""
    return (
        f"mail may not go to {email}, for {domain} is not among the trust's domains; see that it is "
        "right, or ask your IT to allow it (domains in halfterm.toml)"
    )
