"""The page's side of the worker, in Node, with workers that say what the test wants: what an ended one still says is
dropped, and a fresh one takes over after a large check."""

import json
import subprocess

import pytest
from conftest import ROOT

from checkers.sphinxext import bundle

AHEAD_OF_USE = (ROOT / "checkers" / "sphinxext" / "static" / "ahead.js").as_uri()
RUNTIME = (ROOT / "checkers" / "sphinxext" / "static" / "runtime.js").as_uri()
# `step` notes, by name, what the promises and the runtime have come to.
STAGE = """
const workers = [];
const later = [];
globalThis.document = { baseURI: "https://site.example/", documentElement: { dataset: {} } };
globalThis.setTimeout = (action, time) => later.push({ action, time });
globalThis.clearTimeout = (number) => { if (number) delete later[number - 1]; };
console.warn = () => {};
globalThis.Worker = class {
  constructor() {
    this.sent = [];
    this.ended = false;
    workers.push(this);
  }
  postMessage(message) { this.sent.push(message); }
  terminate() { this.ended = true; }
  says(data) { this.onmessage({ data }); }
  fails(message) { this.onerror({ message, preventDefault() {} }); }
  get asked() { return this.sent.filter(({ type }) => type === "check").map(({ id }) => id); }
};
const { Runtime } = await import(%s);
const runtime = new Runtime({ files: { worker: { url: "worker.mjs" } }, lock: {}, language: "en", seconds: 60 });
const changes = [];
runtime.addEventListener("change", () => changes.push(runtime.state));
const steps = {};
const answers = {};
function ask(name, input, more) {
  answers[name] = "pending";
  runtime.check("headers", input, more).then(
    ({ text }) => { answers[name] = text; },
    ({ why }) => { answers[name] = `stopped: ${why}`; },
  );
}
async function step(name) {
  for (let turn = 0; turn < 5; turn += 1) await null;
  steps[name] = {
    answers: { ...answers },
    state: runtime.state,
    workers: workers.map(({ ended }) => (ended ? "ended" : "alive")),
    asked: workers.map(({ asked }) => asked),
    waiting: later.filter(Boolean).map(({ time }) => time),
  };
}
/** Let the time pass that somebody waits for. */
function pass() {
  for (const [index, timer] of [...later.entries()]) {
    if (!timer) continue;
    delete later[index];
    timer.action();
  }
}
"""

LATE = """
ask("first", "a");
workers[0].says({ type: "state", state: "ready", tier: 2 });
workers[0].says({ type: "state", state: "working", id: 1 });
await step("working");
runtime.cancel();
await step("cancelled");
workers[0].says({ type: "report", id: 1, text: "late" });
workers[0].says({ type: "state", state: "ready", tier: 2 });
await step("late, with no worker");
ask("second", "b");
const before = changes.length;
for (const id of [1, 2]) {
  workers[0].says({ type: "report", id, text: "late" });
  workers[0].says({ type: "failed", id, stage: "check", reason: "late" });
}
workers[0].says({ type: "failed", id: null, stage: "load", reason: "late" });
workers[0].says({ type: "state", state: "working", id: 2 });
workers[0].says({ type: "keep", role: "words", value: "late" });
workers[0].says({ type: "fallback", reason: "late" });
workers[0].fails("late");
await step("late, with another worker");
steps.noticed = changes.length - before;
steps.kept = Object.keys(runtime.kept);
workers[1].says({ type: "state", state: "ready", tier: 2 });
workers[1].says({ type: "state", state: "working", id: 2 });
workers[1].says({ type: "report", id: 2, text: "in time" });
workers[1].says({ type: "report", id: 2, text: "twice" });
workers[1].says({ type: "report", id: 7, text: "never asked for" });
await step("answered");
"""

AHEAD = """
const { makeAhead } = await import(%s);
makeAhead("worker.mjs");
runtime.start();
await step("taken");
runtime.cancel();
makeAhead("worker.mjs");
workers[1].fails("not found");
ask("first", "a");
await step("not to be had");
steps.told = workers.map(({ sent }) => sent.map(({ type }) => type));
"""

