"""Other things that people drop: Outlook files, mailbox files, the whole page that shows an original message."""

import random

import msg_samples
import pytest
from header_samples import SAMPLES, WELL_FORMED
from test_headers_findings import CLEAN

import checkers
from checkers import headers


def facts(report: dict) -> dict:
    return {key: report[key] for key in ("summary", "hops", "transit_s", "arc", "odoo")}


@pytest.mark.parametrize("name", WELL_FORMED)
def test_an_outlook_file_tells_what_its_headers_tell(name):
    head = SAMPLES[name].head
    found = headers.check(msg_samples.message(head.replace("\n", "\r\n"))).to_dict()
    assert facts(found) == facts(headers.check(head).to_dict())
    assert any(".msg" in note for note in found["notes"])


def test_an_outlook_file_with_long_headers():
    head = CLEAN.partition("\n\n")[0] + "\nX-Long: " + "\n ".join(["a" * 70] * 2000) + "\n"
    assert len(headers.check(msg_samples.message(head)).to_dict()["hops"]) == 3


def test_an_outlook_file_without_headers_shows_the_parties():
    found = headers.check(msg_samples.message()).to_dict()
    summary = found["summary"]
    assert summary["from"] == {"name": "Wang Wei", "address": "wang@example.com"}
    assert summary["to"] == [{"name": "Zhao", "address": "zhao@example.net"}]
    assert summary["cc"] == [{"name": "Li, Na", "address": "li@example.net"}]
    assert (summary["subject"], summary["date"]) == ("会议纪要", "2026-11-23T08:30:03Z")
    assert summary["message_id"] == "1@mail.example.com"
    assert not any(finding["severity"] == "error" for finding in found["findings"])


def test_old_properties_are_read_by_the_files_code_page():
    tree = msg_samples.fixed(32, {0x3FFD: 936})
    tree |= {"__substg1.0_0037001E": "报价单".encode("gbk"), "__substg1.0_0C1F001E": b"a@b.example"}
    assert headers.check(msg_samples.compound(tree)).to_dict()["summary"]["subject"] == "报价单"


@pytest.mark.parametrize(
    "data",
    [msg_samples.message(CLEAN)[:8], msg_samples.message(CLEAN)[:600], msg_samples.compound({"Workbook": b"x"}),
     msg_samples.compound({"__nameid_version1.0": {}}), msg_samples.message(CLEAN)[:512] + b"\xff" * 4000],
    ids=["magic only", "cut", "a spreadsheet", "empty message", "all sectors lost"],
)  # fmt: skip
def test_a_broken_outlook_file_is_named(data):
    report = headers.check(data)
    assert [finding.id for finding in report.findings] == ["unreadable-msg"]
    assert report.findings[0].explanation.values["why"].message
    assert report.to_text() and report.to_text("zh_CN")


@pytest.mark.parametrize("seed", range(6))
def test_any_outlook_file_gives_a_report(seed):
    chance = random.Random(seed)
    whole = msg_samples.message(CLEAN)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            at = chance.randrange(8, len(data))
            if chance.random() < 0.7:
                data[at] = chance.choice((0, 1, 255, 254, chance.randrange(256)))
            else:
                del data[at : at + chance.randint(1, 700)]
        assert headers.check(bytes(data)).to_dict()["kind"] == "headers"
    assert checkers.check(bytes(data)).to_dict()


def test_of_a_mailbox_file_the_first_message_is_read():
    one = "From wang@example.com Mon Nov 23 08:30:09 2026\n" + CLEAN + "\n"
    found = headers.check(one * 3).to_dict()
    assert found["summary"] == headers.check(CLEAN).to_dict()["summary"]
    assert found["notes"] == ["The file holds 3 emails; the first one was read."]
    assert headers.check(one).to_dict()["notes"] == []
    assert headers.check(one + "\nFrom here on it is 10:30 and nothing follows\n").to_dict()["notes"] == []


TABLE = """\
Original Message
Message ID\t<1@mail.example.com>
Created at:\tMon, Nov 23, 2026 at 4:30 PM (Delivered after 5 seconds)
From:\t王伟 <wang@example.com>
To:\tzhao@example.net
Subject:\tMeeting
SPF:\tPASS with IP 192.0.2.25 Learn more
DKIM:\t'PASS' with domain example.com Learn more
DMARC:\t'PASS' Learn more
"""
TABLE_ZH = """\
原始邮件
邮件 ID\t<1@mail.example.com>
创建时间：\t2026年11月23日 16:30（已在 5 秒后送达）
发件人：\t王伟 <wang@example.com>
收件人：\tzhao@example.net
主题：\tMeeting
SPF：\tFAIL，IP 地址：192.0.2.25 了解详情
DKIM：\t“PASS”，域名为 example.com 了解详情
"""
PAGES = {
    "Gmail": TABLE + "\n\nDownload Original\tCopy to clipboard\n\n",
    "Gmail without empty lines": TABLE + "Download Original\nCopy to clipboard\n",
    "Gmail in Chinese": TABLE_ZH + "\n下载原始邮件\t复制到剪贴板\n",
    "Gmail in Chinese without empty lines": TABLE_ZH + "下载原始邮件\n复制到剪贴板\n",
    "QQ": "QQ邮箱\n返回\n显示邮件原文\n",
    "163": "主题：Meeting\n发件人：王伟 <wang@example.com>\n时间：2026年11月23日 16:30\n查看信头\n",
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", WELL_FORMED)
def test_the_message_below_a_pages_table_is_read(page, name):
    head = SAMPLES[name].head
    assert facts(headers.check(PAGES[page] + head).to_dict()) == facts(headers.check(head).to_dict())


def test_of_a_table_alone_the_results_are_read():
    found = headers.check(TABLE).to_dict()
    assert found["summary"]["subject"] == "Meeting" and found["summary"]["message_id"] == "1@mail.example.com"
    assert [(one["method"], one["result"], one["domain"]) for one in found["authentication"]] == [
        ("spf", "pass", None), ("dkim", "pass", "example.com"), ("dmarc", "pass", None),
    ]  # fmt: skip
    assert not any(finding["severity"] in ("error", "warning") for finding in found["findings"])
    chinese = headers.check(TABLE_ZH)
    assert [finding.id for finding in chinese.findings if finding.severity == "error"] == []
    assert "spf-fail" in [finding.id for finding in chinese.findings]
    for finding in chinese.findings:
        for span in finding.evidence:
            assert chinese.decoded[span.start : span.end].strip()
