const STATE_NAME = 16;

/** Lanes of states: a bar for as long as a state is on. */
function stateChart(width, series) {
  const pairs = series.history();
  const states = series.states.slice(0, MAX_STATES).map(([name]) => name);
  const isOn = (mask, i) => Math.floor(mask / 2 ** i) % 2 === 1;
  const lane = 1 / states.length;
  const plot = new Plot(width, pairs.map(([time]) => time), states.map((name, i) =>
      [1 - (i + 0.5) * lane, name.length > STATE_NAME ? `${name.slice(0, STATE_NAME - 1)}…` : name]));
  const bars = states.flatMap((_, i) => spans(pairs, mask => isOn(mask, i)).map(([from, to]) => svg("rect", {
    class: "state",
    x: plot.x(from),
    width: plot.x(to) - plot.x(from),
    y: plot.y(1 - (i + 0.2) * lane),
    height: 0.6 * lane * (plot.bottom - plot.top),
  })));
  return {
    plot,
    picture: plot.picture(...bars),
    at: time => [["", states.filter((_, i) => isOn(nearest(pairs, time, ([at]) => at)[1], i)).join(", ") || "none"]],
  };
}

/** The spans [from, to] of time through which values are as they should be; nobody knows of a gap. */
function spans(pairs, isSo) {
  const found = [];
  for (let i = 1; i < pairs.length; i++) {
    const [from, value] = pairs[i - 1];
    const [to] = pairs[i];
    if (isSo(value) && to - from <= GAP_SECONDS) {
      const last = found[found.length - 1];
      if (last && last[1] === from) {
        last[1] = to;
      } else {
        found.push([from, to]);
      }
    }
  }
  return found;
}
