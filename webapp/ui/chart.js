/** A chart of levels or rates over time, with a table of the same numbers for those who do not see it. */
import {duration, el, scrolling} from './dom.js';

const WIDTH = 480;
const HEIGHT = 150;
const TABLE_ROWS = 10;

function svg(tag, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export class Chart {
  #series;
  #format;
  #base;
  #plot = svg('g', {});
  #pointer = svg('line', {y1: 0, y2: HEIGHT, class: 'pointer', visibility: 'hidden'});
  #desc = svg('desc', {});
  #scale = el('span', {class: 'chart-scale number', 'aria-hidden': 'true'});
  #moment = el('span', {class: 'muted number'});
  #legend;
  #rows = el('tbody');
  #times = [];
  #values = [];
  #at = null;

  /**
   * @param title what is shown, in a few words
   * @param series the names of the lines, at most six
   * @param format a function that writes a value in words
   * @param base of which the scale's end is a power, or 2 or 5 times one of 10
   */
  constructor(title, series, format, base = 10) {
    this.#series = series;
    this.#format = format;
    this.#base = base;
    this.#legend = series.map((name, i) => el('li', {}, svg('svg', {width: 22, height: 8, 'aria-hidden': 'true'},
        svg('line', {x1: 0, x2: 22, y1: 4, y2: 4, class: `line line-${i}`})), name, el('span', {class: 'number'}, '–')));
    const id = `chart-${title.toLowerCase().replace(/[^a-z]+/g, '-')}`;
    const picture = svg('svg', {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-labelledby': `${id}-title ${id}-desc`,
    }, svg('title', {id: `${id}-title`}, title), this.#desc, svg('path', {class: 'rule', d: `M0 ${HEIGHT}H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 .5H${WIDTH}`}),
    this.#plot, this.#pointer);
    this.#desc.id = `${id}-desc`;
    picture.addEventListener('pointermove', event => {
      const box = picture.getBoundingClientRect();
      this.#point((event.clientX - box.left) / box.width);
    });
    picture.addEventListener('pointerleave', () => this.#point(null));
    this.element = el('section', {class: 'panel chart', id, 'aria-label': title},
        el('div', {class: 'row'}, el('h2', {class: 'grow'}, title), this.#moment),
        el('div', {class: 'chart-picture'}, picture, this.#scale),
        el('ul', {class: 'legend'}, this.#legend),
        el('details', {}, el('summary', {}, 'As a table'), scrolling(title, el('table', {class: 'data'},
            el('thead', {}, el('tr', {}, ['Time', ...series].map(name => el('th', {scope: 'col'}, name)))), this.#rows))));
  }

  /**
   * Shows these moments, the last of them now.
   *
   * @param times milliseconds
   * @param values for each moment one value for each line; NaN where none is known
   */
  show(times, values) {
    this.#times = times;
    this.#values = values;
    const highest = Math.max(...values.flat().filter(Number.isFinite), 0);
    const top = rounded(highest, this.#base);
    const x = i => (times.length < 2 ? WIDTH : (i / (times.length - 1)) * WIDTH);
    const y = value => HEIGHT - (value / top) * (HEIGHT - 4) - 1;
    this.#plot.replaceChildren(...this.#series.map((_, line) => svg('path', {class: `line line-${line}`, d: path(values.map((moment, i) =>
      (Number.isFinite(moment[line]) ? [x(i), y(moment[line])] : null)))})));
    this.#scale.textContent = highest > 0 ? this.#format(top) : '';
    const now = values.at(-1);
    this.#desc.textContent = now
      ? `The last ${this.#span()}. Now: ${this.#series.map((name, i) => `${name} ${this.#word(now[i])}`).join(', ')}.`
      : 'Nothing yet.';
    this.#rows.replaceChildren(...times.map((time, i) => el('tr', {}, el('th', {scope: 'row', class: 'number'}, new Date(time).toLocaleTimeString()),
        values[i].map(value => el('td', {class: 'number'}, this.#word(value))))).slice(-TABLE_ROWS).reverse());
    this.#point(this.#at);
  }

  #span() {
    return duration((this.#times.at(-1) - this.#times[0]) / 1000);
  }

  #word(value) {
    return Number.isFinite(value) ? this.#format(value) : '–';
  }

  /** Tells the values at a place from 0 to 1, or the last ones. */
  #point(at) {
    this.#at = at;
    const last = this.#times.length - 1;
    const index = at === null ? last : Math.max(0, Math.min(last, Math.round(at * last)));
    const place = last > 0 ? (index / last) * WIDTH : WIDTH;
    this.#pointer.setAttribute('x1', place);
    this.#pointer.setAttribute('x2', place);
    this.#pointer.setAttribute('visibility', at === null || last < 0 ? 'hidden' : 'visible');
    this.#moment.textContent = last < 1 ? '' : at === null ? `last ${this.#span()}` : new Date(this.#times[index]).toLocaleTimeString();
    this.#legend.forEach((entry, i) => {
      entry.lastChild.textContent = this.#word(this.#values[index]?.[i]);
    });
  }
}

/** The next power of the base; of 10 also the next 2 or 5 times one. */
function rounded(value, base) {
  if (value <= 0) {
    return 1;
  }
  const power = base ** Math.floor(Math.log(value) / Math.log(base));
  return (base === 10 ? [1, 2, 5, 10] : [1, base]).find(step => step * power >= value) * power;
}

/** A path through points; null leaves a gap. */
function path(points) {
  return points.map((point, i) => point && `${points[i - 1] ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`)
    .filter(Boolean).join('');
}
