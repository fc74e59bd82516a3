const INTERVAL = 2000;
const PATIENCE = 5000;
const ACCEPT = "text/plain;version=0.0.4;escaping=allow-utf-8";

const at = id => document.getElementById(id);
const live = new Live();
const view = new View(at("rows"), at("more"));
let paused = false;

function draw() {
  const found = view.draw(live.order);
  const all = live.order.length;
  at("status").textContent = found === all ? `${plain(all)} series` : `${plain(found)} of ${plain(all)} series`;
}

async function scrape() {
  const response = await fetch(at("metrics").href, { headers: { Accept: ACCEPT }, cache: "no-store" });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`status ${response.status}: ${text.slice(0, 2000)}`);
  }
  live.update(parse(text), performance.now() / 1000);
}

/** Shows who failed in the last scrapes. It is an extra, so nothing is said if it cannot be read. */
async function showErrors() {
  const response = await fetch(at("failed").dataset.path, { cache: "no-store" });
  const lines = response.ok ? (await response.text()).split("\n").filter(line => line !== "") : [];
  at("failed").hidden = lines.length === 0;
  at("errors").replaceChildren(...lines.map(line => {
    const item = document.createElement("li");
    item.textContent = line;
    return item;
  }));
}

function tell(problem) {
  at("problem").hidden = problem === "";
  write(at("problem"), problem);
}

function tellUptime() {
  const start = live.order.find(one => one.family.name === "process_start_time_seconds");
  at("uptime").textContent = start ? `It started ${duration(Math.max(0, Date.now() / 1000 - start.value))} ago.` : "";
}

/** Scrapes for ever, at most a tenth of the time, and not while nobody looks. */
async function follow() {
  const start = performance.now();
  if (!paused && !document.hidden) {
    const overdue = setTimeout(
        () => tell(`No answer for ${PATIENCE / 1000} seconds. What is shown is older.`), PATIENCE);
    try {
      await scrape();
      await showErrors().catch(() => {});
      tell("");
      tellUptime();
      draw();
    } catch (error) {
      tell(`The metrics cannot be read: ${error.message}`);
    } finally {
      clearTimeout(overdue);
    }
  }
  setTimeout(follow, Math.max(INTERVAL, 9 * (performance.now() - start)));
}

function sortBy(button) {
  const by = button.dataset.sort;
  const numeric = by === "value" || by === "rate";
  view.sort = { by, descending: view.sort.by === by ? !view.sort.descending : numeric };
  for (const other of document.querySelectorAll("th")) {
    other.removeAttribute("aria-sort");
  }
  button.parentElement.setAttribute("aria-sort", view.sort.descending ? "descending" : "ascending");
  draw();
}

at("where").textContent = location.host;
document.title = `Metrics of ${location.host}`;
at("search").addEventListener("input", event => {
  view.words = event.target.value.toLowerCase().split(/\s+/).filter(word => word !== "");
  view.limit = SCREENFUL;
  draw();
});
at("pause").addEventListener("click", () => {
  paused = !paused;
  at("pause").setAttribute("aria-pressed", paused);
});
at("more").addEventListener("click", () => {
  view.limit += 2 * SCREENFUL;
  draw();
});
document.querySelectorAll("th button").forEach(button => button.addEventListener("click", () => sortBy(button)));
document.addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== at("search") && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    at("search").focus();
  }
});
follow();
