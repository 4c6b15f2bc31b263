// Makes the checkers of a page work. The forms are in the page already (directive.py); one runtime serves them all.
// The browser runs this as soon as it has it, while it still reads the page.

import { makeAhead } from "./ahead.js";
import { fetchAhead, Form } from "./form.js";
import { metered, whenIdle } from "./idle.js";
import { Runtime, supported } from "./runtime.js";

const seen = !document.hidden && !document.prerendering;
if (seen && supported() && !metered()) makeAhead(new URL("./worker.mjs", import.meta.url));
if (document.readyState === "loading") await new Promise((resolve) => document.addEventListener("readystatechange", resolve, { once: true }));

let runtime;

for (const root of document.querySelectorAll("[data-checker]")) {
  const data = root.dataset;
  runtime ??= new Runtime({
    files: JSON.parse(data.files),
    lock: JSON.parse(data.lock),
    language: data.language,
    seconds: Number(data.seconds),
  });
  new Form(root, runtime, {
    words: JSON.parse(data.words),
    faq: JSON.parse(data.faq),
    home: data.home,
    choices: data.choices ? JSON.parse(data.choices) : null,
    megabytes: Number(data.megabytes),
  });
}

if (runtime && supported()) {
  whenIdle(() => {
    runtime.start({ quiet: true });
    fetchAhead();
  });
}
