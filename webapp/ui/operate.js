/** How the node does: charts of its metrics, the nodes of its cluster, its version and settings. */
import {Chart} from './chart.js';
import {bytes, duration, el, field, scrolling} from './dom.js';
import {labelValues, level, parse, quantile, rate, rise} from './metrics.js';
import {explain, pause} from './tig.js';

const PERIOD = 5; // seconds between two looks
const KEPT = 120; // looks, ten minutes
const REQUESTS = 'tig_requests_seconds';
const NOT_COUNTED = ['probe', 'monitor']; // those of health checks and of this page
const STATES = {answering: 'good', draining: 'warning'};

const DENIED = {
  401: 'Metrics and settings need the API key: press “Key” above and enter it. With log-in, they need the role tig-admin.',
  403: 'Metrics and settings are for those who may list all blocks: log in with the role tig-admin.',
};

export async function show(view, app) {
  const operate = new Operate(view, app);
  app.addEventListener('key', () => operate.look(), {signal: app.signal});
  document.addEventListener('visibilitychange', () => operate.look(), {signal: app.signal});
  await operate.watch();
}

class Operate {
  #app;
  #signal;
  #before = null;
  #times = [];
  #history = new Map(); // by chart, for each look the values of its lines

  // Each chart: its lines, and their values from two scrapes.
  #charts = [
    {
      chart: new Chart('Requests a second', ['reads', 'heads', 'writes', 'deletes and takes', 'other'], each),
      values: (before, after) => {
        const rates = [['read', 'burst'], ['look'], ['seal', 'create', 'append', 'write'], ['delete', 'take'], ['name', 'version', 'list']];
        return rates.map(operation => rate(before, after, `${REQUESTS}_count`, {operation}));
      },
    },
    {
      chart: new Chart('Time of a request', ['half of reads', '99 of 100 reads', 'half of writes', '99 of 100 writes'], time),
      values: (before, after) => [['read'], ['seal', 'create', 'append', 'write']].flatMap(operation =>
        [0.5, 0.99].map(share => quantile(share, before, after, REQUESTS, {operation, outcome: 'done'}))),
    },
    {
      chart: new Chart('Bytes a second', ['received', 'sent'], bytes, 2),
      values: (before, after) => ['tig_received_bytes_total', 'tig_sent_bytes_total'].map(name => rate(before, after, name)),
    },
    {
      chart: new Chart('Requests that end badly, a second', ['refused', 'failed', 'broken off', 'too many (429)', 'busy (503)'], each),
      values: (before, after) => [
        ...['refused', 'failed', 'broken_off'].map(outcome => rate(before, after, `${REQUESTS}_count`, {outcome})),
        ...['too_many', 'busy'].map(how => rate(before, after, 'tig_throttled_total', {how})),
      ],
    },
    {
      chart: new Chart('Blocks', ['blocks'], whole),
      values: (_, after) => [level(after, 'tig_store_blocks')],
    },
    {
      chart: new Chart('Room', ['bytes of all blocks', 'free on the disk', 'size of the disk'], bytes, 2),
      values: (_, after) => ['tig_store_bytes', 'tig_disk_free_bytes', 'tig_disk_total_bytes'].map(name => level(after, name)),
    },
  ];

  #problem = el('p', {class: 'notice', 'data-kind': 'error', role: 'alert', hidden: true});
  #facts = el('dl', {class: 'figures', id: 'operate-figures'});
  #refusals = el('tbody', {id: 'operate-refusals'});
  #nodes = el('tbody', {id: 'operate-nodes'});
  #settings = el('tbody', {id: 'operate-settings'});
  #filter = el('input', {type: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: 'part of a name, value or source', oninput: () => this.#sift()});

  constructor(view, app) {
    this.#app = app;
    this.#signal = app.signal;
    view.append(this.#problem, this.#facts,
        el('div', {class: 'columns charts'}, this.#charts.map(({chart}) => chart.element)),
        el('div', {class: 'columns'},
            table('Refused, failed and broken off since the start', ['Operation', 'Refused', 'Failed', 'Broken off'], this.#refusals),
            table('Nodes of the cluster', ['Node', 'State', 'Since'], this.#nodes)),
        table('Settings', ['Name', 'Value', 'Source'], this.#settings, field('Show only', this.#filter)));
  }

  /** Looks every few seconds while the page is in sight, until the view is left. */
  async watch() {
    while (!this.#signal.aborted) {
      await this.look();
      await pause(PERIOD, this.#signal);
    }
  }

  async look() {
    if (document.visibilityState === 'hidden') {
      return;
    }
    try {
      const [response, status] = await Promise.all([
        this.#app.tig.request('GET', 'metrics', {signal: this.#signal}), this.#app.tig.status({signal: this.#signal})]);
      const scrape = parse(await response.text(), performance.now() / 1000);
      this.#learn(scrape);
      this.#describe(status);
      this.#problem.hidden = true;
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        this.#problem.textContent = DENIED[failure.status] ?? explain(failure);
        this.#problem.hidden = false;
      }
    }
  }

  #learn(scrape) {
    const before = this.#before ?? scrape;
    this.#before = scrape;
    this.#facts.replaceChildren(...figures(before, scrape));
    this.#refusals.replaceChildren(...badEnds(scrape));
    if (before === scrape) {
      return; // a rate needs two
    }
    this.#times = [...this.#times, Date.now()].slice(-KEPT);
    for (const {chart, values} of this.#charts) {
      const history = [...this.#history.get(chart) ?? [], values(before, scrape)].slice(-KEPT);
      this.#history.set(chart, history);
      chart.show(this.#times, history);
    }
  }

  #describe({version, node, nodes, settings, retention, maxBlockSize, access}) {
    this.#facts.append(
        figure('Version', version), figure('This node', node), figure('Access', access),
        figure('Retention', retention > 0 ? duration(retention) : 'for ever'), figure('Largest block', bytes(maxBlockSize)));
    this.#nodes.replaceChildren(...(nodes.length === 0
      ? [el('tr', {}, el('td', {colspan: 3, class: 'muted'}, 'This node is alone: tig.cluster is not set.'))]
      : nodes.map(({address, state, since}) => el('tr', {}, el('th', {scope: 'row', class: 'name'}, address),
          el('td', {}, el('span', {class: 'badge', 'data-kind': STATES[state] ?? 'error'}, state)),
          el('td', {class: 'number'}, since ? new Date(since).toLocaleString() : '–')))));
    if (this.#settings.childElementCount !== settings.length) {
      this.#settings.replaceChildren(...settings.map(({name, value, source}) => el('tr', {},
          el('th', {scope: 'row'}, el('code', {}, name)), el('td', {class: 'name'}, el('code', {}, value)), el('td', {}, source))));
      this.#sift();
    }
  }

  #sift() {
    const wanted = this.#filter.value.trim().toLowerCase();
    for (const row of this.#settings.children) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
    }
  }
}

