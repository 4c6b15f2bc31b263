"""The books as `make books` makes them: whole, in their language, with links that lead somewhere; EPUBs that readers
take."""

import os
import re
import subprocess
import zipfile
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from conftest import ADDRESS, ROOT
from docutils import nodes
from docutils.utils import new_document

from checkers.sphinxext import books, printing

pytestmark = pytest.mark.slow

TAGS = ["en", "zh-CN"]
X, OPF, DC = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
HAN = re.compile("[\u4e00-\u9fff]")


def make(folder, *targets: str, **settings: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    environment |= {"SITE_URL": "", "REPOSITORY_URL": ""} | settings
    done = subprocess.run(
        ["make", *targets, f"BUILD={folder}"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not done.stderr, done.stderr


@pytest.fixture(scope="session")
def made(site, chromium):
    """Both books of both languages. Beside the site, for then its pages need not be read again."""
    make(site.parent, "books", CHROMIUM=chromium)
    return site.parent / "books"


# --- the PDF ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", TAGS)
def test_the_pdf_is_one(made, tag):
    pdf = (made / f"red-envelope-{tag}.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type /Page\b", pdf)) > 100
    assert b"/Outlines" in pdf and b"/StructTreeRoot" in pdf, "an outline, and tags for who reads with the ears"
    assert re.search(rb"/Lang \(" + tag.encode() + rb"\)", pdf)
    assert len(pdf) < 12_000_000
    assert pdf.count(b"/Author (Red Envelope contributors)") == 1
    if tag == "zh-CN":
        assert re.search(rb"/FontName /[A-Z]{6}\+\S*(CJK|Hei|SC|PingFang|YaHei)", pdf), "Chinese needs a Chinese font"


@pytest.mark.parametrize("tag", TAGS)
def test_the_printed_page_is_whole(made, tag):
    """Every page of the site that belongs in it, each anchor once, and every link inside leads to one."""
    html = (made / "html" / tag / "book.html").read_text("utf-8")
    assert f'<html lang="{tag}">' in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]*)"', html):
        assert unquote(target) in ids, target
    pages = {path.relative_to(ROOT / "source").with_suffix("").as_posix() for path in (ROOT / "source").rglob("*.md")}
    expected = {page for page in pages if not page.startswith((*books.UNPRINTED, *books.HIDDEN))}
    assert {ident for ident in ids if ident.startswith("page-") and "--" not in ident} == {
        books.anchor_of(page) for page in expected
    }
    chinese = [bool(HAN.search(title)) for title in re.findall(r'<h1 class="part"[^>]*>([^<]+)', html)]
    assert chinese and all(chinese) == (tag == "zh-CN") and any(chinese) == (tag == "zh-CN")


@pytest.mark.parametrize("tag", TAGS)
def test_the_printed_page_needs_nothing_from_elsewhere(made, tag):
    html = (made / "html" / tag / "book.html").read_text("utf-8")
    assert not re.search(r"<(script|iframe|link)\b|@import|url\(", html)
    for source in re.findall(r'<img [^>]*src="([^"]+)"', html):
        assert (made / "html" / tag / source).is_file(), source


@pytest.mark.parametrize("tag", TAGS)
def test_checkers_are_sentences(made, tag):
    html = (made / "html" / tag / "book.html").read_text("utf-8")
    assert "data-checker" not in html and "<textarea" not in html
    assert re.sub("</?span[^>]*>", "", html).count(">python -m checkers</code>") >= 3


def test_links_of_a_page_follow_its_anchors():
    document = new_document("")
    section = nodes.section(ids=["a", "b"])
    section += nodes.reference(refid="a")
    section += nodes.reference(refuri="#page-faq-logs#search")
    section += nodes.reference(refuri="#page-about")
    section += nodes.reference(refuri="https://example.org/#a")
    document += section
    books.prefix_anchors(document, "page-x")
    assert section["ids"] == ["page-x--a", "page-x--b"]
    assert [link.get("refid") or link["refuri"] for link in section] == [
        "page-x--a", "#page-faq-logs--search", "#page-about", "https://example.org/#a",
    ]  # fmt: skip


