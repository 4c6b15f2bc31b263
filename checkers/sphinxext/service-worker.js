// The service worker: what was visited once can be read, searched and used again without a network. offline.py puts
// SITE before this text: what the site holds, and an identity of the build, so that every build is a new worker.
//
// Files whose address carries a hash of their content come from the cache, all others from the network as long as
// there is one. A new build fills a cache of its own; it takes over, and the old cache goes, only when no page of the
// old build is open any more. So a page never meets files of another build.

const HOME = new URL("./", self.location).href;
const OURS = `${HOME} `; // how the names of our caches begin: several sites can share an origin
const CACHE = OURS + SITE.build;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(forget()));

self.addEventListener("message", (event) => {
  const told = remember(event.data).then(
    () => event.ports[0]?.postMessage("kept"),
    () => event.ports[0]?.postMessage("failed"),
  );
  event.waitUntil(told);
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(HOME) || request.headers.has("range")) return;
  event.respondWith(hashed(request.url) ? cacheFirst(event) : networkFirst(event));
});

/** Whether an address stands for one content for ever. */
function hashed(url) {
  const { pathname, searchParams } = new URL(url);
  return pathname.startsWith(new URL("_checkers/", HOME).pathname) || searchParams.has("v");
}

/** The frame of the site, anew; and of what earlier builds kept for the reader, the same from this build. */
async function install() {
  const cache = await caches.open(CACHE);
  await all(SITE.core, (address) => keep(cache, address));
  const visited = await earlier();
  const pages = visited.filter((address) => SITE.pages[address]);
  await all(pages, (address) => keepPage(cache, address));
  if (visited.some((address) => address.startsWith("_checkers/") && !SITE.core.includes(address))) await keepRuntime(cache);
}

/** The addresses in the caches of earlier builds. */
async function earlier() {
  const found = new Set();
  for (const name of await caches.keys()) {
    if (!name.startsWith(OURS) || name === CACHE) continue;
    for (const { url } of await (await caches.open(name)).keys()) found.add(url.slice(HOME.length));
  }
  return [...found];
}

async function forget() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
}

/**
 * Keep a page that was opened while this worker did not yet serve it.
 * @param {{address: string, checker: boolean}} visit the page's address; whether to keep what its checker needs
 */
async function remember({ address, checker }) {
  const cache = await caches.open(CACHE);
  await keepPage(cache, pageOf(address));
  if (checker) await keepRuntime(cache);
}

/** A page with its files, and the same in the other languages. */
async function keepPage(cache, page) {
  const others = SITE.pages[page];
  if (others) await all([page, ...others], (address) => keep(cache, address));
}

/** What a check needs; one file after the other, for nobody waits for it. */
async function keepRuntime(cache) {
  for (const address of SITE.runtime) await keep(cache, address);
}

function all(addresses, action) {
  return Promise.all(addresses.map(action));
}

/**
 * Put a file into the cache unless it is there: from an earlier build's cache if it is the same, else from the network.
 * Where the host packs nothing on the way, the packed copy is kept instead, for that is what the page asked for (worker.mjs).
 */
async function keep(cache, address) {
  const url = new URL(address, HOME).href;
  if (await cache.match(url, { ignoreVary: true })) return;
  const same = hashed(url) ? await caches.match(url, { ignoreVary: true }) : undefined;
  const response = same ?? (await fetch(url, { cache: hashed(url) ? "default" : "no-cache" }));
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  if (large(url, response)) {
    response.body.cancel();
    await keep(cache, SITE.packed[address]);
  } else {
    await cache.put(url, direct(response));
  }
}

/** Whether a host that packs nothing has sent what there is a packed copy of. */
function large(url, response) {
  return SITE.packed[url.slice(HOME.length)] && !response.headers.has("Content-Encoding");
}

/** A page that came by a redirect may not answer a navigation (Fetch, 4.4, step 14). */
function direct(response) {
  return response.redirected ? new Response(response.body, { status: response.status, headers: response.headers }) : response;
}

async function cacheFirst(event) {
  const { request } = event;
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url, { ignoreVary: true });
  if (kept) return kept;
  const packed = SITE.packed[request.url.slice(HOME.length)];
  if (packed && (await cache.match(HOME + packed))) return new Response(null, { status: 404 }); // the page asks for that one then
  const response = await fetch(request);
  if (response.status === 200 && !large(request.url, response)) event.waitUntil(cache.put(request.url, direct(response.clone())));
  return response;
}

async function networkFirst(event) {
  const { request } = event;
  const page = request.mode === "navigate" ? pageOf(request.url) : null;
  const key = page === null ? request.url : HOME + page;
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.status === 200 && (page === null || SITE.pages[page])) {
      event.waitUntil(cache.put(key, direct(response.clone())));
    }
    return response;
  } catch (error) {
    const kept = await cache.match(key, { ignoreVary: true });
    if (kept) return kept;
    if (page === null) throw error;
    return new Response(SITE.offline.html.replaceAll(SITE.offline.base, new URL(HOME).pathname), { status: 503, headers: SITE.offline.headers });
  }
}

/** The address of a page from the site's root, as SITE names it: without query and place, ending in "/". */
function pageOf(url) {
  const { origin, pathname } = new URL(url);
  const address = (origin + pathname).slice(HOME.length).replace(/(^|\/)index\.html$/, "$1");
  return !address || address.endsWith("/") || address.includes(".") ? address : `${address}/`;
}