function figures(before, scrape) {
  const seconds = Math.round(scrape.seconds - before.seconds);
  const operation = labelValues(scrape, `${REQUESTS}_count`, 'operation').filter(name => !NOT_COUNTED.includes(name));
  const free = level(scrape, 'tig_disk_free_bytes');
  const ready = level(scrape, 'tig_ready') === 1;
  const full = level(scrape, 'tig_disk_full') === 1;
  const damaged = level(scrape, 'tig_damaged_blocks_total');
  return [
    figure('Ready', ready ? 'yes' : 'no', ready ? 'good' : 'error'),
    figure('Requests', seconds > 0 ? `${each(rate(before, scrape, `${REQUESTS}_count`, {operation}))} a second` : '–'),
    figure('Failed', seconds > 0 ? `${whole(rise(before, scrape, `${REQUESTS}_count`, {outcome: 'failed'}))} in ${seconds} s` : '–'),
    figure('Blocks', known(level(scrape, 'tig_store_blocks'), whole)),
    figure('Bytes of all blocks', known(level(scrape, 'tig_store_bytes'), bytes)),
    figure('Free on the disk', full ? 'full' : known(free, bytes), full ? 'error' : ''),
    figure('Damaged blocks', known(damaged, whole), damaged > 0 ? 'error' : ''),
    figure('Running for', known(level(scrape, 'process_uptime_seconds'), duration)),
  ];
}

function figure(title, value, kind = '') {
  return el('div', {}, el('dt', {}, title), el('dd', {'data-kind': kind || null}, value));
}

/** For each operation, what did not end well since the node started. */
function badEnds(scrape) {
  const rows = labelValues(scrape, `${REQUESTS}_count`, 'operation')
    .map(operation => [operation, ...['refused', 'failed', 'broken_off'].map(outcome => level(scrape, `${REQUESTS}_count`, {operation, outcome}))])
    .filter(([, ...counts]) => counts.some(value => value > 0));
  return rows.length === 0
    ? [el('tr', {}, el('td', {colspan: 4, class: 'muted'}, 'Nothing.'))]
    : rows.map(([operation, ...counts]) => el('tr', {}, el('th', {scope: 'row'}, operation),
        counts.map(value => el('td', {class: 'number'}, known(value, whole)))));
}

function table(title, columns, body, before = null) {
  return el('section', {class: 'panel'}, el('h2', {}, title), before, scrolling(title, el('table', {class: 'data'},
      el('caption', {class: 'visually-hidden'}, title),
      el('thead', {}, el('tr', {}, columns.map(column => el('th', {scope: 'col'}, column)))), body)));
}

function known(value, format) {
  return Number.isFinite(value) ? format(value) : 'not known yet';
}

function whole(value) {
  return Math.round(value).toLocaleString('en');
}

function each(value) {
  return value >= 100 ? whole(value) : value.toLocaleString('en', {maximumSignificantDigits: 2});
}

function time(seconds) {
  return seconds < 1 ? `${each(seconds * 1000)} ms` : `${each(seconds)} s`;
}
