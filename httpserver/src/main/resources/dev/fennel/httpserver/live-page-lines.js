const LINE_HEIGHT = 14;
const COLOURS = 4;

/**
 * Lines [{name, points}] of values with a unit. Each of several has its name at its end, as colours are not for all.
 *
 * @param format takes a value, and how many digits of it matter
 * @param grows whether the values grow, so that zero is in sight
 */
function lineChart(width, lines, format, unit, grows) {
  const points = lines.flatMap(line => line.points);
  const times = points.map(([time]) => time).sort((a, b) => a - b);
  const values = points.map(([, value]) => value).filter(Number.isFinite);
  const round = ticks(...rangeOf(grows ? [0, ...values] : values), 4, unit);
  const [low, high] = [round[0], round[round.length - 1]];
  const part = value => partOfWay(value, low, high);
  const texts = distinct(round, format);
  const names = lines.length > 1 ? lines.map(({ name }) => name) : [];
  const plot = new Plot(width, times, round.map((mark, i) => [part(mark), texts[i]]), names);
  return {
    plot,
    picture: plot.picture(
        ...lines.map((line, i) => svg("path", { class: `line ${colour(i)}`, d: path(line.points, plot, part) })),
        ...(lines.length > 1 ? ends(lines, plot, part) : [])),
    at: time => lines.map(({ name, points }) => [name, format(nearest(points, time, ([at]) => at)[1])]),
  };
}

/** Texts for the marks of an axis, short, but long enough to differ. */
function distinct(marks, format) {
  for (let digits = 3; ; digits++) {
    const texts = marks.map(mark => format(mark, digits));
    if (digits === 12 || new Set(texts).size === texts.length) {
      return texts.every(text => text.slice(0, 11) === texts[0].slice(0, 11) && text.length === 19)
          ? texts.map(text => text.slice(11)) : texts; // times of one day
    }
  }
}

/** The classes of a line by its number: when the colours are used up, lines are broken. */
function colour(i) {
  return `line-${i % COLOURS}${i < COLOURS ? "" : " again"}`;
}

/** A line that ends where there is no value, and where nobody looked for long; a point by itself is seen. */
function path(points, plot, part) {
  let drawn = "";
  let last = -Infinity;
  for (const [time, value] of points) {
    if (Number.isFinite(value)) {
      const place = `${plot.x(time).toFixed(1)} ${plot.y(part(value)).toFixed(1)}`;
      drawn += time - last > GAP_SECONDS ? `M${place}l0 0` : `L${place}`;
    }
    last = Number.isFinite(value) ? time : -Infinity;
  }
  return drawn;
}

/** The names of lines, each at the height where its line ends, but not over one another. */
function ends(lines, plot, part) {
  const names = lines
      .map(({ name, points }, i) => ({ name, i, last: points.findLast(([, value]) => Number.isFinite(value)) }))
      .filter(({ last }) => last)
      .sort((a, b) => a.last[1] - b.last[1]);
  let next = plot.bottom + 4;
  for (const one of names) { // from the lowest up
    one.y = Math.min(next, plot.y(part(one.last[1])) + 4);
    next = one.y - LINE_HEIGHT;
  }
  next = plot.top + 4;
  for (const one of names.reverse()) { // and down again, where there was no room
    one.y = Math.max(next, one.y);
    next = one.y + LINE_HEIGHT;
  }
  const x = plot.right + 6;
  return names.map(({ name, i, y }) => svg("text", { class: `end ${colour(i)}`, x, y: y.toFixed(1) }, name));
}
