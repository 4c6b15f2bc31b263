// Only in `make preview`: loads the page anew when it was built anew, and shows what the lint says of the saved file.
// The stream of news comes from preview.py.

const KEPT = "preview-problems";
let build = null;

const line = document.createElement("div");
line.setAttribute("role", "status");
line.lang = "en";
line.dir = "ltr";
Object.assign(line.style, {
  position: "fixed", insetInline: "0", insetBlockEnd: "0", zIndex: "1000", maxHeight: "40vh", overflow: "auto",
  padding: "0.4rem 0.8rem", font: "0.85rem/1.5 ui-monospace, monospace", whiteSpace: "pre-wrap",
  background: "#221d1b", color: "#fff", borderBlockStart: "3px solid #ff9a8b",
});
line.hidden = true;
document.body.append(line);

function show(words) {
  line.textContent = words;
  line.hidden = !words;
}

function report({ page, problems }) {
  const here = page === location.pathname;
  const where = page && !here ? `Changed: ${page}\n` : "";
  show(problems.length ? `${where}${problems.join("\n")}` : where.trim());
}

// What was said just before this page was loaded anew.
const before = sessionStorage.getItem(KEPT);
sessionStorage.removeItem(KEPT);
if (before) report(JSON.parse(before));

new EventSource("/-preview-/news").addEventListener("message", ({ data }) => {
  const news = JSON.parse(data);
  build ??= news.build;
  if (news.busy) show("Building…");
  else if (news.build !== build) {
    sessionStorage.setItem(KEPT, data);
    location.reload();
  }
});
