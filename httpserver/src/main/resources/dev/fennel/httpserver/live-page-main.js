const INTERVAL = 2000;
const LONGEST_INTERVAL = 30000;
const PATIENCE = 5000;
const ACCEPT = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
    + ";escaping=allow-utf-8";

const at = id => document.getElementById(id);
const address = new Address(location.hash);
const live = new Live(address.charts);
const table = new Table(at("rows"), address, changed);
const cardinality = new Cardinality(at("counts"), at("counted"), address, changed);
const errors = new Errors(at("errors"), at("no-errors"), at("tab-errors"));
let paused = false;

/** Draws what is in sight. */
function draw() {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const chosen = tab.dataset.tab === address.tab;
    tab.setAttribute("aria-selected", chosen);
    tab.tabIndex = chosen ? 0 : -1;
    at(`${tab.dataset.tab}-panel`).hidden = !chosen;
  }
  if (live.scrapes === 0) {
    return;
  }
  if (address.tab === "cardinality") {
    showSort("[data-rank]", "rank");
    cardinality.draw([...live.families.values()]);
  } else if (address.tab === "metrics") {
    drawTable();
  }
}

function drawTable() {
  const families = live.present;
  showSort("[data-sort]", "sort");
  at("all").textContent = address.all ? "Collapse all" : "Expand all";
  const found = table.draw(families);
  const all = families.length === found.families && live.series.size === found.series;
  write(at("status"), all ? `${counted(found.families, "family", "families")}, ${plain(found.series)} series`
      : `${plain(found.families)} of ${plain(families.length)} families, `
          + `${plain(found.series)} of ${plain(live.series.size)} series`);
}

/** Keeps in the address what is looked at, and draws it. A screen reader says then what was found. */
function changed() {
  history.replaceState(null, "", String(address));
  at("status").ariaLive = "polite";
  draw();
}

async function scrape() {
  const start = performance.now();
  const response = await fetch(at("metrics").href,
      { headers: { Accept: ACCEPT, "X-Fennel-Look": "1" }, cache: "no-store" })
      .catch(() => { throw new Error("the server does not answer"); });
  if (!response.ok) {
    throw new Error(`status ${response.status}: ${(await response.text()).slice(0, 2000)}`);
  }
  const body = await response.arrayBuffer();
  const took = performance.now() - start;
  live.update(readFamilies(body), performance.now() / 1000);
  write(at("last"), `The last reading took ${duration(took / 1000)} and had ${bytes(body.byteLength)}.`);
}

/** Shows who failed in the last scrapes. It is an extra, so nothing is said if it cannot be read. */
async function showErrors() {
  const response = await fetch(at("errors").dataset.path, { cache: "no-store" });
  errors.draw(response.ok ? await response.text() : "");
}

function shownIsFrom() {
  return live.scrapes === 0 ? "" : ` What is shown is from ${clock(wallTime(live.latest), true)}.`;
}

function show(problem) {
  at("problem").hidden = problem === "";
  write(at("problem"), problem);
}

function showUptime() {
  const [start] = live.families.get("process_start_time_seconds")?.series ?? [];
  write(at("uptime"), start ? `up for ${duration(Math.max(0, Date.now() / 1000 - start.value))}` : "");
}

/** Scrapes and shows what has changed, but not while nobody looks. */
async function look() {
  if (paused || document.hidden) {
    return;
  }
  const overdue = setTimeout(() => show(`No answer for ${PATIENCE / 1000} seconds.${shownIsFrom()}`), PATIENCE);
  try {
    await scrape();
    await showErrors().catch(() => {});
    show("");
    showUptime();
    at("status").ariaLive = "off";
    draw();
  } catch (error) {
    show(`The metrics cannot be read: ${error.message}.${shownIsFrom()}`);
  } finally {
    clearTimeout(overdue);
  }
}

/** Looks for ever; a tenth of the time, or less, unless the server is very slow. */
async function follow() {
  const start = performance.now();
  await look();
  setTimeout(follow, Math.max(INTERVAL, Math.min(LONGEST_INTERVAL, 9 * (performance.now() - start))));
}

/** Shows how a table is sorted in its header. */
function showSort(buttons, kept) {
  for (const button of document.querySelectorAll(buttons)) {
    const { by, descending } = address[kept];
    const header = button.parentElement;
    if (button.dataset[kept] === by) {
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    } else {
      header.removeAttribute("aria-sort");
    }
  }
}

/** Has the buttons in the header of a table sort it: numbers from the greatest at first. */
function sortWith(buttons, kept) {
  document.querySelectorAll(buttons).forEach(button => button.addEventListener("click", () => {
    const by = button.dataset[kept];
    const before = address[kept];
    address[kept] = { by, descending: before.by === by ? !before.descending : !["name", "type"].includes(by) };
    changed();
  }));
}

/** Shows another tab; the browser's button leads back. */
function chooseTab(tab) {
  if (address.tab !== tab.dataset.tab) {
    address.tab = tab.dataset.tab;
    history.pushState(null, "", String(address));
  }
  tab.focus();
  draw();
}

at("where").textContent = location.host;
document.title = `Metrics of ${location.host}`;
at("search").value = address.search;
at("search").addEventListener("input", event => {
  address.search = event.target.value;
  address.turned.clear();
  changed();
});
at("pause").addEventListener("click", () => {
  paused = !paused;
  at("pause").setAttribute("aria-pressed", paused);
});
at("all").addEventListener("click", () => {
  address.all = !address.all;
  address.turned.clear();
  address.closed.clear();
  changed();
});
sortWith("[data-sort]", "sort");
sortWith("[data-rank]", "rank");
document.querySelectorAll("[role=tab]").forEach((tab, i, tabs) => {
  tab.addEventListener("click", () => chooseTab(tab));
  tab.addEventListener("keydown", event => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) chooseTab(tabs[(i + step + tabs.length) % tabs.length]);
  });
});
addEventListener("hashchange", () => {
  Object.assign(address, new Address(location.hash));
  live.charts = address.charts;
  at("search").value = address.search;
  draw();
});
addEventListener("beforeprint", () => table.fillAll());
document.addEventListener("keydown", event => {
  const search = at("search");
  if (event.key === "/" && document.activeElement !== search && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    if (address.tab !== "metrics") chooseTab(at("tab-metrics"));
    search.focus();
  } else if (event.key === "Escape" && document.activeElement === search && search.value !== "") {
    search.value = "";
    search.dispatchEvent(new Event("input"));
  }
});
draw();
follow();
