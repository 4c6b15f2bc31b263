"""What filters wrote, explained: every field of the table, its values, and shapes that say nothing."""

import re

import growth
import pytest
from test_headers_findings import added

from checkers import headers
from checkers.headers import verdict_shapes, verdicts
from checkers.knowledge import table
from checkers.wording import typographic

TABLE = table("checkers.headers", "verdicts.toml")


def told(line: str) -> dict[tuple[str | None, str], tuple[str, str]]:
    found = headers.check(added(line)).to_dict()["verdicts"]
    return {(one["part"], one["value"]): (one["weight"], one["meaning"]) for one in found}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:DE;SCL:5;SRV:BULK;IPV:NLI;SFV:SPM;CAT:SPM;DIR:INB;",
            {("SCL", "5"): "error", ("SFV", "SPM"): "error", ("SRV", "BULK"): "warning", ("IPV", "NLI"): "info"},
        ),
        (
            "X-Forefront-Antispam-Report: SCL:-1;SFV:SKN;CAT:NONE;SFTY:9.25",
            {("SCL", "-1"): "good", ("SFTY", "9.25"): "info"},
        ),
        ("X-Microsoft-Antispam: BCL:0;ARA:1444111002|1;", {("BCL", "0"): "good"}),
        ("X-Microsoft-Antispam: BCL:7;", {("BCL", "7"): "error"}),
        (
            "X-Microsoft-Antispam-Mailbox-Delivery:\n\tucf:0;jmr:1;auth:0;dest:J;OFR:SpamFilterAuthJ;ENG:(5062000);",
            {("dest", "J"): "error", ("jmr", "1"): "warning", ("OFR", "SpamFilterAuthJ"): "error"},
        ),
        ("X-MS-Exchange-Organization-AuthAs: Anonymous", {(None, "Anonymous"): "info"}),
        ("X-Gm-Spam: 0", {(None, "0"): "good"}),
        ("X-Gm-Phishy: 1", {(None, "1"): "error"}),
        (
            "X-Spam-Status: No, score=-1.9 required=5.0 tests=BAYES_00,DKIM_VALID,\n\tURIBL_BLOCKED autolearn=ham",
            {("verdict", "No"): "good", ("score", "score=-1.9 required=5.0"): "good", ("tests", "BAYES_00"): "good"},
        ),
        (
            "X-Spam-Status: Yes, score=9.1 required=5.0 tests=URIBL_BLACK=1.7,MY_OWN_RULE",
            {("verdict", "Yes"): "error", ("tests", "URIBL_BLACK 1.7"): "error", ("tests", "MY_OWN_RULE"): "info"},
        ),
        ("X-Spam-Status: Yes, hits=6.2 required=6.0", {("score", "hits=6.2 required=6.0"): "error"}),
        ("X-Spam-Level: *******", {(None, "7"): "warning"}),
        ("X-Spamd-Bar: ----", {(None, "-4"): "info"}),
        ("X-Spamd-Bar: /", {(None, "0"): "info"}),
        (
            "X-Spamd-Result: default: False [-2.60 / 15.00];\n\tR_SPF_ALLOW(-0.20)[+ip4:192.0.2.0/24]",
            {("verdict", "False"): "good", ("score", "-2.60 / 15.00"): "good", ("tests", "R_SPF_ALLOW -0.20"): "good"},
        ),
        ("X-Rspamd-Action: add header", {(None, "add header"): "error"}),
        (
            "X-Barracuda-Spam-Status: No, SCORE=0.50 using per-user scores of TAG_LEVEL=3.5 QUARANTINE_LEVEL=1000.0 "
            "KILL_LEVEL=7.0 tests=HTML_MESSAGE",
            {("verdict", "No"): "good", ("tests", "HTML_MESSAGE"): "info"},
        ),
        ("X-Mimecast-Spam-Score: 8", {(None, "8"): "error"}),
        (
            "X-Proofpoint-Spam-Details: rule=inbound_notspam policy=inbound score=0 phishscore=0 spamscore=85",
            {("rule", "inbound_notspam"): "good", ("spamscore", "85"): "error", ("phishscore", "0"): "info"},
        ),
        ("X-TM-AS-Result: No-10--2.1325-5.0000", {("verdict", "No"): "good", ("score", "-2.1325-5.0000"): "good"}),
        ("X-TM-AS-Result: Yes-10-8.2-5.0", {("verdict", "Yes"): "error", ("score", "8.2-5.0"): "error"}),
        ("X-QQ-Spam: true", {(None, "true"): "error"}),
        ("X-Coremail-Antispam: 1Uf129KBjvJXoW7", {(None, "1Uf129KBjvJXoW7"): "info"}),
        (
            "X-Alimail-AntiSpam: AC=CONTINUE;BC=0.07|-1;CH=green;DM=|SPAM|false|;DS=x",
            {("AC", "CONTINUE"): "good", ("DM", "|SPAM|false|"): "good"},
        ),
        ("X-Yandex-Spam: 4", {(None, "4"): "error"}),
        ("X-Mras: Ok", {(None, "Ok"): "good"}),
        ("X-PMX-Spam: Gauge=IIIIIII, Probability=7%, Report='HTML 0.1'", {("Probability", "7%"): "good"}),
        ("X-SBRS: -4.2", {(None, "-4.2"): "error"}),
        ("X-Bogosity: Ham, tests=bogofilter, spamicity=0.000000, version=1.2.5", {(None, "Ham"): "good"}),
        (
            "X-Example-MailScanner-SpamCheck: not spam, SpamAssassin (score=0.1, required 6, RULE_A 0.10)",
            {("verdict", "not spam"): "good"},
        ),
        ("X-Example-MailScanner: Found to be clean", {(None, "clean"): "good"}),
        ("X-KSMG-AntiSpam-Status: not_detected", {(None, "not_detected"): "good"}),
        ("X-UI-Filterresults: notjunk:1;V03:K0:abc", {("notjunk", "1"): "good"}),
        ("X-Amavis-Alert: BAD HEADER SECTION, Non-encoded 8-bit data", {(None, "BAD HEADER"): "warning"}),
    ],
)
def test_a_field_is_explained(line, expected):
    found = {key: weight for key, (weight, _) in told(line).items()}
    assert {key: found.get(key) for key in expected} == expected


