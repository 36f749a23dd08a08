"""What lies in which mail or archive: kept by hashes, with the domains of a mail and nothing else of it.

A bundle (`extract.bundles`) is recorded before the files in it are, and its sighting comes last: so a run
that is cut off in between leaves a bundle that the next run opens again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from register import tables
from register.receiving import Seen, insert_new
from register.tombstones import in_parts

_FROM, _TO = "from", "to"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that brought files: where it came from and went to, by domains."""

    sha256: str
    path: str
    """Where it was seen, as the register keeps it."""
    senders: frozenset[str]
    """Has `NO_DOMAIN` where it does not say from which address it came."""
    recipients: frozenset[str]
    files: frozenset[str]
    """Hashes of what it brought."""


def record_bundle(
    connection: Connection,
    seen: Seen,
    files: Iterable[str],
    senders: Iterable[str],
    recipients: Iterable[str],
    on: dt.date,
) -> None:
    """Record what lies in a mail or an archive, by its hashes, and the domains of the mail."""
    insert_new(connection, tables.originals, sha256=seen.sha256, size_bytes=seen.size_bytes, kept_on=on)
    for sha256 in files:
        insert_new(connection, tables.enclosures, bundle=seen.sha256, sha256=sha256)
    for side, domains in ((_FROM, senders), (_TO, recipients)):
        for domain in domains:
            insert_new(connection, tables.mail_domains, sha256=seen.sha256, side=side, domain=domain)


def lacks_files(connection: Connection, bundle: str) -> bool:
    """Return whether a file of a bundle counts no longer, for the import that brought it was taken back."""
    enclosures, sightings, imports = tables.enclosures, tables.sightings, tables.imports
    counting = (
        select(sightings.c.sha256)
        .join_from(sightings, imports, sightings.c.import_number == imports.c.number)
        .where(imports.c.undone_on.is_(None))
    )
    lost = select(enclosures.c.sha256).where(
        enclosures.c.bundle == bundle, enclosures.c.sha256.not_in(counting)
    )
    return connection.execute(lost.limit(1)).first() is not None


def holds_return(connection: Connection, sha256: str) -> bool:
    """Return whether a form was read in a file, or in one that lies in it."""
    returns, enclosures = tables.returns.c, tables.enclosures.c
    inside = select(enclosures.sha256).where(enclosures.bundle == sha256)
    found = select(returns.sha256).where(or_(returns.sha256 == sha256, returns.sha256.in_(inside)))
    return connection.execute(found.limit(1)).first() is not None


def load_letters(connection: Connection) -> tuple[Letter, ...]:
    """Return the mails of all imports that count, by path."""
    paths = _paths(connection)
    files: dict[str, set[str]] = {}
    for bundle, sha256 in connection.execute(select(tables.enclosures.c.bundle, tables.enclosures.c.sha256)):
        files.setdefault(bundle, set()).add(sha256)
    domains: dict[str, dict[str, set[str]]] = {}
    for sha256, side, domain in connection.execute(select(tables.mail_domains)):
        domains.setdefault(sha256, {_FROM: set(), _TO: set()})[side].add(domain)
    found = (
        Letter(sha256, paths[sha256], frozenset(one[_FROM]), frozenset(one[_TO]), frozenset(files[sha256]))
        for sha256, one in domains.items()
        if sha256 in paths and sha256 in files
    )
    return tuple(sorted(found, key=lambda one: (one.path, one.sha256)))


def load_bundles_of(connection: Connection, hashes: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return bundle -> all files in it, of the bundles in which one of these files lies."""
    enclosures = tables.enclosures.c
    bundles: set[str] = set()
    for part in in_parts(list(hashes)):
        bundles.update(
            connection.execute(select(enclosures.bundle).where(enclosures.sha256.in_(part))).scalars()
        )
    found: dict[str, set[str]] = {}
    for part in in_parts(sorted(bundles)):
        rows = connection.execute(
            select(enclosures.bundle, enclosures.sha256).where(enclosures.bundle.in_(part))
        )
        for bundle, sha256 in rows:
            found.setdefault(bundle, set()).add(sha256)
    return {bundle: frozenset(found[bundle]) for bundle in sorted(found)}


def _paths(connection: Connection) -> Mapping[str, str]:
    """Return hash -> the first path at which a bundle was seen, in imports that count."""
    sightings, imports, enclosures = tables.sightings, tables.imports, tables.enclosures
    rows = connection.execute(
        select(sightings.c.sha256, sightings.c.path)
        .join_from(sightings, imports, sightings.c.import_number == imports.c.number)
        .where(imports.c.undone_on.is_(None), sightings.c.sha256.in_(select(enclosures.c.bundle)))
        .order_by(imports.c.number, sightings.c.path)
    )
    found: dict[str, str] = {}
    for sha256, path in rows:
        found.setdefault(sha256, path)
    return found
