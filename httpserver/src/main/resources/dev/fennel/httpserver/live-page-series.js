const MINUTES = 10;
const POINTS = 300;
const RATE_SECONDS = 60;
const SNAPSHOT_SECONDS = 10;
const QUANTILES = [0.5, 0.9, 0.99];
const NOT_PLAIN = /[^a-zA-Z0-9_:]/;

/** A series as a text that says which one it is, as PromQL selects it. */
function idOf(name, labels) {
  let id = NOT_PLAIN.test(name) ? `{${quoted(name)}` : name;
  labels.forEach(([key, value], i) => id += `${i === 0 && id === name ? "{" : ","}${nameOf(key)}=${quoted(value)}`);
  return id === name ? id : `${id}}`;
}

function nameOf(key) {
  return NOT_PLAIN.test(key) ? quoted(key) : key;
}

function quoted(text) {
  return /["\\\n]/.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function isDistribution(family) {
  return family.type === "histogram" || family.type === "summary";
}

/** Whether only the growth is of interest. */
function isCounting(family) {
  return family.type === "counter" || isDistribution(family);
}

/** One series: what it says now, and what it said before. */
class Series {
  values = null;
  snapshots = [];
  rate = NaN;
  changed = -Infinity;

  constructor(id, live) {
    this.id = id;
    this.live = live;
  }

  update(family, read, time, remember) {
    const before = { time: this.time, value: this.value };
    const restarted = isCounting(family) && read.value < before.value;
    if (before.time !== undefined && !Object.is(read.value, before.value)) {
      this.changed = time;
    }
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

  /** Keeps buckets and quantiles: all while the series is looked at, else now and then; of one kind of buckets only. */
  keepDistribution(time, restarted) {
    const newest = this.snapshots[this.snapshots.length - 1];
    const anew = !newest || restarted || Boolean(newest.native) !== Boolean(this.native);
    if (anew) {
      this.snapshots = [];
    }
    const due = anew || time - newest.time >= SNAPSHOT_SECONDS || this.live.charts.has(this.id);
    if (isDistribution(this.family) && due) {
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

  /** Whether the value has changed within the last minutes. */
  get moves() {
    return this.time - this.changed < MINUTES * 60;
  }

  /** Pairs of quantile and value: a summary's own, or those of a histogram's observations of the last minute. */
  quantiles() {
    if (this.family.type !== "histogram") {
      return this.points;
    }
    const before = this.snapshots.findLast(one => one.time <= this.time - RATE_SECONDS) || this.snapshots[0];
    const recent = observed(this, before);
    const buckets = recent.some(bucket => bucket.count > 0) ? recent : observed(this, null);
    return QUANTILES.map(q => [q, quantile(q, buckets, this.native)]).filter(([, value]) => !Number.isNaN(value));
  }

  /** Three lines of quantiles over time, of the observations of a minute each; or those of a summary. */
  quantileLines() {
    if (this.family.type === "summary") {
      return this.points.map(([q], i) => [q, this.snapshots.map(one => [one.time, one.points[i]?.[1] ?? NaN])]);
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
    return QUANTILES.map(q => [q, windows.map(([time, buckets]) => [time, quantile(q, buckets, this.native)])]);
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
      case "histogram": return this.native && this.points.length === 0 ? 1
          : 3 + this.points.filter(([bound]) => bound < Infinity).length;
      case "summary": return 2 + this.points.length;
      default: return 1;
    }
  }
}

/** The growth of a total; one that went down began anew at zero. */
function growth(before, now) {
  return now < before ? now : now - before;
}

/** The growth per second of series together, from each time to the next; NaN where nothing is known. */
function totalRates(series) {
  const remembered = series.map(({ values }) => values).filter(values => values);
  const pairs = [];
  let from;
  let before;
  series[0].live.eachTime((time, place) => {
    if (from !== undefined) {
      let total = NaN;
      for (const values of remembered) {
        const grown = growth(values[before], values[place]);
        if (!Number.isNaN(grown)) total = Number.isNaN(total) ? grown : total + grown;
      }
      pairs.push([time, total / (time - from)]);
    }
    from = time;
    before = place;
  });
  return pairs;
}
