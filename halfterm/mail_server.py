"""The trust's mail server, as halfterm.toml names it."""

from __future__ import annotations

import contextlib
import os
import re
import ssl
from pathlib import Path

from build.mail.draft import address
from forms.errors import UsageError
from forms.mistakes import quoted
from halfterm.smtp import Server, Tls
from halfterm.trust import Trust

_PASSWORD = "HALFTERM_MAIL_PASSWORD"  # noqa: S105 # a name, not a word
_PORTS = {Tls.STARTTLS: 587, Tls.IMPLICIT: 465, Tls.NONE: 25}
_PORTS_END = 1 << 16
_LABEL = r"[A-Za-z0-9_-]{1,63}"
_HOST = re.compile(
    r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]"
    rf"|(?P<host>{_LABEL}(?:\.{_LABEL})*|[0-9A-Fa-f:]+:[0-9A-Fa-f:]*))(?::(?P<port>[0-9]{{1,5}}))?"
)
"""A name, an IPv4 address, or an IPv6 address, in brackets where a port follows."""
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
    tls = next((one for one in Tls if one == settings.mail_tls), None)
    found = _HOST.fullmatch(named)
    port = found and found["port"]
    # Before an @ may stand a password, which no message shows.
    shown = f"…@{named.rpartition('@')[2]}" if "@" in named else named
    if found is None or tls is None or (port and not 0 < int(port) < _PORTS_END):
        raise UsageError(
            "U63",
            f'halfterm.toml: found mail_server = "{shown}", mail_tls = "{settings.mail_tls}"; expected host '
            "or host:port, and starttls, implicit or none; correct it there.",
        )
    host, number = found["host"] or found["v6"], int(port) if port else _PORTS[tls]
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
    if authority is not None:
        _refuse_no_certificate(authority)
    if settings.mail_sender:
        _refuse_no_address(settings.mail_sender)
    return Server(host, number, tls, settings.mail_user, _password(trust), authority)


def _refuse_no_certificate(file: Path) -> None:
    try:
        ssl.create_default_context().load_verify_locations(file)
    except OSError as error:  # ssl.SSLError is one
        raise UsageError(
            "U63",
            f'halfterm.toml: found mail_authority = "{file}", in which no certificate can be read ({error}); '
            "expected certificates in PEM form; ask the IT department for the file.",
        ) from error


def _refuse_no_address(sender: str) -> None:
    try:
        address("mail_sender", sender)
    except UsageError as error:
        raise UsageError(
            "U63",
            f"halfterm.toml: found mail_sender = {quoted(sender)}; expected one address such as "
            "supervision@trust.example; correct it there.",
        ) from error


def _password(trust: Trust) -> str:
    """Return the password of who signs in, which stands in the environment or a restricted file."""
    if not trust.settings.mail_user:
        return ""
    user, file = trust.settings.mail_user, trust.restricted / "mail-server.txt"
    said, place = os.environ.get(_PASSWORD, ""), _PASSWORD
    if not said:
        place = str(file)
        with contextlib.suppress(OSError, UnicodeDecodeError):
            said = file.read_text(encoding="utf-8-sig").strip()
    if not said:
        raise UsageError(
            "U64",
            f"{file}: found no password of {user} for the mail server; expected it there, or in {_PASSWORD}.",
        )
    if not (said.isascii() and said.isprintable() and user.isascii() and user.isprintable()):
        raise UsageError(
            "U64",
            f"{place}: found letters with accents, or several lines, in the password of {user} or in "
            "mail_user, which cannot be handed to a mail server; expected letters from a to z, digits and "
            "signs on one line; ask the IT department for such a password.",
        )
    return said
