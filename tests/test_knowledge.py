"""The knowledge tests itself: every row of the SMTP checker is whole, sourced, true to its own sample, and linear."""

import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from checkers import knowledge
from checkers.smtp import reply, rules
from checkers.smtp.classify import MAX_TEXT, classify
from checkers.smtp.pattern import GAP, Pattern, fold

ROOT = Path(__file__).resolve().parents[1]
TABLES = {
    path.relative_to(ROOT / "checkers" / "smtp").as_posix(): tomllib.loads(path.read_text("utf-8"))
    for path in sorted((ROOT / "checkers" / "smtp").rglob("*.toml"))
}
ROWS = [(name, row) for name, table in TABLES.items() for row in table.get("row", ())]
PATTERNS = [(row["id"], words) for _, row in ROWS for words in (*row.get("match", ()), *row.get("not", ()))]
PATTERNS += [(name, words) for name, table in TABLES.items() for words in table.get("provider", {}).get("marks", ())]
PATTERNS += [(key, words) for key, phrases in TABLES["phrases.toml"].items() for words in phrases]

# contract.md, the vocabulary
REASONS = """
unknown-mailbox invalid-address mailbox-moved unknown-domain domain-no-mail mailbox-full mailbox-disabled
recipient-filtered suppressed auth-failure sender-rejected ip-blocked domain-blocked missing-ptr relay-denied
login-required tls-failure policy message-too-large content-rejected spam virus not-rfc-compliant rate-limited
daily-limit greylisted unreachable expired mail-loop system-error system-full mailer-error syntax-error unknown
""".split()
WHO = {"sender", "sender-admin", "recipient", "recipient-admin", "odoo", "nobody"}
FIELDS = {
    "id", "match", "not", "codes", "scoped", "weight", "reason", "who", "permanence", "hard", "retry_after_s", "title",
    "explanation", "steps", "faq", "sample", "source", "url", "whole_text",
}  # fmt: skip


def labels(page: str) -> set[str]:
    path = ROOT / "source" / "faq" / f"{page}.md"
    return set(re.findall(r"^\(([a-z0-9-]+)\)=$", path.read_text("utf-8"), re.MULTILINE)) if path.is_file() else set()


LABELS = {path.stem: labels(path.stem) for path in (ROOT / "source" / "faq").glob("*.md")}


def listed(faults: list[str]) -> str:
    return f"{len(faults)} faults\n" + "\n".join(faults)


def test_the_tables_load():
    known = rules.load()
    assert set(known.by_id) == {row["id"] for _, row in ROWS}
    assert knowledge.table("checkers.smtp", "reasons.toml") == TABLES["reasons.toml"]


def test_ids_are_unique_and_kebab_case():
    ids = [row["id"] for _, row in ROWS]
    assert sorted(ids) == sorted(set(ids)), listed(sorted({one for one in ids if ids.count(one) > 1}))
    strange = [one for one in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one)]
    assert not strange, listed(strange)


def test_ids_of_a_provider_begin_with_its_name():
    faults = [
        f"{name}: {row['id']}"
        for name, row in ROWS
        if name.startswith("providers/") and not row["id"].startswith(TABLES[name]["provider"]["id"] + "-")
    ]
    assert not faults, listed(faults)


def test_every_reason_of_the_contract_once():
    assert sorted(row["id"] for row in TABLES["reasons.toml"]["reason"]) == sorted(REASONS)


def test_every_reason_is_used():
    used = {row["reason"] for _, row in ROWS}
    assert used <= set(REASONS)
    assert set(REASONS) - {"unknown"} <= used


@pytest.mark.parametrize("reason", TABLES["reasons.toml"]["reason"], ids=lambda reason: reason["id"])
def test_reason_is_whole(reason):
    assert reason["label"] and reason["title"] and reason["explanation"] and reason["steps"]
    assert reason["who"] in WHO
    assert reason.get("permanence", "unknown") in ("permanent", "temporary", "unknown")
    assert ("retry_after_s" in reason) == reason.get("retry", False)
    assert reason.get("reference", {"url": "https://"})["url"].startswith("https://")


def test_an_address_is_thrown_away_for_these_reasons_only():
    hard = {reason["id"] for reason in TABLES["reasons.toml"]["reason"] if reason.get("hard")}
    assert hard == {"unknown-mailbox", "invalid-address", "mailbox-moved", "unknown-domain", "domain-no-mail"}


