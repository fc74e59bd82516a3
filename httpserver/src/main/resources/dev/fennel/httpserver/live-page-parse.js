/** Reads the text format 0.0.4 into families by name, in their order: {name, help, type, series by key}. */
function parse(text) {
  const families = new Map();
  let family = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
      const [name, rest] = headed(line);
      family = familyNamed(families, name);
      if (line[2] === "H") {
        family.help = rest.replace(/\\(.)/g, (_, c) => (c === "n" ? "\n" : c));
      } else {
        family.type = rest;
      }
    } else if (line !== "" && line[0] !== "#") {
      family = addSample(families, family, readSample(line));
    }
  }
  return families;
}

/** The name, perhaps quoted, and the rest of a line that begins with "# HELP " or "# TYPE ". */
function headed(line) {
  if (line[7] === "\"") {
    const [name, end] = quoted(line, 7);
    return [name, line.slice(end + 1)];
  }
  const blank = line.indexOf(" ", 7);
  return blank < 0 ? [line.slice(7), ""] : [line.slice(7, blank), line.slice(blank + 1)];
}

function familyNamed(families, name) {
  let family = families.get(name);
  if (!family) {
    family = { name, help: "", type: "untyped", series: new Map() };
    families.set(name, family);
  }
  return family;
}

/** Reads `name{label="value",...} number` and `{"name","label"="value",...} number`. */
function readSample(line) {
  const brace = line.indexOf("{");
  const blank = line.indexOf(" ");
  if (brace < 0 || blank < brace) {
    return { name: line.slice(0, blank), labels: [], value: number(line, blank + 1) };
  }
  let name = line.slice(0, brace);
  const labels = [];
  let at = brace + 1;
  while (at < line.length && line[at] !== "}") {
    let key;
    if (line[at] === ",") {
      at++;
      continue;
    }
    if (line[at] === "\"") {
      [key, at] = quoted(line, at);
    } else {
      const equals = line.indexOf("=", at);
      key = line.slice(at, equals);
      at = equals;
    }
    if (line[at] === "=") {
      let value;
      [value, at] = quoted(line, at + 1);
      labels.push([key, value]);
    } else {
      name = key;
    }
  }
  return { name, labels, value: number(line, at + 2) };
}

/** The text between the quotes that open at a place, and the place after those that close it. */
function quoted(line, open) {
  let end = open + 1;
  while (end < line.length && line[end] !== "\"") {
    end += line[end] === "\\" ? 2 : 1;
  }
  const raw = line.slice(open + 1, end);
  return [raw.includes("\\") ? raw.replace(/\\(.)/g, (_, c) => (c === "n" ? "\n" : c)) : raw, end + 1];
}

function number(line, start) {
  const blank = line.indexOf(" ", start);
  const text = blank < 0 ? line.slice(start) : line.slice(start, blank);
  return text === "+Inf" ? Infinity : text === "-Inf" ? -Infinity : Number(text);
}

/** Puts a sample into the series of its family, which it returns. */
function addSample(families, current, sample) {
  const own = current && partOf(current, sample.name);
  const family = own === null || !current ? familyNamed(families, sample.name) : current;
  const inner = family.type === "histogram" ? "le" : family.type === "summary" ? "quantile" : null;
  const labels = inner ? sample.labels.filter(([name]) => name !== inner) : sample.labels;
  const key = JSON.stringify(labels);
  let series = family.series.get(key);
  if (!series) {
    series = { labels, value: NaN, sum: NaN, points: [] };
    family.series.set(key, series);
  }
  if (own === "_sum") {
    series.sum = sample.value;
  } else if (inner && own !== "_count") {
    const bound = sample.labels.find(([name]) => name === inner);
    series.points.push([bound ? number(bound[1], 0) : NaN, sample.value]);
  } else {
    series.value = sample.value;
  }
  return family;
}

/** The suffix that makes a sample's name out of its family's, or null if it is not one of the family's. */
function partOf(family, name) {
  if (name === family.name) {
    return "";
  }
  const suffix = name.startsWith(family.name) ? name.slice(family.name.length) : null;
  const known = family.type === "histogram" ? ["_bucket", "_sum", "_count"] : family.type === "summary" ? ["_sum", "_count"] : [];
  return known.includes(suffix) ? suffix : null;
}
