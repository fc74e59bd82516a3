/*
 * Histograms as lists of buckets {low, high, count}, from low to high. Classic buckets have fixed bounds; native ones
 * those of their schema, 2^(i * 2^-schema), and a bucket around zero. A native histogram may become coarser or be reset
 * from one reading to the next, so two of them are compared in the coarser resolution of both.
 */

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
