/** How many series keep their values, and how many distributions their buckets; those with a chart do as well. */
const HISTORIES = 12000;
const DISTRIBUTIONS = 1000;

/** Follows the series from one scrape to the next. Values are kept in rings, whose places all series have in common. */
class Live {
  times = new Float64Array(POINTS).fill(NaN);
  scrapes = 0;
  families = new Map();
  series = new Map();

  /** @param charts the ids of the series whose charts are open */
  constructor(charts) {
    this.charts = charts;
  }

  /** Takes in what was read of a scrape at a time in seconds. */
  update(read, time) {
    this.times[this.scrapes++ % POINTS] = time;
    const families = new Map();
    const all = new Map();
    let distributions = 0;
    for (const one of read) {
      const family = this.families.get(one.name) || new Family(one.name, this.scrapes === 1);
      const known = family.describe(one) ? this.series : new Map();
      const series = one.series.map(values => {
        const id = idOf(one.name, values.labels);
        const kept = known.get(id) || family.bear(id, this);
        const few = all.size < HISTORIES && (!isDistribution(one) || distributions++ < DISTRIBUTIONS);
        kept.update(family, values, time, few || this.charts.has(id));
        all.set(id, kept);
        return kept;
      });
      family.update(series);
      families.set(one.name, family);
    }
    for (const [name, family] of this.families) { // one that is gone is remembered, to count what comes and goes
      if (!families.has(name)) {
        family.update([]);
        families.set(name, family);
      }
    }
    this.families = families;
    this.series = all;
  }

  /** The families that there are. */
  get present() {
    return [...this.families.values()].filter(family => family.series.length > 0);
  }

  /** The time of the last scrape. */
  get latest() {
    return this.times[(this.scrapes - 1) % POINTS];
  }

  /** Calls for each time of the last minutes and its place in the rings, oldest first. */
  eachTime(call) {
    const now = this.latest;
    for (let i = Math.max(0, this.scrapes - POINTS); i < this.scrapes; i++) {
      const time = this.times[i % POINTS];
      if (time >= now - MINUTES * 60) {
        call(time, i % POINTS);
      }
    }
  }
}

/** A family, and how its series came and went since the page was opened. */
class Family {
  series = [];
  born = 0;
  gone = 0;
  unseen = 0;

  /** @param first whether it is part of the first scrape, whose series are not new */
  constructor(name, first) {
    this.name = name;
    this.first = first;
  }

  /** Takes in what is said of all its series; the answer is whether they can be those of before. */
  describe({ type, help, unit }) {
    const same = this.type === type;
    Object.assign(this, { type, help, unit });
    return same;
  }

  bear(id, live) {
    this.unseen++;
    return new Series(id, live);
  }

  update(series) {
    if (!this.first) {
      this.born += this.unseen;
      this.gone += this.series.length + this.unseen - series.length;
    }
    this.first = false;
    this.unseen = 0;
    this.series = series;
  }

  /** How many time series a server stores of it. */
  get samples() {
    return this.series.reduce((sum, one) => sum + one.samples, 0);
  }
}
