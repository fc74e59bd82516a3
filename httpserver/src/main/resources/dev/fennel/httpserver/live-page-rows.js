/* The rows of the table: of a group, a family, or a series. What metrics say goes in as text, never as markup. */

const TREND_LINES = 5;

class Row {
  constructor(kind) {
    this.element = element("div", `row ${kind}`);
    this.element.setAttribute("role", "row");
    this.element.tabIndex = -1;
    this.metric = this.element.appendChild(cell("metric"));
  }

  place(level, expanded) {
    this.element.setAttribute("aria-level", level);
    this.element.style.setProperty("--level", level);
    if (expanded === undefined) {
      this.element.removeAttribute("aria-expanded");
    } else {
      this.element.setAttribute("aria-expanded", expanded);
    }
  }
}

class GroupRow extends Row {
  constructor() {
    super("group");
    this.name = this.metric.appendChild(element("span", "name"));
    this.count = this.metric.appendChild(element("span", "count"));
  }

  drawGroup({ prefix, families, series }) {
    write(this.name, prefix);
    write(this.count, `${counted(families, "family", "families")}, ${plain(series)} series`);
  }
}

/** A row with numbers and a trend: of a family, whose only series may be in it, or of a series. */
class NumbersRow extends Row {
  constructor(kind) {
    super(kind);
    const titled = this.metric.appendChild(element("div", "titled"));
    this.name = titled.appendChild(element("span", "name"));
    this.count = titled.appendChild(element("span", "count"));
    this.labels = this.metric.appendChild(element("div", "labels"));
    this.help = this.metric.appendChild(element("div", "help"));
    const cells = ["type", "value", "rate", "trend"].map(name => this.element.appendChild(cell(name)));
    this.type = cells[0];
    this.value = cells[1].appendChild(element("span", "number"));
    this.valueDetail = cells[1].appendChild(element("span", "detail"));
    this.rate = cells[2].appendChild(element("span", "number"));
    this.rateDetail = cells[2].appendChild(element("span", "detail"));
    this.trend = cells[3];
  }

  /** Draws a family with several series, of which some were found. */
  drawFamily(family, found) {
    this.drawName(family, found.length < family.series.length
        ? `${plain(found.length)} of ${plain(family.series.length)} series` : `${plain(found.length)} series`);
    this.drawLabels(null);
    const values = found.map(one => one.value).filter(value => !isNone(family, value) && !Number.isNaN(value));
    const [low, high] = rangeOf(values);
    const sum = values.reduce((total, value) => total + value, 0);
    switch (family.type) {
      case "info":
      case "stateset": write(this.value, ""); break;
      case "counter": write(this.value, pretty(family, sum)); break;
      case "histogram":
      case "summary": write(this.value, plain(sum)); break;
      default:
        write(this.value, values.length === 0 ? "none" : low === high ? pretty(family, low)
            : `${pretty(family, low)} – ${pretty(family, high)}`);
    }
    const none = found.filter(one => isNone(family, one.value)).length;
    write(this.valueDetail, isCounting(family) ? "in all" : none > 0 && values.length > 0 ? `none for ${plain(none)}` : "");
    const rate = found.reduce((total, one) => total + one.rate, 0);
    write(this.rate, isCounting(family) && !Number.isNaN(rate) ? perSecond(family, rate) : "");
    write(this.rateDetail, "");
    this.drawTrend(found.slice(0, TREND_LINES));
  }

  drawOnly(series) {
    this.drawName(series.family, "");
    this.drawSeries(series);
  }

  drawSeries(series) {
    const family = series.family;
    this.drawLabels(series);
    const observes = isDistribution(family);
    if (series.states) {
      this.drawStates(series);
    } else {
      write(this.value, family.type === "info" ? "" : observes ? plain(series.value) : pretty(family, series.value));
      this.value.title = family.type === "info" ? "" : String(series.value);
    }
    write(this.valueDetail, observes && series.value > 0 ? `mean ${pretty(family, series.sum / series.value)}` : "");
    write(this.rate, isCounting(family) && !Number.isNaN(series.rate) ? perSecond(family, series.rate) : "");
    write(this.rateDetail, observes
        ? series.quantiles().map(([q, value]) => `p${plain(q * 100)} ${pretty(family, value)}`).join("   ") : "");
    this.drawTrend([series]);
  }

  drawName(family, count) {
    write(this.name, family.name);
    write(this.count, count);
    write(this.help, family.help);
    this.help.title = family.help;
    write(this.type, family.type === "stateset" ? "state set" : family.type);
  }

  drawLabels(series) {
    if (this.drawn !== series) {
      this.drawn = series;
      this.labels.replaceChildren(...(series ? chips(series.labels) : []));
    }
  }

  drawStates(series) {
    const on = series.states.filter(([, is]) => is).map(([state]) => state);
    if (this.drawnStates !== on.join()) {
      this.drawnStates = on.join();
      this.value.replaceChildren(...(on.length === 0 ? ["no state"] : on.map(state => element("span", "on", state))));
      this.value.title = `of ${series.states.map(([state]) => state).join(", ")}`;
    }
  }

  drawTrend(all) {
    const drawn = all.filter(one => one.family.type !== "info" && !one.states).map(one => one.trend());
    const values = drawn.flatMap(pairs => pairs.map(([, value]) => value)).filter(Number.isFinite);
    if (drawn.length === 0 || values.length < 2 * drawn.length) {
      this.trend.replaceChildren();
      return;
    }
    const counts = isCounting(all[0].family);
    const [low, high] = rangeOf(counts ? [0, ...values] : values);
    const to = drawn[0][drawn[0].length - 1][0];
    const from = drawn[0][0][0];
    const place = ([time, value]) => `${(100 * (time - from) / (to - from)).toFixed(1)},`
        + `${high > low ? (18 - 16 * (value - low) / (high - low)).toFixed(1) : 10}`;
    const picture = svg("svg", { viewBox: "0 0 100 20", preserveAspectRatio: "none", role: "img" },
        ...drawn.map(pairs => svg("polyline", {
          class: pairs.every(([, value]) => value === pairs[0][1]) ? "still" : "",
          points: pairs.filter(([, value]) => Number.isFinite(value)).map(place).join(" "),
        })));
    const format = value => counts ? perSecond(all[0].family, value) : pretty(all[0].family, value);
    picture.setAttribute("aria-label", `between ${format(low)} and ${format(high)}`);
    this.trend.replaceChildren(picture);
  }
}
