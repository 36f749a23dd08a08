"""`halfterm init`: a trust's folder, with its settings, its policy and the folders that work goes through.

Everything is checked before anything is written. The folder is put together beside its place and moved
there whole where it is new; in a folder that exists already, `halfterm.toml` comes last.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import shutil
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import click

from extract.plan_sheets import Choices
from extract.trust_workbook import monitoring_bytes
from forms.catalogue import own_catalogue
from forms.errors import UsageError
from forms.files import cannot_write, refuse_name, whole_path
from forms.mistakes import listed
from forms.plan import Plan
from forms.shelf import OLDER_FOLDER
from halfterm.check_forms import check_folder, refuse_mistakes
from halfterm.settings import PREFIX, SETTINGS_FILE, WORKBOOK

_WORK_FOLDERS = ("inbox", "outbox", "sessions", "reports")
_SCHEMAS = ("definition.schema.json", "policy.schema.json", "rules.schema.json")
"""Beside the policy's folder, where the first line of a definition says that an editor finds them."""
_TEXTS = frozenset({".toml", ".md", ".txt"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What `halfterm init` was asked for."""

    folder: Path
    policies: tuple[str, ...]
    """One or more, the first for what nothing else is said of."""
    prefix: str | None
    schools: tuple[str, ...]
    copy: bool = False
    """Copy the files of a policy of halfterm's own too, so that they can be changed."""
    trust_id: str = ""
    """What tells this trust's register from another's; chosen by chance where it is empty."""


@dataclass(frozen=True, slots=True)
class _Policy:
    """The policy of a trust: one of halfterm's own, or a folder to be copied."""

    setting: str
    name: str
    files: tuple[Path, ...] = ()
    source: Path = Path()


def init(wish: Wish) -> None:
    """Make the folder and say so. Raises UsageError, DefinitionError or WriteError, with nothing made."""
    try:
        _refuse_folder(wish.folder)
    except OSError as error:  # such as a name that is too long
        raise cannot_write(wish.folder, error) from error
    if wish.prefix is not None and not PREFIX.fullmatch(wish.prefix):
        raise UsageError(
            "U16", f'--prefix: found "{wish.prefix}"; expected two to five capital letters; write it as ESM.'
        )
    for school in wish.schools:
        if not school.strip() or not school.isprintable():
            raise UsageError(
                "U16",
                f"--school: found {school!r}; expected a name on one line; write it as it stands on forms.",
            )
    policies = [_policy(word, copy=wish.copy) for word in dict.fromkeys(wish.policies)]
    for policy in policies:
        if policy.files and (wish.folder / policy.setting).exists():
            raise UsageError(
                "U14",
                f"{wish.folder / policy.setting}: is there already; it was left alone; move it away, or "
                "choose another folder.",
            )
    settings = _encoded(_settings(wish, [policy.setting for policy in policies]))
    choices = Choices(wish.schools, tuple(one.setting.removeprefix("policy/") for one in policies))
    workbook = monitoring_bytes(Plan(), choices, _today())
    kept = (wish.folder / WORKBOOK).exists()
    try:
        _write(wish.folder, [policy for policy in policies if policy.files], settings, workbook)
    except OSError as error:
        raise cannot_write(wish.folder, error) from error
    names = [policy.name for policy in policies]
    click.echo(f"{wish.folder}: made for {listed(names)}; its settings are in {wish.folder / SETTINGS_FILE}")
    if kept:
        click.echo(f"{wish.folder / WORKBOOK}: is there already; it was left alone")
    else:
        click.echo(f"{wish.folder / WORKBOOK}: enter there who is supervised by whom, and when")


def _refuse_folder(folder: Path) -> None:
    name = whole_path(folder).name
    file = folder / SETTINGS_FILE
    if file.exists():
        raise UsageError(
            "U14", f"{folder}: has a {SETTINGS_FILE} already; it was left alone; edit it instead."
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError("U14", f"{folder}: is a file; expected a folder's name; give another one.")
    around = next((one for one in whole_path(folder).parents if one.exists()), None)
    if around is not None and not around.is_dir():
        raise UsageError(
            "U14", f"{folder}: {around} is a file, which can hold no folder; choose another place."
        )
    if name.lower() == "forms":
        raise UsageError(
            "U15", f"{folder}: SharePoint keeps the name forms to itself; expected another name; choose one."
        )
    refuse_name(name, str(folder))


def _policy(word: str, *, copy: bool) -> _Policy:
    own = own_catalogue()
    if word in own.policy_ids() and not copy:
        return _Policy(word, own.load_policy_of(word).name)
    source = Path(str(own.shelf(word).folder)) if word in own.policy_ids() else Path(word)
    if not source.exists() and len(source.parts) == 1:
        own.shelf(word)  # names the policies that there are
    catalogue = own.with_folders([source])
    refuse_mistakes(check_folder(source).mistakes)
    shelf = next(one for one in catalogue.shelves if one.folder == whole_path(source))
    strays = {stray.name for stray in shelf.strays}
    files = tuple(file for file in _texts(source) if file.name not in strays)
    names = [str(file).lower() for file in files]
    for file, name in zip(files, names, strict=True):
        refuse_name(file.name, str(source / file))
        if names.count(name) > 1:
            raise UsageError(
                "U15",
                f"{source / file}: another file has the same name but for capital letters; Windows "
                "takes both for one; rename one of them.",
            )
    return _Policy(
        f"policy/{shelf.policy}", catalogue.load_policy_of(shelf.policy).name, files, whole_path(source)
    )


def _texts(source: Path) -> list[Path]:
    """Return the text files of a policy's folder and of its older versions, relative to it."""
    folders = [folder for folder in (source, source / OLDER_FOLDER) if folder.is_dir()]
    return sorted(
        path.relative_to(source)
        for folder in folders
        for path in folder.iterdir()
        if path.suffix.lower() in _TEXTS and path.is_file() and not path.name.startswith((".", "~"))
    )


def _settings(wish: Wish, policies: Sequence[str]) -> str:
    prefix = f'prefix = "{wish.prefix}"' if wish.prefix else '# prefix = "ESM"'
    others = ", ".join(_quoted(policy) for policy in policies[1:])
    further = f"policies = [{others}]" if others else '# policies = ["policy/other"]'
    schools = "".join(f"  {_quoted(school)},\n" for school in wish.schools)
    listed = f"schools = [\n{schools}]" if schools else '# schools = ["Alder Grove Academy"]'
    return f"""# The settings of this folder: each halfterm command run in it, or below it, reads them.
# Lines that begin with # say something to you only; take the # away to use what stands behind it.

# The policy: the name of one that comes with halfterm, or the folder with its files, relative to this one.
policy = {_quoted(policies[0])}
# Further ones, where schools differ:
{further}

# What every reference begins with: two to five capital letters, the same for ever (ESM-26-0042-A2).
{prefix}

# The schools, as they are written on the forms.
{listed}

# How many years returned forms are kept. Unset: nothing is ever deleted. It is the trust's choice; halfterm
# suggests none.
# retention_years = 7
# Of whom nothing is deleted for now, whatever its age: cases, sessions or people.
# hold = ["ESM-C014", "ESM-26-0042", "Tom Reed"]

# At which domains people may be mailed: the schools' own, and others that forms may be sent to.
# domains = ["aldergrove.example"]
# Whether an invitation for the calendar goes out with each agenda.
# invitations = true
# Whether whoever returned forms gets a receipt: what was read, and what could not be.
# receipts = false
# What monitoring forms are made as: Word, or PDF for who works in Acrobat.
# reviews_in = "PDF"
# Whether files go out under a password: each person's own, which lies in mail-passwords.txt in the restricted
# folder. Tell it by telephone.
# encrypt = true

# Where things are. Names that do not begin with a drive or a / are below this folder.
inbox = "inbox"          # returned forms are put here
outbox = "outbox"        # forms to be sent out
sessions = "sessions"    # the current file of each session
reports = "reports"      # summaries and workbooks for each school; backups of the trust's workbook
workbook = "monitoring.xlsx"    # who is supervised by whom and when, which people enter, and what came of it
# Only a few may see this one: give it a place of its own, with its own permissions. In it lie the originals
# of what came back (archive), the key to the case references (key.xlsx) and what a person has to check
# (review.xlsx); each may have a place of its own too. Passwords that your schools protect files
# with may stand there, one a line, in passwords.txt.
# restricted = "restricted"
# archive = "restricted/archive"
# key = "restricted/key.xlsx"
# review = "restricted/review.xlsx"

# The register, which knows what has happened, lies on this computer. It may be a database on a server
# instead, never a file in a synced or shared folder.
# register = "postgresql+psycopg://halfterm@server/halfterm"
# Tells this trust's register from another's; keep it as it is.
id = {_quoted(wish.trust_id or uuid.uuid4().hex[:12])}
"""


def _encoded(settings: str) -> bytes:
    try:
        return settings.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            "U16", "--school: found half a character; expected a name; write it with whole characters."
        ) from error


def _quoted(text: str) -> str:
    """Return `text` as a TOML string: JSON's escapes are TOML's, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the school's own calendar day


def _write(folder: Path, copied: Sequence[_Policy], settings: bytes, workbook: bytes) -> None:
    target = whole_path(folder)
    beside = target if target.is_dir() else target.parent
    beside.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".~", dir=beside))
    try:
        whole = scratch / "new"
        for name in _WORK_FOLDERS:
            (whole / name).mkdir(parents=True)
        for policy in copied:
            for file in policy.files:
                copy = whole / policy.setting / file
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(policy.source / file, copy)
        if copied:
            for schema in _SCHEMAS:
                (whole / "policy" / schema).write_bytes(files("forms").joinpath(schema).read_bytes())
        (whole / WORKBOOK).write_bytes(workbook)
        (whole / SETTINGS_FILE).write_bytes(settings)
        if target.is_dir():
            _move_into(target, whole, [policy.setting for policy in copied])
        else:
            whole.replace(target)
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(scratch)


def _move_into(target: Path, whole: Path, copied: Sequence[str]) -> None:
    """Move what was made into a folder that is there already, the settings last; what stands in it stays."""
    wanted = [Path(name) for name in (*_WORK_FOLDERS, WORKBOOK)]
    if copied:
        (target / "policy").mkdir(exist_ok=True)
        wanted += [*(Path(setting) for setting in copied), *(Path("policy") / schema for schema in _SCHEMAS)]
    for name in (*wanted, Path(SETTINGS_FILE)):
        if not (target / name).exists():
            (whole / name).replace(target / name)
