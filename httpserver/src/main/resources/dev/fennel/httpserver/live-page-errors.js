const ERRORS = /^(.*): ([0-9]+) errors?, the last ([0-9]+) s ago$/;

/** What fails: a line for each source of errors in the last scrapes. Their messages are in the program's log only. */
class Errors {
  constructor(body, none, tab) {
    Object.assign(this, { body, none, tab });
  }

  /** @param text lines such as "collector x: 3 errors, the last 2 s ago" */
  draw(text) {
    const all = text.split("\n").map(line => ERRORS.exec(line)).filter(match => match);
    const now = all.filter(([, , , seconds]) => seconds <= 1);
    this.none.hidden = all.length > 0;
    this.body.closest("table").hidden = all.length === 0;
    write(this.tab, now.length > 0 ? `Errors ${now.length}` : "Errors");
    this.tab.classList.toggle("alarm", now.length > 0);
    this.body.replaceChildren(...all.map(([, source, count, seconds]) => element("tr", seconds <= 1 ? "now" : "",
        element("td", "source", source),
        element("td", "number", plain(Number(count))),
        element("td", "number", seconds <= 1 ? "in the last scrape" : `${duration(Number(seconds))} ago`))));
  }
}
