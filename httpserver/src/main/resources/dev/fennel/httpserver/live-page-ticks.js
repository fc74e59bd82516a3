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

/**
 * Round numbers around a range, about so many; without a range, from zero, but a time is between the minutes around it.
 * They differ by so much that numbers of twelve digits are different.
 */
function ticks(low, high, count, unit) {
  if (low === high && unit === "time") {
    [low, high] = [low - 60, high + 60];
  } else if (low === high) {
    [low, high] = low === 0 ? [0, 1] : [Math.min(low, 0), Math.max(high, 0)];
  } else if (low > 0 && low < 0.6 * high) {
    low = 0;
  }
  const size = Math.max(high / count - low / count, 1e-10 * Math.max(Math.abs(low), Math.abs(high)));
  if (size < 1e-300 || size > 1e300) {
    return [low, high];
  }
  const step = roundStep(size, unit);
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

const DECADES = Array.from({ length: 61 }, (_, i) => Number(`1e${i - 30}`));
const FRACTIONS = DECADES.filter(decade => decade < 1);
const FINE = decades => decades.flatMap(decade => [decade, 2 * decade, 5 * decade]);
/** Round numbers for an axis that grows exponentially: many of them, then fewer. */
const LOG_TICKS = {
  bytes: [Array.from({ length: 61 }, (_, i) => 2 ** i)],
  seconds: [[...FINE(FRACTIONS), ...TIME_STEPS], [...FRACTIONS, 1, 10, 60, 600, 3600, DAY, 10 * DAY, 100 * DAY]],
};
const LOG_NUMBERS = [FINE(DECADES), DECADES];

/** Round positive numbers within a range, at most so many. */
function logTicks(low, high, count, unit) {
  const inside = list => list.filter(tick => tick > low && tick <= high);
  const lists = LOG_TICKS[unit] || LOG_NUMBERS;
  const coarsest = lists[lists.length - 1];
  const fit = lists.map(inside).find(ticks => ticks.length <= count);
  if (fit) {
    return fit;
  }
  const every = Math.ceil(inside(coarsest).length / count);
  return inside(coarsest.filter((_, i) => i % every === 0));
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

/** A time of the browser's clock that never jumps, in seconds since the epoch as the clock on the wall has it now. */
function wallTime(seconds) {
  return seconds + (Date.now() - performance.now()) / 1000;
}

/** The time of day, with seconds if asked for. */
function clock(seconds, exact) {
  return TIME.format(seconds * 1000).slice(11, exact ? 19 : 16);
}
