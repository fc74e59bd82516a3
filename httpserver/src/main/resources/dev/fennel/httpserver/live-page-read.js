/*
 * Reads the protobuf format, delimited messages io.prometheus.client.MetricFamily. Text has no native histograms, and
 * OpenMetrics 2.0 no summaries of negative values; this has all that a registry holds, to the last bit, but for the
 * types of infos and state sets, which are recognised by their form.
 */

const TYPES = ["counter", "gauge", "summary", "untyped", "histogram"];
const MAX_STATES = 50;
const TEXT = new TextDecoder();
const NOT_ASCII = /[^\x00-\x7f]/;

/** A place in the bytes. */
class Wire {
  at = 0;

  constructor(buffer) {
    this.bytes = new Uint8Array(buffer);
    this.view = new DataView(buffer);
    /** A character per byte: to decode each text by itself would take most of the time. */
    this.chars = new TextDecoder("latin1").decode(this.bytes);
  }

  /** A number, exact up to 2^53. */
  varint() {
    let value = 0;
    let factor = 1;
    let byte;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return value;
  }

  signed() {
    const folded = this.varint();
    return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  }

  double() {
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }

  text() {
    const length = this.varint();
    this.at += length;
    const text = this.chars.slice(this.at - length, this.at);
    return NOT_ASCII.test(text) ? TEXT.decode(this.bytes.subarray(this.at - length, this.at)) : text;
  }

  /** Reads the message that comes next: calls with the number of each field, and skips those that are not read then. */
  message(read) {
    const length = this.varint();
    const end = this.at + length;
    if (end > this.bytes.length) {
      throw new RangeError("the answer ends too early");
    }
    while (this.at < end) {
      const tag = this.varint();
      const start = this.at;
      read(tag >>> 3);
      if (this.at === start) {
        this.skip(tag & 7);
      }
    }
  }

  skip(kind) {
    if (kind === 0) {
      this.varint();
    } else if (kind === 2) {
      const length = this.varint();
      this.at += length;
    } else {
      this.at += kind === 1 ? 8 : 4;
    }
  }
}

/** Families in their order: {name, help, type, unit, series}. */
function readFamilies(buffer) {
  const wire = new Wire(buffer);
  const families = [];
  while (wire.at < wire.bytes.length) {
    const family = { name: "", help: "", type: "untyped", unit: "", series: [] };
    wire.message(field => {
      switch (field) {
        case 1: family.name = wire.text(); break;
        case 2: family.help = wire.text(); break;
        case 3: family.type = TYPES[wire.varint()] || "untyped"; break;
        case 4: family.series.push(readSeries(wire)); break;
        case 5: family.unit = wire.text(); break;
      }
    });
    families.push(recognised(family));
  }
  return families;
}

/** {labels, value, sum, points, native, created}; the value of a histogram or summary is its count. */
function readSeries(wire) {
  const series = { labels: [], value: NaN, sum: NaN, points: [], native: null, created: NaN };
  wire.message(field => {
    switch (field) {
      case 1: series.labels.push(readPair(wire)); break;
      case 2:
      case 5: wire.message(inner => { if (inner === 1) series.value = wire.double(); }); break;
      case 3: wire.message(inner => {
        if (inner === 1) series.value = wire.double();
        else if (inner === 3) series.created = readTime(wire);
      }); break;
      case 4: readSummary(wire, series); break;
      case 7: readHistogram(wire, series); break;
    }
  });
  return series;
}

function readPair(wire) {
  const pair = ["", ""];
  wire.message(field => { if (field <= 2) pair[field - 1] = wire.text(); });
  return pair;
}

function readTime(wire) {
  let seconds = 0;
  wire.message(field => {
    if (field === 1) seconds += wire.varint();
    else if (field === 2) seconds += wire.varint() / 1e9;
  });
  return seconds;
}

function readSummary(wire, series) {
  wire.message(field => {
    switch (field) {
      case 1: series.value = wire.varint(); break;
      case 2: series.sum = wire.double(); break;
      case 3: {
        const point = [NaN, NaN];
        wire.message(inner => { if (inner <= 2) point[inner - 1] = wire.double(); });
        series.points.push(point);
        break;
      }
      case 4: series.created = readTime(wire); break;
    }
  });
}

function readHistogram(wire, series) {
  const native = { schema: 0, threshold: 0, zero: 0 };
  const negative = { spans: [], deltas: [] };
  const positive = { spans: [], deltas: [] };
  wire.message(field => {
    switch (field) {
      case 1: series.value = wire.varint(); break;
      case 2: series.sum = wire.double(); break;
      case 3: series.points.push(readBucket(wire)); break;
      case 5: native.schema = wire.signed(); series.native = native; break;
      case 6: native.threshold = wire.double(); break;
      case 7: native.zero = wire.varint(); break;
      case 9: negative.spans.push(readSpan(wire)); break;
      case 10: negative.deltas.push(wire.signed()); break;
      case 12: positive.spans.push(readSpan(wire)); break;
      case 13: positive.deltas.push(wire.signed()); break;
      case 15: series.created = readTime(wire); break;
    }
  });
  if (series.native) {
    native.negative = countsByIndex(negative);
    native.positive = countsByIndex(positive);
  }
}

/** A pair of bound and cumulative count. */
function readBucket(wire) {
  const bucket = [NaN, NaN];
  wire.message(field => {
    if (field === 1) bucket[1] = wire.varint();
    else if (field === 2) bucket[0] = wire.double();
  });
  return bucket;
}

function readSpan(wire) {
  const span = [0, 0];
  wire.message(field => {
    if (field === 1) span[0] = wire.signed();
    else if (field === 2) span[1] = wire.varint();
  });
  return span;
}

function countsByIndex({ spans, deltas }) {
  const counts = new Map();
  let index = 0;
  let count = 0;
  let next = 0;
  for (const [offset, length] of spans) {
    index += offset;
    for (let i = 0; i < length && next < deltas.length; i++) {
      count += deltas[next++];
      if (count > 0) counts.set(index, count);
      index++;
    }
  }
  return counts;
}

/** Makes infos and state sets of gauges that have their form. A state set is one series with a bit per state. */
function recognised(family) {
  if (family.type !== "gauge" || family.series.length === 0) {
    return family;
  }
  if (family.name.endsWith("_info") && family.series.every(one => one.value === 1)) {
    return { ...family, type: "info" };
  }
  const isState = one => (one.value === 0 || one.value === 1) && one.labels.some(([name]) => name === family.name);
  return family.series.every(isState) ? { ...family, type: "stateset", series: stateSets(family) } : family;
}

function stateSets(family) {
  const sets = new Map();
  for (const one of family.series) {
    const labels = one.labels.filter(([name]) => name !== family.name);
    const key = JSON.stringify(labels);
    if (!sets.has(key)) {
      sets.set(key, { ...one, labels, value: 0, states: [] });
    }
    const set = sets.get(key);
    if (set.states.length < MAX_STATES) {
      set.value += one.value * 2 ** set.states.length;
    }
    set.states.push([one.labels.find(([name]) => name === family.name)[1], one.value === 1]);
  }
  return [...sets.values()];
}
