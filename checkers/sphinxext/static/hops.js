// The way of an email as a chart: one bar a hop, along a real time axis. The words are HTML, so they wrap and grow
// with the reader's settings; only bars and axis are SVG, in percentages, so they fit any width.

import { el, fill, quoted, svg } from "./dom.js";

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];

/** @returns {HTMLElement | null} null when fewer than two hops have a time */
export function chart(report, view) {
  const { words } = view;
  const times = report.hops.map((hop) => (hop.time ? Date.parse(hop.time) / 1000 : null));
  const known = times.filter((time) => time !== null);
  if (known.length < 2) return null;
  const first = known.reduce((a, b) => Math.min(a, b));
  const span = Math.max(1, known.reduce((a, b) => Math.max(a, b)) - first);
  const place = (time) => (100 * (time - first)) / span;
  let last = null;
  const rows = report.hops.map((hop, index) => {
    const time = times[index];
    const bar = time === null ? null : interval(place(last ?? time), place(time));
    const delay = hop.delay_s;
    const said = time === null ? words.noTime : delay === null || delay === undefined ? "" : delay < 0 ? `${view.duration(delay)} (${words.clockBehind})` : view.duration(delay);
    if (time !== null) last = time;
    return el("li", {}, el("span", { class: "checker-host" }, quoted(hop.by ?? hop.from ?? "—")), el("span", { class: "checker-delay" }, said), bar);
  });
  const total = report.transit_s;
  return el(
    "figure",
    { class: "checker-chart" },
    el("figcaption", {}, words.chart, total === null || total === undefined ? null : ` · ${fill(words.transit, { duration: view.duration(total) })}`),
    el("ol", {}, rows),
    axis(span, view),
  );
}

/** A bar from one time to the next; a wrong clock makes it run backwards, drawn hatched. */
function interval(from, to) {
  const start = Math.min(from, to, 99.5);
  const width = Math.max(0.5, Math.abs(to - from));
  return svg(
    "svg",
    { class: to < from ? "checker-bar checker-backwards" : "checker-bar", "aria-hidden": "true", width: "100%", height: "10" },
    svg("rect", { class: "checker-track", x: "0", y: "4", width: "100%", height: "2" }),
    svg("rect", { x: `${start.toFixed(2)}%`, y: "0", width: `${Math.min(width, 100 - start).toFixed(2)}%`, height: "10", rx: "2" }),
  );
}

function axis(span, view) {
  const step = STEPS.find((size) => span / size <= 4) ?? 86400 * Math.ceil(span / 86400 / 4);
  const ticks = [];
  for (let at = 0; at <= span; at += step) {
    const x = `${((100 * at) / span).toFixed(2)}%`;
    const anchor = at === 0 ? "start" : at > span * 0.9 ? "end" : "middle";
    ticks.push(svg("line", { x1: x, x2: x, y1: "0", y2: "5" }), svg("text", { x, y: "18", "text-anchor": anchor }, view.duration(at)));
  }
  return svg("svg", { class: "checker-axis", "aria-hidden": "true", width: "100%", height: "22" }, svg("line", { x1: "0", x2: "100%", y1: "0", y2: "0" }), ticks);
}
