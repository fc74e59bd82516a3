/* The rows of the table: of a group, a family, or a series. What metrics say goes in as text, never as markup. */

class Row {
  constructor(kind) {
    this.element = element("div", `row ${kind}`);
    this.element.setAttribute("role", "row");
    this.element.tabIndex = -1;
    this.metric = this.element.appendChild(cell("metric"));
  }

  place(level, open) {
    this.element.setAttribute("aria-level", level);
    this.element.style.setProperty("--level", level);
    this.element.setAttribute("aria-expanded", open);
  }
}

class GroupRow extends Row {
  constructor() {
    super("group");
    this.name = element("span", "name");
    this.count = element("span", "count");
    this.metric.append(this.name, " ", this.count);
  }

  drawGroup(prefix, families, series) {
    write(this.name, prefix || "Others");
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
    const none = found.filter(one => isNone(family, one.value)).length;
    switch (family.type) {
      case "info":
      case "stateset": write(this.value, ""); break;
      case "counter": write(this.value, pretty(family, sum(values, value => value))); break;
      case "histogram":
      case "summary": write(this.value, plain(sum(values, value => value))); break;
      default: write(this.value, none === found.length ? "none" : range(family, values));
    }
    this.value.title = "";
    write(this.valueDetail, isCounting(family) ? "in all"
        : none > 0 && none < found.length ? `none for ${plain(none)}` : "");
    const rate = sum(found, one => one.rate);
    write(this.rate, isCounting(family) && !Number.isNaN(rate) ? perSecond(family, rate) : "");
    write(this.rateDetail, "");
    drawTrend(this.trend, found);
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
    const mean = observes && series.value > 0 ? series.sum / series.value : NaN;
    write(this.valueDetail, Number.isNaN(mean) ? "" : `mean ${unbroken(pretty(family, mean))}`);
    write(this.rate, isCounting(family) && !Number.isNaN(series.rate) ? perSecond(family, series.rate) : "");
    const quantiles = observes ? series.quantiles() : [];
    write(this.rateDetail, quantiles.map(([q, value]) => unbroken(`${rank(q)} ${pretty(family, value)}`)).join("   "));
    drawTrend(this.trend, [series]);
  }

  drawName(family, count) {
    writeName(this.name, family.name);
    write(this.count, count);
    write(this.help, visible(family.help.replace(/\s+/g, " ")));
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
    const on = series.states.filter(([, is]) => is).map(([state]) => visible(state));
    const shown = on.length === 0 ? ["no state"] : on;
    if (this.value.textContent !== shown.join("") || this.value.children.length !== on.length) {
      this.value.replaceChildren(...(on.length === 0 ? shown : on.map(state => element("span", "on", state))));
      this.value.title = `of ${series.states.map(([state]) => state).join(", ")}`;
    }
  }
}

/** The least and the greatest of the values of a gauge. */
function range(family, values) {
  if (values.length === 0) {
    return pretty(family, NaN);
  }
  const [low, high] = rangeOf(values);
  return low === high ? pretty(family, low) : `${pretty(family, low)} – ${pretty(family, high)}`;
}

/** A text that goes on one line. */
function unbroken(text) {
  return text.replaceAll(" ", "\u00a0");
}

/** A quantile as a percentile. */
function rank(q) {
  return `p${plain(Number((q * 100).toPrecision(12)), 6)}`;
}
