"""The corpus of the header checker: ``NAME.eml`` is a message that we wrote in a server's shape, ``NAME.toml`` what it
says. A key that is left out is null in the report."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "corpus" / "headers"
HOP = ("from", "by", "with", "id", "for", "time", "delay_s")
RESULT = ("method", "result", "domain", "selector", "aligned", "source")
SUMMARY = ("subject", "date", "message_id", "return_path")


@dataclass(frozen=True, slots=True)
class HeaderSample:
    """One message: ``data`` as it is stored (LF), ``facts`` as its TOML states them."""

    name: str
    data: bytes
    facts: dict

    @property
    def head(self) -> str:
        """The header block with its last line end."""
        return self.data.decode("utf-8").partition("\n\n")[0] + "\n"

    @property
    def body(self) -> str:
        """The rest, from the empty line on."""
        return self.data.decode("utf-8")[len(self.head) :]


def stated(facts: dict) -> dict:
    """What a TOML file states, in the form of ``reported``."""
    return {
        **{key: facts.get(key) for key in SUMMARY},
        "from": {key: facts["from"].get(key) for key in ("name", "address")} if "from" in facts else None,
        "to": [{key: to.get(key) for key in ("name", "address")} for to in facts.get("to", ())],
        "transit_s": facts.get("transit_s"),
        "hops": [{key: hop.get(key) for key in HOP} for hop in facts.get("hop", ())],
        "authentication": [{key: result.get(key) for key in RESULT} for result in facts.get("authentication", ())],
    }


def reported(report: dict) -> dict:
    """The fields of a report that the corpus states."""
    summary = report["summary"]
    return {
        **{key: summary[key] for key in (*SUMMARY, "from", "to")},
        "transit_s": report["transit_s"],
        "hops": [{key: hop[key] for key in HOP} for hop in report["hops"]],
        "authentication": [{key: result[key] for key in RESULT} for result in report["authentication"]],
    }


def load() -> dict[str, HeaderSample]:
    """All samples by name, such as ``provider/gmail``."""
    found = {}
    for path in sorted(FOLDER.rglob("*.eml")):
        name = path.relative_to(FOLDER).with_suffix("").as_posix()
        found[name] = HeaderSample(name, path.read_bytes(), tomllib.loads(path.with_suffix(".toml").read_text("utf-8")))
    return found


SAMPLES = load()
WELL_FORMED = [name for name in SAMPLES if not name.startswith("malformed/")]
