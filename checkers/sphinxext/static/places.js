// Where the reference pages show each rule, reason and finding: the file that a site with reference pages names in the
// head of the page. It is fetched with the checker, before anything is checked; without it there are no links.

const NAME = 'meta[name="checkers-reference"]';

let loaded;

/** The places, asked for once; null where the site has none or they could not be had. Never rejects. */
export function places() {
  loaded ??= load();
  return loaded;
}

async function load() {
  const meta = document.querySelector(NAME);
  if (!meta) return null;
  try {
    const response = await fetch(new URL(meta.content, document.baseURI));
    return response.ok ? new Places(await response.json()) : null;
  } catch {
    return null;
  }
}

/** Addresses from the root of the page's language (reference.py describes the file). */
export class Places {
  /** @param {{pages: {[address: string]: string[]}, reasons: string}} file */
  constructor({ pages, reasons }) {
    this.reasons = reasons;
    this.known = new Map();
    this.begins = [];
    for (const [address, ids] of Object.entries(pages)) {
      for (const id of ids) {
        if (id.endsWith("*")) this.begins.push([id.slice(0, -1), address]);
        else this.known.set(id, address);
      }
    }
  }

  /** The address of a rule or a finding, or null. */
  ofRule(id) {
    if (!id) return null;
    const page = this.known.get(id);
    if (page !== undefined) return `${page}#${id.replaceAll(".", "-")}`;
    const found = this.begins.find(([begin]) => id.startsWith(begin) && id.length > begin.length);
    return found ? `${found[1]}#${found[0].replace(/-$/, "").replaceAll(".", "-")}` : null;
  }

  /** The address of a reply code or of an enhanced status code, whose class does not count there. */
  ofCode(code) {
    if (code === null || code === undefined) return null;
    return this.ofRule(`code-${String(code).replace(/^\d\./, "x.")}`);
  }

  /** The address of a word of the vocabulary. */
  ofReason(reason) {
    return reason ? `${this.reasons}#${reason}` : null;
  }
}
