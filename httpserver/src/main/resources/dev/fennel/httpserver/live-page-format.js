const PLAIN = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A number for a person: short, in the unit that the metric's name says. */
function pretty(family, value) {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  }
  const name = family.name.replace(/_total$/, "");
  if (/time(stamp)?_seconds$/.test(name) && value > 1e8 && value < 1e11) {
    return new Date(value * 1000).toLocaleString();
  }
  if (/(^|_)seconds$/.test(name)) {
    return duration(value);
  }
  return /(^|_)bytes$/.test(name) ? bytes(value) : plain(value);
}

function plain(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-4)) {
    return value.toExponential(3);
  }
  return Number.isInteger(value) ? WHOLE.format(value) : PLAIN.format(value);
}

function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${PLAIN.format(value)} ${units[unit]}`;
}

function duration(seconds) {
  const size = Math.abs(seconds);
  if (size >= 86400) return `${PLAIN.format(seconds / 86400)} d`;
  if (size >= 3600) return `${PLAIN.format(seconds / 3600)} h`;
  if (size >= 120) return `${PLAIN.format(seconds / 60)} min`;
  if (size >= 1 || size === 0) return `${PLAIN.format(seconds)} s`;
  if (size >= 1e-3) return `${PLAIN.format(seconds * 1e3)} ms`;
  return size >= 1e-6 ? `${PLAIN.format(seconds * 1e6)} µs` : `${PLAIN.format(seconds * 1e9)} ns`;
}
