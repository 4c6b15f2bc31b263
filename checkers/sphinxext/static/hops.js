// The way of an email: a chart with one bar a hop along a real time axis, a table, and all details on demand. The words
// are HTML, so they wrap and grow with the reader's settings; only bars and axis are SVG, in percentages, so they fit
// any width. The chart says nothing that its words and the table do not say.

import { el, fill, quoted, svg } from "./dom.js";
import { isClock, pace } from "./pace.js";

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
const NONE = "—";

/** @returns {(Node | null)[]} */
export function way(report, view) {
  const { words } = view;
  const hops = report.hops ?? [];
  const head = el("h3", {}, words.hops);
  if (!hops.length) return [head, el("p", {}, words.noHops)];
  const kinds = pace(hops);
  return [head, chart(report, kinds, view), table(hops, kinds, view), details(hops, view)];
}

// --- the chart ------------------------------------------------------------------------------------------------------

/** @returns {HTMLElement | null} null when fewer than two hops have a time */
function chart(report, kinds, view) {
  const { words } = view;
  const times = report.hops.map((hop) => (hop.time ? Date.parse(hop.time) / 1000 : null));
  const known = times.filter((time) => time !== null);
  if (known.length < 2) return null;
  const first = known.reduce((a, b) => Math.min(a, b));
  const span = Math.max(1, known.reduce((a, b) => Math.max(a, b)) - first);
  const marks = ticks(span);
  const place = (time) => (100 * (time - first)) / span;
  let last = null;
  const rows = report.hops.map((hop, index) => {
    const time = times[index];
    const bar = time === null ? null : interval(place(last ?? time), place(time), kinds[index], marks, span);
    if (time !== null) last = time;
    return el(
      "li",
      {},
      hop.boundary ? el("span", { class: "checker-boundary" }, words.boundary) : null,
      el("span", { class: "checker-host" }, quoted(hop.by ?? hop.from ?? NONE), hop.operator ? ` · ${hop.operator}` : null),
      el("span", { class: "checker-delay" }, delay(hop, kinds[index], view)),
      bar,
    );
  });
  const total = report.transit_s;
  return el(
    "figure",
    { class: "checker-chart" },
    el("figcaption", {}, words.chart, total === null || total === undefined ? null : ` · ${fill(words.transit, { duration: view.duration(total) })}`),
    el("ol", {}, rows),
    axis(marks, span, view),
    el("p", { class: "checker-axis-name" }, fill(words.axis, { time: moment(new Date(first * 1000)) })),
    kinds.some(isClock) ? el("p", { class: "checker-legend" }, bar("checker-bar checker-backwards"), words.clockLegend) : null,
  );
}

/** The delay of a hop in words; what a wrong clock makes of it is no wait. */
function delay(hop, kind, view) {
  const { words } = view;
  if (!hop.time) return words.noTime;
  if (kind === "none") return "";
  const duration = view.duration(hop.delay_s);
  return isClock(kind) ? fill(words.clockDelay, { duration }) : duration;
}

/** A bar from one time to the next, over the lines of the axis; drawn hatched where a clock is wrong. */
function interval(from, to, kind, marks, span) {
  const start = Math.min(from, to, 99.5);
  const width = Math.min(Math.max(0.5, Math.abs(to - from)), 100 - start);
  const lines = marks.map((at) => svg("line", { class: "checker-grid", x1: percent(at, span), x2: percent(at, span), y1: "0", y2: "10" }));
  return bar(isClock(kind) ? "checker-bar checker-backwards" : "checker-bar", lines, start, width);
}

function bar(name, lines = [], start = 0, width = 100) {
  return svg(
    "svg",
    { class: name, "aria-hidden": "true", width: "100%", height: "10" },
    lines,
    svg("rect", { class: "checker-track", x: "0", y: "4", width: "100%", height: "2" }),
    svg("rect", { x: `${start.toFixed(2)}%`, y: "0", width: `${width.toFixed(2)}%`, height: "10", rx: "2" }),
  );
}

/** Round places for the marks of an axis that is `span` seconds long: three to five of them. */
export function ticks(span) {
  const step = STEPS.find((size) => span / size <= 4) ?? 86400 * Math.ceil(span / 86400 / 4);
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
}

function percent(at, span) {
  return `${((100 * at) / span).toFixed(2)}%`;
}

function axis(marks, span, view) {
  const parts = marks.flatMap((at) => {
    const x = percent(at, span);
    const anchor = at === 0 ? "start" : at > span * 0.9 ? "end" : "middle";
    return [svg("line", { x1: x, x2: x, y1: "0", y2: "5" }), svg("text", { x, y: "18", "text-anchor": anchor }, view.duration(at))];
  });
  return svg("svg", { class: "checker-axis", "aria-hidden": "true", width: "100%", height: "22" }, svg("line", { x1: "0", x2: "100%", y1: "0", y2: "0" }), parts);
}

// --- the table --------------------------------------------------------------------------------------------------------

function table(hops, kinds, view) {
  const { words } = view;
  const sides = { sender: words.sideSender, relay: words.sideRelay, receiver: words.sideReceiver };
  const rows = hops.map((hop, index) => [
    String(hop.index),
    // one above the other: host names are long, and side by side they push the times out of sight
    [
      el("div", {}, hop.from ? quoted(hop.from) : NONE, hop.from_ip && hop.from_ip !== hop.from ? [" ", quoted(`[${hop.from_ip}]`)] : null),
      el("div", { class: "checker-to" }, arrow(), " ", hop.by ? quoted(hop.by) : NONE, hop.operator ? ` · ${hop.operator}` : null),
    ],
    [sides[hop.role] ?? NONE, hop.boundary ? el("div", { class: "checker-boundary" }, words.boundaryShort) : null],
    hop.time ? el("time", { datetime: hop.time }, moment(hop.time)) : words.noTime,
    delay(hop, kinds[index], view) || NONE,
    [hop.with ? quoted(hop.with) : NONE, el("div", {}, hop.tls?.version ? quoted(hop.tls.version) : words.noTls)],
  ]);
  const columns = [words.hop, [words.handedOver, " ", arrow(), " ", words.by], words.side, words.time, words.delay, words.protocol];
  return view.table(words.hops, columns, rows);
}

/** From one to the next, the way the page is read. */
function arrow() {
  return el("span", { class: "checker-arrow" }, "→");
}

function details(hops, view) {
  const { words } = view;
  const hop = (one) => [
    el("h4", {}, fill(words.hopNumber, { number: one.index })),
    view.facts([
      [words.handedOver, one.from],
      [words.helo, one.from_helo],
      [words.verifiedName, one.from_rdns],
      [words.fromIp, one.from_ip],
      [words.by, one.by],
      [words.byIp, one.by_ip],
      [words.queueId, one.id],
      [words.forRecipient, one.for],
      [words.encryption, [one.tls?.version, one.tls?.cipher].filter(Boolean).join(", ")],
      [words.comments, (one.comments ?? []).join(" · ")],
    ]),
  ];
  return el("details", { class: "checker-details" }, el("summary", {}, words.hopDetails), hops.map((one) => el("div", {}, hop(one))));
}

/** A moment for people, in UTC; the time zone is told beside it. */
function moment(time) {
  const iso = typeof time === "string" ? time : time.toISOString().replace(/\.\d+/, "");
  return iso.replace("T", " ").replace("Z", "");
}
