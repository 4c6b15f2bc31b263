/* Ranks the places of search_index.py and shows them: replaces what Sphinx's searchtools.js would do with its own index.
   A word counts by how rare it is and where it stands: heading, name, heading of the page, text. Words in the order
   of the question, in a heading or a name, count most. Runs after searchtools.js; words of the page: SEARCH_WORDS. */

{
  const IN_NAME = 3;
  const IN_TITLE = 3;
  const IN_PAGE = 1.4;
  const IN_TEXT = 1;
  const LONG = 120; /* different words of a text; in a text so long a word counts half */
  const SYNONYM = 0.75;
  const TOP = 1.1; /* a page itself, before its sections */
  const ENOUGH = 0.25; /* of the best one's points: what has a word or two in common is no answer */
  const MOST = 100;
  const AT_ONCE = 10;
  const LEFT_OUT = "section, h1, h2, h3, h4, script, style, noscript, nav, dl.facts, [data-checker], [data-support]";
  const CONTEXT = 150; /* characters of the text around the first word found */

  const stemmer = new Stemmer();
  /** The words of a text as the index holds them, in their order. */
  const wordsOf = (text) => splitQuery(text.toLowerCase()).map((word) => stemmer.stemWord(word.trim()));
  /** The same as one string, in which whole words can be looked for. */
  const line = (words) => ` ${words.join(" ")} `;

  /** What the index needs to be asked. */
  const prepare = (index) => {
    const pages = index.pages.map(([address, title, weight]) => ({ address, title, weight, words: new Set(wordsOf(title)) }));
    const places = index.places.map(([page, anchor, title, names, quoted, size]) => {
      const heading = wordsOf(title);
      const known = names.map(wordsOf);
      return {
        page: pages[page],
        anchor,
        title,
        size,
        heading: line(heading),
        names: known.map(line),
        quoted: quoted.map((words) => line(wordsOf(words))),
        inTitle: new Set(heading),
        inNames: new Set(known.flat()),
      };
    });
    const often = new Map(Object.entries(index.words).map(([word, found]) => [word, found.length]));
    for (const place of places) {
      for (const word of new Set([...place.inTitle, ...place.inNames])) often.set(word, (often.get(word) ?? 0) + 1);
    }
    const groups = index.synonyms.map((group) => group.map((text) => line(wordsOf(text))));
    return { pages, places, often, groups, text: index.words };
  };

  /** The questions that mean the same, the reader's own first. */
  const variants = (asked, groups) => {
    const found = new Set([asked]);
    for (const group of groups) {
      for (const one of group.filter((words) => asked.includes(words))) {
        for (const other of group) found.add(asked.replace(one, other));
      }
    }
    return [...found].slice(0, 12);
  };

  /** The points of every place for one question: Map of the place's number. */
  const points = (ready, asked) => {
    const every = asked.trim().split(" ").filter(Boolean);
    const words = [...new Set(every.filter((word) => !stopwords.has(word)))];
    /* A word that stands nowhere tells nothing. */
    const wanted = (words.length ? words : [...new Set(every)]).filter((word) => ready.often.has(word));
    const rare = wanted.map((word) => Math.log(1 + ready.places.length / ready.often.get(word)));
    const whole = rare.reduce((sum, each) => sum + each, 0);
    const inText = wanted.map((word) => {
      const found = new Set();
      let number = 0;
      for (const distance of Object.hasOwn(ready.text, word) ? ready.text[word] : []) found.add((number += distance));
      return found;
    });
    const given = new Map();
    ready.places.forEach((place, number) => {
      let sum = 0;
      let covered = 0;
      wanted.forEach((word, at) => {
        const own = Math.max(
          place.inTitle.has(word) ? IN_TITLE : 0,
          place.inNames.has(word) ? IN_NAME : 0,
          inText[at].has(number) ? IN_TEXT / (1 + place.size / LONG) + 0.5 : 0,
        );
        const value = own || (place.page.words.has(word) ? IN_PAGE : 0);
        if (!value) return;
        covered += rare[at];
        sum += rare[at] * value;
      });
      if (!sum) return;
      const share = covered / whole;
      let score = (sum / whole) * share ** 2;
      if (place.heading === asked) score += 4;
      else if (place.heading.includes(asked)) score += 3.5 * Math.sqrt(asked.length / place.heading.length);
      let best = 0;
      for (const name of place.names) {
        if (name === asked) best = 4;
        else if (name.includes(asked)) best = Math.max(best, (2 * asked.length) / name.length);
        else if (asked.includes(name)) best = Math.max(best, (2 * name.length) / asked.length);
      }
      for (const words of place.quoted) {
        if (words.includes(asked)) best = Math.max(best, 2 * Math.sqrt(asked.length / words.length));
        else if (asked.includes(words)) best = Math.max(best, (1.5 * words.length) / asked.length);
      }
      given.set(number, (score + best) * place.page.weight * (place.anchor ? 1 : TOP));
    });
    return given;
  };

  /** The places that answer a question, the best first. */
  Search.rank = (query) => {
    const ready = (Search.ready ??= prepare(Search._index));
    const asked = line(wordsOf(query));
    if (!asked.trim()) return [];
    const best = new Map();
    variants(asked, ready.groups).forEach((variant, at) => {
      for (const [number, score] of points(ready, variant)) {
        const value = at ? score * SYNONYM : score;
        if (value > (best.get(number) ?? 0)) best.set(number, value);
      }
    });
    const ordered = [...best].sort(([a, one], [b, two]) => two - one || a - b);
    const enough = (ordered[0]?.[1] ?? 0) * ENOUGH;
    return ordered.filter(([, score]) => score >= enough).slice(0, MOST).map(([number, score]) => ({ ...ready.places[number], score }));
  };

  /* --- showing ------------------------------------------------------------------------------------------------------ */

  const add = (parent, name, text, css) => {
    const element = parent.appendChild(document.createElement(name));
    if (text) element.textContent = text;
    if (css) element.className = css;
    return element;
  };

  const texts = new Map(); /* one request a page, however many of its places are shown */
  const pageAt = (address) => {
    if (!texts.has(address)) {
      const loading = fetch(address).then((answer) => (answer.ok ? answer.text() : ""));
      texts.set(address, loading.then((html) => new DOMParser().parseFromString(html, "text/html"), () => null));
    }
    return texts.get(address);
  };

  /** The text of a place in its page, without headings, forms and what lies in places of their own. */
  const textAt = (page, anchor) => {
    const target = anchor ? page.getElementById(anchor) : page.querySelector("[role=main] section");
    let box = target?.closest("section, dt");
    if (!box) return "";
    if (box.localName === "dt") return box.nextElementSibling?.textContent ?? "";
    box = box.cloneNode(true);
    for (const one of box.querySelectorAll(LEFT_OUT)) one.remove();
    return box.textContent;
  };

  /** Text with the words of the question marked. */
  const mark = (parent, text, words) => {
    const forms = words.filter((word) => word.length > 1).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    if (!forms.length) return parent.append(text);
    let from = 0;
    for (const { 0: found, index } of text.matchAll(new RegExp(`(?:${forms.sort((a, b) => b.length - a.length).join("|")})+`, "giu"))) {
      parent.append(text.slice(from, index));
      add(parent, "mark", found);
      from = index + found.length;
    }
    return parent.append(text.slice(from));
  };

  const summary = async (item, address, anchor, words) => {
    const page = await pageAt(address);
    const text = (page ? textAt(page, anchor) : "").replace(/\s+/g, " ").trim();
    if (!text) return;
    const lower = text.toLowerCase();
    const first = Math.min(...words.map((word) => lower.indexOf(word)).filter((at) => at >= 0), text.length);
    let start = first === text.length ? 0 : Math.max(0, first - CONTEXT / 3);
    if (start) start = Math.max(start, text.lastIndexOf(" ", first - 1) + 1 || start);
    const piece = text.slice(start, start + CONTEXT);
    const paragraph = add(item, "p", "", "context");
    mark(paragraph, (start ? "… " : "") + piece.trim() + (start + CONTEXT < text.length ? " …" : ""), words);
  };

  const show = (found, words) => {
    const root = document.documentElement.dataset.content_root;
    for (const place of found) {
      const item = document.createElement("li");
      const address = root + place.page.address;
      const link = add(item, "a", place.title);
      link.href = address + (place.anchor ? `#${place.anchor}` : "");
      if (place.anchor) add(item, "p", place.page.title, "search-page");
      Search.output.append(item);
      summary(item, address, place.anchor, words);
    }
  };

  Search.query = (query) => {
    const found = Search.rank(query);
    const words = splitQuery(query.toLowerCase()).map((word) => word.trim()).filter((word) => !stopwords.has(word));
    Search.stopPulse();
    Search.title.textContent = SEARCH_WORDS.results;
    let shown = 0;
    const more = document.createElement("button");
    const next = () => {
      show(found.slice(shown, shown + AT_ONCE), words);
      const first = Search.output.children[shown]?.querySelector("a");
      if (shown) first?.focus();
      shown += AT_ONCE;
      if (shown >= found.length) more.remove();
    };
    next();
    if (found.length > shown) {
      more.type = "button";
      more.className = "search-more";
      more.textContent = SEARCH_WORDS.more;
      more.addEventListener("click", next);
      Search.output.after(more);
    }
    Search.status.textContent = found.length ? SEARCH_WORDS.count.replace("{count}", found.length) : SEARCH_WORDS.nothing;
  };
}
