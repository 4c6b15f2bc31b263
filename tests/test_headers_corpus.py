"""Whole messages in the shapes of servers: every fact that the contract names."""

import pytest
from header_samples import SAMPLES, WELL_FORMED, reported, stated

from checkers import headers


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_as_stated(name):
    sample = SAMPLES[name]
    report = headers.check(sample.data).to_dict()
    assert reported(report) == stated(sample.facts)
    assert [finding["id"] for finding in report["findings"]] == sample.facts["findings"]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_do_not_matter(name, line_end):
    sample = SAMPLES[name]
    data = sample.data.replace(b"\n", line_end.encode())
    assert reported(headers.check(data).to_dict()) == stated(sample.facts)


@pytest.mark.parametrize("name", SAMPLES)
def test_text_and_bytes_give_the_same_report(name):
    data = SAMPLES[name].data
    assert headers.check(data.decode("utf-8")).to_dict() == headers.check(data).to_dict()


def test_the_report_has_the_contracts_fields_in_their_order():
    report = headers.check(SAMPLES["provider/gmail"].data).to_dict()
    assert list(report)[:6] == ["kind", "summary", "hops", "transit_s", "authentication", "findings"]
    assert list(report["summary"])[:6] == ["subject", "from", "to", "date", "message_id", "return_path"]
    assert list(report["hops"][0])[:8] == ["index", "from", "by", "with", "id", "for", "time", "delay_s"]
    assert list(report["authentication"][0])[:6] == ["method", "result", "domain", "selector", "aligned", "source"]
    assert [hop["index"] for hop in report["hops"]] == [1, 2, 3]


@pytest.mark.parametrize("name", WELL_FORMED)
def test_good_mail_is_left_in_peace(name):
    """At most two warnings or errors on a message that arrived; those with a planted trouble say so in their TOML."""
    report = headers.check(SAMPLES[name].data)
    serious = [finding.id for finding in report.findings if finding.severity in ("error", "warning")]
    troubled = ("provider/qq", "provider/mailman-forward")
    assert len(serious) <= (3 if name in troubled else 2), serious


@pytest.mark.parametrize("name", SAMPLES)
def test_the_readable_report_says_what_was_found(name):
    report = headers.check(SAMPLES[name].data)
    text = report.to_text()
    assert text.endswith("\n")
    for finding in report.to_dict()["findings"]:
        assert finding["title"] in text
    for hop in report.to_dict()["hops"]:
        assert hop["time"] is None or hop["time"] in text
