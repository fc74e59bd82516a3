const TREND_LINES = 5;

/** Draws the last minutes of series in small: the growth of all together, or the values of the first ones that move. */
function drawTrend(cell, series) {
  const { family } = series[0];
  const counts = isCounting(family);
  const lines = (counts ? [totalRates(series)] : moving(series).map(one => one.history()))
      .map(pairs => pairs.filter(([, value]) => Number.isFinite(value)))
      .filter(pairs => pairs.length > 1);
  if (family.type === "info" || series[0].states || lines.length === 0) {
    cell.replaceChildren();
    return;
  }
  const pairs = lines.flat();
  const [low, high] = rangeOf([...(counts ? [0] : []), ...pairs.map(([, value]) => value)]);
  const [from, to] = rangeOf(pairs.map(([time]) => time));
  const place = ([time, value]) => `${(100 * (time - from) / (to - from)).toFixed(1)},`
      + `${high > low ? (18 - 16 * partOfWay(value, low, high)).toFixed(1) : 10}`;
  const picture = svg("svg", { viewBox: "0 0 100 20", preserveAspectRatio: "none", role: "img" },
      ...lines.map(line => svg("polyline", { class: high > low ? "" : "still", points: line.map(place).join(" ") })));
  const format = value => counts ? perSecond(family, value) : pretty(family, value);
  picture.setAttribute("aria-label", `between ${format(low)} and ${format(high)}`);
  cell.replaceChildren(picture);
}

/** The first series that have not had the same value all the time; if there are none, the very first. */
function moving(series) {
  const found = [];
  for (const one of series) {
    if (found.length < TREND_LINES && one.moves) found.push(one);
  }
  return found.length > 0 ? found : series.slice(0, 1);
}
