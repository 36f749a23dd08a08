"""Mails and archives give out what is attached to them byte for byte, and pass over what is nobody's form."""

import base64
import email
import email.policy
import io
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.bundle_kinds import BundleKind, bundle_kind, is_trifle
from extract.bundled import MAX_DEPTH, MAX_FILES, plain_name
from extract.bundles import Bundle, open_bundle
from extract.intake import read_files
from forms.addresses import plain_domain
from forms.errors import HalftermError
from tests.extract.mails import WORDS, new_mail, zip_of

_LIMIT_S = 10
_PDF, _DOCX = b"%PDF-1.7 one", b"PK\x05\x06" + bytes(17)
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n" + bytes(40), b"\xff\xd8\xff\xe0" + bytes(40)
_ENVELOPED = bytes.fromhex("30820100 06092a864886f70d010703") + bytes(40)
_SIGNED = bytes.fromhex("30820100 06092a864886f70d010702") + bytes(40)
_TNEF = bytes.fromhex("789f3e22") + bytes(40)

_NAMES = st.text(
    st.characters(codec="utf-8", categories=["L", "N"], include_characters=" -_.()'"), min_size=1, max_size=40
).filter(lambda name: name.strip(" ."))


def _is_file(data: bytes) -> bool:
    return bool(data) and bundle_kind(data) is None and not is_trifle(data)


_DATA = st.binary(min_size=1, max_size=400).filter(_is_file)


def opened(data: bytes) -> Bundle:
    """Return what a bundle holds, and fail where it is none."""
    bundle = open_bundle(data)
    assert bundle is not None
    return bundle


def held(data: bytes) -> dict[str, bytes]:
    """Return name -> bytes of the files in a bundle."""
    return {one.name: one.data for one in opened(data).files}


def refused(data: bytes) -> str:
    """Return the code with which a bundle is refused."""
    with pytest.raises(HalftermError) as refusal:
        open_bundle(data)
    return refusal.value.code


@given(st.lists(st.tuples(_NAMES, _DATA), min_size=1, max_size=4), st.sampled_from(["SMTP", "default"]))
def test_attachments_of_a_mail_come_out_byte_for_byte(attached: list[tuple[str, bytes]], policy: str) -> None:
    """Whatever they are called, as often as a name comes, in the order in which they were attached."""
    data = new_mail(attached).as_bytes(policy=getattr(email.policy, policy))
    found = opened(data).files
    assert [one.data for one in found] == [one for _, one in attached]
    assert len({one.name for one in found}) == len(found)


@given(st.lists(st.tuples(_NAMES, _DATA), min_size=1, max_size=3), st.integers(1, MAX_DEPTH - 1))
def test_message_in_a_message_is_opened(attached: list[tuple[str, bytes]], depth: int) -> None:
    """As often as somebody forwards a mail as an attachment."""
    message = new_mail(attached)
    for _ in range(depth):
        outer = new_mail()
        outer.add_attachment(message)
        message = outer
    found = opened(message.as_bytes()).files
    assert [one.data for one in found] == [one for _, one in attached]
    assert all(one.name.startswith("message.eml/") for one in found)


@given(st.lists(st.lists(st.tuples(_NAMES, _DATA), max_size=2), min_size=1, max_size=3))
def test_mailbox_is_the_mails_in_it(letters: list[list[tuple[str, bytes]]]) -> None:
    """Each with its own attachments."""
    mails = [
        b"From tom@aldergrove.example Thu Nov 26 10:00:00 2026\n" + new_mail(one).as_bytes()
        for one in letters
    ]
    data = b"\n".join(mails)
    assert bundle_kind(data) is BundleKind.MAILBOX
    wanted = [one for attached in letters for _, one in attached]
    if wanted:
        assert [one.data for one in opened(data).files] == wanted
    else:
        assert refused(data) == "R41"


