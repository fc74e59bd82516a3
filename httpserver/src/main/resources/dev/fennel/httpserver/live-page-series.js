const MINUTES = 5;
const RATE_SECONDS = 60;
const SNAPSHOT_SECONDS = 10;
const HISTORIES = 5000;

/** Follows the series from one scrape to the next: the first ones, and those shown, keep their values for some minutes. */
class Live {
  series = new Map();
  order = [];

  /** Takes in what was parsed of a scrape at a time in seconds. */
  update(families, time) {
    const next = new Map();
    for (const family of families.values()) {
      for (const [key, read] of family.series) {
        const id = family.name + key;
        const known = this.series.get(id);
        const kept = known && known.family.type === family.type ? known : new Series(id);
        kept.update(family, read, time, kept.shown || next.size < HISTORIES);
        next.set(id, kept);
      }
    }
    this.series = next;
    this.order = [...next.values()];
  }
}

/** One series: what it says now, and what it said before. */
class Series {
  shown = false;
  totals = [];
  trend = [];
  snapshots = [];
  rate = NaN;

  constructor(id) {
    this.id = id;
  }

  /** Whether only its growth is of interest. */
  get counts() {
    return ["counter", "histogram", "summary"].includes(this.family.type);
  }

  update(family, read, time, remember) {
    this.family = family;
    this.labels = read.labels;
    this.value = read.value;
    this.sum = read.sum;
    this.points = read.points.sort((a, b) => a[0] - b[0]);
    this.text = searchable(family, read.labels);
    if (this.counts) {
      this.count(time);
    }
    const point = this.counts ? this.step() : this.value;
    if (remember && Number.isFinite(point)) {
      this.trend.push([time, point]);
      forget(this.trend, time - MINUTES * 60);
    } else if (!remember) {
      this.trend = [];
    }
  }

  /** Keeps the total, to compute its growth; a total that went down is of a program that was restarted. */
  count(time) {
    if (this.totals.length > 0 && this.value < this.totals[this.totals.length - 1][1]) {
      this.totals = [];
      this.snapshots = [];
    }
    this.totals.push([time, this.value]);
    forget(this.totals, time - RATE_SECONDS);
    const [firstTime, first] = this.totals[0];
    this.rate = time > firstTime ? (this.value - first) / (time - firstTime) : NaN;
    const newest = this.snapshots[this.snapshots.length - 1];
    if (this.family.type === "histogram" && (!newest || time - newest[0] >= SNAPSHOT_SECONDS)) {
      this.snapshots.push([time, this.points]);
      forget(this.snapshots, time - MINUTES * 60);
    }
  }

  /** The growth per second since the last scrape. */
  step() {
    const n = this.totals.length;
    if (n < 2) {
      return NaN;
    }
    return (this.totals[n - 1][1] - this.totals[n - 2][1]) / (this.totals[n - 1][0] - this.totals[n - 2][0]);
  }

  /** Pairs of quantile and value: a summary's own, or those of a histogram's observations of the last minutes. */
  quantiles() {
    if (this.family.type === "summary") {
      return this.points;
    }
    if (this.family.type !== "histogram" || this.points.length < 2) {
      return [];
    }
    const before = this.snapshots.length > 0 ? this.snapshots[0][1] : [];
    const recent = this.points.map(([bound, count], i) => [bound, count - (before[i] ? before[i][1] : 0)]);
    const buckets = recent[recent.length - 1][1] > 0 ? recent : this.points;
    return [0.5, 0.9, 0.99].map(q => [q, quantile(q, buckets)]);
  }
}

/** Drops what is older than a time, but never the last one. */
function forget(pairs, time) {
  let old = 0;
  while (old < pairs.length - 1 && pairs[old][0] < time) {
    old++;
  }
  pairs.splice(0, old);
}

function searchable(family, labels) {
  const pairs = labels.map(([name, value]) => `${name}="${value}"`).join(",");
  return `${family.name}{${pairs}} ${family.type} ${family.help}`.toLowerCase();
}

/** A quantile of cumulative buckets, interpolated as histogram_quantile() of Prometheus does. */
function quantile(q, buckets) {
  const total = buckets[buckets.length - 1][1];
  if (!(total > 0)) {
    return NaN;
  }
  const rank = q * total;
  const i = buckets.findIndex(([, count]) => count >= rank);
  const [bound, count] = buckets[i];
  if (bound === Infinity) {
    return buckets[buckets.length - 2][0];
  }
  if (i === 0 && bound <= 0) {
    return bound;
  }
  const [below, countBelow] = i === 0 ? [0, 0] : buckets[i - 1];
  return below + (bound - below) * ((rank - countBelow) / (count - countBelow));
}
