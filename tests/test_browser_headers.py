"""A header report in the page: the answer first, then all that it holds; what else can be asked of the email."""

import re

import msg_samples
import pytest
from checker_page import AXE, BOUNCE, EMAIL, LANGUAGES, all_is_here, answered, broken_rules, check, drop, words
from header_mail import ARRIVED, RICH
from header_samples import SAMPLES

import checkers

REPORT = checkers.headers.check(RICH).to_dict()
PROSE = "Where is my parcel?"


def answer_to(text: str, language: str = "en") -> str:
    return checkers.headers.check(text).to_dict(language)["answer"]["text"]


@pytest.fixture
def rich(open_page):
    """The header checker with the report on RICH, in a language."""

    def opened(language: str = "en", **context):
        page = open_page(LANGUAGES[language] + "checkers/headers/", **context)
        check(page, RICH)
        return page

    return opened


def unfold(page) -> None:
    page.evaluate("for (const details of document.querySelectorAll('[data-checker] details')) details.open = true")


def region(page, name: str):
    """The table of that name."""
    return page.get_by_role("region", name=name, exact=True).locator("table")


# --- the report -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_answer_comes_first_and_leads_to_its_finding(rich, language):
    page = rich(language)
    answer = checkers.headers.check(RICH).to_dict(language)["answer"]
    assert page.locator(".checker-result h2").inner_text() == answer["text"]
    act = page.locator(".checker-act").inner_text()
    assert answer["who_label"] in act and answer["step"] in act
    assert words(language, "others").format(count=answer["others"]) in page.inner_text(".checker-result")
    page.get_by_role("button", name=words(language, "why"), exact=True).press("Enter")
    assert page.evaluate("document.activeElement.dataset.rule") == answer["finding"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_of_the_report_is_shown(rich, language):
    page = rich(language)
    unfold(page)
    shown = page.inner_text(".checker-result")
    report = checkers.headers.check(RICH).to_dict(language)
    texts = [report["dmarc_conclusion"]["text"], report["dmarc_conclusion"]["signed_by"]["text"]]
    texts += [one[key] for one in report["findings"] for key in ("title", "explanation")]
    texts += [one["trusted_why"] for one in report["authentication"] if one["trusted_why"]]
    texts += [one["meaning"] for one in report["verdicts"]] + [one["source"]["label"] for one in report["verdicts"]]
    texts += [hop[key] for hop in report["hops"] for key in ("from", "by", "id", "from_ip", "from_helo") if hop[key]]
    texts += [hop["tls"]["version"] for hop in report["hops"] if hop["tls"]]
    assert [text for text in dict.fromkeys(texts) if text not in shown] == []


def test_notes_beside_faults_are_folded_and_still_found(rich):
    page = rich()
    notes = [one["id"] for one in REPORT["findings"] if one["severity"] in ("info", "good")]
    assert len(notes) > 2
    card = page.locator(f'[data-rule="{notes[-1]}"]')
    assert not card.is_visible()
    page.evaluate("rule => { location.hash = `rule=${rule}`; }", notes[-1])
    card.wait_for(state="visible")
    assert page.evaluate("document.activeElement.dataset.rule") == notes[-1]


def test_way_has_sides_a_boundary_and_encryption(rich):
    page = rich()
    rows = region(page, words("en", "hops")).locator("tbody tr").all_inner_texts()
    sides = {name: words("en", f"side{name.capitalize()}") for name in ("sender", "relay", "receiver")}
    assert len(rows) == len(REPORT["hops"]) == 4
    for row, hop in zip(rows, REPORT["hops"], strict=True):
        assert sides[hop["role"]] in row and f"[{hop['from_ip']}]" in row
        assert (words("en", "boundaryShort") in row) == hop["boundary"]
        assert (words("en", "noTls") in row) == (hop["tls"] is None)
    assert sum(hop["boundary"] for hop in REPORT["hops"]) == 1
    assert page.locator(".checker-chart .checker-boundary").count() == 1


def test_operator_of_a_known_server_is_named(open_page):
    page = open_page("checkers/headers/")
    mail = SAMPLES["provider/gmail"].data.decode()
    check(page, mail)
    assert {hop["operator"] for hop in checkers.headers.check(mail).to_dict()["hops"]} >= {"Google"}
    assert "Google" in region(page, words("en", "hops")).inner_text()
    assert "Google" in page.inner_text(".checker-chart")


def test_chart_has_an_axis_with_a_scale_and_words(rich):
    page = rich()
    chart = page.locator("figure.checker-chart")
    labels = chart.locator(".checker-axis text").all_text_contents()
    assert 3 <= len(labels) <= 5 and labels[0] == "0 s" and labels[1] == "10 min"
    assert words("en", "axis").format(time="2026-11-16 09:13:01") in chart.inner_text()
    # what the bars say is said in words, too, and only those are read out
    assert chart.locator("svg:not([aria-hidden=true])").count() == 0
    delays = chart.locator(".checker-delay").all_inner_texts()
    wrong = words("en", "clockDelay").format(duration="−7 min 10 s")
    assert delays == ["", wrong, "20 min 3 s", "4 s"]
    # a wrong clock is drawn otherwise than a wait, and the difference is explained
    bars = chart.locator("li .checker-bar")
    assert [bar.get_attribute("class") for bar in bars.all()].count("checker-bar checker-backwards") == 1
    assert words("en", "clockLegend") in chart.inner_text()
    widths = [float(bar.locator("rect").last.get_attribute("width")[:-1]) for bar in bars.all()]
    assert widths[2] == max(widths) > 95


def test_trust_is_told_and_strangers_results_are_folded(rich):
    page = rich()
    page.locator(".checker-statements").first.wait_for()
    own, *others = page.locator(".checker-statements").all()
    assert words("en", "trusted") in own.inner_text() and "mx.client.example" in own.inner_text()
    assert [row.split()[0] for row in own.locator("tbody tr").all_inner_texts()] == ["SPF", "DKIM", "DMARC"]
    assert not any(other.is_visible() for other in others)
    unfold(page)
    rows = sum(one.locator("tbody tr").count() for one in (own, *others))
    assert rows == len(REPORT["authentication"])
    assert words("en", "trustUnknown") in others[0].inner_text()
    assert REPORT["arc"]["verdict"] == "unverified"
    assert words("en", "arcUnverified") in page.inner_text(".checker-result")
    assert "relay.example" in region(page, words("en", "arc")).inner_text()


def test_filters_that_speak_against_the_email_are_shown_and_the_rest_is_folded(rich):
    page = rich()
    against = [one for one in REPORT["verdicts"] if one["weight"] in ("error", "warning")]
    rest = [one for one in REPORT["verdicts"] if one not in against]
    table = region(page, words("en", "verdictsAgainst"))
    assert table.locator("tbody tr").count() == len(against)
    folded = page.locator("details", has_text=words("en", "verdictsRest").format(count=len(rest)))
    assert folded.locator("tbody tr").count() == len(rest) and folded.get_attribute("open") is None
    hosts = {link.get_attribute("href").split("/")[2] for link in page.locator(".checker-sources a").all()}
    assert hosts == {one["source"]["url"].split("/")[2] for one in REPORT["verdicts"] if one["source"]["url"]}


def test_text_without_headers_offers_nothing_that_needs_them(open_page):
    page = open_page("checkers/headers/")
    check(page, PROSE)
    assert page.locator(".checker-compare, .checker-redacted, .checker-chart, .checker-table").count() == 0
    assert page.locator(".checker-result h2").inner_text() == answer_to(PROSE)


def test_every_shape_is_shown(open_page):
    """Reports have many empty corners: each sample gives a page, and no error in the console."""
    page = open_page("checkers/headers/")
    for name, sample in SAMPLES.items():
        mail = sample.data.decode("utf-8", "replace")
        check(page, mail)
        report = checkers.headers.check(mail).to_dict()
        assert page.locator(".checker-result h2").text_content() == report["answer"]["text"], name
        assert page.locator(".checker-findings > li").count() == len(report["findings"]), name
        assert page.locator(".checker-chart li").count() in (0, len(report["hops"])), name


# --- a redacted copy --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_redacted_copy_is_made_shown_and_copied(rich, language):
    page = rich(language)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=words(language, "redact")).click()
    copy = page.locator(".checker-redacted pre")
    copy.wait_for()
    expected = checkers.headers.check(RICH).redacted()
    assert copy.text_content() == expected
    for private in ("wang", "sales@", "203.0.113.7", "shop.example", "订单"):
        assert private in RICH + "订单" and private not in copy.text_content().replace("domain", "")
    page.get_by_role("button", name=words(language, "redactCopy")).click()
    page.locator(".checker-redacted .checker-copied:not(:empty)").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == expected