def test_rows_have_known_fields_only():
    faults = [f"{row['id']}: {sorted(set(row) - FIELDS)}" for _, row in ROWS if set(row) - FIELDS]
    assert not faults, listed(faults)


def test_rows_are_whole():
    faults = []
    for name, row in ROWS:
        if not (row.get("sample") and row.get("reason") and row.get("source")):
            faults.append(f"{name}: {row['id']}: sample, reason or source is missing")
        if name.startswith("providers/") and not row.get("explanation"):
            faults.append(f"{name}: {row['id']}: a provider's row says what its reply means")
        if not 1 <= len(row.get("steps", ["one"])) <= 4:
            faults.append(f"{name}: {row['id']}: {len(row['steps'])} steps")
        if not (row.get("match") or (row.get("codes") and row.get("scoped"))):
            faults.append(f"{name}: {row['id']}: no words, and not a scoped code")
        for code in row.get("codes", ()):
            if not re.fullmatch(r"[45]|[45]\d\d|[45x]\.\d{1,3}\.\d{1,3}", code):
                faults.append(f"{name}: {row['id']}: {code!r} is no code")
        if row.get("who", "sender") not in WHO:
            faults.append(f"{name}: {row['id']}: who is {row['who']!r}")
    assert not faults, listed(faults)


def test_sources_are_listed_in_the_file_and_used():
    faults = []
    for name, table in TABLES.items():
        sources = table.get("sources", {})
        used = {row.get("source") for row in table.get("row", ())}
        faults += [
            f"{name}: {row['id']}: source {row.get('source')!r} is not in [sources]"
            for row in table.get("row", ())
            if row.get("source") not in sources
        ]
        faults += [f"{name}: source {key} is used by no row" for key in sources if key not in used]
        faults += [f"{name}: source {key} has no label" for key, source in sources.items() if not source.get("label")]
        faults += [
            f"{name}: source {key} is no web address: {source['url']}"
            for key, source in sources.items()
            if not source.get("url", "https://").startswith(("https://", "http://"))
        ]
    assert not faults, listed(faults)


def test_no_source_in_code():
    """A page or a file of ours that a label would leak: sources are public documents."""
    faults = [
        f"{name}: {source}"
        for name, table in TABLES.items()
        for source in table.get("sources", {}).values()
        if re.search(r"(?:^|[\s'\"(=])/\w|shared|facts", str(source))  # any absolute path
    ]
    assert not faults, listed(faults)


def test_faq_entries_exist():
    places = [(row["id"], row["faq"]) for _, row in ROWS if "faq" in row]
    places += [(reason["id"], reason["faq"]) for reason in TABLES["reasons.toml"]["reason"] if "faq" in reason]
    assert places
    faults = []
    for one, place in places:
        page, mark, anchor = place.partition("#")
        if not mark or anchor not in LABELS.get(page, ()):
            faults.append(f"{one}: {place}")
    assert not faults, listed(faults)


def test_providers():
    tables = {name: table for name, table in TABLES.items() if name.startswith("providers/")}
    ids = [table["provider"]["id"] for table in tables.values()]
    assert len(ids) == len(set(ids))
    suffixes: dict[str, str] = {}
    faults = []
    for name, table in tables.items():
        provider = table["provider"]
        if name != f"providers/{provider['id']}.toml" or not provider["name"]:
            faults.append(f"{name}: id {provider['id']!r}")
        for host in provider.get("hosts", ()):
            if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
                faults.append(f"{name}: {host!r} is no host name suffix")
            if host in suffixes:
                faults.append(f"{name}: {host} is also of {suffixes[host]}")
            suffixes[host] = provider["id"]
        if not provider.get("hosts") and any(row.get("scoped") for row in table["row"]):
            faults.append(f"{name}: scoped rows of a provider without hosts never apply")
    assert not faults, listed(faults)


def matches(row: dict) -> list[str]:
    folded = fold(row["sample"][:MAX_TEXT])
    return [words for words in row.get("match", ()) if Pattern(words).search(folded)]


def test_every_pattern_compiles():
    faults = []
    for one, words in PATTERNS:
        try:
            Pattern(words)
        except (ValueError, re.error) as error:
            faults.append(f"{one}: {words!r}: {error}")
    assert not faults, listed(faults)


