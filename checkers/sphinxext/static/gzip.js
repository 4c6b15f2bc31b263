// Unpacking gzip (RFC 1952) as gzip(1) does: all members of a file, one after the other (section 2.2; `cat a.gz b.gz`, or the
// blocks that bgzip writes), and no matter what zeros follow. No page, no worker.
//
// The browser's DecompressionStream takes one member and fails at the first byte after it, without saying where that is.
// So the file is handed over in pieces that end where a member may begin, and then one byte is tried alone.

/** How a member begins: the two bytes of gzip, deflate as the method, and only flags that are defined (2.3.1). */
const MAGIC = [0x1f, 0x8b, 0x08];
const FLAGS = 0x1f;

// More places where a member may begin are in no file but one that was made to keep a reader waiting.
const MOST_PLACES = 65536;

// After so many zeros a member has ended, if it ends in zeros: two of an empty block, and the eight that follow the data.
const LAST_ZEROS = 16;

const LOOK = 65536;

/**
 * The content of a packed file.
 * @param {Blob} file
 * @returns {AsyncGenerator<Uint8Array>} fails with a DOMException where the file cannot be read, with another error where
 *   it is damaged
 */
export async function* unpacked(file) {
  let member = new Member();
  let places = 0;
  try {
    const filled = await lengthWithoutPadding(file);
    for await (const piece of pieces(file.slice(0, filled))) {
      let rest = piece;
      if (member.begun && begins(piece, 0)) {
        places += 1;
        if (places > MOST_PLACES) throw new Error("too many members");
        if (yield* member.endsBefore(piece.subarray(0, 1))) member = new Member();
        else rest = piece.subarray(1);
      }
      yield* member.take(rest);
    }
    for (let at = filled; at < file.size; ) {
      const single = at < filled + LAST_ZEROS;
      const zeros = new Uint8Array(single ? 1 : Math.min(LOOK, file.size - at));
      if (yield* member.endsBefore(zeros)) return;
      at += zeros.length;
    }
    yield* member.finish();
  } finally {
    member.drop();
  }
}

/** The chunks of a file as the browser reads them. */
export async function* chunks(file) {
  const reader = file.stream().getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** One member on its way through the browser's unpacker. */
class Member {
  constructor() {
    const { readable, writable } = new DecompressionStream("gzip");
    this.reader = readable.getReader();
    this.writer = writable.getWriter();
    this.reading = this.reader.read();
    this.size = 0;
    this.tail = []; // the last four bytes that were taken
  }

  get begun() {
    return this.tail.length > 0;
  }

  async *take(bytes) {
    if (!bytes.length) return;
    const tail = [...this.tail, ...bytes.subarray(-4)].slice(-4);
    // The unpacker turns to new bytes only once all that came of earlier ones was read (Streams, 6.3: no high-water mark).
    const written = this.writer.write(bytes).then(() => null);
    for (let next = await this.first(written); next; next = await this.first(written)) yield this.read(next);
    this.tail = tail;
  }

  /** Whether the member has ended before `bytes`; if not, they are taken. */
  async *endsBefore(bytes) {
    try {
      yield* this.take(bytes);
      return false;
    } catch (error) {
      if (this.isWhole()) return true;
      throw error;
    }
  }

  /** What is left to be read when no more bytes come; fails if more would have to. */
  async *finish() {
    const closed = this.writer.close();
    closed.catch(() => {});
    for (let next = await this.reading; !next.done; next = await this.reading) yield this.read(next);
    await closed;
  }

  drop() {
    this.reading.catch(() => {});
    this.reader.cancel().catch(() => {});
    this.writer.abort().catch(() => {});
  }

  /** Whether the last bytes are the length of the content, as a member ends (2.3.1). */
  isWhole() {
    const [a, b, c, d] = this.tail;
    return this.tail.length === 4 && ((a | (b << 8) | (c << 16) | (d << 24)) >>> 0) === this.size % 2 ** 32;
  }

  first(written) {
    return Promise.race([this.reading, written]);
  }

  read({ value }) {
    this.size += value.length;
    this.reading = this.reader.read();
    return value;
  }
}

/** The bytes of `file`, cut at each place where a member may begin. */
async function* pieces(file) {
  let held = new Uint8Array(0); // begins where a member may begin, or is empty
  for await (const chunk of chunks(file)) {
    const bytes = joined(held, chunk);
    let from = 0;
    let at = bytes.length > MAGIC.length ? bytes.indexOf(MAGIC[0], 1) : 0;
    for (; at > 0 && at + MAGIC.length < bytes.length; at = bytes.indexOf(MAGIC[0], at + 1)) {
      if (!begins(bytes, at)) continue;
      yield bytes.subarray(from, at);
      from = at;
    }
    // Whether a member begins so near the end is seen with the next chunk.
    held = at < 0 ? bytes.subarray(0, 0) : bytes.slice(at);
    const end = bytes.length - held.length;
    if (end > from) yield bytes.subarray(from, end);
  }
  if (held.length) yield held;
}

/** The bytes of both, in one array. */
export function joined(first, second) {
  if (!first.length) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function begins(bytes, at) {
  return MAGIC.every((byte, index) => bytes[at + index] === byte) && bytes[at + MAGIC.length] <= FLAGS;
}

/** How long `file` is without the zeros at its end. */
async function lengthWithoutPadding(file) {
  for (let end = file.size; end > 0; ) {
    const start = Math.max(0, end - LOOK);
    const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
    const last = bytes.findLastIndex((byte) => byte !== 0);
    if (last >= 0) return start + last + 1;
    end = start;
  }
  return 0;
}
