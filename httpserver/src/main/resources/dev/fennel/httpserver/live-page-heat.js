/* Heat maps: how many observations there were, by time and by size. */

const HEAT_ROWS = 48;
const HEAT_COLUMNS = 120;
const HEAT_MARKS = 8;

/** A heat map: the darker, the more observations of that size per second, as some columns are wider than others. */
function heatChart(width, all, format, unit) {
  const wide = roundStep((all[all.length - 1].time - all[0].time) / HEAT_COLUMNS, "seconds");
  const slot = ({ time }) => Math.floor(time / wide);
  const readings = all.filter((one, i) => i === 0 || i === all.length - 1 || slot(one) > slot(all[i - 1]));
  const { rows, columns } = heatMap(readings);
  const plot = new Plot(width, readings.map(one => one.time), heatMarks(rows, format, unit));
  const height = (plot.bottom - plot.top) / rows.length;
  const most = columns.reduce((max, { from, to, counts }) => Math.max(max, Math.max(...counts) / (to - from)), 0);
  const cells = columns.flatMap(({ from, to, counts }) => [...counts].map((count, row) => ({ from, to, count, row })))
      .filter(cell => cell.count > 0)
      .map(({ from, to, count, row }) => svg("rect", {
        class: "cell",
        x: plot.x(from).toFixed(1),
        width: Math.max(1, plot.x(to) - plot.x(from) - (plot.x(to) - plot.x(from) > 4 ? 1 : 0)).toFixed(1),
        y: plot.y((row + 1) / rows.length).toFixed(1),
        height: height.toFixed(1),
        "fill-opacity": (0.12 + 0.88 * Math.sqrt(count / (to - from) / most)).toFixed(2),
      }));
  return {
    plot,
    picture: plot.picture(...cells),
    at: (time, y) => {
      const column = columns.findLast(one => one.from <= time) || columns[0];
      if (y === undefined) {
        return [["observations", plain(column.counts.reduce((a, b) => a + b, 0))]];
      }
      const row = Math.min(rows.length - 1, Math.max(0, Math.floor((plot.bottom - y) / height)));
      return [[sizes(rows[row], format), plain(column.counts[row])]];
    },
  };
}

/** What a bucket holds, in words. */
function sizes({ low, high }, format) {
  if (high === Infinity) {
    return `above ${format(low)}`;
  }
  return low === -Infinity ? `up to ${format(high)}` : `${format(low)} to ${format(high)}`;
}

/** The marks beside rows: round numbers where they are, or else the bounds of the rows. */
function heatMarks(rows, format, unit) {
  const bounds = rows.flatMap(({ low, high }) => [low, high]).filter(bound => bound !== 0 && Number.isFinite(bound));
  const signs = new Set(bounds.map(Math.sign)).size;
  const sizes = logTicks(...rangeOf(bounds.map(Math.abs)), HEAT_MARKS / signs, unit);
  const marks = [0, ...sizes.flatMap(size => [-size, size])]
      .map(tick => [partOf(tick, rows), format(tick)])
      .filter(([part]) => part !== undefined);
  if (rows.length > HEAT_MARKS && marks.length > 1) {
    return marks;
  }
  const every = Math.ceil(rows.length / HEAT_MARKS);
  return rows.map(({ high }, i) => [(i + 1) / rows.length, high === Infinity ? "+Inf" : format(high)])
      .filter((_, i) => (rows.length - 1 - i) % every === 0);
}

/** How far up a value is among rows, each of which grows exponentially, but for the one around zero. */
function partOf(value, rows) {
  const past = bound => value - bound > 1e-9 * Math.abs(bound);
  const i = rows.findIndex(({ low, high }) => past(low) && !past(high) && (low * high > 0 || value === 0));
  if (i < 0) {
    return undefined;
  }
  const { low, high } = rows[i];
  return (i + (value === 0 ? 0.5 : Math.log(value / low) / Math.log(high / low))) / rows.length;
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
  const [lowest, highest] = rangeOf(used.map(bucket => bucket.high));
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
    const powers = natives.flatMap(native => [...native[side].keys()].map(index => index / 2 ** native.schema))
        .filter(power => power <= 1024); // what is infinite has a bucket of its own
    const [least, greatest] = rangeOf(powers);
    return sum + (least <= greatest ? Math.ceil(greatest * 2 ** schema) - Math.ceil(least * 2 ** schema) + 1 : 0);
  }, 0);
  while (schema > -4 && rows() > HEAT_ROWS) {
    schema--;
  }
  return schema;
}

/** The empty native buckets between the used ones of a sign, so that the axis has no jumps; infinity is beyond them. */
function between(used, schema) {
  const gaps = [];
  for (const sign of [1, -1]) {
    const bounds = used.filter(({ low, high }) => low * sign > 0 && high * sign > 0)
        .filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))
        .map(bucket => Math.round(Math.log2(sign > 0 ? bucket.high : -bucket.low) * 2 ** schema));
    for (let i = Math.min(...bounds); i < Math.max(...bounds); i++) {
      const far = nativeBound(schema, i);
      const near = nativeBound(schema, i - 1);
      gaps.push(sign > 0 ? { low: near, high: far } : { low: -far, high: -near });
    }
  }
  return gaps;
}
