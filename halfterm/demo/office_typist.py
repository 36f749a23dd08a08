"""Fill content controls of Word files in LibreOffice, one order after the other; run as a script.

Runs under a Python that has LibreOffice's `uno` module, which may be older than ours and never has our
packages, so it uses the standard library only. LibreOffice is started once. Each line of standard input is
an order in JSON, {"source", "target", "values": {tag: text, or a bool for a tick box}}, and is answered by a
line of JSON, {"error": null or words}. The first line says how to start, {"soffice", "profile"}; its answer
also has the "version". Nothing is written where an order cannot be carried out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.uno import Exception as UnoException

_START_TIMEOUT_S = 45.0
_PIPE = "halfterm-fill"
_PRODUCT = "/org.openoffice.Setup/Product"


class OrderError(Exception):
    """An order that cannot be carried out."""


def setting(name: str, value: object) -> Any:  # UNO objects have no static type
    """Return a named setting for a UNO call."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(process: subprocess.Popen[bytes], pipe: str) -> Any:  # as above
    """Return the context of a started LibreOffice once it answers on the pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    give_up_s = time.monotonic() + _START_TIMEOUT_S
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if process.poll() is not None or time.monotonic() > give_up_s:
                raise OrderError("LibreOffice did not start") from None
            time.sleep(0.1)


def version_of(context: Any) -> str:  # as above
    """Return LibreOffice's version, such as 25.2."""
    provider = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", context
    )
    access = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess", (setting("nodepath", _PRODUCT),)
    )
    return str(access.getByName("ooSetupVersion"))


def set_control(control: Any, tag: str, value: str | bool) -> None:  # noqa: FBT001 # a tick box is a bool
    """Put one value into one control."""
    if isinstance(value, bool):
        if not control.Checkbox:
            raise OrderError(f"control {tag} is not a tick box")
        control.Checked = value
        # A click changes flag and glyph; the property changes the flag only.
        control.setString(control.CheckedState if value else control.UncheckedState)
        return
    if control.Checkbox:
        raise OrderError(f"control {tag} is a tick box, which takes true or false")
    # DropDown and ComboBox both hold ListItems, each a sequence of named values.
    choices = {}
    for item in control.ListItems:
        pair = {entry.Name: entry.Value for entry in item}
        choices[pair["DisplayText"]] = pair["Value"]
    if control.DropDown and value not in choices:
        raise OrderError(f"control {tag} has no choice {value!r}, only {sorted(choices)}")
    control.setString(value)
    control.ShowingPlaceHolder = False


def fill(document: Any, values: dict[str, str | bool]) -> None:  # as above
    """Put every value into the control with its tag; the first of its kind where several share one."""
    controls = document.getContentControls()
    found: dict[tuple[str, bool], Any] = {}
    for index in range(controls.getCount()):
        control = controls.getByIndex(index)
        found.setdefault((control.Tag, bool(control.Checkbox)), control)
    known = {tag for tag, _ in found}
    if missing := [tag for tag in values if tag not in known]:
        raise OrderError(f"no control {', '.join(missing)}; there are {', '.join(sorted(known))}")
    for tag, value in values.items():
        tick_box = isinstance(value, bool)
        set_control(found.get((tag, tick_box)) or found[tag, not tick_box], tag, value)


def carry_out(desktop: Any, order: dict[str, Any]) -> None:  # as above
    """Open, fill and store one file as .docx."""
    source, target = (Path(order[name]).resolve().as_uri() for name in ("source", "target"))
    document = desktop.loadComponentFromURL(source, "_blank", 0, (setting("Hidden", value=True),))
    if document is None:
        raise OrderError(f"LibreOffice did not open {order['source']}")
    try:
        fill(document, order["values"])
        document.storeToURL(target, (setting("FilterName", "MS Word 2007 XML"),))
    finally:
        document.close(True)  # noqa: FBT003 # UNO knows no keywords


def answer(error: str | None, **more: str) -> None:
    """Write one line of answer."""
    sys.stdout.write(json.dumps({"error": error, **more}) + "\n")
    sys.stdout.flush()


def serve(process: subprocess.Popen[bytes], pipe: str) -> None:
    """Answer every order until standard input ends."""
    context = connect(process, pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    answer(None, version=version_of(context))
    for line in sys.stdin:
        try:
            carry_out(desktop, json.loads(line))
        except (OrderError, UnoException) as error:
            answer(str(error) or type(error).__name__)
        else:
            answer(None)
    desktop.terminate()
    process.wait(20)


def main() -> None:
    """Start LibreOffice, serve, and end it."""
    start = json.loads(sys.stdin.readline())
    profile = Path(start["profile"]).resolve()
    pipe = f"{_PIPE}-{quote(profile.parent.name, safe='')}"
    command = [
        start["soffice"],
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        f"--accept=pipe,name={pipe};urp;",
    ]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603 # as ordered
    try:
        serve(process, pipe)
    except OrderError as error:
        answer(str(error))
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
