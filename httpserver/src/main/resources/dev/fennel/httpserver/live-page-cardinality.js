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

  draw(families, since) {
    const counted = families.map(countsOf);
    const sum = key => counted.reduce((total, one) => total + one[key], 0);
    write(this.summary, `${plain(sum("series"))} series in ${plain(families.filter(one => one.series.length > 0).length)} families, `
        + `which a Prometheus server stores as ${plain(sum("samples"))} time series. Since this page was opened at `
        + `${clock(since, true)}, ${plain(sum("born"))} were born and ${plain(sum("gone"))} have gone.`);
    const { by, descending } = this.address.rank;
    const most = Math.max(1, ...counted.map(one => one.samples));
    const shown = sortBy(counted, one => one[by], descending).slice(0, MOST_FAMILIES);
    const focused = document.activeElement?.dataset.name;
    this.body.replaceChildren(...shown.flatMap(one => this.rows(one, most)));
    if (focused !== undefined) {
      [...this.body.querySelectorAll("button")].find(button => button.dataset.name === focused)?.focus();
    }
  }

  rows(one, most) {
    const open = this.address.values.has(one.name);
    const button = element("button", "name", one.name);
    button.type = "button";
    button.dataset.name = one.name;
    button.setAttribute("aria-expanded", open);
    const bar = svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
        svg("rect", { width: 100 * one.samples / most, height: 6 }));
    const labels = one.labels.flatMap(({ name, values }) =>
        [element("span", "label", element("i", "", `${name} `), plain(values.length)), " "]);
    const row = element("tr", one.growth > 0 ? "grows" : "",
        element("td", "", button, element("div", "label-counts", ...labels)),
        element("td", "number", plain(one.series)),
        element("td", "number", plain(one.samples)),
        element("td", "share", bar),
        ...["born", "gone", "growth"].map(key => element("td", `number ${key === "growth" ? key : "span"}`, signed(one[key], key === "growth"))));
    row.firstChild.setAttribute("role", "rowheader");
    return open ? [row, element("tr", "values", this.values(one))] : [row];
  }

  /** For each label, the values that most series have. */
  values({ labels }) {
    const all = element("td", "", ...(labels.length === 0 ? ["It has no labels."] : labels.map(({ name, values }) =>
        element("div", "values-of",
            element("b", "", name), ` ${counted(values.length, "value", "values")}: `,
            ...values.slice(0, MOST_VALUES).flatMap(([value, series]) =>
                [element("span", "label", value === "" ? "\"\"" : value, element("i", "", ` ${plain(series)}`)), " "]),
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

function signed(number, sign) {
  return number === 0 ? "" : sign && number > 0 ? `+${plain(number)}` : plain(number);
}