def test_words_that_look_like_the_line_between_mails() -> None:
    """Where the others say a day, one without it is none: else the rest of that mail would be lost."""
    first = new_mail([("a.pdf", _PDF)]).as_bytes()
    begin, words, rest = first.partition(b"\n\n")
    assert WORDS.splitlines()[0].encode() in rest
    odd = WORDS.splitlines()[0].encode() + b"\n\nFrom the start it was so.\nCase: closed\n"
    first = begin + words + rest.replace(WORDS.splitlines()[0].encode(), odd, 1)
    second = new_mail([("b.docx", _DOCX)]).as_bytes()
    line = b"From - Thu Nov 26 10:00:00 2026\n"
    assert held(line + first + b"\n" + line + second) == {
        "message 1.eml/a.pdf": _PDF,
        "message 2.eml/b.docx": _DOCX,
    }


@given(st.dictionaries(_NAMES.map(str.strip), _DATA, min_size=1, max_size=4))
def test_files_of_an_archive_come_out_byte_for_byte(files: dict[str, bytes]) -> None:
    """In a mail, too."""
    files = {f"forms/{number}{name}": data for number, (name, data) in enumerate(files.items())}
    data = zip_of(files)
    assert list(held(data).values()) == list(files.values())
    assert list(held(new_mail([("all.zip", data)]).as_bytes()).values()) == list(files.values())


@given(st.binary(max_size=3000), st.integers(0, 3000))
def test_no_damage_ends_in_an_unforeseen_error(noise: bytes, offset: int) -> None:
    """A mail, mailbox or archive with a stretch of noise is opened, or refused with a code."""
    inner = new_mail([("a.pdf", _PDF), ("b.zip", zip_of({"c.docx": _PDF}))])
    outer = new_mail()
    outer.add_attachment(inner)
    for good in (
        outer.as_bytes(),
        b"From a@b.example x\n" + outer.as_bytes(),
        zip_of({"m.eml": outer.as_bytes()}),
    ):
        try:
            open_bundle(good[:offset] + noise + good[offset + len(noise) :])
        except HalftermError as error:
            assert error.code in {"R41", "R42", "R43", "R45", "R52", "R53"}  # noqa: PT017 # or it is opened


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"To all staff: the hall is closed.\n\nHead\n", None),
        (b"Subject: hall\nclosed\n", None),
        (b"From Monday on the hall is closed\nuntil Friday\n", None),
        (b"From: a@b.example\nTo: c@d.example\n\nHello\n", BundleKind.MAIL),
        (b"\xef\xbb\xbf\r\nFrom: a@b.example\r\nDate: today\r\n\r\nHello\r\n", BundleKind.MAIL),
        (b'Content-Type: multipart/signed; boundary="x"\n\n--x--\n', BundleKind.MAIL),
        (b"From a@b.example Thu Nov 26 10:00:00 2026\nFrom: a@b.example\n\nHello\n", BundleKind.MAILBOX),
        (_PDF, None),
        (b"", None),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096), None),
    ],
)
def test_bundle_is_told_by_its_content(data: bytes, kind: BundleKind | None) -> None:
    """A text that begins with a word of a mail's headers is a text."""
    assert bundle_kind(data) is kind


def test_documents_that_are_zips_are_no_archives() -> None:
    """A Word file, a workbook and an OpenDocument text are read, or refused, as such."""
    for name in ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "META-INF/container.xml"):
        assert bundle_kind(zip_of({name: b"<x/>"})) is None
    assert bundle_kind(zip_of({"mimetype": b"application/vnd.oasis.opendocument.text"})) is None
    assert bundle_kind(zip_of({"word/record.docx": b"x"})) is BundleKind.ARCHIVE


def _with_html(disposition: str, content_id: str) -> EmailMessage:
    """Return a mail whose HTML shows a logo, beside an attached form."""
    message = new_mail()
    message.add_alternative('<p>Hello <img src="cid:logo@x"></p>', subtype="html")
    (html,) = [part for part in message.walk() if part.get_content_type() == "text/html"]
    assert isinstance(html, EmailMessage)
    html.add_related(_PNG, "image", "png", cid=content_id, disposition=disposition, filename="logo.png")
    message.add_attachment(_PDF, maintype="application", subtype="pdf", filename="form.pdf")
    return message


