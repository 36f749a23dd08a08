"""Mails and archives for tests, as other programs make them."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from email.utils import parseaddr

from tests.tools.compound import compound_file

OUTLOOK_TABLE = "__properties_version1.0"
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


def outlook_attachment(
    number: int, name: str, data: bytes, kind: str = "", *, content_id: str = "", **numbers: int
) -> dict[str, bytes]:
    """Return the files of one attachment; `numbers` by the names of its properties."""
    place = f"__attach_version1.0_#{number:08X}"
    of = {"method": 0x3705, "flags": 0x3714, "hidden": 0x7FFE}
    rows = b"".join(
        struct.pack("<HHIiI", 3, of[one], 6, value, 0) for one, value in {"method": 1, **numbers}.items()
    )
    texts = {0x3707: name, 0x370E: kind, 0x3712: content_id}
    return {
        f"{place}/{OUTLOOK_TABLE}": bytes(8) + rows,
        f"{place}/__substg1.0_37010102": data,
        **{
            f"{place}/__substg1.0_{one:04X}001F": text.encode("utf-16-le")
            for one, text in texts.items()
            if text
        },
    }


def outlook_message(files: Mapping[str, bytes], *, sender: str, to: str) -> bytes:
    """Return a message as Outlook saves it (.msg), with these files attached."""
    folders = {OUTLOOK_TABLE: bytes(32)}
    for place, text in {
        "__substg1.0_0037": "Supervision",
        "__substg1.0_1000": WORDS,
        "__substg1.0_5D01": parseaddr(sender)[1],
        "__recip_version1.0_#00000000/__substg1.0_39FE": parseaddr(to)[1],
    }.items():
        folders[f"{place}001F"] = text.encode("utf-16-le")
    for number, (name, data) in enumerate(files.items()):
        folders |= outlook_attachment(number, name, data)
    return compound_file(folders)
