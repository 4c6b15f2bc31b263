// A worker that is there before anybody wants it. Making its thread and reading its script takes a browser long; while the
// page is still being laid out this costs nobody anything. It fetches nothing until it is told what.

let ahead = null;

/** Make a worker for the first that wants one. `url`: its script. */
export function makeAhead(url) {
  ahead = new Worker(url, { type: "module" });
  ahead.onerror = (event) => {
    event.preventDefault();
    ahead = null; // whoever wants one tries again
  };
}

/** The worker made ahead, or else a new one. */
export function takeWorker(url) {
  const worker = ahead ?? new Worker(url, { type: "module" });
  ahead = null;
  return worker;
}