def test_redacted_copy_of_a_file(open_page):
    page = open_page()
    data = msg_samples.message(RICH.partition("\n\n")[0].replace("\n", "\r\n"))
    drop(page, "mail.msg", data)
    answered(page)
    page.locator(".checker-redacted button").first.click()
    page.locator(".checker-redacted pre").wait_for()
    expected = checkers.headers.check(data).redacted().replace("\r", "")
    assert page.locator(".checker-redacted pre").text_content() == expected


# --- two emails -------------------------------------------------------------------------------------------------------


def compare(page, text: str) -> None:
    page.locator(".checker-compare").evaluate("details => { details.open = true; }")
    page.locator(".checker-compare textarea").fill(text)
    page.locator(".checker-compare textarea").press("Control+Enter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_emails_side_by_side(rich, language):
    page = rich(language)
    compare(page, ARRIVED)
    rows = region(page, words(language, "compareTitle")).locator("tbody tr")
    rows.first.wait_for()
    expected = checkers.headers.compare(RICH, ARRIVED).to_dict(language)
    assert expected["only_a"] and expected["only_b"]
    assert rows.count() == len(expected["differences"]) > 3
    for row, one in zip(rows.all_inner_texts(), expected["differences"], strict=True):
        assert [text for text in (one["part"], one["a"], one["b"], one["meaning"]) if text and text not in row] == []
    shown = page.inner_text(".checker-compare")
    for one in expected["only_a"] + expected["only_b"]:
        assert one["title"] in shown
    assert page.evaluate("document.activeElement.textContent") == words(language, "compareTitle")
    # the report above stays
    assert page.locator(".checker-result h2").inner_text() == answer_to(RICH, language)


def test_the_other_email_is_dropped_or_pasted(rich):
    page = rich()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".checker-compare").evaluate("details => { details.open = true; }")
    transfer = page.evaluate_handle(
        """content => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([content], "arrived.eml"));
            return transfer;
        }""",
        ARRIVED,
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".checker-compare textarea", event, {"dataTransfer": transfer})
    rows = region(page, words("en", "compareTitle")).locator("tbody tr")
    rows.first.wait_for()
    dropped = rows.all_inner_texts()
    assert page.is_hidden("[data-checker-file]"), "the drop was for the comparison, not for a new check"
    page.evaluate("text => navigator.clipboard.writeText(text)", EMAIL)
    page.focus(".checker-compare textarea")
    page.keyboard.press("Control+V")
    rows.filter(has_text="Number of hops").wait_for()
    assert rows.all_inner_texts() != dropped


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", words("en", "empty")),
        (PROSE, checkers.headers.compare(RICH, PROSE).to_text().strip()),
        (RICH, checkers.headers.compare(RICH, RICH).to_text().strip()),
    ],
    ids=["nothing", "no headers", "the same"],
)
def test_comparison_with_nothing_to_tell_says_so(rich, text, said):
    page = rich()
    compare(page, text)
    page.locator(".checker-compare").get_by_text(said).wait_for()
    assert page.locator(".checker-compare table").count() == 0


