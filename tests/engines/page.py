"""What a test does with a page of any engine. Drivers bring the first block of methods, the rest is made of them."""

import json
import time
from pathlib import Path

from conftest import PATIENCE


class EngineError(Exception):
    """The browser's own word that it could not do something."""


class Page:
    """One window of a browser."""

    def open(self, address: str) -> None:
        """Go to ``address``; returns once it is loaded."""
        raise NotImplementedError

    def run(self, expression: str) -> object:
        """The value of a JavaScript expression, a promise waited for; anything that JSON can hold."""
        raise NotImplementedError

    def press(self, *keys: str) -> None:
        """Press keys at once, as on a keyboard: ``press("Control", "v")``; the last one is a character or a name."""
        raise NotImplementedError

    def click(self, selector: str) -> None:
        """Click the first element of ``selector`` with the mouse."""
        raise NotImplementedError

    def faults(self) -> list[str]:
        """Warnings, errors, uncaught exceptions and what the policy forbade, since this was asked last."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    # --- made of those --------------------------------------------------------------------------------------------

    def wait(self, expression: str, what: str = "") -> object:
        """Poll until ``expression`` is true in JavaScript's sense; its value. A page on its way to another one may fail
        to tell; what it says then counts only if that stays so."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                value = self.run(expression)
            except EngineError as error:
                value, said = None, str(error)
            else:
                said = ""
            if value:
                return value
            assert time.monotonic() < end, f"never so: {what or expression}\n{said or self.faults()}"
            time.sleep(0.05)

    def text(self, selector: str) -> str:
        """What the first element of ``selector`` shows."""
        return self.run(f"document.querySelector({json.dumps(selector)}).innerText")

    def fill(self, text: str) -> None:
        """Put ``text`` into the field of the checker, as it is."""
        self.run(f"void (document.querySelector('[data-checker-input]').value = {json.dumps(text)})")

    def paste(self, text: str) -> None:
        """Paste ``text`` into the checker by the keyboard, through the browser's own clipboard."""
        self.run(
            f"""void (() => {{
                const helper = document.createElement("textarea");
                helper.id = "helper";
                helper.value = {json.dumps(text)};
                document.body.append(helper);
                helper.select();
            }})()"""
        )
        self.press("Control", "x")
        self.wait("!document.querySelector('#helper').value", "the text is cut")
        self.run("document.querySelector('#helper').remove()")
        self.run("document.querySelector('[data-checker-input]').focus()")
        self.press("Control", "v")

    def answer(self) -> str:
        """The text of the result, once it is there."""
        state = "document.querySelector('[data-checker]').dataset.state"
        found = self.wait(f"['done', 'failed'].find((state) => state === {state})", "the check has ended")
        assert found == "done", self.text("[data-checker-status]")
        return self.text("[data-checker-result]")

    def check(self, text: str) -> str:
        """Check ``text``; the text of the result."""
        self.fill(text)
        self.click("[data-checker-run]")
        return self.answer()

    def copied(self, label: str) -> str:
        """What the button ``label`` of the result puts into the clipboard."""
        self.run("void (navigator.clipboard.writeText = async (text) => { globalThis.copied = text; })")
        buttons = "[...document.querySelectorAll('[data-checker-result] button')]"
        self.run(f"{buttons}.find((button) => button.textContent === {json.dumps(label)}).click()")
        return self.wait("globalThis.copied")

    def load(self, script: Path) -> None:
        """Run a script file in the page, past its policy."""
        self.run(f"(() => {{ {script.read_text('utf-8')}\n }}).call(globalThis)")
