/** A grid of any length. */
import {el} from './dom.js';

const TALLEST = 8_000_000; // pixels; browsers place nothing beyond some 16 million

/**
 * A grid (in the sense of WAI-ARIA) of any number of rows, of which only those in sight are in the document. A row is as
 * high as the custom property `--row` of `.grid` says, in pixels. The keyboard moves over the rows (arrows, Page Up and
 * Page Down, Home, End), selects (space, Shift with the arrows, Ctrl+A) and opens a row (Enter); a click selects.
 */
export class Grid {
  #columns;
  #model;
  #head;
  #body;
  #pool = [];
  #length = 0;
  #active = 0;
  #anchor = 0;
  #frame = 0;
  #geometry = {view: 0, row: 1, scale: 1};

  /**
   * @param columns `{title, key}` each; those with a key can be sorted by
   * @param model `paint(cells, index)` fills the cells of a row; `selected(index)`; `select(first, last, on)` selects rows
   *     or not, both ends included; `open(index)`; `sort(key)`; `drawn(first, last)` is told the rows in sight
   */
  constructor(label, columns, model, signal) {
    this.#columns = columns;
    this.#model = model;
    this.#head = el('div', {role: 'row', class: 'grid-row grid-head', 'aria-rowindex': '1'}, columns.map(column =>
      el('div', {role: 'columnheader', class: column.name}, column.key
        ? el('button', {type: 'button', class: 'plain', onclick: () => model.sort(column.key)}, column.title)
        : el('span', {class: 'visually-hidden'}, column.title))));
    this.#body = el('div', {role: 'rowgroup', class: 'grid-body', onclick: event => this.#click(event)});
    this.element = el('div', {
      role: 'grid', class: 'grid', tabindex: '0', 'aria-label': label, 'aria-multiselectable': 'true',
      'aria-colcount': columns.length, onkeydown: event => this.#key(event),
    }, el('div', {role: 'rowgroup', class: 'grid-top'}, this.#head), this.#body);
    this.element.addEventListener('scroll', () => this.#later(), {passive: true, signal});
    const observer = new ResizeObserver(() => this.refresh());
    observer.observe(this.element);
    signal.addEventListener('abort', () => observer.disconnect());
  }

  /** Shows so many rows from now on. */
  set length(length) {
    this.#length = length;
    this.#active = Math.max(0, Math.min(this.#active, length - 1));
    this.element.setAttribute('aria-rowcount', length + 1);
    this.refresh();
  }

  /** Marks the column that the rows are sorted by. */
  sorted(key, descending) {
    this.#columns.forEach((column, i) => {
      const header = this.#head.children[i];
      header.toggleAttribute('aria-sort', false);
      if (column.key === key) {
        header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      }
    });
  }

  /** Goes to the first row. */
  rewind() {
    this.#active = 0;
    this.#anchor = 0;
    this.element.scrollTop = 0;
  }

  /** Paints all rows in sight again before the next frame. */
  refresh() {
    this.#pool.forEach(row => {
      row.index = -1;
    });
    this.#later();
  }

  #later() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #measure() {
    const view = this.element.clientHeight - this.#head.offsetHeight;
    const row = Number.parseFloat(getComputedStyle(this.element).getPropertyValue('--row'));
    const whole = this.#length * row;
    const shown = Math.min(whole, TALLEST);
    this.#geometry = {view, row, scale: shown > view ? (whole - view) / (shown - view) : 1};
    this.#body.style.height = `${shown}px`;
  }

  #draw() {
    if (this.#pool.every(row => row.index < 0)) {
      this.#measure();
    }
    const {view, row: height, scale} = this.#geometry;
    const top = this.element.scrollTop;
    const offset = top * scale;
    const first = Math.max(0, Math.floor(offset / height) - 2);
    const last = Math.min(this.#length, Math.ceil((offset + view) / height) + 2);
    this.#grow(last - first);
    for (let index = first; index < last; index++) {
      const row = this.#pool[index % this.#pool.length];
      if (row.index !== index) {
        row.index = index;
        this.#paint(row);
      }
      row.style.transform = `translateY(${Math.round(index * height + top - offset)}px)`;
    }
    for (const row of this.#pool) {
      row.hidden = row.index < first || row.index >= last;
    }
    this.#point();
    this.#model.drawn(first, last);
  }

  #grow(size) {
    if (size > this.#pool.length) {
      while (this.#pool.length < size) {
        const row = el('div', {role: 'row', class: 'grid-row', id: `grid-row-${this.#pool.length}`},
            this.#columns.map(column => el('div', {role: 'gridcell', class: column.name})));
        this.#pool.push(row);
        this.#body.append(row);
      }
      this.#pool.forEach(row => {
        row.index = -1;
      });
    }
  }

  #paint(row) {
    row.setAttribute('aria-rowindex', row.index + 2);
    row.setAttribute('aria-selected', this.#model.selected(row.index));
    this.#model.paint(row.children, row.index);
  }

  /** Tells which row the keyboard is on. */
  #point() {
    const row = this.#pool[this.#active % this.#pool.length];
    const inSight = row?.index === this.#active && !row.hidden;
    this.element.toggleAttribute('aria-activedescendant', false);
    if (inSight) {
      this.element.setAttribute('aria-activedescendant', row.id);
    }
    for (const other of this.#pool) {
      other.toggleAttribute('data-active', inSight && other === row);
    }
  }

  #click(event) {
    const row = event.target.closest('[role=row]');
    if (row && !event.target.closest('a')) {
      this.#active = row.index;
      this.#choose(event.shiftKey);
    }
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.#geometry.view / this.#geometry.row) - 1);
    const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity};
    if (event.target !== this.element || this.#length === 0) {
      return;
    }
    if (event.key in steps) {
      this.#move(Math.max(0, Math.min(this.#length - 1, this.#active + steps[event.key])), event.shiftKey);
    } else if (event.key === ' ') {
      this.#choose(event.shiftKey);
    } else if (event.key === 'Enter') {
      this.#model.open(this.#active);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      this.#model.select(0, this.#length - 1, true);
    } else {
      return;
    }
    event.preventDefault();
  }

  #move(index, extend) {
    this.#active = index;
    if (extend) {
      this.#choose(true);
    } else {
      this.#anchor = index;
    }
    const {view, row, scale} = this.#geometry;
    const offset = this.element.scrollTop * scale;
    if (index * row < offset) {
      this.element.scrollTop = index * row / scale;
    } else if ((index + 1) * row > offset + view) {
      this.element.scrollTop = Math.ceil(((index + 1) * row - view) / scale);
    }
    this.#later();
  }

  /** Selects from the last chosen row to the active one, or selects the active one or not. */
  #choose(extend) {
    if (extend) {
      this.#model.select(Math.min(this.#anchor, this.#active), Math.max(this.#anchor, this.#active), true);
    } else {
      this.#anchor = this.#active;
      this.#model.select(this.#active, this.#active, !this.#model.selected(this.#active));
    }
  }
}
