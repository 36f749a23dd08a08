"""Mails and archives for tests, as other programs make them."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from email.message import EmailMessage

WORDS = "Dear Priya,\n\nhere is the record.\n\nTom\n"


def new_mail(
    attached: Iterable[tuple[str, bytes]] = (),
    *,
    sender: str = "Tom Reed <tom.reed@aldergrove.example>",
    to: str = "Priya Shah <priya.shah@aldergrove.example>",
    **headers: str,
) -> EmailMessage:
    """Return a mail with these attachments; headers such as `message_id` may be given."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Supervision"
    for name, text in headers.items():
        message[name.replace("_", "-").title()] = text
    message.set_content(WORDS)
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """Return an archive with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
