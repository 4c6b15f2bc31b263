// When a page may load what nobody has asked for yet: once it is there, is seen, and has nothing else to do.

/** Whether the reader pays for what is loaded, or waits long for it, as far as the browser tells (Network Information). */
export function metered() {
  const { saveData, effectiveType } = navigator.connection ?? {};
  return Boolean(saveData) || /^(?:slow-)?2g$/.test(effectiveType ?? "");
}

/**
 * Call `action` when the page is loaded, seen and at rest; never on a metered connection. A page that was loaded ahead
 * (prerendered), or in a tab behind others, waits until somebody looks at it.
 */
export async function whenIdle(action) {
  const rest = window.requestIdleCallback ?? ((call) => setTimeout(call, 1000)); // Safari has none
  if (document.readyState !== "complete") await next(window, "load");
  do {
    if (document.prerendering) await next(document, "prerenderingchange");
    while (document.hidden) await next(document, "visibilitychange");
    await new Promise((resolve) => rest(resolve));
  } while (document.hidden);
  if (!metered()) action();
}

function next(target, event) {
  return new Promise((resolve) => target.addEventListener(event, resolve, { once: true }));
}
