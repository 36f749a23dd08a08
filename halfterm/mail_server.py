"""The trust's mail server, as halfterm.toml names it."""

from __future__ import annotations

import os

from forms.errors import UsageError
from halfterm.smtp import Server, Tls
from halfterm.trust import Trust

_PASSWORD = "HALFTERM_MAIL_PASSWORD"  # noqa: S105 # a name, not a word
_PORTS = {Tls.STARTTLS: 587, Tls.IMPLICIT: 465, Tls.NONE: 25}
_THIS_COMPUTER = frozenset({"localhost", "127.0.0.1", "::1"})


def server_of(trust: Trust) -> Server:
    """Return the trust's mail server. Raises UsageError U62 to U64."""
    settings = trust.settings
    named = settings.mail_server.strip()
    if not named:
        raise UsageError(
            "U62",
            "halfterm.toml: names no mail_server; expected one, such as "
            'mail_server = "smtp.trust.example:587". Without it drafts are sent from a mail program.',
        )
    host, _, port = named.rpartition(":") if named.count(":") == 1 else (named, "", "")
    try:
        tls = Tls(settings.mail_tls)
        number = int(port) if port else _PORTS[tls]
    except ValueError as error:
        raise UsageError(
            "U63",
            f'halfterm.toml: found mail_server = "{named}", mail_tls = "{settings.mail_tls}"; expected host '
            "or host:port, and starttls, implicit or none; correct it there.",
        ) from error
    if tls is Tls.NONE and host not in _THIS_COMPUTER:
        raise UsageError(
            "U63",
            f'halfterm.toml: found mail_tls = "none" for {host}; expected starttls or implicit, for what is '
            "sent there passes other computers; none is for a server on this computer only.",
        )
    authority = trust.folder / settings.mail_authority if settings.mail_authority else None
    if authority is not None and not authority.is_file():
        raise UsageError(
            "U63", f'halfterm.toml: found mail_authority = "{authority}", where no file is; correct it there.'
        )
    return Server(host, number, tls, settings.mail_user, _password(trust), authority)


def _password(trust: Trust) -> str:
    """Return the password of who signs in, which stands in the environment or a restricted file."""
    if not trust.settings.mail_user:
        return ""
    said = os.environ.get(_PASSWORD, "")
    if said:
        return said
    file = trust.restricted / "mail-server.txt"
    try:
        return file.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "U64",
            f"{file}: found no password of {trust.settings.mail_user} for the mail server; expected it "
            f"there, or in {_PASSWORD}.",
        ) from error
