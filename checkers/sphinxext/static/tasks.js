// What a reader can ask of a message that was checked: a copy for a ticket, and a comparison with another message. The
// worker reads the message anew for it, for it keeps none.

import { readFile, Unread } from "./files.js";
import { mended } from "./excerpt.js";

export class Tasks {
  /**
   * @param {import("./runtime.js").Runtime} runtime
   * @param {string | File} source the message that was checked
   * @param {number} limit the most bytes to take of a file
   */
  constructor(runtime, source, limit) {
    this.runtime = runtime;
    this.source = source;
    this.limit = limit;
  }

  /** The headers with everything masked that names people, hosts or messages. Rejects with Unread or Stopped. */
  async redacted() {
    const { text } = await this.runtime.check("headers", await this.input(this.source), { task: "redact" });
    return text;
  }

  /** What differs between the message and `other`. Rejects likewise. */
  async compared(other) {
    const [input, second] = [await this.input(this.source), await this.input(other)];
    return this.runtime.check("headers", input, { task: "compare", other: second });
  }

  async input(source) {
    if (typeof source !== "string") return (await readFile(source, this.limit)).bytes;
    if (!source.trim()) throw new Unread("empty");
    if (source.length > this.limit) throw new Unread("tooLarge");
    return mended(source);
  }
}
