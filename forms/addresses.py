"""Mail addresses, of which halfterm keeps no more than the domain."""

from __future__ import annotations

import re
from collections.abc import Iterable

NO_DOMAIN = ""
"""Stands for the domain of a mail that names no address it came from, or none that is one."""
_DOMAIN = re.compile(r"[a-z0-9_.-]+\.[a-z0-9-]+")


def domains_of(addresses: Iterable[str]) -> frozenset[str]:
    """Return the domains of mail addresses, in the letters that a name server knows."""
    found = (address.rpartition("@")[2] for address in addresses if "@" in address)
    return frozenset(domain for one in found if (domain := plain_domain(one)))


def plain_domain(domain: str) -> str:
    """Return a domain in small letters, those beyond ASCII as IDNA writes them; "" where it is none."""
    text = domain.strip().strip(".>").lower()
    try:
        text = text.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return text if _DOMAIN.fullmatch(text) else ""


def is_within(domain: str, known: Iterable[str]) -> bool:
    """Return whether a domain is one of those that are known, or a part of one: staff.school of school."""
    return any(domain == one or domain.endswith(f".{one}") for one in known)