@pytest.mark.parametrize(("disposition", "content_id"), [("inline", "<logo@x>"), ("attachment", "<logo@x>")])
def test_pictures_in_the_words_are_passed_over(disposition: str, content_id: str) -> None:
    """Also where a program calls them attached."""
    assert held(_with_html(disposition, content_id).as_bytes()) == {"form.pdf": _PDF}


def test_photograph_beside_the_words_is_told() -> None:
    """As a telephone sends it: inline, with a name, in no text."""
    message = new_mail([("form.pdf", _PDF)])
    message.add_attachment(_JPEG, "image", "jpeg", filename="scan.jpg", disposition="inline")
    message.add_attachment(_PNG, "image", "png", filename="scan.png")
    assert held(message.as_bytes()) == {"form.pdf": _PDF, "scan.jpg": _JPEG, "scan.png": _PNG}


def test_what_programs_add_is_passed_over() -> None:
    """Invitation, card, signature; whatever type they are given."""
    message = new_mail([("form.pdf", _PDF), ("who.vcf", b"BEGIN:VCARD\r\nEND:VCARD")])
    message.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="invite.ics")
    message.add_attachment(_SIGNED, "application", "pkcs7-signature", filename="smime.p7s")
    message.add_attachment(b"-----BEGIN PGP SIGNATURE-----", "application", "octet-stream", filename="x.asc")
    assert held(message.as_bytes()) == {"form.pdf": _PDF}


def test_mail_with_words_alone_is_told() -> None:
    """Nothing is passed over in silence; what a report of delivery brings back is no return."""
    assert refused(new_mail().as_bytes()) == "R41"
    assert refused(zip_of({})) == "R41"
    report = new_mail([("form.pdf", _PDF)]).as_bytes()
    bounce = (
        b'From: d@x.example\nTo: a@b.example\nContent-Type: multipart/report; boundary="r"\n\n'
        b"--r\nContent-Type: message/rfc822\n\n" + report + b"\n--r--\n"
    )
    assert refused(bounce) == "R41"


@pytest.mark.parametrize("whole", [True, False])
def test_mail_that_was_not_delivered_is_named(whole: bool) -> None:  # noqa: FBT001
    """By the session that it was about: it counts as sent, and nobody has it."""
    sent = new_mail([("form.pdf", _PDF)], x_halfterm_pack="ESM-26-0042 agenda 12ab").as_bytes()
    kind = b"message/rfc822" if whole else b"text/rfc822-headers"
    bounce = (
        b"From: d@x.example\nTo: a@b.example\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\n\n'
        b"--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x.example\n\n"
        b"Final-Recipient: rfc822; tom@b.example\nAction: failed\nStatus: 5.1.1\n\n"
        b"--r\nContent-Type: "
        + kind
        + b"\n\n"
        + (sent if whole else sent.partition(b"\n\n")[0])
        + b"\n--r--\n"
    )
    with pytest.raises(HalftermError, match="the mail about ESM-26-0042 could not be delivered"):
        open_bundle(bounce)
    with pytest.raises(HalftermError, match="only words"):
        open_bundle(bounce.replace(b"failed", b"delivered"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_TNEF, "R44"),
        (_SIGNED, "R44"),
        (_ENVELOPED, "R45"),
        (bytes.fromhex("76e80460c411e386") + bytes(40), "R45"),
        (b"-----BEGIN PGP MESSAGE-----\n\nabc", "R45"),
    ],
)
def test_what_only_its_own_program_opens_is_named(tmp_path: Path, data: bytes, code: str) -> None:
    """In a mail and by itself, with what to do; the form beside it is read all the same."""
    mail, alone = tmp_path / "mail.eml", tmp_path / "alone"
    mail.write_bytes(new_mail([("closed", data), ("form.pdf", _PDF)]).as_bytes())
    alone.write_bytes(data)
    found = [one.error.code for one in read_files([mail, alone]) if one.error]
    assert found == [code, "R11", code]


