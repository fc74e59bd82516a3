/*
 * What is looked at, kept in the fragment of the address, which is sent to no server: a link shows another person the
 * same. Only what differs from the page as it opens is written, and what nobody can choose is not read.
 */

const TABS = ["metrics", "cardinality", "errors"];
const SORTS = ["name", "type", "value", "rate"];
const RANKS = ["samples", "series", "born", "gone", "growth", "name"];

class Address {
  constructor(fragment) {
    const given = new URLSearchParams(fragment.replace(/^#/, ""));
    this.tab = TABS.includes(given.get("tab")) ? given.get("tab") : TABS[0];
    this.search = given.get("q") || "";
    this.sort = order(given.get("sort") ?? "name", SORTS);
    this.rank = order(given.get("rank") ?? "-samples", RANKS);
    /** Whether all families are open, but for those turned. */
    this.all = given.has("all");
    /** The names of families that are not as they are by themselves. */
    this.turned = new Set(given.getAll("turn"));
    /** The prefixes of groups that are closed. */
    this.closed = new Set(given.getAll("close"));
    /** The series whose charts are open, as idOf() names them. */
    this.charts = new Set(given.getAll("open"));
    /** The names of the families of which the tab of cardinality shows the values of labels. */
    this.values = new Set(given.getAll("values"));
    /** The kind of chart that is preferred, where a series has it. */
    this.chart = given.get("chart") || "";
  }

  get words() {
    return this.search.toLowerCase().split(/\s+/).filter(word => word !== "");
  }

  toString() {
    const all = new URLSearchParams();
    const add = (name, value, usual) => { if (value !== usual) all.append(name, value); };
    add("tab", this.tab, TABS[0]);
    add("q", this.search, "");
    add("sort", written(this.sort), "name");
    add("rank", written(this.rank), "-samples");
    if (this.all) all.append("all", "");
    this.turned.forEach(name => all.append("turn", name));
    this.closed.forEach(prefix => all.append("close", prefix));
    this.charts.forEach(id => all.append("open", id));
    this.values.forEach(name => all.append("values", name));
    add("chart", this.chart, "");
    return `#${all}`;
  }
}

/** An order as the address has it: one of the columns, with a minus if the greatest comes first. */
function order(text, columns) {
  const by = text.replace(/^-/, "");
  return { by: columns.includes(by) ? by : columns[0], descending: text.startsWith("-") };
}

function written({ by, descending }) {
  return (descending ? "-" : "") + by;
}

/** Puts something into a set, or takes it out if it is in there. */
function flip(set, one) {
  if (!set.delete(one)) {
    set.add(one);
  }
}
