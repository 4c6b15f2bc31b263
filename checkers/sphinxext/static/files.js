// Reading a chosen file as bytes: unpacked, capped, and of a mailbox the first message. No page, no worker; a file is
// never made a string here, so a large one does not hold up the page.

import { chunks, joined, unpacked } from "./gzip.js";

// The first bytes of gzip (RFC 1952, 2.3.1) and of a mailbox (RFC 4155).
const GZIP = [0x1f, 0x8b];
const FROM = [0x46, 0x72, 0x6f, 0x6d, 0x20];

const LOOK = 160; // so many bytes of a line decide whether it opens the next message of a mailbox
const NONE = new Uint8Array(0);

/** Why a file gave nothing to check: "unreadable", "tooLarge", "unpacksTooLarge", "damaged" or "empty". */
export class Unread extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/**
 * @param {Blob} file
 * @param {number} limit the most bytes to take, counted after unpacking
 * @returns {Promise<{bytes: Uint8Array, firstOfMany: boolean}>} rejects with Unread
 */
export async function readFile(file, limit) {
  const head = await opened(file);
  const packed = begins(head, GZIP);
  // Of a mailbox one message is taken, however large the whole is.
  const mailbox = begins(head, FROM);
  if (file.size > limit && !mailbox) throw new Unread("tooLarge");
  if (!packed && !mailbox) return { bytes: await whole(file), firstOfMany: false };
  const expected = Math.min(limit, packed ? 4 * file.size : file.size);
  return taken(packed ? unpacked(file) : chunks(file), expected, limit, packed);
}

function opened(file) {
  return whole(file.slice(0, 8));
}

/** All of a file. The browser fills the array in pieces of its own, so that not even a large one holds the page up. */
async function whole(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Unread("unreadable"); // moved or changed since it was chosen
  }
}

async function taken(source, expected, limit, packed) {
  const mailbox = new Mailbox();
  // Put together at the end, the pieces of a large file would hold the page up.
  let bytes = new Uint8Array(expected);
  let size = 0;
  const put = (chunk) => {
    if (size + chunk.length > limit) throw new Unread(packed ? "unpacksTooLarge" : "tooLarge");
    bytes = roomy(bytes, size, chunk.length);
    bytes.set(chunk, size);
    size += chunk.length;
  };
  try {
    for await (const chunk of source) {
      put(mailbox.take(chunk, false));
      if (mailbox.ended) break;
    }
    if (!mailbox.ended) put(mailbox.take(NONE, true));
    return { bytes: bytes.subarray(0, size), firstOfMany: mailbox.ended };
  } catch (error) {
    if (error instanceof Unread) throw error;
    // A file that cannot be read gives a DOMException (File API, 7); anything else comes from the unpacker.
    throw new Unread(packed && !(error instanceof DOMException) ? "damaged" : "unreadable");
  }
}

/** `bytes`, or a larger array with the first `size` of them, with room for `more`. */
function roomy(bytes, size, more) {
  if (size + more <= bytes.length) return bytes;
  const larger = new Uint8Array(Math.max(2 * bytes.length, size + more));
  larger.set(bytes.subarray(0, size));
  return larger;
}

/** Lets the first message of a mailbox through, and everything of any other file. */
class Mailbox {
  constructor() {
    this.held = NONE; // not let through yet: the next message may open in it
    this.is = null;
    this.ended = false;
  }

  take(chunk, last) {
    const bytes = joined(this.held, chunk);
    this.held = NONE;
    if (this.is === null && bytes.length < FROM.length && !last) {
      this.held = bytes;
      return NONE;
    }
    this.is ??= begins(bytes, FROM);
    if (!this.is) return bytes;
    const sure = last ? bytes.length : bytes.length - LOOK;
    for (let at = bytes.indexOf(FROM[0]); at >= 0 && at < sure; at = bytes.indexOf(FROM[0], at + 1)) {
      if (opensMessage(bytes, at)) {
        this.ended = true;
        return bytes.subarray(0, at);
      }
    }
    const through = last ? bytes.length : Math.max(0, sure - 4); // with the empty line before it
    this.held = bytes.slice(through);
    return bytes.subarray(0, through);
  }
}

/** Whether a message of a mailbox opens here: an empty line, then "From ", a sender and a time. */
function opensMessage(bytes, at) {
  if (!FROM.every((byte, index) => bytes[at + index] === byte) || bytes[at - 1] !== 0x0a) return false;
  const before = bytes[at - 2] === 0x0d ? at - 3 : at - 2;
  if (bytes[before] !== 0x0a) return false;
  const [line] = String.fromCharCode(...bytes.subarray(at, at + LOOK)).split(/[\r\n]/, 1);
  return /\d\d:\d\d/.test(line) && /\b(?:19|20)\d\d\b/.test(line);
}

function begins(bytes, with_) {
  return with_.every((byte, index) => bytes[index] === byte);
}