def test_every_row_matches_its_sample():
    faults = [row["id"] for _, row in ROWS if row.get("match") and not matches(row)]
    assert not faults, listed(faults)


def test_no_row_forbids_its_own_sample():
    faults = []
    for _, row in ROWS:
        folded = fold(row["sample"][:MAX_TEXT])
        faults += [f"{row['id']}: not {words!r}" for words in row.get("not", ()) if Pattern(words).search(folded)]
    assert not faults, listed(faults)


def stated(row: dict) -> tuple[int | None, str | None]:
    codes = reply.first(row["sample"])
    return (codes.reply, codes.enhanced) if codes else (None, None)


def test_samples_state_one_of_the_codes_of_their_row():
    faults = []
    for _, row in ROWS:
        number, enhanced = stated(row)
        names = {str(number), str(number)[0], enhanced, enhanced and reply.generic(enhanced), enhanced and enhanced[0]}
        if row.get("codes") and not names & set(row["codes"]):
            faults.append(f"{row['id']}: {row['codes']} against {number} {enhanced}: {row['sample'][:80]}")
    assert not faults, listed(faults)


def test_every_row_gives_its_reason_for_its_sample():
    """Another row of the same reason may decide; a row of another reason takes the sample away."""
    faults = []
    for name, row in ROWS:
        hosts = TABLES[name].get("provider", {}).get("hosts", ())
        host = hosts[0] if row.get("scoped") and hosts else None
        verdict = classify(row["sample"], *stated(row), host)
        if verdict.reason.id != row["reason"]:
            faults.append(
                f"{row['id']} ({row['reason']}): {verdict.rule} gives {verdict.reason.id} for {row['sample'][:100]!r}"
            )
    assert not faults, listed(faults)


