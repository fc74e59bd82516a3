const SCREENFUL = 200;
const SVG = "http://www.w3.org/2000/svg";

/** The table: draws the series that the search finds, in the order that was chosen. */
class View {
  rows = new Map();
  shown = [];
  limit = SCREENFUL;
  sort = { by: "name", descending: false };
  words = [];

  constructor(body, more) {
    this.body = body;
    this.more = more;
  }

  /** Draws; the answer is how many series were found. */
  draw(series) {
    const found = this.words.length === 0 ? series
        : series.filter(one => this.words.every(word => one.text.includes(word)));
    this.shown.forEach(one => one.shown = false);
    this.shown = this.sorted(found).slice(0, this.limit);
    const rows = new Map();
    let last = null;
    let place = this.body.firstChild;
    for (const one of this.shown) {
      one.shown = true;
      const row = this.rows.get(one.id) || new Row();
      row.draw(one, one.family.name !== last);
      last = one.family.name;
      rows.set(one.id, row);
      if (place === row.element) {
        place = place.nextSibling;
      } else {
        this.body.insertBefore(row.element, place);
      }
    }
    while (place) {
      const gone = place;
      place = place.nextSibling;
      gone.remove();
    }
    this.rows = rows;
    this.more.hidden = found.length <= this.limit;
    this.more.textContent = `Show more, ${plain(found.length - this.shown.length)} are left`;
    return found.length;
  }

  /** The scrape has names in order already; sorting by anything else keeps it among equals. */
  sorted(series) {
    const { by, descending } = this.sort;
    if (by === "name") {
      return descending ? [...series].reverse() : series;
    }
    const key = {
      type: one => one.family.type,
      value: one => one.value,
      rate: one => one.rate,
    }[by];
    const sign = descending ? -1 : 1;
    return [...series].sort((a, b) => compare(key(a), key(b), sign));
  }
}

/** Compares two numbers or strings; what is not a number comes last, whatever the direction. */
function compare(a, b, sign) {
  const noA = Number.isNaN(a);
  const noB = Number.isNaN(b);
  if (noA || noB) {
    return noA - noB;
  }
  return a < b ? -sign : a > b ? sign : 0;
}

/** One row of the table. All that a metric says goes in as text, never as markup. */
class Row {
  constructor() {
    this.element = document.createElement("tr");
    const cells = ["metric", "type", "value", "rate", "trend"].map(name => this.element.appendChild(element("td", name)));
    this.name = cells[0].appendChild(element("div", "name"));
    this.help = cells[0].appendChild(element("div", "help"));
    this.labels = cells[0].appendChild(element("div", "labels"));
    this.type = cells[1];
    this.value = cells[2].appendChild(element("span", "number"));
    this.valueDetail = cells[2].appendChild(element("span", "detail"));
    this.rate = cells[3].appendChild(element("span", "number"));
    this.rateDetail = cells[3].appendChild(element("span", "detail"));
    this.trend = cells[4];
  }

  draw(series, first) {
    const family = series.family;
    this.element.classList.toggle("first", first);
    if (this.drawn !== series) {
      this.labels.replaceChildren(...series.labels.map(label));
      this.drawn = series;
    }
    write(this.name, family.name);
    write(this.help, family.help);
    write(this.type, family.type);
    this.drawNumbers(series, family);
    this.drawTrend(series);
  }

  drawNumbers(series, family) {
    const observes = family.type === "histogram" || family.type === "summary";
    write(this.value, observes ? plain(series.value) : pretty(family, series.value));
    this.value.title = String(series.value);
    write(this.valueDetail, observes && series.value > 0 ? `mean ${pretty(family, series.sum / series.value)}` : "");
    const growth = observes || family.type === "counter";
    const perSecond = observes || !/_bytes_total$/.test(family.name) ? plain(series.rate) : bytes(series.rate);
    write(this.rate, growth && !Number.isNaN(series.rate) ? `${perSecond}/s` : "");
    write(this.rateDetail, series.quantiles().map(([q, value]) => `p${plain(q * 100)} ${pretty(family, value)}`).join("  "));
  }

  drawTrend(series) {
    if (series.trend.length < 2) {
      this.trend.replaceChildren();
      return;
    }
    if (!this.trend.firstChild) {
      const svg = this.trend.appendChild(document.createElementNS(SVG, "svg"));
      svg.setAttribute("viewBox", "0 0 100 20");
      svg.setAttribute("preserveAspectRatio", "none");
      svg.setAttribute("role", "img");
      this.line = svg.appendChild(document.createElementNS(SVG, "polyline"));
    }
    const values = series.trend.map(([, value]) => value);
    const low = Math.min(...values, ...(series.counts ? [0] : []));
    const high = Math.max(...values);
    const from = series.trend[0][0];
    const span = series.trend[series.trend.length - 1][0] - from;
    this.line.setAttribute("points", series.trend.map(([time, value]) => {
      const x = 100 * (time - from) / span;
      const y = high > low ? 18 - 16 * (value - low) / (high - low) : 10;
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    }).join(" "));
    this.trend.firstChild.setAttribute("aria-label",
        `${series.counts ? "per second " : ""}between ${plain(low)} and ${plain(high)}`);
  }
}

function element(tag, name) {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}

function label([name, value]) {
  const pair = element("span", "label");
  const key = pair.appendChild(document.createElement("i"));
  key.textContent = `${name}=`;
  pair.append(value === "" ? "\"\"" : value);
  return pair;
}

/** Changes a text only where it differs, as drawing is what takes time. */
function write(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}
