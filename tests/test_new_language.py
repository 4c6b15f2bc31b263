"""A new language in one command, tried as a contributor would in a copy of the project: Japanese, then Arabic.

The copy has English alone beside them, so that three languages are built and not four.
"""

import os
import re
import shutil
import subprocess
import threading
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT

from checkers.sphinxext import locales, newlanguage, polint, serve, stats

ADDRESS = "https://mail.example.org/help/"
BOUNCE = "550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown"
# What a translator writes first: a page's title and some words of the checker.
WORDS = {
    "ja": {
        "index": {"Why did the Odoo email not arrive?": "Odoo のメールが届かない理由"},
        "checkers": {"Check": "確認", "Details": "詳細"},
        "sphinx": {"On this page": "このページの内容"},
    },
    "ar": {
        "index": {"Why did the Odoo email not arrive?": "لماذا لم تصل رسالة أودو؟"},
        "checkers": {"Check": "تحقق", "Details": "التفاصيل"},
        "sphinx": {"On this page": "في هذه الصفحة"},
    },
}
# By the rule that Babel writes into the header: 0, 1, 2, 3 to 10, 100 to 102, 11 to 99
FILES = ["لا ملفات", "ملف واحد", "ملفان", "{count} ملفات", "{count} ملف", "{count} ملفًا"]


NO_LANGUAGE = {"": "LANG=ja", "en": "LANG=ja", "xx": "no language", "jaa": "there are ja"}


