/* What all charts have in common, drawn by hand: a frame with an axis of time and one of values. */

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 220;
const CHARACTER = 7.2;
const LEAST_SPAN = 60;
const GAP_SECONDS = 45;

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
  /**
   * @param width of the chart
   * @param times in order
   * @param marks of the axis of values: pairs of a part of the height and a text
   * @param ends texts to the right of the plot, which needs room for them
   */
  constructor(width, times, marks, ends = []) {
    const room = texts => CHARACTER * Math.max(0, ...texts.map(text => text.length));
    this.width = width;
    this.left = 12 + room(marks.map(([, text]) => text));
    this.right = width - 12 - room(ends);
    this.top = 10;
    this.bottom = HEIGHT - 24;
    this.to = times[times.length - 1];
    this.from = Math.min(times[0], this.to - LEAST_SPAN);
    this.marks = marks;
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

  /** The chart: its frame, and what is drawn in it. */
  picture(...drawn) {
    const { width } = this;
    return svg("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` }, this.axes(), ...drawn);
  }

  axes() {
    const zero = wallTime(0);
    const times = timeTicks(zero + this.from, zero + this.to, Math.max(4, Math.floor(this.width / 110)));
    const exact = times.some(time => time % 60 !== 0);
    const half = CHARACTER * (exact ? 4 : 2.5);
    return svg("g", { class: "axes" },
        ...this.marks.flatMap(([part, text]) => [
          svg("line", { x1: this.left, x2: this.right, y1: this.y(part), y2: this.y(part) }),
          svg("text", { x: this.left - 8, y: this.y(part) + 4, "text-anchor": "end" }, text),
        ]),
        ...times.map(time => svg("text", {
          x: Math.max(half, Math.min(this.x(time - zero), this.width - half)), // none is cut off
          y: HEIGHT - 5,
          "text-anchor": "middle",
        }, clock(time, exact))));
  }
}

/** The least and the greatest of at least one number. */
function rangeOf(values) {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** How far a value is on the way from one to another, which may be as far apart as numbers can be. */
function partOfWay(value, low, high) {
  return Number.isFinite(high - low) ? (value - low) / (high - low) : (value / 2 - low / 2) / (high / 2 - low / 2);
}

function nearest(list, at, timeOf) {
  return list.reduce((best, one) => Math.abs(timeOf(one) - at) < Math.abs(timeOf(best) - at) ? one : best);
}
