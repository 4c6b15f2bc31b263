"""What readers type into the search, and where they should land: first or second, in a real browser.

No address stands in the search itself: it ranks headings, names and texts, and knows words that mean the same
(source/synonyms.toml). A question that is not answered here asks for a better heading, name or synonym.
"""

import pytest

# The question, and the beginning of the address that answers it.
ENGLISH = {
    "bounce": "faq/bounces/",
    "daily limit": "faq/outgoing/#daily-limit",
    "red envelope": "faq/outgoing/#red-envelope",
    "550": "reference/codes/#code-550",
    "5.7.26": "reference/enhanced-codes/#code-x-7-26",
    "550 5.7.26": "reference/enhanced-codes/#code-x-7-26",
    "550-5.7.1": "reference/enhanced-codes/#code-x-7-1",
    "535 5.7.139": "reference/providers/microsoft-365/#microsoft-",
    "421": "reference/codes/#code-421",
    "DT:SPM": "reference/providers/netease/#netease-dt-spm-",
    "catchall": "faq/replies/",
    "send as": "faq/outgoing/#sender-refused",
    "not owned by user": "faq/outgoing/#sender-refused",
    "mass mailing": "faq/campaigns/",
    "campaign stuck": "faq/campaigns/",
    "relay access denied": "reference/providers/software/#postfix-relay",
    "SMTPAuthenticationError": "reference/python/#python-login-refused",
    "WRONG_VERSION_NUMBER": "reference/python/#python-tls-wrong-mode",
    "mailbox full": "reference/reasons/#mailbox-full",
    "alias domain": "glossary/#term-alias-domain",
    "app password": "guides/gmail/#gmail-app-password",
    "connection refused": "faq/outgoing/#connection-failed",
    "customer did not receive email": "faq/outgoing/",
    "550 mailbox unavailable": "faq/incoming/#mailbox-unavailable",
    "No possible route found": "faq/replies/#no-possible-route",
    "Mail delivery failed via SMTP server 'None'": "faq/outgoing/#server-none",
    "email goes to spam": "faq/spam/",
    "blacklisted": "faq/bounces/",
    "port 25": "faq/servers/#ports-and-tls",
    "notifications@": "faq/servers/#from-replaced",
    "eml": "guides/get-headers/",
    "dkim": "guides/dns-records/#dns-dkim",
    "greylisting": "glossary/#term-greylisting",
    "no error": "faq/outgoing/#no-error",
    "odoo support": "faq/support/",
}
CHINESE = {
    "退信": "faq/bounces/",
    "每日限额": "faq/outgoing/#daily-limit",
    "红色信封": "faq/outgoing/#red-envelope",
    "550": "reference/codes/#code-550",
    "5.7.26": "reference/enhanced-codes/#code-x-7-26",
    "550 5.7.26": "reference/enhanced-codes/#code-x-7-26",
    "535": "reference/codes/#code-535",
    "421": "reference/codes/#code-421",
    "DT:SPM": "reference/providers/netease/#netease-dt-spm-",
    "catchall": "faq/replies/",
    "send as": "faq/outgoing/#sender-refused",
    "代发": "faq/outgoing/#sender-refused",
    "群发": "faq/campaigns/",
    "relay access denied": "reference/providers/software/#postfix-relay",
    "SMTPAuthenticationError": "reference/python/#python-login-refused",
    "邮箱已满": "reference/reasons/#mailbox-full",
    "mailbox full": "reference/reasons/#mailbox-full",
    "被拒收": "faq/outgoing/",
    "授权码": "guides/qq/#qq-provider",
    "SPF 记录": "guides/dns-records/",
    "未送达": "faq/bounces/",
    "收不到邮件": "faq/outgoing/",
    "客户没收到邮件": "faq/outgoing/",
    "垃圾邮件": "faq/spam/",
    "黑名单": "faq/bounces/",
    "alias domain": "glossary/#term-alias-domain",
    "测试连接": "faq/servers/#test-connection",
    "端口": "faq/servers/#ports-and-tls",
    "重复发送": "faq/servers/#sent-twice",
    "回复没有进入Odoo": "faq/incoming/#reply-not-in-odoo",
    "QQ邮箱": "guides/qq/",
    "163": "guides/netease/",
    "腾讯企业邮箱": "guides/exmail/",
    "odoo.log": "faq/logs/",
    "导出EML": "guides/get-headers/",
}


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "queries"), [("", ENGLISH), ("zh-cn/", CHINESE)], ids=["en", "zh"])
def test_every_question_finds_its_answer(open_page, server, folder, queries):
    """First or second, and the place that the link names is there."""
    opened = open_page(f"{folder}search/")
    wrong = {}
    for query, answer in queries.items():
        opened.locator(".sidebar-search").fill(query)
        with opened.expect_navigation():
            opened.locator(".sidebar-search").press("Enter")
        opened.locator(".search-summary:not(:empty)").wait_for()
        links = opened.locator("ul.search li > a").all()[:2]
        found = [link.evaluate("link => link.href").removeprefix(server + folder) for link in links]
        if not any(address.startswith(answer) for address in found):
            wrong[query] = found
    assert wrong == {}
    opened.wait_for_load_state("networkidle")


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["", "zh-cn/"])
def test_a_result_says_where_it_is_and_what_it_says(open_page, folder):
    """The heading, the page that holds it, and the words around those that were asked for, which are marked."""
    opened = open_page(f"{folder}search/?q=catchall", width=390)
    first = opened.locator("ul.search li").first
    first.locator(".context mark").first.wait_for()
    assert "catchall" in first.locator(".context mark").first.text_content().lower()
    assert first.locator(".search-page").text_content() == ("回复与别名" if folder else "Replies and aliases")
    first.locator("a").click()
    opened.wait_for_url("**/faq/replies/**")
    assert opened.locator("section:target, span:target").count() == 1


@pytest.mark.slow
def test_more_results_come_on_demand(open_page):
    """Ten at first; the button shows the next ones and leads the keyboard to them."""
    opened = open_page("search/?q=550")
    opened.locator(".search-summary:not(:empty)").wait_for()
    assert opened.locator("ul.search li").count() == 10
    opened.locator(".search-more").press("Enter")
    assert opened.locator("ul.search li").count() == 20
    assert opened.evaluate("document.activeElement === document.querySelectorAll('ul.search li > a')[10]")
    opened.wait_for_load_state("networkidle")


@pytest.mark.slow
def test_markup_in_a_question_stays_text(open_page):
    """A question is shown nowhere as markup, and one that nothing answers says what else to do."""
    opened = open_page("search/?q=%3Cimg+src%3Dx%3E+qzx")
    opened.locator(".search-summary:not(:empty)").wait_for()
    assert opened.locator("article img").count() == 0
    opened.wait_for_load_state("networkidle")
    opened = open_page("search/?q=qzxqzx")
    opened.locator(".search-summary:not(:empty)").wait_for()
    assert opened.locator("ul.search li").count() == 0
    assert "Nothing was found" in opened.locator(".search-summary").text_content()