@pytest.mark.parametrize(("code", "said"), NO_LANGUAGE.items())
def test_what_is_no_language(tmp_path, code, said, capsys):
    assert newlanguage.main([str(tmp_path), code]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "code", "name", "direction"),
    [
        ("ja", "ja", "日本語", "ltr"),
        ("pt-br", "pt_BR", "Português (Brasil)", "ltr"),
        ("ar", "ar", "العربية", "rtl"),
        ("he", "he", "עברית", "rtl"),
        ("sr_latn", "sr_Latn", "Srpski", "ltr"),
    ],
)
def test_a_language_is_named_by_itself(tmp_path, given, code, name, direction):
    assert newlanguage.begin(tmp_path, given) == code
    language = locales.site_languages(tmp_path, "Red Envelope")[code]
    assert (language["name"], language["direction"]) == (name, direction)
    assert language["path"] == code.lower().replace("_", "-") + "/" and language["title"] == "Red Envelope"
    (tmp_path / code / "language.toml").write_text('name = "x"\n', "utf-8")
    newlanguage.begin(tmp_path, given)
    assert (tmp_path / code / "language.toml").read_text("utf-8") == 'name = "x"\n', "what a person wrote stays"


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The project with both languages begun, a few words translated, and built for ADDRESS."""
    folder = tmp_path_factory.mktemp("languages") / "project"
    left_out = shutil.ignore_patterns(".git", ".venv", "node_modules", "build", "tests", "zh_CN", "__pycache__", "*.mo")
    shutil.copytree(ROOT, folder, ignore=left_out)
    for name in (".venv", "node_modules"):
        (folder / name).symlink_to((ROOT / name).resolve())
    for name in ("requirements-docs.txt", "requirements-node.txt", "package-lock.json", ".ci/python", ".ci/node"):
        os.utime(folder / name, (0, 0))  # older than what was installed: nothing may be installed through the links
    cache = ROOT / "build" / "checkers-cache"
    if cache.is_dir():  # what takes long and does not depend on a language
        shutil.copytree(cache, folder / "build" / "checkers-cache")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}

    def make(*arguments: str) -> None:
        done = subprocess.run(
            ["make", *arguments, f"SITE_URL={ADDRESS}"],
            cwd=folder, env=environment, capture_output=True, text=True, timeout=1200,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    # Begun without a build each, so that the site is built once; `make language` is the same with one.
    for code in WORDS:
        newlanguage.begin(folder / "locale", code)
    make("po")
    for code, domains in WORDS.items():
        for domain, words in domains.items():
            path = folder / f"locale/{code}/LC_MESSAGES/{domain}.po"
            text = path.read_text("utf-8")
            for english, translation in words.items():
                entry = f'msgid "{english}"\nmsgstr ""\n'
                assert entry in text, english
                text = text.replace(entry, entry[:-2] + f'{translation}"\n')
            if (code, domain) == ("ar", "checkers"):
                head, _, rest = text.partition('msgid_plural "{count} files"\n')
                empty = "".join(f'msgstr[{number}] ""\n' for number in range(6))
                assert rest.startswith(empty)
                forms = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(FILES))
                text = head + 'msgid_plural "{count} files"\n' + forms + rest.removeprefix(empty)
            path.write_text(text, "utf-8")
    make("language", "LANG=ar")
    return folder


@pytest.fixture(scope="module")
def served(copy):
    running = serve.make_server(copy / "build" / "html", "127.0.0.1", 0)
    with running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()


@pytest.mark.slow
@pytest.mark.parametrize(("code", "direction"), [("ja", None), ("ar", "rtl")])
def test_a_page_says_its_language_and_leads_to_the_others(copy, code, direction):
    html = (copy / f"build/html/{code}/faq/outgoing/index.html").read_text("utf-8")
    opening = re.search("<html[^>]*>", html)[0]
    assert f'lang="{code}"' in opening and ('dir="rtl"' in opening) == (direction == "rtl")
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', html))
    assert alternates == {
        "en": ADDRESS + "faq/outgoing/",
        "ar": ADDRESS + "ar/faq/outgoing/",
        "ja": ADDRESS + "ja/faq/outgoing/",
        "x-default": ADDRESS + "faq/outgoing/",
    }
    others = {"ar": "العربية", "ja": "日本語", "en": "English"}
    for other, name in others.items():
        assert (f'hreflang="{other}">{name}</a>' in html) == (other != code)
    assert "translation-banner" in html and "LC_MESSAGES/faq/outgoing.po" in html


@pytest.mark.slow
def test_site_wide_files_know_the_languages(copy):
    site = copy / "build" / "html"
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed = [found.text for found in ElementTree.parse(site / "sitemap.xml").getroot().findall("s:url/s:loc", names)]
    assert {ADDRESS, ADDRESS + "ar/", ADDRESS + "ja/"} <= set(listed)
    lost = (site / "404.html").read_text("utf-8")
    assert re.findall('<section lang="([^"]+)" dir="([^"]+)">', lost) == [("en", "ltr"), ("ar", "rtl"), ("ja", "ltr")]
    worker = (site / "service-worker.js").read_text("utf-8")
    assert '"ar/"' in worker and '"ja/"' in worker
    assert (site / "ar" / "manifest.webmanifest").is_file()
    assert re.search(r"/ar/_static/\*\n +Cache-Control", (site / "_headers").read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("code", WORDS)
def test_its_catalogues_are_sound_from_the_start(copy, code):
    """Nothing is wrong with them but that they are not translated; a second ``make po`` would change nothing."""
    rules = {problem.rule for problem in polint.lint_language(copy / "locale" / code)}
    assert rules == {"untranslated"}
    count = stats.total(map(stats.count, stats.catalogues(copy / "locale" / code).values()))
    assert count.translated == sum(map(len, WORDS[code].values())) + (code == "ar") and count.fuzzy == 0
    checkers = (copy / f"locale/{code}/LC_MESSAGES/checkers.po").read_text("utf-8")
    forms = re.search(r'msgid_plural "\{count\} files"\n((?:msgstr\[\d\].*\n)+)', checkers)[1].count("msgstr")
    assert forms == {"ja": 1, "ar": 6}[code]


@pytest.mark.slow
@pytest.mark.parametrize("code", WORDS)
def test_the_site_works_in_the_browser(browser, served, code):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: message.type in ("warning", "error") and wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.set_default_timeout(180_000)
    page.goto(f"{served}{code}/")
    assert page.inner_text("h1").rstrip("#") == WORDS[code]["index"]["Why did the Odoo email not arrive?"]
    assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if code == "ar" else "ltr")
    if code == "ar":
        drawer, article = (page.locator(place).first.bounding_box() for place in (".sidebar-container", "article"))
        assert drawer["x"] > article["x"], "the list of pages stands on the right"
        english = page.locator("article p[lang=en]").first
        assert english.evaluate("(p) => getComputedStyle(p).direction") == "ltr", "what is English runs as English"
    assert page.inner_text("[data-checker-run]") == WORDS[code]["checkers"]["Check"]
    page.fill("[data-checker-input]", BOUNCE)
    page.click("[data-checker-run]")
    page.wait_for_selector("[data-checker][data-state=done]")
    assert "bob@example.com" in page.inner_text("[data-checker-result]")
    assert page.inner_text("[data-checker-result] summary") == WORDS[code]["checkers"]["Details"]
    if code == "ar":
        said = "[data-checker-file] span"
        for count, form in ((2, "ملفان"), (3, "3 ملفات"), (11, "11 ملفًا")):
            files = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": BOUNCE.encode()} for n in range(count)]
            page.set_input_files("[data-checker-chooser]", files)
            page.locator(said, has_text=re.compile(f"^{form}$")).wait_for()
    page.click(".content-icon-container .language-menu summary")
    page.click('.content-icon-container .language-menu a[hreflang="en"]')
    page.wait_for_url(served)
    page.goto(f"{served}{code}/search/?q=550+5.7.26")
    page.wait_for_selector("ul.search li a")
    assert wrong == []
    context.close()