# --- no request, no barrier -------------------------------------------------------------------------------------------


def test_nothing_asks_for_anything_once_the_checker_is_ready(open_page):
    page = open_page("checkers/headers/")
    all_is_here(page)
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    check(page, RICH)
    page.locator(".checker-reference[href]").first.wait_for(state="attached")
    page.locator(".checker-redacted button").first.click()
    page.locator(".checker-redacted pre").wait_for()
    compare(page, ARRIVED)
    page.locator(".checker-compare table").wait_for()
    check(page, BOUNCE)
    assert asked == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_accessible_with_everything_open(rich, language, width):
    page = rich(language, width=width)
    page.locator(".checker-redacted button").first.click()
    page.locator(".checker-redacted pre").wait_for()
    compare(page, ARRIVED)
    page.locator(".checker-compare table").wait_for()
    unfold(page)
    page.evaluate(AXE.read_text("utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert broken_rules(page) == [], scheme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))
    headings = "[...document.querySelectorAll('.checker-result :is(h2, h3, h4)')].map((one) => Number(one.tagName[1]))"
    levels = page.evaluate(headings)
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), levels


def test_hostile_words_in_every_corner_stay_words(open_page):
    page = open_page("checkers/headers/")
    evil = "<img src=x onerror=alert(1)>\u202e"
    mail = re.sub("(?m)^(X-Spam-Status|Subject|X-Microsoft-Antispam|Authentication-Results):", rf"\1: {evil}", RICH)
    check(page, mail)
    page.locator(".checker-redacted button").first.click()
    page.locator(".checker-redacted pre").wait_for()
    compare(page, mail.replace("SCL:5", f"SCL:{evil}").replace("sales@shop", f"{evil}@shop"))
    page.locator(".checker-compare h4").first.wait_for()
    assert page.locator(".checker-result :is(img, script)").count() == 0
    assert "\u202e" not in page.evaluate("document.querySelector('.checker-result').textContent")
