const CHUNK = 40;
const USUAL_HEIGHT = 44;
const MOST_PRINTED = 2000;

/**
 * The table of groups, families and series: a tree that opens and closes, walked with the arrow keys.
 *
 * Rows are in chunks. Those near the screen have their rows, the others are as high as they were, or may be, and empty:
 * so ten thousand rows cost no more than those that are seen.
 */
class Table {
  rows = new Map();
  items = [];
  chunks = [];

  /**
   * @param body where the rows go
   * @param address says what is open
   * @param changed is called when that has changed
   */
  constructor(body, address, changed) {
    Object.assign(this, { body, changed, tree: new Tree(address, changed) });
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
        this.toggle(this.indexOf(row));
      }
    });
    body.addEventListener("keydown", event => this.key(event));
    body.addEventListener("focusin", event => this.reachBy(event.target.closest(".row")));
  }

  /** Draws what the search finds; the answer is how many families and series those are. */
  draw(families) {
    const found = this.tree.find(families);
    const focused = document.activeElement?.dataset.key;
    this.items = [...this.tree.items(found, families)];
    for (let i = 0; i * CHUNK < this.items.length; i++) {
      const chunk = this.chunks[i] ||= this.newChunk();
      chunk.start = i * CHUNK;
      chunk.items = this.items.slice(chunk.start, chunk.start + CHUNK);
      this.fill(chunk);
    }
    for (const chunk of this.chunks.splice(Math.ceil(this.items.length / CHUNK))) {
      this.sight.unobserve(chunk.element);
      chunk.element.remove();
    }
    for (const [key, row] of this.rows) {
      if (!row.element.isConnected) this.rows.delete(key);
    }
    this.body.parentElement.setAttribute("aria-rowcount", this.items.length + 1);
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
    return { element: made, inSight: this.chunks.length === 0, height: 0 };
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
  }

  /** Draws all rows, for paper. */
  fillAll() {
    this.chunks.slice(0, MOST_PRINTED / CHUNK).forEach(chunk => this.show(chunk));
  }

  show(chunk) {
    chunk.inSight = true;
    this.fill(chunk);
  }

  drawn({ key, level, open, make, draw }, index) {
    let row = this.rows.get(key);
    if (!row) {
      row = make();
      row.element.dataset.key = key;
      this.rows.set(key, row);
    }
    if (level) {
      row.place(level, open);
    }
    row.element.setAttribute("aria-rowindex", index + 2);
    draw(row);
    return row.element;
  }

  indexOf(row) {
    return Number(row.ariaRowIndex) - 2;
  }

  toggle(index) {
    this.items[index].toggle();
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
    const row = event.target.closest(".row, div.detail");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const index = this.indexOf(row);
    const { level, open } = this.items[index];
    if (event.key === "Escape") {
      this.closeDetail(level ? index : index - 1);
    }
    if (!level || event.target !== row) {
      return;
    }
    const steps = {
      ArrowDown: () => this.step(index, 1),
      ArrowUp: () => this.step(index, -1),
      Home: () => this.focus(0),
      End: () => this.step(this.items.length, -1),
      ArrowRight: () => open ? this.step(index, 1) : this.toggle(index),
      ArrowLeft: () => open ? this.toggle(index) : this.step(index, -1, item => item.level < level),
      Enter: () => this.toggle(index),
      " ": () => this.toggle(index),
    };
    if (steps[event.key]) {
      event.preventDefault();
      steps[event.key]();
    }
  }

  /** Closes what is open below a series, and has the focus on that. */
  closeDetail(index) {
    const below = this.items[index + 1];
    if (below && !below.level) {
      this.focus(index);
      this.toggle(index);
    }
  }

  /** Moves the focus from an item to the next one in a direction that will do. */
  step(index, by, willDo = item => item.level) {
    for (let i = index + by; i >= 0 && i < this.items.length; i += by) {
      if (willDo(this.items[i])) {
        this.focus(i);
        return;
      }
    }
  }

  /** Moves the focus to the row of an item, which may have to be drawn first. */
  focus(index) {
    this.show(this.chunks[Math.floor(index / CHUNK)]);
    this.rows.get(this.items[index].key).element.focus();
  }
}
