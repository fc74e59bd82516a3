const CHUNK = 40;
const USUAL_HEIGHT = 44;
const OTHERS = "others";

/**
 * The table of groups, families and series: a tree that opens and closes, walked with the arrow keys.
 *
 * Rows are in chunks. Those near the screen have their rows, the others are as high as they were, or may be, and empty:
 * so ten thousand rows cost no more than those that are seen.
 */
class Table {
  rows = new Map();
  chunks = [];

  /**
   * @param body where the rows go
   * @param address says what is open
   * @param changed is called when that has changed
   */
  constructor(body, address, changed) {
    Object.assign(this, { body, address, changed });
    this.sight = new IntersectionObserver(entries => entries.forEach(({ target, isIntersecting }) => {
      const chunk = this.chunks.find(one => one.element === target);
      if (chunk && chunk.inSight !== isIntersecting) {
        chunk.inSight = isIntersecting;
        this.fill(chunk);
      }
    }), { rootMargin: "600px" });
    body.addEventListener("click", event => {
      const row = event.target.closest(".row");
      if (row && getSelection().isCollapsed) {
        row.focus();
        this.toggle(row);
      }
    });
    body.addEventListener("keydown", event => this.key(event));
    body.addEventListener("focusin", event => this.reachBy(event.target.closest(".row")));
  }

  /** Draws what the search finds; the answer is how many families and series those are. */
  draw(families) {
    const { words } = this.address;
    const found = families.map(family => ({
      family,
      series: words.length === 0 ? family.series
          : family.series.filter(one => words.every(word => one.text.includes(word))),
    })).filter(({ series }) => series.length > 0);
    this.only = words.length > 0 && found.length === 1 ? found[0].family.name : undefined;
    const items = [...this.items(this.sorted(found), families)];
    const focused = document.activeElement?.dataset.key;
    for (let i = 0; i * CHUNK < items.length; i++) {
      const chunk = this.chunks[i] ||= this.newChunk();
      chunk.start = i * CHUNK;
      chunk.items = items.slice(chunk.start, chunk.start + CHUNK);
      this.fill(chunk);
    }
    for (const chunk of this.chunks.splice(Math.ceil(items.length / CHUNK))) {
      this.sight.unobserve(chunk.element);
      chunk.element.remove();
    }
    this.body.parentElement.setAttribute("aria-rowcount", items.length + 1);
    if (document.activeElement?.dataset.key !== focused) { // its row went from one chunk to another
      this.rows.get(focused)?.element.focus({ preventScroll: true });
    }
    if (!this.body.querySelector(".row[tabindex='0']")) {
      this.reachBy(this.body.querySelector(".row"));
    }
    return { families: found.length, series: found.reduce((sum, { series }) => sum + series.length, 0) };
  }

  /** A new chunk counts as elsewhere until it is known to be in sight; the first one is. */
  newChunk() {
    const made = this.body.appendChild(element("div", "chunk"));
    made.setAttribute("role", "presentation");
    this.sight.observe(made);
    return { element: made, inSight: this.chunks.length === 0, height: 0, keys: [] };
  }

  /** Draws the rows of a chunk, or makes it empty. The row that has the focus stays. */
  fill(chunk) {
    const { element, items } = chunk;
    if (!chunk.inSight && !element.contains(document.activeElement)) {
      chunk.height = element.firstChild ? element.offsetHeight : chunk.height || items.length * USUAL_HEIGHT;
      element.style.height = `${chunk.height}px`;
      element.replaceChildren();
    } else {
      element.style.height = "";
      arrange(element, items.map((item, i) => this.drawn(item, chunk.start + i)));
    }
    const keys = element.firstChild ? items.map(item => item.key) : [];
    chunk.keys.filter(key => !keys.includes(key) && !this.rows.get(key)?.element.isConnected).forEach(key => this.rows.delete(key));
    chunk.keys = keys;
  }

  drawn({ key, make, place, draw }, index) {
    let row = this.rows.get(key);
    if (!row) {
      row = make();
      row.element.dataset.key = key;
      this.rows.set(key, row);
    }
    if (place) {
      row.place(...place);
    }
    row.element.setAttribute("aria-rowindex", index + 2);
    draw(row);
    return row.element;
  }

  /** What goes into the table, row by row: made only as far as it is shown. */
  * items(found, families) {
    const grouped = this.address.sort.by === "name";
    if (!grouped) {
      for (const one of found) yield* this.familyItems(one, 1);
      return;
    }
    for (const [prefix, members] of groups(found, families, this.address.sort.descending)) {
      const closed = this.address.closed.has(prefix);
      const group = { prefix, families: members.length, series: members.reduce((sum, { series }) => sum + series.length, 0) };
      yield {
        key: `g ${prefix}`,
        make: () => Object.assign(new GroupRow(), { toggle: () => flip(this.address.closed, prefix) }),
        place: [1, !closed],
        draw: row => row.drawGroup(group),
      };
      if (!closed) {
        for (const one of members) yield* this.familyItems(one, 2);
      }
    }
  }

