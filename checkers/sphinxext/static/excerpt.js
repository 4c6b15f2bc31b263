// Which pieces of the input to show around the evidence. No page, no worker: text and numbers in, plain objects out.
// Python counts characters (code points), JavaScript counts UTF-16 units; here one becomes the other.

const WHOLE = 1200; // a text up to this length is shown whole
const LINES = 3; // lines of context around a mark
const CONTEXT = 300; // and never more than this many units of them
const GAP = 200; // so little is shown rather than left out
const LONGEST = 1500; // the middle of a longer mark is left out
const MARKS = 200; // more marks than a person reads

/** The things in a report that carry evidence, in the order in which the page numbers them. */
export function owners(report) {
  return [...(report.failures ?? []), ...(report.findings ?? []), ...(report.bounce?.failures ?? [])];
}

/** Text without lone surrogates: each becomes U+FFFD, so offsets stay. */
export function mended(text) {
  return text.toWellFormed ? text.toWellFormed() : text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/**
 * The pieces of `text` to show for the evidence of `owned`.
 * @param {string} text the decoded input, well formed
 * @param {{evidence?: {start: number, end: number}[]}[]} owned
 * @returns {import("./messages.js").Block[]} empty when nothing carries evidence
 */
export function blocks(text, owned) {
  const spans = owned.flatMap(({ evidence = [] }, owner) => evidence.map(({ start, end }) => ({ start, end, owner })));
  const marks = inUnits(text, spans)
    .filter(({ start, end }) => start < end)
    .slice(0, MARKS);
  if (!marks.length) return [];
  const found = [];
  let shown = 0;
  for (const window of windows(text, marks)) {
    found.push({ left: leftOut(text, shown, window.start), pieces: pieces(text, window, marks) });
    shown = window.end;
  }
  const rest = leftOut(text, shown, text.length);
  if (rest) found.push({ left: rest, pieces: [] });
  return found;
}

/** Spans counted in code points as spans counted in UTF-16 units, in order of their start. */
export function inUnits(text, spans) {
  const wanted = [...new Set(spans.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const units = new Map();
  let point = 0;
  let unit = 0;
  for (const offset of wanted) {
    while (point < offset && unit < text.length) {
      const code = text.charCodeAt(unit);
      unit += code >= 0xd800 && code < 0xdc00 ? 2 : 1;
      point += 1;
    }
    units.set(offset, Math.min(unit, text.length));
  }
  return spans
    .map((span) => ({ ...span, start: units.get(span.start), end: units.get(span.end) }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The stretches of text to show, apart from one another. */
function windows(text, marks) {
  if (text.length <= WHOLE) return [{ start: 0, end: text.length }];
  const found = [];
  const show = (start, end) => found.push({ start: start <= GAP ? 0 : start, end: text.length - end <= GAP ? text.length : end });
  for (const { start, end } of marks) {
    if (end - start <= LONGEST) {
      show(before(text, start), after(text, end));
    } else {
      show(before(text, start), whole(text, start + LONGEST / 2));
      show(whole(text, end - LONGEST / 2), after(text, end));
    }
  }
  found.sort((a, b) => a.start - b.start);
  return found.reduce((kept, next) => {
    const last = kept.at(-1);
    if (last && next.start <= last.end + GAP) last.end = Math.max(last.end, next.end);
    else kept.push(next);
    return kept;
  }, []);
}

function before(text, offset) {
  const floor = Math.max(0, offset - CONTEXT);
  let start = offset;
  for (let line = 0; line <= LINES; line += 1) {
    const found = start > 0 ? text.lastIndexOf("\n", start - 1) : -1;
    if (found < floor) return floor ? whole(text, floor) : 0;
    start = found;
  }
  return start + 1;
}

function after(text, offset) {
  const ceiling = Math.min(text.length, offset + CONTEXT);
  let end = offset;
  for (let line = 0; line <= LINES; line += 1) {
    const found = text.slice(end, ceiling).indexOf("\n");
    if (found < 0) return whole(text, ceiling);
    end += found + 1;
  }
  return end;
}

/** The offset, moved off the middle of a surrogate pair. */
function whole(text, offset) {
  const code = text.charCodeAt(offset);
  return code >= 0xdc00 && code < 0xe000 ? offset + 1 : offset;
}

function leftOut(text, start, end) {
  if (start >= end) return null;
  let lines = 0;
  for (let at = text.indexOf("\n", start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) lines += 1;
  return { lines, characters: end - start };
}

/** A window cut where marks begin and end; each piece knows whose mark it lies in. */
function pieces(text, window, marks) {
  const inside = marks.filter(({ start, end }) => start < window.end && end > window.start);
  const cuts = new Set([window.start, window.end]);
  for (const { start, end } of inside) {
    for (const cut of [start, end]) if (cut > window.start && cut < window.end) cuts.add(cut);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, index) => ({
    text: text.slice(start, sorted[index + 1]),
    owners: [...new Set(inside.filter((mark) => mark.start <= start && mark.end > start).map(({ owner }) => owner))],
  }));
}
