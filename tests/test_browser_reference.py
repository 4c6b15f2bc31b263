"""Every result links its row on the reference pages; without the file that names the rows nothing breaks."""

import json

import pytest
from checker_page import BOUNCE, EMAIL, LANGUAGES, check, words
from header_mail import RICH

import checkers
from checkers.sphinxext import reference


def file_of(site) -> str:
    """The address of the file with all places, from the root of the site."""
    [path] = (site / "_checkers").glob("reference-*.json")
    return f"_checkers/{path.name}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "checkers/headers/"])
def test_each_finding_leads_to_its_row(open_page, server, language, path):
    page = open_page(LANGUAGES[language] + path)
    check(page, RICH)
    report = checkers.headers.check(RICH).to_dict()
    for finding in report["findings"]:
        address = server + LANGUAGES[language] + reference.address(finding["id"])
        links = page.locator(f'[data-rule="{finding["id"]}"] .checker-reference').all()
        assert {(link.text_content(), link.evaluate("link => link.href")) for link in links} == {
            (words(language, "reference"), address)
        }
    fields = {verdict["field"]: reference.address(verdict["rule"]) for verdict in report["verdicts"]}
    assert len(fields) == 3
    for field, address in fields.items():
        links = page.locator(".checker-table a.checker-reference", has_text=field)
        assert server + LANGUAGES[language] + address in {link.evaluate("link => link.href") for link in links.all()}
    page.locator(".checker-card .checker-reference").first.click()
    page.wait_for_url("**/reference/**")
    assert page.locator(page.url[page.url.index("#") :]).count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_reason_and_rule_of_a_failure_lead_to_their_rows(open_page, server, site, language):
    page = open_page(LANGUAGES[language] + "checkers/smtp/")
    check(page, BOUNCE)
    [failure] = checkers.smtp.check(BOUNCE).to_dict()["failures"]
    wanted = {
        str(failure["reply_code"]): reference.address(f"code-{failure['reply_code']}"),
        failure["enhanced_code"]: reference.address("code-x.1.1"),
        failure["reason"]: reference.reason_address(failure["reason"]),
        failure["rule"]: reference.address(failure["rule"]),
    }
    links = page.locator(".checker-facts a.checker-reference")
    assert links.first.get_attribute("href")
    found = {link.text_content(): link.evaluate("link => link.href") for link in links.all()}
    assert found == {name: server + LANGUAGES[language] + address for name, address in wanted.items()}
    for address in wanted.values():
        path, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in (site / LANGUAGES[language] / path / "index.html").read_text("utf-8")


@pytest.mark.parametrize("body", [None, "no JSON", "[]"], ids=["missing", "broken", "another file"])
def test_without_the_file_there_are_no_links_and_no_trouble(open_page, server, site, body):
    page = open_page("404.html")  # registers no service worker, whose answers could not be changed here
    answer = {"status": 404} if body is None else {"status": 200, "body": body, "content_type": "application/json"}
    page.route(f"**/{file_of(site)}", lambda route: route.fulfill(**answer))
    page.goto(server + "checkers/headers/")
    assert checkers.headers.check(EMAIL).to_dict()["answer"]["text"] in check(page, EMAIL)
    assert page.locator(".checker-reference[href]").count() == 0
    assert page.locator(".checker-card .checker-rule a").count() == len(checkers.headers.check(EMAIL).findings)
    if body is None:
        assert page.watch.console  # the browser names the file that is missing
        page.watch.console.clear()


def test_file_is_asked_for_with_the_checker_and_kept_for_later(open_page, site):
    page = open_page("404.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page.url.replace("404.html", "checkers/headers/"))
    page.focus("[data-checker-input]")
    check(page, EMAIL)
    page.locator(".checker-reference[href]").first.wait_for(state="attached")
    check(page, RICH)
    assert len([url for url in asked if url.endswith(file_of(site))]) == 1
    table = (site / "service-worker.js").read_text("utf-8").split("\n")[0][len("const SITE = ") : -1]
    assert file_of(site) in json.loads(table)["runtime"]
