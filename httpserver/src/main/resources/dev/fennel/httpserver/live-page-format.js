const PLAIN = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
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

/** A value for a person: short, in the unit of its family. */
function pretty(family, value) {
  return isNone(family, value) ? "none" : inUnit(unitOf(family), value);
}

function inUnit(unit, value) {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  }
  switch (unit) {
    case "time": return value > 1e8 && value < 1e11 ? TIME.format(value * 1000) : duration(value);
    case "seconds": return duration(value);
    case "bytes": return bytes(value);
    case "ratio": return `${plain(Number((value * 100).toPrecision(12)))} %`;
    default: return plain(value);
  }
}

/** The growth per second of a counter or of the observations of a distribution. */
function perSecond(family, rate) {
  if (family.type !== "counter") {
    return `${plain(rate)}/s`;
  }
  switch (unitOf(family)) {
    case "bytes": return `${bytes(rate)}/s`;
    case "seconds": return inUnit("ratio", rate);
    default: return `${plain(rate)}/s`;
  }
}

function plain(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-4)) {
    return value.toExponential(3);
  }
  return Number.isInteger(value) || size >= 1000 ? WHOLE.format(value) : PLAIN.format(value);
}

function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${plain(value)} ${units[unit]}`;
}

function duration(seconds) {
  const size = Math.abs(seconds);
  if (size >= 86400) return `${plain(seconds / 86400)} d`;
  if (size >= 3600) return `${plain(seconds / 3600)} h`;
  if (size >= 120) return `${plain(seconds / 60)} min`;
  if (size >= 1 || size === 0) return `${plain(seconds)} s`;
  if (size >= 1e-3) return `${plain(seconds * 1e3)} ms`;
  return size >= 1e-6 ? `${plain(seconds * 1e6)} µs` : `${plain(seconds * 1e9)} ns`;
}

/** "1 series of 5", "2 families": a number with its noun. */
function counted(number, one, many) {
  return `${plain(number)} ${number === 1 ? one : many}`;
}
