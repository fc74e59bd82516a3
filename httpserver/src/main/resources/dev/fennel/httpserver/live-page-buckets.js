/*
 * Histograms as lists of buckets {low, high, count}, from low to high. Classic buckets have fixed bounds; native ones
 * those of their schema, 2^(i * 2^-schema), and a bucket around zero. A native histogram may become coarser or be reset
 * from one reading to the next, so two of them are compared in the coarser resolution of both.
 */

const HEAT_ROWS = 48;

/** What was observed between two readings of a histogram; everything if it began anew, or there is none before. */
function observed(now, before) {
  const since = before && before.value <= now.value ? before : null;
  return now.native ? nativeBuckets(now.native, since && since.native) : classicBuckets(now, since);
}

function classicBuckets(now, before) {
  const points = now.points.some(([bound]) => bound === Infinity) ? now.points : [...now.points, [Infinity, now.value]];
  const known = new Map(before ? [...before.points, [Infinity, before.value]] : []);
  const buckets = [];
  let low = points[0][0] > 0 ? 0 : -Infinity;
  let below = 0;
  for (const [high, total] of points) {
    const cumulative = total - (known.get(high) || 0);
    buckets.push({ low, high, count: Math.max(0, cumulative - below) });
    low = high;
    below = cumulative;
  }
  return buckets;
}

function nativeBuckets(now, before) {
  const schema = before ? Math.min(now.schema, before.schema) : now.schema;
  const threshold = before ? Math.max(now.threshold, before.threshold) : now.threshold;
  const latest = coarser(now, schema, threshold);
  const earlier = before ? coarser(before, schema, threshold) : { zero: 0, positive: new Map(), negative: new Map() };
  const grown = (counts, known) =>
      [...counts].map(([index, count]) => [index, count - (known.get(index) || 0)]).filter(([, count]) => count > 0);
  const buckets = [];
  for (const [index, count] of grown(latest.negative, earlier.negative)) {
    buckets.push({ low: -nativeBound(schema, index), high: -nativeBound(schema, index - 1), count });
  }
  if (latest.zero > earlier.zero) {
    buckets.push({ low: -threshold, high: threshold, count: latest.zero - earlier.zero });
  }
  for (const [index, count] of grown(latest.positive, earlier.positive)) {
    buckets.push({ low: nativeBound(schema, index - 1), high: nativeBound(schema, index), count });
  }
  return buckets.sort((a, b) => a.high - b.high);
}

/** The upper bound of a native bucket. */
function nativeBound(schema, index) {
  return 2 ** (index * 2 ** -schema);
}

/** A native histogram in a resolution that is not finer, with a zero bucket that is not narrower. */
function coarser(native, schema, threshold) {
  const width = 2 ** (native.schema - schema);
  let zero = native.zero;
  const merged = counts => {
    const into = new Map();
    for (const [index, count] of counts) {
      const wide = Math.ceil(index / width);
      if (nativeBound(native.schema, index) <= threshold) {
        zero += count;
      } else {
        into.set(wide, (into.get(wide) || 0) + count);
      }
    }
    return into;
  };
  const negative = merged(native.negative);
  const positive = merged(native.positive);
  return { schema, threshold, zero, negative, positive };
}

/**
 * A quantile, as histogram_quantile() of Prometheus estimates it: within a bucket linearly, but exponentially within a
 * native one, whose bounds grow so.
 */
function quantile(q, buckets, native) {
  const total = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  if (!(total > 0)) {
    return NaN;
  }
  const rank = q * total;
  let below = 0;
  const i = buckets.findIndex(bucket => (below += bucket.count) >= rank && bucket.count > 0);
  const { low, high, count } = buckets[i];
  if (high === Infinity) {
    return i > 0 ? low : NaN;
  }
  if (low === -Infinity) {
    return high;
  }
  const part = (rank - below + count) / count;
  if (!native || low * high <= 0) {
    const from = native && buckets[0].low >= low ? Math.max(low, 0) : low; // nothing is negative
    return from + (high - from) * part;
  }
  return low > 0 ? low * (high / low) ** part : high * (low / high) ** (1 - part);
}

/**
 * The observations by time and size: the columns {from, to, counts} between readings {time, ...}, oldest first, and
 * the rows {low, high}, from low to high. Native buckets are merged until there are few enough rows.
 */
function heatMap(readings) {
  const native = readings.some(one => one.native);
  const schema = native ? heatSchema(readings) : 0;
  const readIn = one => one.native ? { ...one, native: coarser(one.native, schema, one.native.threshold) } : one;
  const columns = readings.slice(1).map((one, i) =>
      ({ from: readings[i].time, to: one.time, buckets: observed(readIn(one), readIn(readings[i])) }));
  const used = columns.flatMap(column => column.buckets.filter(bucket => bucket.count > 0));
  const all = native ? [...used, ...between(used, schema)] : columns.flatMap(column => column.buckets);
  const lowest = Math.min(...used.map(bucket => bucket.high));
  const highest = Math.max(...used.map(bucket => bucket.high));
  const rows = [...new Map(all.map(({ low, high }) => [high, { low, high }])).values()]
      .filter(row => row.high >= lowest && row.high <= highest)
      .sort((a, b) => a.high - b.high);
  const place = new Map(rows.map((row, i) => [row.high, i]));
  return {
    rows,
    columns: columns.map(({ from, to, buckets }) => {
      const counts = new Float64Array(rows.length);
      buckets.filter(bucket => bucket.count > 0).forEach(bucket => counts[place.get(bucket.high)] += bucket.count);
      return { from, to, counts };
    }),
  };
}

function heatSchema(readings) {
  const natives = readings.map(one => one.native).filter(native => native);
  let schema = Math.min(...natives.map(native => native.schema));
  const rows = () => ["negative", "positive"].reduce((sum, side) => {
    const indexes = natives.flatMap(native => [...native[side].keys()].map(i => Math.ceil(i / 2 ** (native.schema - schema))));
    return sum + (indexes.length > 0 ? Math.max(...indexes) - Math.min(...indexes) + 1 : 0);
  }, 0);
  while (schema > -4 && rows() > HEAT_ROWS) {
    schema--;
  }
  return schema;
}

/** The empty native buckets between the used ones of a sign, so that the axis has no jumps. */
function between(used, schema) {
  const gaps = [];
  for (const sign of [1, -1]) {
    const bounds = used.filter(bucket => bucket.low * bucket.high > 0 && bucket.low * sign > 0)
        .map(bucket => Math.round(Math.log2(sign > 0 ? bucket.high : -bucket.low) * 2 ** schema));
    for (let i = Math.min(...bounds); i < Math.max(...bounds); i++) {
      const far = nativeBound(schema, i);
      const near = nativeBound(schema, i - 1);
      gaps.push(sign > 0 ? { low: near, high: far } : { low: -far, high: -near });
    }
  }
  return gaps;
}