def test_words_that_are_encrypted_may_hold_the_form(tmp_path: Path) -> None:
    """A mail that is one PGP message is not said to hold no form: nobody can know that."""
    mail = tmp_path / "mail.eml"
    said = EmailMessage()
    said["From"], said["To"] = "tom.reed@aldergrove.example", "priya.shah@aldergrove.example"
    said.set_content("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n")
    mail.write_bytes(said.as_bytes())
    assert [one.error.code for one in read_files([mail]) if one.error] == ["R45"]


def test_encrypted_archive_needs_a_password() -> None:
    """By itself, and in a mail, beside what can be read there."""
    plain = bytearray(zip_of({"form.pdf": _PDF}))
    plain[6] |= 1
    plain[plain.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(plain)) == "R45"
    found = opened(new_mail([("a.zip", bytes(plain)), ("form.pdf", _PDF)]).as_bytes()).files
    assert [(one.name, one.error.code if one.error else None) for one in found] == [
        ("a.zip", "R45"),
        ("form.pdf", None),
    ]


def test_archive_that_lies_about_its_size_is_no_bomb() -> None:
    """Neither much that packs well, nor many files, nor archives in archives."""
    big = bytes(150_000_000)
    assert refused(zip_of({"a": big, "b": big})) == "R43"
    assert refused(zip_of({str(number): b"x" for number in range(MAX_FILES + 1)})) == "R43"
    inner = zip_of({"form.pdf": _PDF})
    for _ in range(MAX_DEPTH):
        inner = zip_of({"inner.zip": inner})
    assert refused(inner) == "R43"


def test_mail_nested_a_thousand_times_is_refused() -> None:
    """With a code, and soon."""
    started = time.monotonic()
    deep = b"".join(
        b"From: a@b.example\nTo: c@d.example\nContent-Type: message/rfc822\n\n" for _ in range(3000)
    )
    assert refused(deep + b"Subject: x\n\nx") in {"R41", "R43"}
    parts = b"From: a@b.example\nTo: c@d.example\n" + b"".join(
        f'Content-Type: multipart/mixed; boundary="{number}"\n\n--{number}\n'.encode()
        for number in range(3000)
    )
    assert refused(parts) in {"R41", "R43"}
    for depth in (50, 200, 300, 480, 700, 950):
        with pytest.raises(HalftermError):
            open_bundle(b"From: a@b.example\nContent-Type: message/rfc822\n\n" * depth + b"Subject: x\n\nx")
    assert time.monotonic() - started < _LIMIT_S


def test_names_in_an_archive_lead_nowhere() -> None:
    """They are names and nothing more."""
    names = ("../../etc/form.pdf", "C:\\Users\\tom\\form.pdf", "/form.pdf", "a/./b/../form.pdf")
    shown = [plain_name(name, folders=True) for name in names]
    assert shown == ["etc/form.pdf", "Users/tom/form.pdf", "form.pdf", "a/b/form.pdf"]
    assert plain_name("..\\..\\form.pdf") == "form.pdf"
    assert plain_name("a\nb\0.pdf") == "a_b_.pdf"
    assert plain_name("/..") == ""
    assert len(plain_name("x" * 500 + ".docx")) < 130
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../form.pdf", _PDF)
        archive.writestr("__MACOSX/._form.pdf", b"x")
        archive.writestr("~$form.docx", b"x")
    assert held(out.getvalue()) == {"form.pdf": _PDF}


def test_empty_file_in_an_archive_is_told() -> None:
    """As one in the inbox is."""
    (one,) = opened(zip_of({"form.pdf": b""})).files
    assert one.error is not None
    assert one.error.code == "R03"


def test_message_that_was_encoded_is_opened() -> None:
    """Which no program may do, and some do."""
    inner = base64.encodebytes(new_mail([("form.pdf", _PDF)]).as_bytes())
    head = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    data = (
        b'From: a@b.example\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n' + head + inner + b"--x--\n"
    )
    assert held(data) == {"message.eml/form.pdf": _PDF}