  * familyItems({ family, series }, level) {
    const { name } = family;
    if (family.series.length === 1) {
      yield* this.seriesItems(series[0], level, `f ${series[0].id}`, "family", row => row.drawOnly(series[0]));
      return;
    }
    const narrowed = series.length < family.series.length || this.only === name;
    const open = (this.address.all || narrowed) !== this.address.turned.has(name);
    yield {
      key: `f ${name}`,
      make: () => Object.assign(new NumbersRow("family"), { toggle: () => flip(this.address.turned, name) }),
      place: [level, open],
      draw: row => row.drawFamily(family, series),
    };
    if (open) {
      for (const one of this.sortedSeries(series)) {
        yield* this.seriesItems(one, level + 1, `s ${one.id}`, "series", row => row.drawSeries(one));
      }
    }
  }

  * seriesItems(series, level, key, kind, draw) {
    const charts = this.address.charts;
    const open = charts.has(series.id);
    yield {
      key,
      make: () => Object.assign(new NumbersRow(kind), { toggle: () => flip(charts, series.id) }),
      place: [level, open],
      draw,
    };
    if (open) {
      yield {
        key: `d ${series.id}`,
        make: () => new Detail(kind => {
          this.address.chart = kind;
          this.changed();
        }),
        draw: row => row.drawSeries(series, this.address.chart),
      };
    }
  }

  /** The scrape has names in order already; sorting by anything else keeps it among equals. */
  sorted(found) {
    const { by, descending } = this.address.sort;
    const total = (series, number) => series.reduce((sum, one) => sum + number(one), 0);
    const figure = {
      type: ({ family }) => family.type,
      value: ({ family, series }) => isCounting(family) ? total(series, one => one.value)
          : series.reduce((most, one) => valueOf(one) > most || Number.isNaN(most) ? valueOf(one) : most, NaN),
      rate: ({ series }) => total(series, one => one.rate),
    }[by];
    return figure ? sortBy(found, figure, descending) : found;
  }

  sortedSeries(series) {
    const { by, descending } = this.address.sort;
    return by === "value" || by === "rate" ? sortBy(series, by === "rate" ? one => one.rate : valueOf, descending) : series;
  }

  toggle(element) {
    this.rows.get(element.dataset.key).toggle();
    this.changed();
  }

  /** Makes a row the one that the tab key reaches. */
  reachBy(row) {
    if (row) {
      this.body.querySelectorAll(".row[tabindex='0']").forEach(one => one.tabIndex = -1);
      row.tabIndex = 0;
    }
  }

  key(event) {
    const row = event.target.closest(".row");
    const detail = event.target.closest("div.detail");
    if (event.key === "Escape" && (detail || this.isDetail(row?.nextSibling))) {
      const owner = detail ? detail.previousSibling : row;
      owner.focus();
      this.toggle(owner);
      return;
    }
    if (!row || event.target !== row || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const open = row.ariaExpanded === "true";
    const steps = {
      ArrowDown: () => this.step(row, 1),
      ArrowUp: () => this.step(row, -1),
      Home: () => this.focusEnd(0),
      End: () => this.focusEnd(-1),
      ArrowRight: () => open ? this.step(row, 1) : this.toggle(row),
      ArrowLeft: () => open ? this.toggle(row) : this.step(row, -1, one => Number(one.ariaLevel) < Number(row.ariaLevel)),
      Enter: () => this.toggle(row),
      " ": () => this.toggle(row),
    };
    if (steps[event.key]) {
      event.preventDefault();
      steps[event.key]();
    }
  }

  isDetail(element) {
    return Boolean(element?.classList.contains("detail"));
  }

  /** Moves the focus from a row to the next one in a direction that will do. */
  step(row, by, willDo = () => true) {
    const all = [...this.body.querySelectorAll(".row")];
    for (let i = all.indexOf(row) + by; i >= 0 && i < all.length; i += by) {
      if (willDo(all[i])) {
        all[i].focus();
        return;
      }
    }
  }

  /** Moves the focus to the first or the last row, which may have to be drawn first. */
  focusEnd(end) {
    const chunk = this.chunks.at(end);
    chunk.inSight = true;
    this.fill(chunk);
    [...chunk.element.querySelectorAll(".row")].at(end).focus();
  }
}

/** Pairs of prefix and what was found of it; a prefix that only one family has is with the others, which come last. */
function groups(found, families, descending) {
  const sizes = new Map();
  families.forEach(({ name }) => sizes.set(prefixOf(name), (sizes.get(prefixOf(name)) || 0) + 1));
  const members = new Map();
  for (const one of descending ? [...found].reverse() : found) {
    const prefix = sizes.get(prefixOf(one.family.name)) > 1 ? prefixOf(one.family.name) : OTHERS;
    members.set(prefix, [...(members.get(prefix) || []), one]);
  }
  return [...members].sort(([a], [b]) => (a === OTHERS) - (b === OTHERS));
}

/** A value to sort by: there is none where -1 says so. */
function valueOf(series) {
  return isNone(series.family, series.value) ? NaN : series.value;
}

function prefixOf(name) {
  return name.split(/[_.:]/, 1)[0];
}

/** Sorts by numbers or texts; what is not a number comes last, whatever the direction. */
function sortBy(list, key, descending) {
  const sign = descending ? -1 : 1;
  return [...list].map(one => [key(one), one]).sort(([a], [b]) =>
      Number.isNaN(a) || Number.isNaN(b) ? Number.isNaN(a) - Number.isNaN(b) : a < b ? -sign : a > b ? sign : 0)
      .map(([, one]) => one);
}
