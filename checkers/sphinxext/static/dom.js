// Building the page's elements. Reader's text only ever becomes text nodes: there is no innerHTML in these modules.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children; strings become text in which nothing hides, since any of them may quote the
 * reader's text; null and undefined are left out.
 */
export function el(name, attributes = {}, ...children) {
  return furnish(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svg(name, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, name), attributes, children);
}

function furnish(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  const visible = element.namespaceURI === SVG ? named : shown;
  const given = children.flat(2).filter((child) => child !== null && child !== undefined);
  element.append(...given.flatMap((child) => (typeof child === "string" ? visible(child) : [child])));
  return element;
}

/**
 * A message with its `{placeholders}` filled.
 * @param {string | Object<string, string>} message where its words depend on the value `count`: a form for each
 *   category of the page's language (Unicode, "Language Plural Rules"), at least "other"
 */
export function fill(message, values) {
  const form = typeof message === "string" ? message : (message[category(values.count)] ?? message.other);
  return form.replace(/\{(\w+)\}/g, (hole, name) => (name in values ? String(values[name]) : hole));
}

let rules;

function category(count) {
  rules ??= new Intl.PluralRules(document.documentElement.lang || "en");
  return rules.select(count);
}

/** The same with nodes for one placeholder: `fillWith("See {link}", "link", node)` gives a list for `el`. */
export function fillWith(message, name, nodes) {
  const [before, after = ""] = message.split(`{${name}}`);
  return [before, ...[nodes].flat(), after];
}

// What would be invisible, or would reorder what is seen: controls, bidirectional marks and overrides, zero-width
// spaces, line and paragraph separators, tags. Joiners (U+200C, U+200D) stay: scripts and emoji need them.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Reader's text as nodes in which nothing hides: U+202E shows as a small label and has no effect. */
export function shown(text) {
  const nodes = [];
  let from = 0;
  const plain = String(text).replaceAll("\r\n", "\n");
  for (const { 0: character, index } of plain.matchAll(HIDDEN)) {
    if (index > from) nodes.push(plain.slice(from, index));
    nodes.push(label(character));
    from = index + character.length;
  }
  if (from < plain.length) nodes.push(plain.slice(from));
  return nodes;
}

/** The same as a string, for where there are no elements. */
export function named(text) {
  return text.replace(HIDDEN, (character) => `⟨${codeOf(character)}⟩`);
}

function codeOf(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function label(character) {
  const code = character.codePointAt(0);
  const picture = code < 0x20 ? 0x2400 + code : code === 0x7f ? 0x2421 : 0;
  const name = codeOf(character);
  return el("span", { class: "checker-hidden-character", title: name }, picture ? String.fromCodePoint(picture) : name);
}

/** Reader's text inside a sentence: its direction does not touch what stands around it. */
export function quoted(text, name = "bdi", attributes = {}) {
  return el(name, { translate: "no", dir: "auto", ...attributes }, shown(text));
}