def test_address_in_a_broken_header_is_seen() -> None:
    """Else whoever breaks a header is nobody."""
    data = new_mail([("form.pdf", _PDF)]).as_bytes()
    broken = data.replace(b"Tom Reed <", b'"Reed, (Tom <')
    assert opened(broken).senders == {"aldergrove.example"}


def test_only_the_domains_of_a_mail_are_handed_over() -> None:
    """Of From, Sender and Reply-To, of To and Cc; of a forwarded mail those of both."""
    inner = new_mail(
        [("form.pdf", _PDF)], sender="Ann Cole <Ann@Other.Example>", reply_to="ann@third.example"
    )
    outer = new_mail(cc="x@cc.example")
    outer.add_attachment(inner)
    bundle = opened(outer.as_bytes())
    assert bundle.senders == {"aldergrove.example", "other.example", "third.example"}
    assert bundle.recipients == {"aldergrove.example", "cc.example"}
    assert plain_domain("Schüle.example.") == "xn--schle-mva.example"
    assert plain_domain("localhost") == ""


def test_other_producers_mails_give_out_what_is_attached(corpora: Path) -> None:
    """Byte for byte, or a clear refusal; never a traceback, never long."""
    mails = sorted((corpora / "mail").iterdir())
    assert len(mails) > 15
    for path in mails:
        data, started = path.read_bytes(), time.monotonic()
        try:
            bundle = open_bundle(data)
        except HalftermError as error:
            assert error.code == ("R52" if "disposition" in path.name else "R41"), path  # noqa: PT017
            continue
        finally:
            assert time.monotonic() - started < _LIMIT_S, path
        for one in bundle.files if bundle else ():
            if path.suffix == ".eml":
                wanted = [part.get_payload(decode=True) for part in email.message_from_bytes(data).walk()]
                assert one.data in wanted, path
            else:
                assert one.data.startswith(b"%PDF-"), path
                assert one.data.rstrip().endswith(b"%%EOF"), path


def test_outlook_message_in_an_outlook_message_is_opened(corpora: Path) -> None:
    """Two attachments of its own, and two of the message that is attached to it."""
    (path,) = (corpora / "mail").glob("*Outer_mail.msg")
    names = [one.name for one in opened(path.read_bytes()).files]
    assert names == ["OUTER 1.pdf", "OUTER 2.pdf", "Inner mail/INNER 1.pdf", "Inner mail/INNER 2.pdf"]


def test_outlook_messages_in_a_mail_in_an_archive(corpora: Path) -> None:
    """They come out byte for byte, also in one more mail; deeper than that is told."""
    (path,) = (corpora / "mail").glob("*Outer_mail.msg")
    alone = opened(path.read_bytes()).files
    mailed = new_mail([("saved.msg", path.read_bytes())]).as_bytes()
    inside = opened(zip_of({"mail.eml": mailed})).files
    assert [(one.name, one.data) for one in inside] == [
        (f"mail.eml/saved.msg/{one.name}", one.data) for one in alone
    ]
    deeper = new_mail([("all.zip", zip_of({"mail.eml": mailed}))]).as_bytes()
    assert list(held(deeper).values()) == [one.data for one in alone]
    assert refused(zip_of({"mail.eml": deeper})) == "R43"


def test_damaged_outlook_message_is_refused(corpora: Path) -> None:
    """With a code, wherever it is cut off or overwritten."""
    (path,) = (corpora / "mail").glob("*Outer_mail.msg")
    whole = path.read_bytes()
    for cut in range(600, len(whole), 9001):
        for data in (whole[:cut], whole[:cut] + bytes(512) + whole[cut + 512 :]):
            try:
                open_bundle(data)
            except HalftermError as error:
                assert error.code in {"R41", "R42", "R43"}  # noqa: PT017


def test_words_of_the_mail_are_in_no_file() -> None:
    """Nor is a text that a program calls inline."""
    message = new_mail([("form.pdf", _PDF)])
    message.add_attachment(WORDS, disposition="inline", filename="footer.txt")
    assert held(message.as_bytes()) == {"form.pdf": _PDF}