PDF = b"""%PDF-1.4
1 0 obj
<</Title (A)>>
endobj
xref
0 2
0000000000 65535 f
0000000009 00000 n
trailer
<</Size 2
/Info 1 0 R>>
startxref
39
%%EOF
"""


def test_the_author_is_added_as_an_update():
    pdf = printing.with_author(PDF, "Some contributors")
    assert pdf.startswith(PDF)
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", pdf)[1])
    place = int(re.match(rb"xref\n1 1\n(\d{10}) 00000 n \ntrailer\n", pdf[start:])[1])
    assert pdf[place:].startswith(b"1 0 obj\n<</Title (A)\n/Author (Some contributors)>>\nendobj\n")
    assert b"/Prev 39>>" in pdf[start:]


@pytest.mark.parametrize(
    "pdf", [b"", b"%PDF-1.7 no table", PDF.replace(b"/Info", b"/Other"), PDF.replace(b"1 0 obj", b"")]
)
def test_another_kind_of_pdf_is_left_alone(pdf):
    assert printing.with_author(pdf, "A") == pdf
    assert printing.with_author(PDF, "A) /B (") == PDF


def test_without_a_chinese_font_it_says_so(tmp_path, monkeypatch):
    page = tmp_path / "book.html"
    page.write_text('<html lang="zh-CN">邮件</html>', "utf-8")
    monkeypatch.setattr(printing.shutil, "which", lambda name: "/bin/true")  # lists no font
    with pytest.raises(SystemExit, match="fonts-noto-cjk"):
        printing.print_book(tmp_path, tmp_path / "book.pdf")
    assert not printing.lacks_chinese('<html lang="en">')


# --- the EPUB ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", params=TAGS)
def epub(made, request):
    """(language tag, {name: bytes}) of one EPUB."""
    with zipfile.ZipFile(made / f"red-envelope-{request.param}.epub") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)  # OCF 3.3, 4.3
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        return request.param, {name: archive.read(name) for name in names}


def package(files: dict[str, bytes]) -> tuple[str, ElementTree.Element]:
    container = ElementTree.fromstring(files["META-INF/container.xml"])
    path = container.find(f".//{CONTAINER}rootfile").get("full-path")
    return path, ElementTree.fromstring(files[path])


def test_the_package_states_what_it_is(epub):
    tag, files = epub
    assert files["mimetype"] == b"application/epub+zip"
    _, opf = package(files)
    metadata = opf.find(f"{OPF}metadata")
    assert opf.get("version").startswith("3.")
    assert metadata.findtext(f"{DC}language") == tag
    assert metadata.findtext(f"{DC}creator") == "Red Envelope contributors"
    assert bool(HAN.search(metadata.findtext(f"{DC}title"))) == (tag == "zh-CN")
    assert bool(HAN.search(metadata.findtext(f"{DC}description"))) == (tag == "zh-CN")
    identifier = metadata.find(f"{DC}identifier")
    assert identifier.get("id") == opf.get("unique-identifier") and identifier.text.startswith("urn:uuid:")
    ncx = ElementTree.fromstring(files["toc.ncx"])
    uids = [meta.get("content") for meta in ncx.iter() if meta.get("name") == "dtb:uid"]
    assert uids == [identifier.text]


def test_the_manifest_and_the_archive_agree(epub):
    _, files = epub
    path, opf = package(files)
    items = {item.get("id"): item for item in opf.iter(f"{OPF}item")}
    hrefs = [item.get("href") for item in items.values()]
    assert len(hrefs) == len(set(hrefs))
    present = set(files) - {"mimetype", path, "META-INF/container.xml"}
    assert {unquote(href) for href in hrefs} == present
    assert [item.get("href") for item in items.values() if "nav" in item.get("properties", "").split()] == ["nav.xhtml"]
    assert [item for item in items.values() if "cover-image" in item.get("properties", "").split()]
    spine = [reference.get("idref") for reference in opf.iter(f"{OPF}itemref")]
    assert len(spine) == len(set(spine)) and set(spine) <= set(items)
    assert "kitchen-sink.xhtml" not in files and not [name for name in files if name.endswith(".js")]


