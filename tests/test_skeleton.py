"""The house itself: the packages imported are ours, make targets run, the tree names no machine or index."""

import importlib
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("forms", "build", "extract", "register", "halfterm", "templates")

# As expressions, so that this file does not hold what it forbids.
_MACHINE_PATHS = re.compile(r"/(?:work|home|root|Users|tmp|mnt)/")
_PUBLIC_INDEX = re.compile(r"pypi\.org|files\.pythonhosted\.org")
_INDEX_HOSTS = re.compile(_PUBLIC_INDEX.pattern + r"|npmjs\.(?:org|com)")
_ANY_HOST = re.compile(r"https?://([^/\"\s]+)")


def _git(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what git answers in this checkout; skip where there is no git, or this is no checkout."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("there is no git, or this is not a git checkout")
    return subprocess.run([git, *arguments], cwd=ROOT, capture_output=True, check=False, encoding="utf-8")


def _tracked() -> list[Path]:
    """Return the files that git tracks."""
    listed = _git("ls-files", "-z")
    assert listed.returncode == 0, listed.stderr
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def _tracked_texts() -> list[tuple[str, str]]:
    """Return the path and the text of each tracked file that is text."""
    texts = []
    for path in _tracked():
        try:
            texts.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return texts


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_are_ours_from_anywhere(package: str, tmp_path: Path) -> None:
    """A Python started elsewhere, with nothing put before its path, imports this checkout's package."""
    code = f"import {package}; print({package}.__file__)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, check=True, encoding="utf-8"
    )
    assert Path(done.stdout.strip()) == ROOT / package / "__init__.py"


def test_every_make_target_is_phony() -> None:
    """No target can be shadowed by a file or folder of its name, such as build/ or demo/."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):(?!=)", makefile, flags=re.MULTILINE))
    phony = {
        name for line in re.findall(r"^\.PHONY:(.*)$", makefile, flags=re.MULTILINE) for name in line.split()
    }
    assert {"install", "demo", "test", "check", "format", "bench", "soak", "lock", "clean"} <= targets
    assert targets == phony


def test_no_ignore_pattern_hides_a_package() -> None:
    """Git tracks, or would track, a new module in every package."""
    for package in PACKAGES:
        asked = _git("check-ignore", "--quiet", f"{package}/new_module.py")
        assert asked.returncode == 1, f"{package}/new_module.py would be ignored"


def test_pytest_looks_into_a_folder_called_build() -> None:
    """The folders that pytest leaves out do not include a package's name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    left_out = settings["tool"]["pytest"]["ini_options"]["norecursedirs"]
    assert not set(left_out) & set(PACKAGES)


def test_tracked_files_name_no_machine() -> None:
    """No tracked file holds a path that exists on one machine only."""
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in _tracked_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if _MACHINE_PATHS.search(line)
    ]
    assert found == []


def test_tracked_files_name_no_package_index() -> None:
    """Only uv.lock names where packages come from, and it names the public index alone."""
    texts = dict(_tracked_texts())
    lock = texts.pop("uv.lock")
    hosts = set(_ANY_HOST.findall(lock))
    assert hosts
    assert [host for host in hosts if not _PUBLIC_INDEX.fullmatch(host)] == []
    assert [name for name, text in texts.items() if _INDEX_HOSTS.search(text)] == []


@pytest.mark.parametrize("level", ["run", "dev", "bench"])
def test_hashed_lists_agree_with_the_lock(level: str) -> None:
    """Every package in a list that pip installs from stands in uv.lock with that version and those hashes."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {
        (package["name"], package["version"]): {
            file["hash"] for file in [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
        }
        for package in lock["package"]
    }
    text = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
    listed = re.findall(r"^([\w.-]+)==(\S+)(.*(?:\n +--hash.*)*)", text, flags=re.MULTILINE)
    assert len(listed) > 20
    for name, version, rest in listed:
        assert set(re.findall(r"--hash=(sha256:\w+)", rest)) == locked[name, version], name


def test_hashed_lists_hold_what_the_project_asks_for() -> None:
    """Each dependency of the command is in every list, and each test package in those for development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = {
        "run": [*project["project"]["dependencies"], *groups["packaging"]],
        "dev": [*project["project"]["dependencies"], *groups["packaging"], *groups["dev"]],
        "bench": [*project["project"]["dependencies"], *groups["dev"], *groups["bench"]],
    }
    for level, wanted in asked.items():
        text = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
        listed = set(re.findall(r"^([\w.-]+)==", text, flags=re.MULTILINE))
        names = {re.split(r"[><=[]", entry)[0].lower().replace("_", "-") for entry in wanted}
        assert names <= listed, level


def test_a_wheel_carries_the_data(tmp_path: Path) -> None:
    """A built wheel holds every tracked file of the packages and of templates, and nothing of the tests."""
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-P", "-c", code, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    with zipfile.ZipFile(tmp_path / built.stdout.strip().splitlines()[-1]) as wheel:
        held = set(wheel.namelist())
    tracked = {path.relative_to(ROOT).as_posix() for path in _tracked()}
    assert {name for name in tracked if name.split("/")[0] in PACKAGES and "/" in name} <= held
    assert {name.split("/")[0] for name in held} == {*PACKAGES, "halfterm-0.1.0.dist-info"}


def _commands(command: click.Command, words: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    """Return a command and all below it by the words that call them."""
    found = {words: command}
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            found |= _commands(below, (*words, name))
    return found


def test_every_command_is_documented() -> None:
    """Every command and option says what it does, and the README or docs/ shows how it is called."""
    if not (ROOT / "halfterm" / "cli.py").is_file():
        pytest.skip("the command line is not there yet")
    main = importlib.import_module("halfterm.cli").main
    assert isinstance(main, click.Group)
    pages = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    )
    silent = []
    for words, command in _commands(main).items():
        called = " ".join(("halfterm", *words))
        if not command.help:
            silent.append(f"{called}: no help text")
        if not isinstance(command, click.Group) and called not in pages:
            silent.append(f"{called}: not in README.md or docs/")
        silent += [
            f"{called} {option.opts[0]}: no help text"
            for option in command.params
            if isinstance(option, click.Option) and not option.help
        ]
    assert silent == []
