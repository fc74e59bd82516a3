/*
 * What goes into the table, row by row: groups, families, series, and what is open below them. An item {key, make,
 * draw} is a row that is made only where it is shown; those that can be walked to have a level, say whether they are
 * open, and toggle.
 */

class Tree {
  /**
   * @param address says what is open
   * @param changed is called when that has changed
   */
  constructor(address, changed) {
    Object.assign(this, { address, changed });
  }

  /** The families of which the search finds series, each with those. */
  find(families) {
    const { words } = this.address;
    return families.map(family => ({
      family,
      series: words.length === 0 ? family.series
          : family.series.filter(one => words.every(word => one.text.includes(word))),
    })).filter(({ series }) => series.length > 0);
  }

  * items(found, families) {
    const only = this.address.words.length > 0 && found.length === 1;
    const { by, descending } = this.address.sort;
    const sorted = sortFamilies(found, by, descending);
    if (by !== "name") {
      for (const one of sorted) yield* this.family(one, 1, only);
      return;
    }
    for (const [prefix, members] of groups(sorted, families, descending)) {
      const open = !this.address.closed.has(prefix);
      yield {
        key: `g ${prefix}`,
        level: 1,
        open,
        toggle: () => flip(this.address.closed, prefix),
        make: () => new GroupRow(),
        draw: row => row.drawGroup(prefix, members.length, sum(members, one => one.series.length)),
      };
      if (open) {
        for (const one of members) yield* this.family(one, 2, only);
      }
    }
  }

  * family({ family, series }, level, only) {
    const { name } = family;
    if (family.series.length === 1) {
      yield* this.series(series[0], level, `f ${series[0].id}`, "family", row => row.drawOnly(series[0]));
      return;
    }
    const narrowed = series.length < family.series.length || only;
    const open = (this.address.all || narrowed) !== this.address.turned.has(name);
    yield {
      key: `f ${name}`,
      level,
      open,
      toggle: () => flip(this.address.turned, name),
      make: () => new NumbersRow("family"),
      draw: row => row.drawFamily(family, series),
    };
    if (open) {
      const { by, descending } = this.address.sort;
      for (const one of sortSeries(series, by, descending)) {
        yield* this.series(one, level + 1, `s ${one.id}`, "series", row => row.drawSeries(one));
      }
    }
  }

  * series(series, level, key, kind, draw) {
    const { charts, chart } = this.address;
    const open = charts.has(series.id);
    yield { key, level, open, toggle: () => flip(charts, series.id), make: () => new NumbersRow(kind), draw };
    if (open) {
      yield {
        key: `d ${series.id}`,
        make: () => new Detail(level + 1, kind => {
          this.address.chart = kind;
          this.changed();
        }),
        draw: row => row.drawSeries(series, chart),
      };
    }
  }
}

/** Pairs of prefix and what was found of it; a prefix that only one family has is with the others, which come last. */
function groups(found, families, descending) {
  const sizes = new Map();
  families.forEach(({ name }) => sizes.set(prefixOf(name), (sizes.get(prefixOf(name)) || 0) + 1));
  const members = new Map();
  for (const one of descending ? [...found].reverse() : found) {
    const prefix = sizes.get(prefixOf(one.family.name)) > 1 ? prefixOf(one.family.name) : "";
    if (!members.has(prefix)) members.set(prefix, []);
    members.get(prefix).push(one);
  }
  return [...members].sort(([a], [b]) => (a === "") - (b === ""));
}

function prefixOf(name) {
  return name.split(/[_.:]/, 1)[0];
}

/** The scrape has names in order already; sorting by anything else keeps it among equals. */
function sortFamilies(found, by, descending) {
  switch (by) {
    case "type": return sortBy(found, ({ family }) => family.type, descending);
    case "value": return sortBy(found, greatest, descending);
    case "rate": return sortBy(found, ({ series }) => sum(series, one => one.rate), descending);
    default: return found;
  }
}

function sortSeries(series, by, descending) {
  switch (by) {
    case "value": return sortBy(series, valueOf, descending);
    case "rate": return sortBy(series, one => one.rate, descending);
    default: return series;
  }
}

/** The value by which a family is sorted: the total of what is counted, or the greatest. */
function greatest({ family, series }) {
  return isCounting(family) ? sum(series, valueOf)
      : series.map(valueOf).reduce((most, value) => value > most || Number.isNaN(most) ? value : most, NaN);
}

/** A value to sort by: there is none where -1 says so. */
function valueOf(series) {
  return isNone(series.family, series.value) ? NaN : series.value;
}

/** The sum of numbers, as far as they are some; NaN if none is. */
function sum(list, number) {
  return list.map(number).filter(one => !Number.isNaN(one)).reduce((total, one) => (total || 0) + one, NaN);
}

/** Sorts by numbers or texts; what is not a number comes last, whatever the direction. */
function sortBy(list, key, descending) {
  const sign = descending ? -1 : 1;
  return [...list].map(one => [key(one), one]).sort(([a], [b]) =>
      Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) - Number.isNaN(b) : a < b ? -sign : a > b ? sign : 0)
      .map(([, one]) => one);
}
