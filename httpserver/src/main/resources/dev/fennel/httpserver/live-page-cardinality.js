const MOST_FAMILIES = 200;
const MOST_VALUES = 8;

/** How many series families and labels have, and what grows. */
class Cardinality {
  /**
   * @param body the rows of the table
   * @param summary takes a sentence about all
   * @param address says how to sort, and of which families to show the values of labels
   * @param changed is called when that has changed
   */
  constructor(body, summary, address, changed) {
    Object.assign(this, { body, summary, address });
    body.addEventListener("click", event => {
      const button = event.target.closest("button");
      if (button) {
        flip(this.address.values, button.dataset.name);
        changed();
      }
    });
  }

  draw(families) {
    const counted = families.map(countsOf);
    const total = key => counted.reduce((total, one) => total + one[key], 0);
    const present = counted.filter(one => one.series > 0).length;
    write(this.summary, `${plain(total("series"))} series in ${plain(present)} families, which a Prometheus server `
        + `stores as ${plain(total("samples"))} time series. Since this page was opened at `
        + `${clock(wallTime(0), true)}: ${plain(total("born"))} born, ${plain(total("gone"))} gone.`);
    const { by, descending } = this.address.rank;
    const shown = sortBy(counted, one => one[by], descending).slice(0, MOST_FAMILIES);
    const focused = document.activeElement?.dataset.name;
    this.body.replaceChildren(...shown.flatMap(one => this.rows(one, total("samples"))));
    if (focused !== undefined) {
      [...this.body.querySelectorAll("button")].find(button => button.dataset.name === focused)?.focus();
    }
  }

  rows(one, all) {
    const open = this.address.values.has(one.name);
    const button = element("button", "name");
    writeName(button.appendChild(element("span", "")), one.name);
    button.type = "button";
    button.dataset.name = one.name;
    button.setAttribute("aria-expanded", open);
    const bar = svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
        svg("rect", { class: "whole", width: 100, height: 6 }),
        svg("rect", { width: 100 * one.samples / Math.max(1, all), height: 6 }));
    const labels = one.labels.flatMap(({ name, values }) =>
        [element("span", "label", element("i", "", `${visible(name)} `), plain(values.length)), " "]);
    const row = element("tr", one.growth > 0 ? "grows" : "",
        element("td", "", button, element("div", "label-counts", ...labels)),
        element("td", "number", plain(one.series)),
        element("td", "number", plain(one.samples)),
        element("td", "share", bar),
        element("td", "number span", one.born === 0 ? "" : plain(one.born)),
        element("td", "number span", one.gone === 0 ? "" : plain(one.gone)),
        element("td", "number growth", one.growth === 0 ? "" : `${one.growth > 0 ? "+" : ""}${plain(one.growth)}`));
    row.firstChild.setAttribute("role", "rowheader");
    return open ? [row, element("tr", "values", this.values(one))] : [row];
  }

  /** For each label, the values that most series have. */
  values({ labels }) {
    const all = element("td", "", ...(labels.length === 0 ? ["It has no labels."] : labels.map(({ name, values }) =>
        element("div", "values-of",
            element("b", "", visible(name)), ` ${counted(values.length, "value", "values")}: `,
            ...values.slice(0, MOST_VALUES).flatMap(([value, series]) =>
                [element("span", "label", shownValue(value), element("i", "", ` ${plain(series)}`)), " "]),
            values.length > MOST_VALUES ? `and ${plain(values.length - MOST_VALUES)} more` : ""))));
    all.colSpan = 7;
    return all;
  }
}

/** The counts of a family, with the values of its labels by the number of series, most first. */
function countsOf(family) {
  const byLabel = new Map();
  for (const { labels } of family.series) {
    for (const [name, value] of labels) {
      if (!byLabel.has(name)) byLabel.set(name, new Map());
      byLabel.get(name).set(value, (byLabel.get(name).get(value) || 0) + 1);
    }
  }
  const labels = [...byLabel].map(([name, values]) => ({ name, values: [...values].sort((a, b) => b[1] - a[1]) }));
  return {
    name: family.name,
    series: family.series.length,
    samples: family.samples,
    born: family.born,
    gone: family.gone,
    growth: family.born - family.gone,
    labels: labels.sort((a, b) => b.values.length - a.values.length),
  };
}
