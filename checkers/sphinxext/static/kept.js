// The field's text, kept for this tab only, so that a reload does not lose it. It never leaves the browser: it is in
// the session storage, not in the address.

const LONGEST = 1_000_000; // browsers keep about five million characters a site

const LAST = "checker last"; // holds the key of the field that was written last

/** The text of the checker that this tab used last, or "". */
export function lastKept() {
  try {
    return sessionStorage.getItem(sessionStorage.getItem(LAST) ?? "") ?? "";
  } catch {
    return "";
  }
}

export class Kept {
  /** @param {string} name tells the fields of a page apart */
  constructor(name) {
    this.key = `checker ${location.pathname} ${name}`;
  }

  /** The text kept, or "". */
  read() {
    try {
      return sessionStorage.getItem(this.key) ?? "";
    } catch {
      return ""; // the browser keeps nothing
    }
  }

  /** Keep `text`; an empty or a very long one is not kept. */
  write(text) {
    try {
      if (text && text.length <= LONGEST) {
        sessionStorage.setItem(this.key, text);
        sessionStorage.setItem(LAST, this.key);
      } else {
        sessionStorage.removeItem(this.key);
        if (sessionStorage.getItem(LAST) === this.key) sessionStorage.removeItem(LAST);
      }
    } catch {
      // Full or forbidden: the text is in the field all the same.
    }
  }
}