def test_composite_authentication_is_explained():
    text = added("X-A: b").replace("dmarc=pass", "dmarc=fail action=oreject; compauth=fail reason=000; x=pass")
    found = {(one["part"], one["value"]): one["weight"] for one in headers.check(text).to_dict()["verdicts"]}
    assert found == {("reason", "000"): "error", ("action", "oreject"): "error"}


@pytest.mark.parametrize("row", TABLE["field"], ids=lambda row: row["id"])
def test_a_row_is_whole(row):
    assert row["source"] in TABLE["sources"]
    assert row["shape"] in verdict_shapes.SHAPES
    for part in row["part"]:
        assert part.get("meaning") or part.get("value"), part["key"]
        for value in part.get("value", ()):
            assert value["weight"] in ("good", "info", "warning", "error")
            assert value.get("kind", "spam") in verdicts.FINDINGS


def examples():
    """For each exact value of a plainly shaped field, a line that holds it."""
    for row in TABLE["field"]:
        for part in row["part"]:
            for value in part.get("value", ()):
                for word in value["is"].split("|"):
                    if word.strip("*") != word or ".." in word or not word:
                        continue
                    name = row["names"][0].replace("*", "site").title()
                    if row["shape"] == "pairs":
                        yield row["id"], f"{name}: A:b;{part['key']}:{word};", value
                    elif row["shape"] in ("word", "number"):
                        yield row["id"], f"{name}: {word}", value
                    elif row["shape"] == "assign" and part["key"] != "*":
                        yield row["id"], f"{name}: {part['key']}={word} x=y", value


@pytest.mark.parametrize(("row", "line", "value"), list(examples()))
def test_every_value_of_the_table_is_reached(row, line, value):
    assert (value["weight"], typographic(value["meaning"])) in told(line).values()


def test_evidence_points_at_the_part():
    report = headers.check(added("X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:6;\n SFV:SPM"))
    for verdict in report.to_dict()["verdicts"]:
        span = verdict["evidence"][0]
        assert verdict["value"] in report.decoded[span["start"] : span["end"]]


def test_one_finding_a_vendor_and_none_for_what_passed():
    text = added("X-Spam-Flag: YES", added("X-Spam-Status: Yes, score=9 required=5", added("X-Spam-Level: *********")))
    ids = [finding.id for finding in headers.check(text).findings]
    assert ids.count("marked-as-spam") == 1 and "suspected-by-filter" not in ids
    both = added("X-Mras: spam", text)
    assert [finding.id for finding in headers.check(both).findings].count("marked-as-spam") == 2
    quiet = added("X-Spam-Flag: NO", added("X-Forefront-Antispam-Report: SCL:1;SFV:NSPM;CAT:NONE", added("X-Mras: Ok")))
    assert not any(re.search("marked|suspected", finding.id) for finding in headers.check(quiet).findings)


@pytest.mark.parametrize(
    "piece", ["A:b;", "a=b ", "X_Y(1.0) ", "*", "- ", "score=", "Yes,", "|SPAM|", '="', "1.0/", "a "]
)
@pytest.mark.parametrize(
    "name", ["X-Forefront-Antispam-Report", "X-Spamd-Result", "X-Spam-Status", "X-PMX-Spam", "X-TM-AS-Result"]
)
def test_the_time_for_long_nonsense_grows_evenly(name, piece):
    small, large = (f"From: a@b.example\nX-Spam-Flag: no\n{name}: {piece * count}\n\n" for count in (1_500, 6_000))
    growth.assert_even(headers.check, small, large)
