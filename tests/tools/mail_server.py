"""A real mail server on this computer, which can be told to misbehave; nothing leaves it."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Says = Callable[[str], str]
"""Takes where in a conversation the server is (mail, rcpt, data, taken) and returns what it does: "" goes on,
"drop" breaks the connection, all else is its reply."""


@dataclass
class Inbox:
    """What the server has taken."""

    says: Says = lambda _: ""
    taken: list[bytes] = field(default_factory=list)
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def messages(self) -> list[EmailMessage]:
        """Return what was taken, as messages."""
        return [message_from_bytes(one, policy=default) for one in self.taken]

    @property
    def counts(self) -> Counter[str]:
        """Return how often each message id was taken."""
        return Counter(str(one["Message-ID"]) for one in self.messages)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer MAIL FROM."""
        return self._answer("mail", server) or self._noted(envelope, address, options)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer RCPT TO."""
        said = self._answer("rcpt", server)
        if not said:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer the line that ends a message: refuse it, or take it and perhaps fall silent."""
        said = self._answer("data", server)
        if said:
            return said
        with self.lock:
            self.taken.append(bytes(envelope.original_content or b""))
        return self._answer("taken", server) or "250 OK: queued"

    def _noted(self, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    def _answer(self, where: str, server: SMTP) -> str:
        said = self.says(where)
        if said == "drop":
            transport: Any = server.transport
            transport.abort()
            return "421 gone"
        return said


@contextmanager
def running(
    folder: Path, says: Says = lambda _: "", *, password: str = "", logins: list[str] | None = None
) -> Iterator[Inbox]:
    """Give a server that wants STARTTLS, with a certificate of its own in folder/ca.pem.

    Each password that is tried is added to `logins`.
    """
    inbox = Inbox(says)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*_certificate(folder))

    def knows(*words: Any) -> AuthResult:
        login = words[-1]
        if logins is not None and isinstance(login, LoginPassword):
            logins.append(login.password.decode())
        known = isinstance(login, LoginPassword) and login.password == password.encode()
        return AuthResult(success=known, handled=False)

    # The controller looks whether it answers at the port that it was given, so 0 would not do.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        inbox,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        require_starttls=True,
        authenticator=knows if password else None,
        auth_required=bool(password),
    )
    controller.start()
    try:
        inbox.port = port
        yield inbox
    finally:
        controller.stop()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Return (certificate, key) of 127.0.0.1, which signs itself."""
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = folder / "ca.pem", folder / "key.pem"
    if certificate.is_file():
        return certificate, key
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(secret, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key.write_bytes(
        secret.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, key
