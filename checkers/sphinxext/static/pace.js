// Which of the differences between the times of servers are waits, and which come from a clock that is wrong. No page.

/** Clocks of well-run servers differ by less, in seconds. */
const SKEW = 10;

/**
 * What each hop's delay is: "none" (no time, or nothing before it to compare with), "wait", "behind" (the time lies before
 * that of the hop below: one of the two clocks is wrong) or "clock" (the other side of a wrong clock: most of it is no wait).
 * @param {{delay_s?: number | null}[]} hops in path order
 * @returns {string[]} one for each hop
 */
export function pace(hops) {
  const timed = hops.filter(({ delay_s: delay }) => typeof delay === "number");
  const kinds = new Map(timed.map((hop, index) => [hop, kindOf(hop.delay_s, timed[index - 1]?.delay_s ?? 0, timed[index + 1]?.delay_s ?? 0)]));
  return hops.map((hop) => kinds.get(hop) ?? "none");
}

/** Whether a delay of that kind says something of a clock and not of a wait. */
export function isClock(kind) {
  return kind === "behind" || kind === "clock";
}

function kindOf(delay, before, after) {
  if (delay < 0) return "behind";
  if (delay >= SKEW && (before <= -delay / 2 || after <= -delay / 2)) return "clock";
  return "wait";
}
