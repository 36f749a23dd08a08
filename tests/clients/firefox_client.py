"""Type into a PDF in Firefox's own viewer, through its Marionette port, and save it; run as a script.

With {"firefox", "profile", "page": path, "axe": path of axe.min.js} it opens a page instead, and prints what
axe-core finds on it, as JSON: a list of {"id", "help", "nodes": [html]}.

The order on standard input is JSON, {"firefox": program, "profile": new folder, "source": path, "target":
path, "values": {field: text, an on-state, or a bool for a tick box}}. Nothing is written where a value cannot
be put in; standard error then says why, and the exit status is 1. Marionette speaks length:JSON on a socket.
"""

import base64
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_START_TIMEOUT_S = 60.0
_SCRIPT_TIMEOUT_MS = 60_000
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which WebDriver hands over an element."""
_PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "pdfjs.disabled": False,
    "toolkit.startup.max_resumed_crashes": -1,
    "browser.download.alwaysOpenPanel": False,
}

# Draws every page, so that every field has its element; tells name -> elements.
_DRAW = """
const done = arguments[arguments.length - 1];
(async () => {
  const app = (window.wrappedJSObject ?? window).PDFViewerApplication;
  while (!app?.pdfDocument || !app.pdfViewer?.pagesCount) await new Promise((r) => setTimeout(r, 50));
  for (let page = 1; page <= app.pdfViewer.pagesCount; page += 1) {
    app.page = page;
    const drawn = () => document.querySelector(`.page[data-page-number="${page}"] .annotationLayer`);
    for (let turn = 0; !drawn() && turn < 400; turn += 1) await new Promise((r) => setTimeout(r, 25));
  }
  const states = {};
  for (let page = 1; page <= app.pdfViewer.pagesCount; page += 1) {
    for (const one of await (await app.pdfDocument.getPage(page)).getAnnotations()) {
      states[one.id] = one.buttonValue ?? one.exportValue;
    }
  }
  const found = {};
  for (const one of document.querySelectorAll('.annotationLayer [name]')) {
    const name = one.getAttribute('name');
    const id = one.getAttribute('data-element-id');
    (found[name] ??= []).push([one.tagName, one.type, one.disabled || one.readOnly, id, states[id]]);
  }
  done(JSON.stringify(found));
})().catch((error) => done(`failed: ${error}`));
"""
_CHOOSE = """
const [name, value] = arguments;
const list = document.querySelector(`.annotationLayer select[name="${name}"]`);
const option = [...list.options].find((one) => one.textContent === value || one.value === value);
if (!option) return false;
list.value = option.value;
list.dispatchEvent(new Event('input', { bubbles: true }));
list.dispatchEvent(new Event('change', { bubbles: true }));
return true;
"""
_SAVE = """
const done = arguments[arguments.length - 1];
(async () => {
  document.activeElement?.blur();
  const app = (window.wrappedJSObject ?? window).PDFViewerApplication;
  const data = await app.pdfDocument.saveDocument();
  let text = '';
  for (let at = 0; at < data.length; at += 8192) {
    text += String.fromCharCode(...data.slice(at, at + 8192));
  }
  done(btoa(text));
})().catch((error) => done(`failed: ${error}`));
"""


_LOOK = """
const done = arguments[arguments.length - 1];
const told = ({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) });
axe.run().then(({ violations, incomplete }) => done(
  JSON.stringify([...violations, ...incomplete].map(told))
)).catch((error) => done(`failed: ${error}`));
"""


class Marionette:
    """A running Firefox that takes commands."""

    def __init__(self, port: int) -> None:
        """Connect once it listens."""
        give_up_s = time.monotonic() + _START_TIMEOUT_S
        while True:
            try:
                self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
                break
            except OSError:
                if time.monotonic() > give_up_s:
                    sys.exit("Firefox did not start")
                time.sleep(0.1)
        self._number = 0
        self._receive()

    def ask(self, command: str, **parameters: object) -> Any:
        """Return what Firefox answers to a command; leave with its message where it refuses."""
        self._number += 1
        order = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(f"{len(order)}:".encode() + order)
        _, _, error, result = self._receive()
        if error:
            sys.exit(f"{command}: {error.get('error')}: {error.get('message')}")
        return result

    def run(self, script: str, *arguments: object, waits: bool = False) -> Any:
        """Return what a script on the page gives back."""
        command = "WebDriver:ExecuteAsyncScript" if waits else "WebDriver:ExecuteScript"
        answer = self.ask(command, script=script, args=list(arguments), scriptTimeout=_SCRIPT_TIMEOUT_MS)[
            "value"
        ]
        if isinstance(answer, str) and answer.startswith("failed: "):
            sys.exit(answer)
        return answer

    def element(self, selector: str) -> str:
        """Return the id of the first element that a CSS selector finds."""
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)
        return str(found["value"][_ELEMENT])

    def _receive(self) -> Any:
        size = b""
        while not size.endswith(b":"):
            size += self._socket.recv(1) or sys.exit("Firefox went away")
        left, parts = int(size[:-1]), []
        while left:
            part = self._socket.recv(min(left, 65536)) or sys.exit("Firefox went away")
            parts.append(part)
            left -= len(part)
        return json.loads(b"".join(parts))


def put(firefox: Marionette, name: str, elements: list[list[Any]], value: str | bool) -> None:
    """Type, choose or click one field's value."""
    tag, kind, locked, *_ = elements[0]
    if locked:
        sys.exit(f"field {name} is read-only")
    field = f'.annotationLayer [name="{name}"]'
    if tag == "SELECT":
        if not firefox.run(_CHOOSE, name, value):
            sys.exit(f"field {name} has no option {value!r}")
    elif kind in {"checkbox", "radio"}:
        wanted = [one[3] for one in elements if value is True or one[4] == value]
        if not wanted:
            sys.exit(f"field {name} has no state {value!r}")
        firefox.ask("WebDriver:ElementClick", id=firefox.element(f'[data-element-id="{wanted[0]}"]'))
    else:
        element = firefox.element(field)
        firefox.ask("WebDriver:ElementClear", id=element)
        firefox.ask("WebDriver:ElementSendKeys", id=element, text=value)


def look(firefox: Marionette, page: Path, axe: Path) -> None:
    """Print what axe-core finds on a page."""
    firefox.ask("WebDriver:Navigate", url=page.resolve().as_uri())
    print(firefox.run(f"{axe.read_text(encoding='utf-8')}\n{_LOOK}", waits=True))


def main() -> None:
    """Carry out the order on standard input."""
    order = json.loads(sys.stdin.buffer.read())
    profile = Path(order["profile"])
    profile.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    preferences = {**_PREFERENCES, "marionette.port": port}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    Path(profile, "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [order["firefox"], "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    quiet = subprocess.DEVNULL
    environment = {**os.environ, "HOME": str(profile), "MOZ_DISABLE_CONTENT_SANDBOX": "1"}
    process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment)
    try:
        firefox = Marionette(port)
        firefox.ask("WebDriver:NewSession")
        if "page" in order:
            look(firefox, Path(order["page"]), Path(order["axe"]))
            return
        firefox.ask("WebDriver:Navigate", url=Path(order["source"]).resolve().as_uri())
        fields = json.loads(firefox.run(_DRAW, waits=True))
        if missing := [name for name in order["values"] if name not in fields]:
            sys.exit(f"no field {', '.join(missing)}")
        for name, value in order["values"].items():
            put(firefox, name, fields[name], value)
        saved = base64.b64decode(firefox.run(_SAVE, waits=True))
        Path(order["target"]).write_bytes(saved)
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
