const DAY = 86400;
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, DAY];

/** The least round step of a unit that is not below a size. */
function roundStep(size, unit) {
  if (unit === "bytes" && size >= 1) {
    return 2 ** Math.ceil(Math.log2(size));
  }
  if ((unit === "seconds" || unit === "time") && size >= 1 && size <= DAY) {
    return TIME_STEPS.find(step => step >= size);
  }
  const ten = 10 ** Math.floor(Math.log10(size));
  return [1, 2, 5, 10].map(digit => Number((digit * ten).toPrecision(1))).find(step => step >= size * (1 - 1e-9));
}

/** Round numbers around a range, about so many; without a range, from zero. */
function ticks(low, high, count, unit) {
  if (low === high) {
    [low, high] = low === 0 ? [0, 1] : [Math.min(low, 0), Math.max(high, 0)];
  } else if (low > 0 && low < 0.6 * high) {
    low = 0;
  }
  const step = roundStep((high - low) / count, unit);
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

/** Round times, in seconds since the epoch, within a range. */
function timeTicks(from, to, count) {
  const step = roundStep((to - from) / count, "seconds");
  const times = [];
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
    times.push(time);
  }
  return times;
}

/** The time of day, with seconds if asked for. */
function clock(seconds, exact) {
  return TIME.format(seconds * 1000).slice(11, exact ? 19 : 16);
}