SWOLLEN = """
const large = new Uint8Array(5 * 1024 * 1024);
const answer = (worker, id, text) => {
  worker.says({ type: "state", state: "working", id });
  worker.says({ type: "report", id, text });
};
ask("small", "a");
workers[0].says({ type: "state", state: "ready", tier: 2 });
answer(workers[0], 1, "small");
await step("small");
ask("large", large);
ask("next", "b");
answer(workers[0], 2, "large");
await step("large, another waits");
answer(workers[0], 3, "next");
await step("at rest");
ask("third", "c");
await step("asked again");
answer(workers[0], 4, "third");
pass();
await step("renewed");
ask("fourth", "d");
workers[0].says({ type: "report", id: 5, text: "of the old one" });
await step("waits for the fresh one");
workers[1].says({ type: "state", state: "ready", tier: 2 });
answer(workers[1], 5, "of the fresh one");
await step("answered");
ask("compared", "e", { task: "compare", other: large });
answer(workers[1], 6, "compared");
runtime.cancel();
pass();
await step("cancelled before its time");
"""


def played(script: str) -> dict:
    """The steps of a script."""
    code = STAGE % json.dumps(RUNTIME) + script + "console.log(JSON.stringify(steps));"
    command = [bundle.node(), "--input-type=module", "-e", code]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def late() -> dict:
    return played(LATE)


@pytest.fixture(scope="module")
def swollen() -> dict:
    return played(SWOLLEN)


def test_a_late_answer_of_an_ended_worker_is_dropped(late):
    assert late["working"]["answers"] == {"first": "pending"}
    for step in ("cancelled", "late, with no worker"):
        assert late[step]["answers"] == {"first": "stopped: cancelled"}
        assert late[step]["workers"] == ["ended"] and late[step]["state"] == "none"


def test_nothing_of_it_reaches_the_next_worker(late):
    step = late["late, with another worker"]
    assert step["answers"]["second"] == "pending" and step["workers"] == ["ended", "alive"]
    assert step["state"] == "loading" and late["noticed"] == 0 and late["kept"] == []
    assert step["waiting"] == [], "no time limit runs yet"


def test_the_next_worker_is_heard_and_each_question_answered_once(late):
    step = late["answered"]
    assert step["answers"] == {"first": "stopped: cancelled", "second": "in time"}
    assert step["asked"] == [[1], [2]] and step["waiting"] == []


def test_a_small_check_leaves_the_worker_in_its_place(swollen):
    assert swollen["small"]["workers"] == ["alive"] and swollen["small"]["waiting"] == []


def test_a_fresh_worker_takes_over_once_nobody_waits(swollen):
    assert swollen["large, another waits"]["waiting"] == []
    [rest] = swollen["at rest"]["waiting"]
    assert rest and swollen["at rest"]["workers"] == ["alive"]
    assert swollen["asked again"]["waiting"] == [] and swollen["asked again"]["workers"] == ["alive"]
    assert swollen["renewed"]["workers"] == ["ended", "alive"] and swollen["renewed"]["state"] == "loading"


def test_what_is_asked_of_the_fresh_one_waits_for_it(swollen):
    assert swollen["waits for the fresh one"]["answers"]["fourth"] == "pending"
    assert swollen["waits for the fresh one"]["asked"] == [[1, 2, 3, 4], [5]]
    assert swollen["answered"]["answers"] == {
        "small": "small", "large": "large", "next": "next", "third": "third", "fourth": "of the fresh one",
    }  # fmt: skip


def test_a_comparison_counts_both_and_an_ended_worker_is_not_renewed(swollen):
    step = swollen["cancelled before its time"]
    assert step["answers"]["compared"] == "compared"
    assert step["workers"] == ["ended", "ended"] and step["state"] == "none"


def test_a_worker_made_ahead_is_the_one_that_starts_unless_it_failed():
    steps = played(AHEAD % json.dumps(AHEAD_OF_USE))
    assert steps["taken"]["workers"] == ["alive"]
    assert steps["not to be had"]["workers"] == ["ended", "alive", "alive"]
    assert steps["not to be had"]["asked"] == [[], [], [1]]
    assert steps["told"] == [["start"], [], ["start", "check"]]
