/** Every block of the server: search, order, details of what is in sight, and changes of many. */
import {ask, bytes, count, duration, el, field, moment, scrolling} from './dom.js';
import {Grid} from './grid.js';
import {explain, nameIn, patiently, TigError} from './tig.js';

const PARALLEL = 6; // a browser opens no more connections to one server
const SETTLED = 120; // milliseconds without scrolling after which details are asked for
const SHOWN_REFUSALS = 20;

const DENIED = {
  401: 'The list needs the API key: press “Key” above and enter it. With log-in, it needs the role tig-admin.',
  403: 'The list is closed to you. A server without an API key lists for nobody: have one set (file apikey in the data '
    + 'directory), or log in with the role tig-admin.',
};

export async function show(view, app) {
  await new WholeStore(view, app).load();
}

class WholeStore {
  #app;
  #signal;
  #names = []; // digits, as the server lists them: most recently used first
  #details = new Map(); // by index
  #gone = new Set();
  #chosen = new Set();
  #matches = [];
  #order = {key: 'used', descending: true};
  #sight = [0, 0];
  #asked = new Set();
  #loading = new AbortController();
  #complete = false;
  #working = null;
  #settling = 0;

  constructor(view, app) {
    this.#app = app;
    this.#signal = app.signal;
    this.#build(view);
    app.addEventListener('key', () => this.load(), {signal: app.signal});
    const seconds = setInterval(() => this.#grid.refresh(), 1000);
    app.signal.addEventListener('abort', () => {
      clearInterval(seconds);
      clearTimeout(this.#settling);
      this.#loading.abort();
    });
  }

  // What is on the screen

  #search = el('input', {type: 'search', autocomplete: 'off', spellcheck: 'false', placeholder: 'digits of the hash, a path or an address'});
  #where = el('select', {}, el('option', {value: 'start'}, 'start with'), el('option', {value: 'part'}, 'contain'));
  #nodes = el('input', {type: 'checkbox'});
  #summary = el('p', {class: 'grow', role: 'status', id: 'list-summary'});
  #problem = el('p', {class: 'notice', 'data-kind': 'error', role: 'alert', hidden: true});
  #buttons = el('div', {class: 'actions'});
  #work = el('section', {class: 'panel', 'aria-label': 'What was done', id: 'list-work', hidden: true});
  #grid;

  #build(view) {
    const button = (title, action, kind = '') => el('button', {type: 'button', class: kind, onclick: action}, title);
    this.#grid = new Grid('All blocks', [
      {name: 'box', title: 'Selected'},
      {name: 'hash', title: 'Hash', key: 'hash'},
      {name: 'size number', title: 'Size', key: 'size'},
      {name: 'expires number', title: 'Expires', key: 'used'},
      {name: 'kind', title: 'Kind', key: 'kind'},
    ], {
      paint: (cells, row) => this.#paint(cells, this.#matches[row]),
      selected: row => this.#chosen.has(this.#matches[row]),
      select: (first, last, on) => this.#select(first, last, on),
      open: row => this.#app.go(`#/lookup/${this.#names[this.#matches[row]]}`),
      sort: key => this.#sort(key),
      drawn: (first, last) => this.#drawn(first, last),
    }, this.#signal);
    let typing = 0;
    this.#search.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.#match(), 150);
    });
    this.#where.addEventListener('change', () => this.#match());
    this.#nodes.addEventListener('change', () => this.load());
    this.#buttons.append(
        button('Select all', () => this.#select(0, this.#matches.length - 1, true)),
        button('Select none', () => this.#selectNone()),
        button('Get details', () => this.#each('Get details', name => this.#app.tig.head(name, {signal: this.#signal}))),
        button('Keep alive', () => this.#each('Keep alive', name => this.#keep(name))),
        button('Delete', () => this.#delete(), 'danger'));
    view.append(
        el('section', {class: 'panel', 'aria-label': 'Search'},
            el('div', {class: 'list-search'}, field('Blocks that', this.#where), field('Digits', this.#search),
                el('label', {class: 'tick'}, this.#nodes, 'Of every node'), button('Load again', () => this.load())),
            this.#problem),
        el('section', {class: 'panel list-panel', 'aria-label': 'Blocks'},
            el('div', {class: 'row'}, this.#summary, this.#buttons), this.#grid.element),
        this.#work);
    this.#grid.sorted(this.#order.key, this.#order.descending);
    this.#describe();
  }

  #describe() {
    const sizes = [...this.#chosen].map(index => this.#details.get(index)?.size).filter(Number.isFinite);
    const size = bytes(sizes.reduce((sum, one) => sum + one, 0));
    const found = this.#names.length - this.#gone.size;
    this.#summary.textContent = [
      count(found, 'block') + (this.#complete ? '' : ' so far'),
      this.#matches.length < found && `${count(this.#matches.length, 'match', 'match')}`,
      this.#chosen.size > 0 && `${count(this.#chosen.size, 'selected', 'selected')} (${sizes.length < this.#chosen.size ? 'at least ' : ''}${size})`,
    ].filter(Boolean).join(', ');
    const [all, none, ...works] = this.#buttons.children;
    all.disabled = this.#matches.length === 0;
    none.disabled = this.#chosen.size === 0;
    works.forEach(button => {
      button.disabled = this.#chosen.size === 0 || this.#working !== null;
    });
  }

  #paint([box, hash, size, expires, kind], index) {
    const details = this.#details.get(index);
    const left = details?.expires && (details.expires - this.#app.tig.now()) / 1000;
    const link = hash.firstChild ?? hash.appendChild(el('a', {class: 'mono', tabindex: '-1'}));
    if (link.textContent !== this.#names[index]) {
      link.textContent = this.#names[index];
      link.href = `#/lookup/${this.#names[index]}`;
    }
    write(box, this.#chosen.has(index) ? '☑' : '☐');
    write(size, details?.size === undefined || details.size === null ? '' : bytes(details.size));
    write(expires, !details || details.kind === 'gone' || !('expires' in details) ? ''
      : !details.expires ? 'never' : left > 0 ? duration(left) : 'any moment');
    expires.title = left ? moment(details.expires) : '';
    write(kind, details?.kind ?? '');
  }

  // What is there

  /** Reads the list; blocks appear while it arrives. */
  async load() {
    this.#loading.abort();
    this.#working?.abort();
    const loading = this.#loading = new AbortController();
    this.#complete = false;
    this.#names = [];
    this.#details.clear();
    this.#asked.clear();
    this.#gone.clear();
    this.#chosen.clear();
    this.#problem.hidden = true;
    this.#grid.rewind();
    this.#match();
    let painted = performance.now();
    try {
      for await (const names of this.#read(loading.signal)) {
        for (const name of names) {
          this.#names.push(name);
        }
        if (performance.now() - painted > 300) {
          this.#match();
          painted = performance.now();
        }
      }
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        this.#deny(failure);
      }
    }
    if (this.#loading === loading && !this.#signal.aborted) {
      this.#complete = true;
      this.#match();
    }
  }

  #deny(failure) {
    this.#problem.textContent = DENIED[failure.status] ?? `The list is not complete. ${explain(failure)}`;
    this.#problem.hidden = false;
    if (failure.status === 401) {
      this.#app.fail(failure);
    }
  }

  /** The digits of all blocks, as many at a time as arrive together; each once, though several nodes may have it. */
  async *#read(signal) {
    const every = this.#nodes.checked;
    const response = await this.#app.tig.request('GET', '', {query: every ? {all: 1} : {}, signal});
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const seen = new Set();
    let rest = '';
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const lines = (rest + chunk.value).split('\n');
      rest = lines.pop();
      const names = lines.map(digits).filter(name => name && !seen.has(name));
      if (every) {
        names.forEach(name => seen.add(name));
      }
      yield names;
    }
    if (rest) {
      yield [digits(rest)].filter(Boolean);
    }
  }

  /** Chooses and orders what is shown. */
  #match() {
    const typed = this.#search.value.trim();
    const wanted = nameIn(typed)?.slice(0, -4) ?? typed.toLowerCase();
    const fits = this.#where.value === 'start' ? name => name.startsWith(wanted) : name => name.includes(wanted);
    const matches = [];
    for (let index = 0; index < this.#names.length; index++) {
      if (!this.#gone.has(index) && (wanted === '' || fits(this.#names[index]))) {
        matches.push(index);
      }
    }
    this.#matches = this.#ordered(matches);
    this.#grid.length = this.#matches.length;
    this.#describe();
  }

  #ordered(matches) {
    const {key, descending} = this.#order;
    if (key === 'hash') {
      matches.sort((one, other) => (this.#names[one] < this.#names[other] ? -1 : 1));
    } else if (key !== 'used') {
      const known = matches.filter(index => this.#details.get(index)?.[key] !== undefined)
        .map(index => ({index, value: this.#details.get(index)[key]}))
        .sort((one, other) => (one.value < other.value ? -1 : one.value > other.value ? 1 : 0))
        .map(entry => entry.index);
      const unknown = matches.filter(index => this.#details.get(index)?.[key] === undefined);
      return [...(descending ? known.reverse() : known), ...unknown];
    }
    return descending === (key === 'used') ? matches : matches.reverse();
  }

  #sort(key) {
    this.#order = {key, descending: this.#order.key === key ? !this.#order.descending : key !== 'hash' && key !== 'kind'};
    this.#grid.sorted(key, this.#order.descending);
    this.#grid.rewind();
    this.#match();
    if (['size', 'kind'].includes(key) && this.#matches.some(index => !this.#details.has(index))) {
      this.#app.say('Ordered as far as details are known. To know all, press “Select all”, then “Get details”.');
    }
  }

  #select(first, last, on) {
    for (let row = first; row <= last; row++) {
      if (on) {
        this.#chosen.add(this.#matches[row]);
      } else {
        this.#chosen.delete(this.#matches[row]);
      }
    }
    this.#grid.refresh();
    this.#describe();
  }

  #selectNone() {
    this.#chosen.clear();
    this.#grid.refresh();
    this.#describe();
  }

  // Details of what is in sight

  #drawn(first, last) {
    this.#sight = [first, last];
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#look(), SETTLED);
  }

  #look() {
    const unknown = this.#matches.slice(...this.#sight).filter(index => !this.#details.has(index) && !this.#asked.has(index));
    for (const index of unknown.slice(0, PARALLEL - this.#asked.size)) {
      this.#asked.add(index);
      this.#ask(index, this.#loading.signal);
    }
  }

  async #ask(index, signal) {
    let details;
    try {
      details = describe(await patiently(() => this.#app.tig.head(`${this.#names[index]}.tig`, {signal}), {signal}));
    } catch (failure) {
      if (!(failure instanceof TigError)) {
        return; // the list is loaded again, or another view is shown
      }
      details = {kind: {403: 'not readable', 404: 'gone'}[failure.status] ?? `error ${failure.status}`};
    }
    if (!signal.aborted) {
      this.#asked.delete(index);
      this.#details.set(index, details);
      this.#grid.refresh();
      this.#describe();
      this.#look();
    }
  }

  // Changes of many

  async #keep(name) {
    return this.#app.tig.describe(await this.#app.tig.request('GET', name, {headers: {'If-None-Match': '*'}, signal: this.#signal}));
  }

  async #delete() {
    const chosen = count(this.#chosen.size, 'block');
    if (await ask(`Delete ${chosen}?`, 'Slots are deleted at once, for everybody. Sealed blocks are refused: they stay until they expire.', `Delete ${chosen}`)) {
      await this.#each('Delete', async name => {
        await this.#app.tig.request('DELETE', name, {signal: this.#signal});
        return null;
      });
    }
  }

  /**
   * Does something to each selected block, several at a time, and shows how far it is and what was refused. The action
   * returns what the block is like then, or null if it is gone.
   */
  async #each(title, action) {
    const names = this.#names; // another array when the list is loaded again
    const indexes = [...this.#chosen];
    const stop = this.#working = new AbortController();
    const refusals = new Map();
    let done = 0;
    let next = 0;
    const report = this.#reporter(title, indexes.length, stop);
    const worker = async () => {
      while (next < indexes.length && !stop.signal.aborted) {
        const index = indexes[next++];
        try {
          const result = await patiently(() => action(`${names[index]}.tig`), {signal: stop.signal});
          done++;
          if (this.#names === names) {
            this.#changed(index, result);
          }
        } catch (failure) {
          if (failure.name === 'AbortError') {
            return;
          }
          this.#refused(refusals, names[index], failure, stop);
          if (failure.status === 404 && this.#names === names) {
            this.#changed(index, null);
          }
        }
        report(done, refusals);
      }
    };
    this.#describe();
    await Promise.all(Array.from({length: PARALLEL}, worker));
    this.#working = null;
    report(done, refusals, true);
    this.#match();
  }

  /** Notes what a block is like now; null: it is gone. */
  #changed(index, head) {
    this.#chosen.delete(index);
    if (head) {
      this.#details.set(index, describe(head));
    } else {
      this.#gone.add(index);
    }
  }

  #refused(refusals, name, failure, stop) {
    if (!(failure instanceof TigError)) {
      throw failure;
    }
    const id = `${failure.status} ${failure.reason}`;
    if (!refusals.has(id)) {
      refusals.set(id, {failure, names: []});
    }
    refusals.get(id).names.push(name);
    if ([0, 401].includes(failure.status)) { // all others would fail, too
      stop.abort();
      this.#app.fail(failure);
    }
  }

  /** A function that shows progress; the table of refusals is made at the end. */
  #reporter(title, total, stop) {
    const bar = el('progress', {max: total, value: 0, 'aria-label': title});
    const text = el('p', {class: 'grow', role: 'status'});
    const button = el('button', {type: 'button', onclick: () => stop.abort()}, 'Stop');
    this.#work.hidden = false;
    this.#work.replaceChildren(el('h2', {}, `${title}: ${count(total, 'block')}`), bar, el('div', {class: 'row'}, text, button));
    let frame = 0;
    return (done, refusals, end = false) => {
      const refused = [...refusals.values()].reduce((sum, refusal) => sum + refusal.names.length, 0);
      const left = total - done - refused;
      const paint = () => {
        frame = 0;
        bar.value = done + refused;
        text.textContent = [`${count(done, 'done', 'done')}`, refused && `${count(refused, 'refused', 'refused')}`,
          end && left > 0 && `${count(left, 'block')} not tried, because it was stopped`].filter(Boolean).join(', ');
      };
      if (end) {
        cancelAnimationFrame(frame);
        paint();
        button.remove();
        this.#work.append(...refusalTable(refusals));
      } else {
        frame ||= requestAnimationFrame(paint);
      }
    };
  }
}

function describe({size, expires, sealed}) {
  return {size, expires, kind: sealed ? 'sealed' : 'slot'};
}

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** The digits of a line of the list. */
function digits(line) {
  return nameIn(line)?.slice(0, -4);
}

function refusalTable(refusals) {
  if (refusals.size === 0) {
    return [];
  }
  const rows = [...refusals.values()].map(({failure, names}) => el('tr', {},
      el('td', {class: 'number'}, failure.status || 'no answer'),
      el('td', {class: 'number'}, names.length.toLocaleString('en')),
      el('td', {}, explain(failure)),
      el('td', {}, el('details', {}, el('summary', {}, 'Which'),
          el('ul', {class: 'plain-list'}, names.slice(0, SHOWN_REFUSALS).map(name =>
            el('li', {}, el('a', {class: 'mono name', href: `#/lookup/${name}`}, name)))),
          names.length > SHOWN_REFUSALS && el('p', {class: 'muted'}, `and ${count(names.length - SHOWN_REFUSALS, 'more', 'more')}`)))));
  return [scrolling('Refusals', el('table', {class: 'data', id: 'list-refusals'},
      el('caption', {class: 'visually-hidden'}, 'What was refused, and why'),
      el('thead', {}, el('tr', {}, ['Status', 'Blocks', 'Reason', 'Names'].map(title => el('th', {scope: 'col'}, title)))),
      el('tbody', {}, rows)))];
}
