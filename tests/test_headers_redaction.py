"""The copy for a ticket: nobody can be told from it, and a check of it still says what went wrong."""

import re

import growth
import pytest
from header_samples import SAMPLES
from test_headers_findings import CLEAN, ODOO_ID, PLANTED, added, odoo_mail

from checkers import headers

# What masking has to take away: the spelling of names, subjects and odd lines.
SPELLING = {
    "no-headers", "empty-input", "unreadable-msg", "stray-header-line", "long-header-line", "raw-8bit",
    "broken-encoded-word", "malformed/doubled-fields", "malformed/parentheses", "lookalike-domain", "name-shows-brand",
    "punycode-domain", "odoo-broken-message-id",
}  # fmt: skip
MESSAGES = {name: sample.data for name, sample in SAMPLES.items()} | PLANTED


def shape(report: dict) -> dict:
    """What a diagnosis rests on, without the names."""
    return {
        "hops": [
            [hop[key] for key in ("with", "time", "delay_s", "role", "boundary", "operator")] for hop in report["hops"]
        ],
        "transit_s": report["transit_s"],
        "authentication": [
            [one[key] for key in ("method", "result", "aligned", "source", "trusted")]
            for one in report["authentication"]
        ],
        "arc": (report["arc"]["verdict"], len(report["arc"]["sets"])),
        "date": report["summary"]["date"],
        "verdicts": [(one["field"], one["part"], one["weight"]) for one in report["verdicts"]],
        "model": (report["odoo"] or {}).get("model"),
        "dmarc": (report["dmarc_conclusion"] or {}).get("result"),
    }


@pytest.mark.parametrize("name", MESSAGES)
def test_the_copy_can_still_be_analysed(name):
    report = headers.check(MESSAGES[name])
    copy = headers.check(report.redacted())
    assert shape(copy.to_dict()) == shape(report.to_dict())
    if name not in SPELLING:
        assert sorted(found.id for found in copy.findings) == sorted(found.id for found in report.findings)


def secrets(report: headers.HeadersReport) -> set[str]:
    """What a stranger must not read: local parts, names, organisations, addresses on the net, subjects."""
    found: set[str] = set()
    summary = report.summary()
    for mailbox in (summary["from"], *summary["to"], *summary["cc"], *summary["reply_to"]):
        if mailbox and mailbox["address"]:
            local, _, domain = mailbox["address"].partition("@")
            found |= {local, domain.partition(".")[0]}
        if mailbox and mailbox["name"]:
            found.add(mailbox["name"])
    found |= {summary["subject"] or "", *(passage.hop.from_ip or "" for passage in report.passages)}
    found |= {passage.hop.id or "" for passage in report.passages if not (passage.hop.id or "").startswith("15.20")}
    kept = {"catchall", "bounce", "MAILER-DAEMON", "mailer-daemon", "gmail", "qq", "undisclosed-recipients", "example"}
    return {one for one in found if len(one) > 2 and one not in kept and not one.isdecimal()}


@pytest.mark.parametrize("name", SAMPLES)
def test_nobody_can_be_told_from_the_copy(name):
    report = headers.check(SAMPLES[name].data)
    copy = report.redacted()
    masks = re.compile(r"192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8|10\.0\.0\.|127\.")
    for secret in secrets(report):
        if not masks.match(secret):
            assert not re.search(rf"(?<![\w.]){re.escape(secret)}(?![\w])", copy), (secret, copy)


def test_the_same_value_gets_the_same_mask():
    copy = headers.check(
        added("X-Note: from 192.0.2.25 by Wang Wei <wang@example.com>, see mail.example.com")
    ).redacted()
    line = next(line for line in copy.split("\n") if line.startswith("X-Note:"))
    report = headers.check(copy)
    sender = report.summary()["from"]
    assert sender["address"] in line and sender["name"] in line
    assert report.passages[1].hop.from_ip in line and report.passages[1].hop.from_ in line
    assert headers.check(copy).to_dict()["dmarc_conclusion"]["result"] == "pass"


def test_different_values_get_different_masks():
    copy = headers.check("To: a@b.example, c@b.example, a@d.example\nFrom: e@f.example\nSubject: x\n\n").redacted()
    assert len(set(re.findall(r"\S+@\S+\.example", copy))) == 4
    assert len(set(re.findall(r"@(\S+?\.example)", copy))) == 3


def test_what_a_diagnosis_needs_is_kept():
    copy = headers.check(odoo_mail(Subject="Re: Angebot", Return_Path="<bounce@shop.odoo.com>")).redacted()
    assert "-openerp-1-sale.order@" in copy and ".1795420203." in copy and ODOO_ID not in copy
    assert "Subject: Re: [subject 1]" in copy and "Angebot" not in copy
    assert "bounce@tenant-1.odoo.com" in copy and "shop" not in copy
    assert "Mon, 23 Nov 2026 08:30:09 +0000" in copy


def test_keys_and_ids_are_masked():
    text = CLEAN.replace("b=eA==", "b=c2VjcmV0IGtleSBtYXRlcmlhbCBoZXJl").replace("id C3", "id 4D2F91A2B3")
    copy = headers.check(
        added("X-Token: 9f86d081884c7d659a2feaa0c55ad015\nX-Url: https://a.example/t?u=77&k=abcdef12345", text)
    ).redacted()
    for secret in ("c2VjcmV0", "4D2F91A2B3", "9f86d081", "abcdef12345", "u=77"):
        assert secret not in copy


@pytest.mark.parametrize(
    "piece",
    [
        "a@b.example ",
        "192.0.2.1 ",
        "2001:db8::1 ",
        "a.b.c.",
        "=?utf-8?b?",
        "http://",
        "x" * 50 + " ",
        "b=",
        "@",
        "::",
        "1.",
    ],
)
def test_the_time_to_mask_long_nonsense_grows_evenly(piece):
    def message(count: int) -> str:
        return f"From: a@b.example\nReceived: from {piece * count}\nX-A: {piece * count}\nTo: {piece * count}\n\n"

    growth.assert_even(lambda text: headers.check(text).redacted(), message(1_000), message(4_000))
