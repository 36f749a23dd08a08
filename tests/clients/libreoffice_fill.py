"""Fill the content controls of a Word document in LibreOffice, as a person would; run as a script.

Runs under a Python that has LibreOffice's `uno` module, not under the project's own, so it uses the standard
library only. Standard input is JSON:
{"soffice", "profile", "source", "target", "values": {tag: text or bool}}. Nothing is written where a value
cannot be set; standard error then says why, and the exit status is 1.
"""

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

_START_TIMEOUT_S = 60.0
_PIPE = "halfterm-fill"


def url_of(path: str) -> str:
    """Return a path as the URL that LibreOffice takes."""
    return Path(path).resolve().as_uri()


def setting(name: str, value: object) -> Any:  # UNO objects have no static type
    """Return a named setting for a UNO call."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(process: "subprocess.Popen[bytes]", pipe: str) -> Any:  # as above
    """Return LibreOffice's desktop once it answers on the pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    give_up_s = time.monotonic() + _START_TIMEOUT_S
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if process.poll() is not None or time.monotonic() > give_up_s:
                sys.exit("LibreOffice did not start")
            time.sleep(0.2)
        else:
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def set_control(control: Any, tag: str, value: "str | bool") -> None:  # as above
    """Put one value into one control."""
    if isinstance(value, bool):
        if not control.Checkbox:
            sys.exit(f"control {tag} is not a tick box")
        control.Checked = value
        # A click changes flag and glyph; the property changes the flag only.
        control.setString(control.CheckedState if value else control.UncheckedState)
        return
    if control.Checkbox:
        sys.exit(f"control {tag} is a tick box, which takes true or false")
    # DropDown and ComboBox both hold ListItems, each a sequence of named values.
    choices = {}
    for item in control.ListItems:
        pair = {entry.Name: entry.Value for entry in item}
        choices[pair["DisplayText"]] = pair["Value"]
    if control.DropDown and value not in choices:
        sys.exit(f"control {tag} has no choice {value!r}, only {sorted(choices)}")
    control.setString(value)
    control.ShowingPlaceHolder = False


def fill(document: Any, values: "dict[str, str | bool]") -> None:  # as above
    """Put every value into the control with its tag; the first where several share one."""
    controls = document.getContentControls()
    by_tag: dict[str, Any] = {}
    for index in range(controls.getCount()):
        control = controls.getByIndex(index)
        by_tag.setdefault(control.Tag, control)
    if missing := [tag for tag in values if tag not in by_tag]:
        sys.exit(f"no control {', '.join(missing)}; there are {', '.join(sorted(by_tag))}")
    for tag, value in values.items():
        set_control(by_tag[tag], tag, value)


def main() -> None:
    """Start LibreOffice, fill, store as .docx, and end it."""
    order = json.load(sys.stdin)
    pipe = f"{_PIPE}-{quote(Path(order['profile']).name, safe='')}"
    command = [
        order["soffice"],
        f"-env:UserInstallation={url_of(order['profile'])}",
        "--headless",
        "--norestore",
        f"--accept=pipe,name={pipe};urp;",
    ]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        desktop = connect(process, pipe)
        document = desktop.loadComponentFromURL(
            url_of(order["source"]), "_blank", 0, (setting("Hidden", value=True),)
        )
        fill(document, order["values"])
        document.storeToURL(url_of(order["target"]), (setting("FilterName", "MS Word 2007 XML"),))
        document.close(True)  # UNO knows no keywords
        desktop.terminate()
        process.wait(20)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
