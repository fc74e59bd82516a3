/** The charts that a series has; the first is shown unless another is preferred. */
function chartKinds(series) {
  switch (series.family.type) {
    case "histogram": return ["quantiles", "heat map", "rate", "count"];
    case "summary": return series.points.length > 0 ? ["quantiles", "rate", "count"] : ["rate", "count"];
    case "counter": return ["rate", "value"];
    case "stateset": return ["states"];
    case "info": return [];
    default: return ["value"];
  }
}

/** What opens below a series: a chart of the last minutes, and what there is to say in full. */
class Detail {
  /**
   * @param level how deep it is in the tree
   * @param prefer takes the kind of chart that a person chose
   */
  constructor(level, prefer) {
    this.kinds = element("div", "kinds");
    this.kinds.setAttribute("role", "group");
    this.kinds.setAttribute("aria-label", "Chart");
    this.kinds.addEventListener("click", event => {
      const chosen = event.target.closest("button");
      if (chosen) prefer(chosen.textContent);
    });
    this.readout = element("div", "readout");
    this.plot = element("div", "plot");
    this.plot.tabIndex = 0;
    this.plot.setAttribute("role", "img");
    this.facts = element("dl", "facts");
    const all = cell("", element("div", "bar", this.kinds, this.readout), this.plot, this.facts);
    all.setAttribute("aria-label", "Chart and details");
    this.element = element("div", "detail", all);
    this.element.setAttribute("role", "row");
    this.element.setAttribute("aria-label", "Chart and details");
    this.element.setAttribute("aria-level", level);
    new ResizeObserver(() => this.drawChart()).observe(this.plot);
    this.plot.addEventListener("pointermove", event => {
      const box = this.plot.getBoundingClientRect();
      this.point(event.clientX - box.left, event.clientY - box.top);
    });
    this.plot.addEventListener("pointerleave", () => this.point(undefined));
    this.plot.addEventListener("blur", () => this.point(undefined));
    this.plot.addEventListener("keydown", event => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step && this.chart) {
        event.preventDefault();
        event.stopPropagation();
        const { left, right } = this.chart.plot;
        this.point(Math.min(right, Math.max(left, (this.x ?? right) + step * (right - left) / 60)));
      }
    });
  }

  drawSeries(series, preferred) {
    this.series = series;
    const kinds = chartKinds(series);
    this.kind = kinds.includes(preferred) ? preferred : kinds[0];
    if (this.drawnKinds !== kinds.join()) {
      this.kinds.replaceChildren(...kinds.map(kind => {
        const button = element("button", "", kind);
        button.type = "button";
        return button;
      }));
      this.drawnKinds = kinds.join();
    }
    for (const button of this.kinds.children) {
      button.setAttribute("aria-pressed", button.textContent === this.kind);
    }
    this.kinds.hidden = kinds.length < 2;
    this.drawChart();
    this.drawFacts();
  }

  /** Draws the chart as wide as there is room, so as soon as this is in the document. */
  drawChart() {
    this.plot.hidden = !this.kind;
    const width = this.plot.clientWidth;
    if (this.kind && width === 0) {
      return;
    }
    this.chart = this.kind ? this.newChart(Math.max(240, width)) : null;
    if (this.chart) {
      this.chart.picture.setAttribute("aria-hidden", "true");
      this.plot.replaceChildren(this.chart.picture);
    } else if (this.kind) {
      this.plot.replaceChildren(element("p", "empty", this.why));
    }
    this.point(this.x, this.y);
  }

  /** A chart of the kind that was chosen; null if there is nothing to draw, and then there is a reason. */
  newChart(width) {
    const { series, kind } = this;
    const family = series.family;
    const format = (value, digits) =>
        Number.isNaN(value) && isNone(family, -1) ? "none" : pretty(family, value, digits);
    const enough = lines => lines.some(({ points }) => points.filter(([, value]) => Number.isFinite(value)).length > 1);
    let lines;
    switch (kind) {
      case "heat map":
        if (series.snapshots.length < 2 || !series.snapshots.some(one => one.value > series.snapshots[0].value)) break;
        return heatChart(width, series.snapshots, format, unitOf(family));
      case "states":
        if (series.history().length < 2) break;
        return stateChart(width, series);
      case "quantiles":
        lines = series.quantileLines().map(([q, points]) => ({ name: rank(q), points }));
        if (!enough(lines)) break;
        return lineChart(width, lines, format, unitOf(family), false);
      case "rate":
        lines = [{ name: "rate", points: totalRates([series]) }];
        if (!enough(lines)) break;
        return lineChart(width, lines, (value, digits) => perSecond(family, value, digits), rateUnit(family), true);
      default:
        lines = [{ name: kind, points: series.history() }];
        if (!enough(lines)) break;
        return kind === "count" ? lineChart(width, lines, plain, "", false)
            : lineChart(width, lines, format, unitOf(family), false);
    }
    const waits = series.snapshots.length > 1 && ["heat map", "quantiles"].includes(kind);
    this.why = isNone(family, series.value) ? "There is none, so there is nothing to draw."
        : waits ? "Nothing was observed in the last minutes." : "The chart begins with the next reading.";
    return null;
  }

  /** Shows what the chart says at a place, or the latest. */
  point(x, y) {
    this.x = x;
    this.y = y;
    this.cursor?.remove();
    if (!this.chart) {
      this.readout.replaceChildren();
      this.plot.removeAttribute("aria-label");
      return;
    }
    const { plot, picture, at } = this.chart;
    const time = x === undefined ? plot.to : Math.min(plot.to, Math.max(plot.from, plot.timeAt(x)));
    if (x !== undefined) {
      this.cursor = picture.appendChild(
          svg("line", { class: "cursor", x1: plot.x(time), x2: plot.x(time), y1: plot.top, y2: plot.bottom }));
    }
    const said = at(time, y);
    this.readout.replaceChildren(
        element("span", "time", clock(wallTime(time), true)),
        ...said.map(([name, text], i) => element("span", `said ${colour(i)}`, element("i", "", name), " ", text)));
    const [when] = this.readout.children;
    this.plot.setAttribute("aria-label", `${this.kind} of ${this.series.id}, at ${when.textContent}: `
        + said.map(pair => pair.join(" ")).join(", "));
  }

  drawFacts() {
    const { series } = this;
    const family = series.family;
    const observes = isDistribution(family);
    const facts = [
      ["Help", family.help],
      ["Selector", series.labels.length > 0 ? visible(series.id) : ""],
      [observes ? "Observations" : "Value", series.states || family.type === "info" ? "" : String(series.value)],
      ["Sum", observes && !Number.isNaN(series.sum) ? pretty(family, series.sum) : ""],
      ["Mean", observes && series.value > 0 ? pretty(family, series.sum / series.value) : ""],
      ["Buckets", series.native ? `native, schema ${series.native.schema}` : ""],
      ["Counts since", Number.isNaN(series.created) ? "" : TIME.format(series.created * 1000)],
    ].filter(([, text]) => text !== "");
    const drawn = JSON.stringify(facts);
    if (this.drawnFacts !== drawn) {
      this.drawnFacts = drawn;
      this.facts.replaceChildren(...facts.map(([name, text]) =>
          element("div", "", element("dt", "", name), element("dd", name === "Selector" ? "code" : "", text))));
    }
  }
}