def test_pages_are_xhtml_and_links_lead_somewhere(epub):
    tag, files = epub
    pages = {name: ElementTree.fromstring(data) for name, data in files.items() if name.endswith(".xhtml")}
    assert len(pages) > 40
    targets = {}
    for name, root in pages.items():
        assert root.tag == f"{X}html", name
        if name != "nav.xhtml":
            assert root.get("lang") == root.get("{http://www.w3.org/XML/1998/namespace}lang") == tag, name
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), f"{name}: {sorted({one for one in ids if ids.count(one) > 1})}"
        targets[name] = set(ids)
        assert not list(root.iter(f"{X}script")) and not list(root.iter(f"{X}form"))
        assert all(set(meta.attrib) <= {"name", "content", "charset", "http-equiv"} for meta in root.iter(f"{X}meta"))
    broken = []
    for name, root in pages.items():
        links = [(element, key) for element in root.iter() for key in ("href", "src") if element.get(key)]
        for element, key in links:
            parts = urlsplit(urljoin(f"https://book.invalid/{name}", element.get(key)))
            if parts.netloc != "book.invalid":
                assert element.tag == f"{X}a", f"{name}: {element.get(key)} would be fetched"
                continue
            target = unquote(parts.path).lstrip("/")
            if target not in files or parts.fragment and unquote(parts.fragment) not in targets.get(target, ()):
                broken.append(f"{name}: {element.get(key)}")
    assert broken == []


def test_navigation_names_every_part_and_page(epub):
    tag, files = epub
    nav = ElementTree.fromstring(files["nav.xhtml"])
    named = {PurePosixPath(urlsplit(link.get("href")).path).as_posix() for link in nav.iter(f"{X}a")}
    for page in ("faq/outgoing", "guides/qq", "reference/providers/gmail", "glossary", "changes"):
        assert f"{page}.xhtml" in named
    words = "".join(nav.find(f"{X}body").itertext())
    for word in ("目录", "全部问题", "术语表") if tag == "zh-CN" else ("Contents", "All questions", "Glossary"):
        assert word in words


def test_drawings_and_cover_are_pictures_in_their_language(epub):
    tag, files = epub
    drawings = [name for name in files if re.fullmatch(r"_images/diagram-[a-z-]+\.svg", name)]
    assert len(drawings) >= 4
    for name in drawings:
        svg = ElementTree.fromstring(files[name])
        assert bool(HAN.search("".join(svg.itertext()))) == (tag == "zh-CN")
    page = ElementTree.fromstring(files["epub-cover.xhtml"])
    assert bool(HAN.search(page.find(f".//{X}img").get("alt"))) == (tag == "zh-CN")
    assert "Odoo S.A." in "".join(page.itertext()) and "CC BY 4.0" in "".join(page.itertext())
    images = ElementTree.fromstring(files["faq/spam.xhtml"]).iter(f"{X}img")
    assert all(image.get("alt") for image in images)


def test_with_an_address_the_book_leads_to_the_site(site_with_address):
    """The checkers' pages by their full addresses, and what is not printed too."""
    make(site_with_address.parent, "book-zh-CN", SITE_URL=ADDRESS)
    html = (site_with_address.parent / "books" / "html" / "zh-CN" / "book.html").read_text("utf-8")
    for page in ("", "checkers/smtp/", "checkers/headers/"):
        assert f'<a class="address reference external" href="{ADDRESS}zh-cn/{page}">' in html
    assert f'href="{ADDRESS}zh-cn/reference/providers/gmail/' in html