ADDRESS = re.compile(r"[A-Za-z0-9._%+=-]+@([A-Za-z0-9.-]+[A-Za-z0-9])")
IPV4 = re.compile(r"(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
DOCUMENTATION = re.compile(
    r"(?:.+\.)?(?:example\.(?:com|net|org|edu)|[a-z0-9-]+\.(?:example|test|invalid)|example)", re.IGNORECASE
)
# Addresses that are part of a server's own words
OWN_WORDS = {"odoo.com", "microsoft.com", "abuse-att.net"}


def test_samples_name_nobody():
    """RFC 2606 domains, RFC 5737 addresses: nobody's mail is in the knowledge."""
    faults = []
    for name, row in ROWS:
        own = {*OWN_WORDS, *TABLES[name].get("provider", {}).get("hosts", ())}
        for domain in ADDRESS.findall(row["sample"]):
            if not DOCUMENTATION.fullmatch(domain) and not any(
                domain == suffix or domain.endswith("." + suffix) for suffix in own
            ):
                faults.append(f"{row['id']}: address at {domain}")
        for address in IPV4.findall(row["sample"]):
            if not address.startswith(("192.0.2.", "198.51.100.", "203.0.113.", "127.0.0.")):
                faults.append(f"{row['id']}: {address}")
    assert not faults, listed(faults)


def test_texts_are_plain():
    """Texts go to the reader as they are: no markup, no placeholder, one space between words."""
    faults = []
    texts = [(row["id"], key, value) for _, row in ROWS for key in ("title", "explanation") if (value := row.get(key))]
    texts += [(row["id"], "steps", step) for _, row in ROWS for step in row.get("steps", ())]
    for one, key, value in texts:
        if value != " ".join(value.split()) or re.search(r"[{}`]|\*\*|</", value):
            faults.append(f"{one}: {key}: {value}")
        if key != "title" and not value.endswith((".", "!", "?", ")")):
            faults.append(f"{one}: {key} does not end a sentence: {value}")
    assert not faults, listed(faults)


# --- linear by construction, and measured ---

LITERAL = r"(?:[^\\.^$*+?{}\[\]|()]|\\.)"
EDGE = r"(?:\(\?<!\[a-z0-9\]\)|\(\?!\[a-z0-9\]\))"
LINEAR = re.compile(rf"(?:{EDGE}|{LITERAL}|\.\{{0,{GAP}\}}\?)+")
MAX_GAPS = 3  # each gap multiplies the tries at one place by GAP


def test_patterns_hold_nothing_but_words_and_bounded_gaps():
    faults = []
    for one, words in PATTERNS:
        compiled = Pattern(words).regex.pattern
        if not LINEAR.fullmatch(compiled) or compiled.count("{0,") > MAX_GAPS:
            faults.append(f"{one}: {words!r}: {compiled}")
    assert not faults, listed(faults)


def hostile(words: str, size: int) -> set[str]:
    """Texts that begin to match everywhere and never do: the first piece again and again, and all but the last."""
    pieces = [piece.strip() for piece in fold(words).split("*") if piece.strip()]
    units = {f"{pieces[0]} ", "".join(f"{piece} " for piece in pieces[:-1] or pieces)}
    return {(unit * (size // len(unit) + 1))[:size] for unit in units}


def seconds(search, text: str) -> float:
    start = time.process_time()
    search(text)
    return time.process_time() - start


def best(search, text: str) -> float:
    return min(seconds(search, text) for _ in range(7))


GAP_AT_EVERY_WORD = re.compile(rf"(?<![a-z0-9])[a-z].{{0,{GAP}}}?q{{5}}")
SLACK = 0.005  # seconds; below this a clock measures nothing


@pytest.mark.slow
def test_every_pattern_is_linear_on_a_hostile_text():
    """Searched as the expression itself, without the look for the longest piece that spares it most of the work."""
    size = 200_000
    baseline = best(GAP_AT_EVERY_WORD.search, "ab " * (size // 3))
    faults = []
    for one, words in dict.fromkeys((one, words) for one, words in PATTERNS if "*" in words.strip("*")):
        search = Pattern(words).regex.search
        for text in hostile(words, size):
            whole = seconds(search, text)
            # a second gap is tried anew from every place where the first one may end
            limit = 10 * baseline * 4 ** (words.strip("*").count("*") - 1)
            if whole > limit and best(search, text) > limit:
                faults.append(f"{one}: {words!r}: {whole:.3f} s, one gap at every word {baseline:.3f} s")
            half = text[: size // 2]
            if whole > 3 * seconds(search, half) + SLACK and best(search, text) > 3 * best(search, half) + SLACK:
                faults.append(
                    f"{one}: {words!r}: {best(search, half):.3f} s, twice the text {best(search, text):.3f} s"
                )
    assert not faults, listed(faults)


@pytest.mark.slow
def test_every_row_is_judged_in_bounded_time():
    """``classify`` on a hostile text of each row: none may cost much more than a text full of rows' own words."""
    crowded = " ".join(row.get("sample", "") for _, row in ROWS)
    baseline = best(lambda text: classify(text, 550, None), crowded)
    faults = []
    for _, row in ROWS:
        text = max((text for words in row.get("match", ["x"]) for text in hostile(words, 200_000)), key=len)
        limit = 10 * baseline + SLACK
        if seconds(lambda text: classify(text, 550, None), text) > limit:
            value = best(lambda text: classify(text, 550, None), text)
            if value > limit:
                faults.append(f"{row['id']}: {value:.3f} s, a crowded text {baseline:.3f} s")
    assert not faults, listed(faults)


# What the build of the snapshot does (sphinxext/snapshot.py), and then a check of everything.
ONCE = """
import importlib, pkgutil, sys
from pathlib import Path
import checkers
from checkers import knowledge

for module in pkgutil.walk_packages(checkers.__path__, "checkers."):
    if "sphinxext" not in module.name and not module.name.endswith(("__main__", "catalogue")):
        importlib.import_module(module.name)
for name, module in list(sys.modules.items()):
    for value in list(vars(module).values()) if name.partition(".")[0] == "checkers" else ():
        if hasattr(value, "cache_info") and not value.__wrapped__.__code__.co_argcount:
            value()
knowledge.table.cache_clear()

def text(*name):
    raise AssertionError(f"read again: {name}")

knowledge.text = text
sources = [path.read_bytes() for folder in sys.argv[1:] for path in sorted(Path(folder).rglob("*")) if path.is_file()]
for source in sources:
    for check in checkers.CHECKERS.values():
        report = check(source)
        report.to_json("en"), report.to_text("en")
print(len(sources))
"""


def test_no_table_is_read_while_something_is_checked():
    """In the browser there are no tables, only what the checkers made of them."""
    folders = [ROOT / "checkers" / "sphinxext" / "examples", ROOT / "tests" / "corpus"]
    done = subprocess.run([sys.executable, "-c", ONCE, *folders], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 20
