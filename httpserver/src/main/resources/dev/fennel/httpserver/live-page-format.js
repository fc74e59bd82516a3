const SIGNIFICANT = Array.from({ length: 16 }, (_, i) =>
    new Intl.NumberFormat("en", { maximumSignificantDigits: Math.max(1, i) }));
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const TIME = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "medium" });

/** The unit that a family has, or that its name says: "seconds", "bytes", "ratio", "time", or "". */
function unitOf(family) {
  const name = family.name.replace(/_(total|max|limit)$/, "");
  const unit = family.unit || name.slice(name.search(/[^_]*$/));
  if (/time(stamp)?_seconds$/.test(name) && family.type === "gauge" && !/uptime/.test(name)) {
    return "time";
  }
  return ["seconds", "bytes", "ratio"].includes(unit) ? unit : "";
}

/** Whether -1 stands for "there is none", such as no limit: nothing takes less than no bytes or no time. */
function isNone(family, value) {
  return value === -1 && family.type === "gauge" && ["bytes", "seconds"].includes(unitOf(family));
}

/** A value for a person, in the unit of its family: short, so that about three digits matter unless said otherwise. */
function pretty(family, value, digits) {
  return isNone(family, value) ? "none" : inUnit(unitOf(family), value, digits);
}

function inUnit(unit, value, digits) {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  }
  switch (unit) {
    case "time": return value > 1e8 && value < 1e11 ? TIME.format(value * 1000) : duration(value, digits);
    case "seconds": return duration(value, digits);
    case "bytes": return bytes(value, digits);
    case "ratio": return `${plain(Number((value * 100).toPrecision(12)), digits)} %`;
    default: return plain(value, digits);
  }
}

/** The growth per second of a counter or of the observations of a distribution. */
function perSecond(family, rate, digits) {
  switch (rateUnit(family)) {
    case "bytes": return `${bytes(rate, digits)}/s`;
    case "ratio": return inUnit("ratio", rate, digits);
    default: return `${plain(rate, digits)}/s`;
  }
}

/** The unit of what grows per second: seconds per second are a ratio. */
function rateUnit(family) {
  const unit = family.type === "counter" ? unitOf(family) : "";
  return unit === "seconds" ? "ratio" : unit === "bytes" ? unit : "";
}

function plain(value, digits = 3) {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-4)) {
    return value.toExponential(Math.min(digits, 12));
  }
  return Number.isInteger(value) || size >= 10 ** digits ? WHOLE.format(value) : SIGNIFICANT[digits].format(value);
}

function bytes(value, digits) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${plain(value, digits)} ${units[unit]}`;
}

function duration(seconds, digits) {
  const size = Math.abs(seconds);
  if (size >= 86400) return `${plain(seconds / 86400, digits)} d`;
  if (size >= 3600) return `${plain(seconds / 3600, digits)} h`;
  if (size >= 120) return `${plain(seconds / 60, digits)} min`;
  if (size >= 1 || size === 0) return `${plain(seconds, digits)} s`;
  if (size >= 1e-3) return `${plain(seconds * 1e3, digits)} ms`;
  return size >= 1e-6 ? `${plain(seconds * 1e6, digits)} µs` : `${plain(seconds * 1e9, digits)} ns`;
}

/** "1 series of 5", "2 families": a number with its noun. */
function counted(number, one, many) {
  return `${plain(number)} ${number === 1 ? one : many}`;
}
