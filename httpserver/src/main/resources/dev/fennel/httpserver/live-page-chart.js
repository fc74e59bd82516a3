/* Charts, drawn by hand: lines or a heat map over time, with axes of round numbers. */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 220;
const MARGIN = { top: 10, right: 12, bottom: 24, left: 68 };
const LEAST_SPAN = 60;
const GAP_SECONDS = 45;
const HEAT_COLUMNS = 120;

function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** The place of the plot within a chart of a width, and the scale of its times, in seconds as the points have them. */
class Plot {
  constructor(width, times) {
    this.width = width;
    this.left = MARGIN.left;
    this.right = width - MARGIN.right;
    this.top = MARGIN.top;
    this.bottom = HEIGHT - MARGIN.bottom;
    this.to = times[times.length - 1];
    this.from = Math.min(times[0], this.to - LEAST_SPAN);
  }

  x(time) {
    return this.left + (this.right - this.left) * (time - this.from) / (this.to - this.from);
  }

  timeAt(x) {
    return this.from + (this.to - this.from) * (x - this.left) / (this.right - this.left);
  }

  y(part) {
    return this.bottom - (this.bottom - this.top) * part;
  }

  /** The frame with the axis of time. The marks of the other axis are pairs of a part of the height and a text. */
  axes(marks) {
    const zero = performance.timeOrigin / 1000;
    const times = timeTicks(zero + this.from, zero + this.to, Math.max(2, Math.floor(this.width / 110)));
    const exact = times.some(time => time % 60 !== 0);
    return svg("g", { class: "axes" },
        ...marks.flatMap(([part, text]) => [
          svg("line", { x1: this.left, x2: this.right, y1: this.y(part), y2: this.y(part) }),
          svg("text", { x: this.left - 8, y: this.y(part) + 4, "text-anchor": "end" }, text),
        ]),
        ...times.map(time => svg("text", {
          x: Math.min(this.x(time - zero), this.right - (exact ? 16 : 8)), // the last one is not cut off
          y: HEIGHT - 5,
          "text-anchor": "middle",
        }, clock(time, exact))));
  }
}

/** Lines [{name, points}] of values with a unit; those that grow have their zero in sight. */
function lineChart(width, lines, format, unit, grows) {
  const points = lines.flatMap(line => line.points);
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  const plot = new Plot(width, points.map(([time]) => time).sort((a, b) => a - b));
  const marks = ticks(...rangeOf(grows ? [0, ...values] : values), 4, unit);
  const [low, high] = [marks[0], marks[marks.length - 1]];
  const part = value => (value - low) / (high - low);
  return {
    plot,
    picture: svg("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` },
        plot.axes(marks.map(mark => [part(mark), format(mark)])),
        ...lines.map((line, i) => svg("path", { class: `line line-${i}`, d: path(line.points, plot, part) }))),
    at: time => lines.map(({ name, points }) => [name, format(nearest(points, time, ([at]) => at)[1])]),
  };
}

function path(points, plot, part) {
  let drawn = "";
  let last = -Infinity;
  for (const [time, value] of points) {
    if (Number.isFinite(value)) {
      drawn += `${time - last > GAP_SECONDS ? "M" : "L"}${plot.x(time).toFixed(1)} ${plot.y(part(value)).toFixed(1)}`;
      last = time;
    }
  }
  return drawn;
}

/** Lanes of states: a bar for as long as a state is on. */
function stateChart(width, series) {
  const pairs = series.history();
  const plot = new Plot(width, pairs.map(([time]) => time));
  const states = series.states.slice(0, MAX_STATES).map(([name]) => name);
  const isOn = (mask, i) => Math.floor(mask / 2 ** i) % 2 === 1;
  const lane = 1 / states.length;
  const bars = states.flatMap((_, i) => pairs.slice(0, -1).map(([time, mask], at) => [time, pairs[at + 1][0], mask])
      .filter(([from, to, mask]) => isOn(mask, i) && to - from <= GAP_SECONDS)
      .map(([from, to]) => svg("rect", {
        class: "state",
        x: plot.x(from),
        width: plot.x(to) - plot.x(from) + 0.5,
        y: plot.y(1 - (i + 0.2) * lane),
        height: 0.6 * lane * (plot.bottom - plot.top),
      })));
  return {
    plot,
    picture: svg("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` },
        plot.axes(states.map((name, i) => [1 - (i + 0.5) * lane, name.length > 9 ? `${name.slice(0, 8)}…` : name])), ...bars),
    at: time => [["", states.filter((_, i) => isOn(nearest(pairs, time, ([at]) => at)[1], i)).join(", ") || "none"]],
  };
}

/** A heat map: the darker, the more observations of that size per second, as some columns are wider than others. */
function heatChart(width, all, format) {
  const wide = roundStep((all[all.length - 1].time - all[0].time) / HEAT_COLUMNS, "seconds");
  const readings = all.filter((one, i) => i === 0 || Math.floor(one.time / wide) > Math.floor(all[i - 1].time / wide));
  const { rows, columns } = heatMap(readings);
  const plot = new Plot(width, readings.map(one => one.time));
  const most = columns.reduce((max, { from, to, counts }) => Math.max(max, Math.max(...counts) / (to - from)), 0);
  const cells = columns.flatMap(({ from, to, counts }) => [...counts].map((count, row) => ({ from, to, count, row })))
      .filter(cell => cell.count > 0)
      .map(({ from, to, count, row }) => svg("rect", {
        class: "cell",
        x: plot.x(from).toFixed(1),
        width: Math.max(1, plot.x(to) - plot.x(from) - (plot.x(to) - plot.x(from) > 4 ? 1 : 0)).toFixed(1),
        y: plot.y((row + 1) / rows.length).toFixed(1),
        height: ((plot.bottom - plot.top) / rows.length).toFixed(1),
        "fill-opacity": (0.12 + 0.88 * Math.sqrt(count / (to - from) / most)).toFixed(2),
      }));
  const every = Math.ceil(rows.length / 8);
  const marks = rows.map((row, i) => [(i + 1) / rows.length, row.high === Infinity ? "+Inf" : format(row.high)])
      .filter((_, i) => (rows.length - 1 - i) % every === 0);
  const range = ({ low, high }) => high === Infinity ? `above ${format(low)}` : low === -Infinity ? `up to ${format(high)}`
      : `${format(low)} to ${format(high)}`;
  return {
    plot,
    picture: svg("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` }, plot.axes(marks), ...cells),
    at: (time, y) => {
      const column = columns.findLast(one => one.from <= time) || columns[0];
      const row = Math.min(rows.length - 1, Math.max(0, Math.floor(rows.length * (plot.bottom - y) / (plot.bottom - plot.top))));
      return y === undefined ? columns.length === 0 ? [] : [["observations", plain(column.counts.reduce((a, b) => a + b, 0))]]
          : [[range(rows[row]), plain(column.counts[row])]];
    },
  };
}

/** The least and the greatest of at least one number. */
function rangeOf(values) {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

function nearest(list, at, timeOf) {
  return list.reduce((best, one) => Math.abs(timeOf(one) - at) < Math.abs(timeOf(best) - at) ? one : best);
}
