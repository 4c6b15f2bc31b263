"""The corpus of the SMTP checker: written samples, what they must give, and the same samples in any line end.

``NAME.eml`` (a message) or ``NAME.txt`` (what people copy from a screen) has a ``NAME.toml`` beside it: its shape, the
standard or habit it follows, and the failures to find. A key that is left out of a failure is null in the report.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "corpus" / "smtp"
LINE_ENDS = {"LF": b"\n", "CRLF": b"\r\n", "CR": b"\r"}
STATED = ("recipient", "reply_code", "enhanced_code", "reason", "permanence", "hard")


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the corpus: ``data`` as it is stored (LF), ``facts`` as its TOML states them."""

    name: str
    data: bytes
    facts: dict

    @property
    def failures(self) -> list[dict]:
        """What the report's failures must state, key by key."""
        return [{key: failure.get(key) for key in STATED} for failure in self.facts.get("failure", ())]

    def with_line_ends(self, name: str) -> bytes:
        """The sample with every line end written as ``LINE_ENDS[name]``."""
        return self.data.replace(b"\n", LINE_ENDS[name])


def load() -> dict[str, Sample]:
    """All samples by name, such as ``provider/exim``."""
    found = {}
    for facts in sorted(FOLDER.rglob("*.toml")):
        [path] = [path for path in (facts.with_suffix(".eml"), facts.with_suffix(".txt")) if path.is_file()]
        name = facts.relative_to(FOLDER).with_suffix("").as_posix()
        found[name] = Sample(name, path.read_bytes(), tomllib.loads(facts.read_text("utf-8")))
    return found


SAMPLES = load()
