const MINUTES = 10;
const POINTS = 300;
const RATE_SECONDS = 60;
const SNAPSHOT_SECONDS = 10;

/** How many series keep their values, and how many histograms and summaries their buckets. Those with a chart do as well. */
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

  /** Calls for each time of the last minutes and its place in the rings, oldest first. */
  eachTime(call) {
    const now = this.times[(this.scrapes - 1) % POINTS];
    for (let i = Math.max(0, this.scrapes - POINTS); i < this.scrapes; i++) {
      const time = this.times[i % POINTS];
      if (time >= now - MINUTES * 60) {
        call(time, i % POINTS);
      }
    }
  }
}

/** A series as a text that says which one it is. */
function idOf(name, labels) {
  let id = name;
  labels.forEach(([key, value], i) =>
      id += `${i === 0 ? "{" : ","}${key}=${/["\\\n]/.test(value) ? JSON.stringify(value) : `"${value}"`}`);
  return labels.length === 0 ? id : `${id}}`;
}

function isDistribution(family) {
  return family.type === "histogram" || family.type === "summary";
}

/** Whether only the growth is of interest. */
function isCounting(family) {
  return family.type === "counter" || isDistribution(family);
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

/** One series: what it says now, and what it said before. */
class Series {
  values = null;
  snapshots = [];
  rate = NaN;

  constructor(id, live) {
    this.id = id;
    this.live = live;
  }

  update(family, read, time, remember) {
    const before = { time: this.time, value: this.value };
    const restarted = isCounting(family) && read.value < before.value;
    this.family = family;
    this.time = time;
    Object.assign(this, read);
    if (this.points.length > 1) {
      this.points.sort((a, b) => a[0] - b[0]);
    }
    if (!remember) {
      this.values = null;
      this.snapshots = [];
    } else {
      this.values ||= new Float64Array(POINTS).fill(NaN);
      this.values[(this.live.scrapes - 1) % POINTS] = isNone(family, read.value) ? NaN : read.value;
      this.keepDistribution(time, restarted);
    }
    if (isCounting(family)) {
      this.rate = this.values ? this.recentRate() : growth(before.value, read.value) / (time - before.time);
    }
  }

  /** The growth per second of the last minute. It does without lists, as it is computed for all series. */
  recentRate() {
    const { times, scrapes } = this.live;
    let sum = 0;
    let from = this.time;
    for (let i = scrapes - 2; i >= Math.max(0, scrapes - POINTS); i--) {
      const value = this.values[i % POINTS];
      if (times[i % POINTS] < this.time - RATE_SECONDS || Number.isNaN(value)) {
        break;
      }
      sum += growth(value, this.values[(i + 1) % POINTS]);
      from = times[i % POINTS];
    }
    return sum / (this.time - from);
  }

  /** Keeps buckets and quantiles: all while the series is looked at, else now and then. */
  keepDistribution(time, restarted) {
    const newest = this.snapshots[this.snapshots.length - 1];
    if (restarted) {
      this.snapshots = [];
    }
    if (isDistribution(this.family) && (this.live.charts.has(this.id) || restarted || !newest || time - newest.time >= SNAPSHOT_SECONDS)) {
      this.snapshots.push({ time, value: this.value, points: this.points, native: this.native });
    }
    while (this.snapshots.length > 0 && this.snapshots[0].time < time - MINUTES * 60) {
      this.snapshots.shift();
    }
  }

  /** Pairs of time and value, oldest first; NaN where there is none. */
  history() {
    const pairs = [];
    if (this.values) {
      this.live.eachTime((time, place) => pairs.push([time, this.values[place]]));
    }
    return pairs;
  }

  /** What a trend shows: values, or growth per second. */
  trend() {
    return isCounting(this.family) ? rates(this.history()) : this.history();
  }

  /** Pairs of quantile and value: a summary's own, or those of a histogram's observations of the last minute. */
  quantiles() {
    if (this.family.type !== "histogram") {
      return this.points;
    }
    const before = this.snapshots.findLast(one => one.time <= this.time - RATE_SECONDS) || this.snapshots[0];
    const recent = observed(this, before);
    const buckets = recent.some(bucket => bucket.count > 0) ? recent : observed(this, null);
    return [0.5, 0.9, 0.99].map(q => [q, quantile(q, buckets, this.native)]).filter(([, value]) => !Number.isNaN(value));
  }

  /** Three lines of quantiles over time, of the observations of a minute each; or those of a summary. */
  quantileLines() {
    if (this.family.type === "summary") {
      return this.points.map(([q], i) => [q, this.snapshots.map(one => [one.time, one.points[i] ? one.points[i][1] : NaN])]);
    }
    const windows = [];
    let first = 0;
    this.snapshots.forEach((one, i) => {
      while (first < i - 1 && this.snapshots[first + 1].time <= one.time - RATE_SECONDS) {
        first++;
      }
      if (i > 0) {
        windows.push([one.time, observed(one, this.snapshots[first])]);
      }
    });
    return [0.5, 0.9, 0.99].map(q => [q, windows.map(([time, buckets]) => [time, quantile(q, buckets, this.native)])]);
  }

  /** What the search looks at. */
  get text() {
    return this.searched ||= `${this.id} ${this.family.type} ${this.family.help}`.toLowerCase();
  }

  /** How many time series a server stores of it. */
  get samples() {
    if (this.states) {
      return this.states.length;
    }
    switch (this.family.type) {
      case "histogram": return this.native && this.points.length === 0 ? 1 : 3 + this.points.filter(([bound]) => bound < Infinity).length;
      case "summary": return 2 + this.points.length;
      default: return 1;
    }
  }
}

/** The growth of a total; one that went down began anew at zero. */
function growth(before, now) {
  return now < before ? now : now - before;
}

/** The growth per second from each point to the next. */
function rates(pairs) {
  return pairs.slice(1).map(([time, value], i) => [time, growth(pairs[i][1], value) / (time - pairs[i][0])]);
}
