"""Modules of the page that need no page: which delays are clocks, the scale of the chart, places in the reference."""

import json
import subprocess

import pytest
from conftest import ROOT
from header_mail import RICH
from header_samples import SAMPLES

import checkers
from checkers.sphinxext import bundle, reference

STATIC = ROOT / "checkers" / "sphinxext" / "static"

DELAYS = {
    "no hops": ([], []),
    "one hop": ([None], ["none"]),
    "waits": ([None, 0, 3, 7200], ["none", "wait", "wait", "wait"]),
    "a clock behind, and what follows": ([None, -480, 482, 2], ["none", "behind", "clock", "wait"]),
    "a clock ahead": ([None, 3600, -3590, 1], ["none", "clock", "behind", "wait"]),
    "a wait much longer than the clock is wrong": ([None, -60, 3600], ["none", "behind", "wait"]),
    "a second is no wrong clock of others": ([None, -1, 1, 5], ["none", "behind", "wait", "wait"]),
    "no time in between": ([None, None, -480, None, 482], ["none", "none", "behind", "none", "clock"]),
}
SPANS = [1, 2, 3, 12, 59, 100, 777, 3600, 5000, 86_400, 100_000, 3_000_000, 10**9]
CODE = f"""
import {{ readFileSync }} from "node:fs";
import {{ isClock, pace }} from {json.dumps((STATIC / "pace.js").as_uri())};
import {{ ticks }} from {json.dumps((STATIC / "hops.js").as_uri())};
import {{ grouped }} from {json.dumps((STATIC / "vouch.js").as_uri())};
import {{ Places }} from {json.dumps((STATIC / "places.js").as_uri())};
const {{ delays, reports, spans, index, rules, codes, reasons }} = JSON.parse(readFileSync(0, "utf8"));
const places = new Places(index);
console.log(JSON.stringify({{
  pace: delays.map((each) => pace(each.map((delay) => ({{ delay_s: delay }})))),
  clocks: reports.map(({{ hops }}) => pace(hops).filter(isClock).length),
  ticks: spans.map(ticks),
  groups: reports.map(({{ authentication }}) => grouped(authentication)),
  rules: rules.map((rule) => places.ofRule(rule)),
  codes: codes.map((code) => places.ofCode(code)),
  reasons: reasons.map((reason) => places.ofReason(reason)),
}}));
"""
RULES = [*reference.places(), "duplicate-from", "duplicate-", "no-such-rule", "", None]
RULES = [rule for rule in RULES if rule is None or "{" not in rule]
CODES = {
    550: "code-550", "5.1.1": "code-x.1.1", "4.7.26": "code-x.7.26", "5.7.606": None, 999: None, None: None,
}  # fmt: skip
REASONS = [row["id"] for row in reference.rows("reasons")]
REPORTS = [checkers.headers.check(text).to_dict() for text in (RICH, *(one.data for one in SAMPLES.values()))]


@pytest.fixture(scope="module")
def made() -> dict:
    given = {
        "delays": [delays for delays, _ in DELAYS.values()],
        "reports": REPORTS,
        "spans": SPANS,
        "index": json.loads(reference.index(lambda page: f"{page}/")),
        "rules": RULES,
        "codes": list(CODES),
        "reasons": REASONS,
    }
    done = subprocess.run(
        [bundle.node(), "--input-type=module", "-e", CODE],
        input=json.dumps(given), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", DELAYS)
def test_a_wait_is_told_apart_from_a_wrong_clock(made, name):
    assert made["pace"][list(DELAYS).index(name)] == DELAYS[name][1]


def test_the_report_tells_the_same_of_clocks_and_waits(made):
    """Where the checker calls a delay a wait, the chart must not draw it as a wrong clock, and the other way round."""
    for clocks, report in zip(made["clocks"], REPORTS, strict=True):
        skews = sum(one["id"] == "clock-skew" for one in report["findings"])
        assert clocks >= skews
    assert made["clocks"][0] == 1 and any(one["id"] == "slow-hop" for one in REPORTS[0]["findings"])


@pytest.mark.parametrize("span", SPANS)
def test_the_axis_has_few_round_marks(made, span):
    marks = made["ticks"][SPANS.index(span)]
    assert marks[0] == 0 and 2 <= len(marks) <= 5 and marks[-1] <= span
    assert len({after - before for before, after in zip(marks, marks[1:], strict=False)}) == 1


def test_results_are_grouped_and_none_is_lost(made):
    for groups, report in zip(made["groups"], REPORTS, strict=True):
        assert [row for group in groups for row in group["rows"]] == report["authentication"]
        for group in groups:
            assert {(row["source"], row["authority"], row["trusted"]) for row in group["rows"]} == {
                (group["source"], group["authority"], group["trusted"])
            }
    assert len(made["groups"][0]) == 3


def test_every_result_of_the_samples_has_a_place():
    named = {one["id"] for report in REPORTS for one in report["findings"]}
    named |= {one["rule"] for report in REPORTS for one in report["verdicts"]}
    assert sorted(rule for rule in named if reference.address(rule) is None) == []


def test_places_are_those_of_the_reference_pages(made):
    """The script must find what reference.address finds."""
    assert dict(zip(map(str, RULES), made["rules"], strict=True)) == {
        str(rule): reference.address(rule) if rule else None for rule in RULES
    }
    assert made["codes"] == [rule and reference.address(rule) for rule in CODES.values()]
    assert made["reasons"] == [reference.reason_address(reason) for reason in REASONS]
