"""Packed files in the browser's own unpacker, which takes one member of gzip (RFC 1952, 2.2): here all are read."""

import base64
import gzip
import json
import struct
import zlib
from random import Random

import pytest
from checker_page import EMAIL, answered, drop, wait, words

LIMIT = 8 * 1024 * 1024
READ = """async ([packed, limit]) => {
    const { readFile } = await import(new URL("files.js", document.baseURI).href);
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    try {
        const read = await readFile(new File([bytes], "a.gz"), limit);
        return { size: read.bytes.length, sum: await sum(read.bytes) };
    } catch (error) {
        return error.why ?? String(error);
    }
    async function sum(content) {
        let table = [];
        for (let byte = 0; byte < 256; byte += 1) {
            let value = byte;
            for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
            table.push(value >>> 0);
        }
        let found = 0xffffffff;
        for (const byte of content) found = table[(found ^ byte) & 0xff] ^ (found >>> 8);
        return (found ^ 0xffffffff) >>> 0;
    }
}"""


def block(content: bytes) -> bytes:
    """A member as bgzip writes it: its own length in an extra field."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    data = packer.compress(content) + packer.flush()
    head = struct.pack("<4BIBBH2sHH", 31, 139, 8, 4, 0, 0, 255, 6, b"BC", 2, len(data) + 25)
    return head + data + struct.pack("<II", zlib.crc32(content), len(content))


def stored(content: bytes) -> bytes:
    """A member that holds its content as it is."""
    return gzip.compress(content, 0)


RANDOM = Random(4)
NOISE = RANDOM.randbytes(300_000)
LIKE_A_MEMBER = bytes([31, 139, 8, 0]) * 50 + bytes([31, 139, 8]) + bytes([31]) * 9
MEMBERS = [block(NOISE[start : start + 60_000]) for start in range(0, 300_000, 60_000)]
WHOLE = {
    "one": gzip.compress(EMAIL.encode()),
    "one, of nothing": gzip.compress(b""),
    "two, one after the other": gzip.compress(b"first " * 1000) + gzip.compress(NOISE),
    "blocks of bgzip, with the empty one at the end": b"".join(MEMBERS) + block(b""),
    "a thousand": b"".join(gzip.compress(b"line %d\n" % number) for number in range(1000)),
    "of nothing, between others": gzip.compress(b"") + gzip.compress(b"a") + gzip.compress(b"") + gzip.compress(b"b"),
    "packed within": stored(gzip.compress(NOISE) + LIKE_A_MEMBER) + stored(LIKE_A_MEMBER),
    "begins like one, inside": stored(LIKE_A_MEMBER + NOISE[:70_000] + LIKE_A_MEMBER) + gzip.compress(b"end"),
    "zeros after it": gzip.compress(EMAIL.encode()) + bytes(10_240),
    "zeros after two": gzip.compress(b"a") + gzip.compress(b"b" * 65_536) + bytes(200_000),
    "zeros after nothing": gzip.compress(b"") + bytes(512),
    "zeros inside, and after": stored(bytes(70_000)) + bytes(70_000),
    "one zero": gzip.compress(b"a") + bytes(1),
}
DAMAGED = {
    "cut": WHOLE["one"][:-9],
    "cut in its last byte": WHOLE["one"][:-1],
    "the second is cut": gzip.compress(b"first") + gzip.compress(NOISE)[:-200],
    "only the start of a second": gzip.compress(b"first") + bytes([31, 139, 8, 0]),
    "something else after it": gzip.compress(EMAIL.encode()) + b"and so on",
    "zeros, then something else": gzip.compress(EMAIL.encode()) + bytes(100) + b"and so on",
    "wrong sum": WHOLE["one"][:-8] + bytes(4) + WHOLE["one"][-4:],
    "wrong sum in the first": WHOLE["one"][:-8] + bytes(4) + WHOLE["one"][-4:] + gzip.compress(b"second"),
    "wrong length": WHOLE["one"][:-4] + bytes([9, 9, 9, 9]),
    "wrong length in the first": WHOLE["one"][:-4] + bytes([9, 9, 9, 9]) + gzip.compress(b"second"),
    "zeros instead of the end": WHOLE["one"][:-30] + bytes(1000),
    "made to keep a reader waiting": stored(bytes([31, 139, 8, 0]) * 100_000),
}


def reading(packed: bytes) -> str:
    """JavaScript, for a page of ``sources``, whose value is what is read in a packed file, as {size, sum}, or why it
    is not read."""
    return f"({READ})({json.dumps([base64.b64encode(packed).decode(), LIMIT])})"


def content_of(packed: bytes) -> dict:
    """What it has to read."""
    content = gzip.decompress(packed)
    return {"size": len(content), "sum": zlib.crc32(content)}


@pytest.fixture(scope="module")
def read(browser, sources):
    """The value of ``reading`` in a page."""
    page = browser.new_page()
    page.goto(sources)
    yield lambda packed: page.evaluate(reading(packed))
    page.close()


@pytest.mark.parametrize("name", WHOLE)
def test_every_member_is_read(read, name):
    assert read(WHOLE[name]) == content_of(WHOLE[name])


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_damaged_is_named_so(read, name):
    assert read(DAMAGED[name]) == "damaged"


@pytest.mark.parametrize("seed", range(12))
def test_members_of_any_kind_in_any_number(read, seed):
    random = Random(seed)
    contents = []
    for _ in range(random.randint(1, 9)):
        kind = random.choice([NOISE, bytes(300_000), EMAIL.encode() * 300, LIKE_A_MEMBER * 500])
        start = random.randrange(len(kind))
        contents.append(kind[start : start + random.choice([0, 1, 3, 70, 5000, 65_536, 200_000])])
    make = random.choice([block, stored, gzip.compress, lambda content: gzip.compress(content, 1)])
    packed = b"".join(make(content[:60_000]) if make is block else make(content) for content in contents)
    assert read(packed + bytes(random.choice([0, 0, 7, 512]))) == content_of(packed)


def test_limit_is_for_all_members_together(read):
    half = gzip.compress(bytes(LIMIT // 2))
    assert read(half * 2) == content_of(half * 2)
    assert read(half * 2 + gzip.compress(b"1")) == "unpacksTooLarge"
    assert read(half * 1000) == "unpacksTooLarge"


def test_in_the_page(open_page):
    page = open_page("checkers/headers/")
    head, _, body = EMAIL.partition("\n\n")
    drop(page, "two.eml.gz", gzip.compress(head.encode()) + gzip.compress(f"\n\n{body}".encode()) + bytes(512))
    assert "订单 7" in answered(page)
    assert page.input_value("[data-checker-input]") == EMAIL
    drop(page, "more.gz", gzip.compress(EMAIL.encode()) + b"and so on")
    assert wait(page, "failed") and page.inner_text("[data-checker-status]") == words("en", "damaged").format(
        name="more.gz"
    )
