// Why there is no answer, in words for the reader.

import { fill, named } from "./dom.js";

const MEGABYTE = 1024 * 1024;

/**
 * @param {{why?: string}} error what files.js or runtime.js threw, or a fault of ours, which has no `why`
 * @param {object} words
 * @param {{name: string, size: number, limit: number, seconds: number}} facts sizes in bytes
 */
export function reason(error, words, { name: given, size, limit, seconds }) {
  const name = named(given);
  const megabytes = limit / MEGABYTE;
  switch (error?.why) {
    case "empty":
      return words.empty;
    case "tooLarge":
      return fill(words.tooLarge, { size: Math.ceil(size / MEGABYTE), limit: megabytes });
    case "unpacksTooLarge":
      return fill(words.unpacksTooLarge, { name, limit: megabytes });
    case "damaged":
      return fill(words.damaged, { name });
    case "unreadable":
      return fill(words.unreadable, { name });
    case "timeout":
      return fill(words.timeout, { count: seconds });
    case "cancelled":
      return words.cancelled;
    case "load":
      return words.loadFailed;
    default:
      console.warn("checker:", error);
      return words.crashed;
  }
}

/** A file's size for people. */
export function amount(bytes) {
  return bytes < MEGABYTE ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
