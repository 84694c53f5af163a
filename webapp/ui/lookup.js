/** Shows a block: what it is, how long it lives, and what is in it. */
import {Countdown} from './countdown.js';
import {bytes, count, duration, el, field, tick} from './dom.js';
import {Hash} from './hasher.js';
import {entriesOf} from './manifest.js';
import {Preview} from './preview.js';
import {fileName, lookupLink, readingLines} from './share.js';
import {explain, nameIn, patiently} from './tig.js';

const AT_ONCE = 4;

export function show(view, app, argument) {
  const asked = blockIn(argument);
  const text = el('input', {type: 'text', class: 'mono', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false',
    value: asked ? `/${asked.name}` : argument});
  const burst = tick('Burst: read the blocks that this one names, one after the other', {checked: asked?.burst});
  const error = el('p', {class: 'error', role: 'alert'});
  const search = event => {
    event.preventDefault();
    const block = blockIn(text.value);
    if (block) {
      const elsewhere = /^https?:/.test(text.value.trim()) && !text.value.trim().startsWith(app.tig.address());
      app.go(lookupLink({...block, burst: block.burst || burst.firstChild.checked}));
      if (elsewhere) {
        app.say('That address is of another server. This is what this server has under the same name.');
      }
    } else {
      error.textContent = 'This names no block. A hash has 64 digits of 0–9 and a–f, lowercase.';
      text.focus();
    }
  };
  view.append(el('p', {class: 'lead'}, 'What a block is, how long it lives, and what is in it.'),
      el('form', {class: 'panel', role: 'search', onsubmit: search},
          field('Hash, path or address of a block', el('div', {class: 'line'}, text, el('button', {type: 'submit', class: 'primary'}, 'Look up')), null, text),
          burst, error));
  app.addEventListener('key', () => app.show({focus: false}), {signal: app.signal});
  if (asked) {
    return new Found(app, asked).show(view);
  }
  error.textContent = argument && 'This names no block.';
}

/** The block that a hash, path or address names: `name`, `burst`, and the file `file` that it was, if that is known; or null. */
function blockIn(text) {
  const name = nameIn(text);
  const query = new URLSearchParams(/\?([^#]*)/.exec(text)?.[1]);
  return name && {name, burst: query.get('burst') === '1', file: query.get('file')};
}

/** The block that was asked for. */
class Found {
  #app;
  #block;
  #head;
  #retention;
  #countdown;
  #life;
  #age = el('dd');
  #notice = el('p', {class: 'notice', 'data-kind': 'error', role: 'alert', hidden: true});
  #verdict = el('div', {class: 'verdict', role: 'status'});
  #buttons;
  #preview;

  constructor(app, block) {
    this.#app = app;
    this.#block = block;
  }

  async show(view) {
    const {signal, tig} = this.#app;
    view.append(this.#notice);
    try {
      this.#head = await tig.head(this.#block.name, {...this.#block, signal});
    } catch (failure) {
      this.#fail(failure);
      return;
    }
    const status = await this.#app.status();
    this.#retention = this.#head.expires && status?.retention;
    this.#countdown = new Countdown(this.#app, {...this.#block, expires: this.#head.expires}, () => this.#tellGone());
    this.#preview = new Preview(this.#app, this.#block, this.#head);
    const elsewhere = el('section', {class: 'panel', 'aria-label': 'Read it elsewhere'}, el('h2', {}, 'Read it elsewhere'));
    if (signal.aborted) {
      return;
    }
    view.append(el('div', {class: 'columns'}, this.#about(status), elsewhere), this.#preview.element);
    const ticking = setInterval(() => this.#tick(), 1000);
    signal.addEventListener('abort', () => clearInterval(ticking));
    document.addEventListener('visibilitychange', () => document.hidden || this.#countdown.tell(), {signal});
    this.#tick();
    try {
      await this.#preview.show();
    } catch (failure) {
      this.#fail(failure);
    }
    this.#block.file ??= this.#preview.file;
    elsewhere.append(readingLines(this.#app, {...this.#block, folder: this.#preview.folder}));
  }

  #about(status) {
    const {size, sealed} = this.#head;
    this.#life = el('progress', {'aria-label': 'Time left of the retention', max: this.#retention || 1, hidden: !this.#retention});
    const action = (text, work) => {
      const button = el('button', {type: 'button', onclick: async () => {
        button.disabled = true;
        try {
          await work.call(this);
        } catch (failure) {
          this.#fail(failure);
        }
        button.disabled = this.#countdown.gone;
      }}, text);
      return button;
    };
    this.#buttons = [
      action('Keep alive', this.#keepAlive),
      action('Verify', this.#verify),
      action('Download', () => this.#download(this.#app.tig.key && status?.access !== 'key')),
    ];
    return el('section', {class: 'panel', 'aria-label': 'About the block'},
        el('h2', {}, 'About'),
        el('dl', {class: 'facts'},
            el('dt', {}, 'Name'), el('dd', {class: 'mono'}, this.#block.name),
            el('dt', {}, 'Kind'), el('dd', {}, this.#block.burst ? 'Burst: what the blocks that it names have'
              : sealed ? 'Sealed: the name is the SHA-256 of the bytes' : 'Slot, or a channel'),
            el('dt', {}, 'Size'), el('dd', {}, size < 1024 ? bytes(size) : `${bytes(size)} (${count(size, 'byte')})`),
            this.#retention ? [el('dt', {}, 'Last used'), this.#age] : null,
            el('dt', {}, 'Expires'), el('dd', {}, this.#countdown.element)),
        this.#life,
        el('div', {class: 'actions'}, this.#buttons,
            !sealed && !this.#block.burst && el('a', {class: 'button', href: `#/slots/${this.#block.name}`}, 'Open in Slots')),
        el('p', {class: 'muted'}, el('small', {}, 'Looking at it and verifying it here do not keep it alive; “Keep alive” and a download do.')),
        this.#verdict);
  }

  #tick() {
    this.#countdown.tick();
    if (this.#retention && !this.#countdown.gone) {
      const left = Math.max(0, (this.#countdown.expires - this.#app.tig.now()) / 1000);
      this.#life.value = left;
      this.#age.textContent = `about ${duration(this.#retention - left)} ago`;
    }
  }

  #fail(failure) {
    if (failure.status === 404 && this.#countdown) {
      this.#countdown.tell();
    } else if (!this.#countdown && failure.status !== 401 && failure.name !== 'AbortError') {
      this.#notice.textContent = explain(failure);
      this.#notice.hidden = false;
    } else {
      this.#app.fail(failure);
    }
  }

  #tellGone() {
    this.#notice.textContent = 'This block has expired: the server has it no more. What is below is what this page read before.';
    this.#notice.hidden = false;
    this.#life.hidden = true;
    this.#age.textContent = '–';
    this.#buttons.forEach(button => {
      button.disabled = true;
    });
  }

  /** Touches the block; for a folder, its files as well. */
  async #keepAlive() {
    const {tig} = this.#app;
    const others = await this.#files();
    const progress = el('progress', {'aria-label': 'Progress of keeping alive', max: Math.max(1, others.length), value: 0});
    this.#verdict.replaceChildren(others.length > 0 ? progress : '');
    const lanes = Array.from({length: AT_ONCE}, async () => {
      for (let next = others.pop(); next; next = others.pop()) {
        await patiently(() => tig.touch(next.name, {...next, signal: this.#app.signal}), this.#app);
        progress.value++;
      }
    });
    await Promise.all(lanes);
    const {expires} = await tig.touch(this.#block.name, this.#block);
    this.#verdict.replaceChildren();
    this.#countdown.expire(expires);
    this.#tick();
    this.#app.say(expires ? `Kept alive: it expires in ${duration((expires - tig.now()) / 1000)}.` : 'It does not expire.');
  }

  /** Reads all bytes and compares their hash with the name; for a burst, that of the index and of each part; for a folder, those of its files as well. */
  async #verify() {
    const progress = el('progress', {'aria-label': 'Progress of the verification', max: Math.max(1, this.#head.size), value: 0});
    this.#verdict.replaceChildren(progress);
    const files = await this.#files();
    progress.max += files.reduce((sum, {size}) => sum + size, 0);
    const names = new Set();
    for (const {name, burst} of [this.#block, ...files]) {
      names.add(name);
      for (const part of burst ? await this.#parts(name) : []) {
        names.add(part);
      }
    }
    const wrong = [];
    const slots = [];
    for (const name of names) {
      const {hash, etag} = await this.#hash(name, progress);
      if (hash !== name.slice(0, 64)) {
        (etag === `"${hash}"` ? slots : wrong).push(`${name} has the hash ${hash}`);
      }
    }
    const [kind, text] = wrong.length > 0 ? ['error', `Not equal: ${wrong.join('; ')}.`]
      : slots.length > 0 ? ['warning', `No name says what the bytes of a slot are, but the server received and keeps these: ${slots.join('; ')}.`]
        : ['good', names.size > 1 ? `Equal: the SHA-256 of each of the ${names.size} blocks, computed here, is its name.`
          : 'Equal: the SHA-256 of the bytes, computed here, is the name.'];
    this.#verdict.replaceChildren(el('p', {class: 'notice', 'data-kind': kind}, text));
  }

  /** The blocks of a folder's files; none if this is no folder. */
  async #files() {
    if (!this.#preview.folder) {
      return [];
    }
    const response = await this.#read(this.#block.name, {burst: 1});
    return entriesOf(await response.text()).filter(({type}) => type === 'f')
        .map(({what, size}) => ({name: nameIn(what), burst: what.endsWith('?burst=1'), size}));
  }

  async #parts(name) {
    return (await (await this.#read(name)).text()).split('\n').map(nameIn).filter(Boolean);
  }

  async #hash(name, progress) {
    const response = await this.#read(name);
    const {etag} = this.#app.tig.describe(response);
    const hash = new Hash();
    const reader = response.body.getReader();
    try {
      for (let {done, value} = await reader.read(); !done; {done, value} = await reader.read()) {
        progress.value += value.length;
        await hash.add(value.slice().buffer);
      }
    } catch (failure) {
      await hash.hex();
      throw failure.name === 'AbortError' ? failure : new Error('The server broke off: the block is damaged, or the connection failed');
    }
    return {hash: await hash.hex(), etag};
  }

  #read(name, query = {}) {
    return this.#app.tig.request('GET', name, {query: {...query, chtimes: 0}, signal: this.#app.signal});
  }

  /** Lets the browser save the block: by itself, unless it needs the key, which no address may have. */
  async #download(needsKey) {
    const {name, burst, file} = this.#block;
    const query = burst ? {burst: 1} : {};
    let href = this.#app.tig.address(name, query);
    if (needsKey) {
      href = URL.createObjectURL(await (await this.#app.tig.request('GET', name, {query, signal: this.#app.signal})).blob());
      setTimeout(() => URL.revokeObjectURL(href), 60_000);
    } else {
      await this.#app.tig.head(name, {burst});
    }
    el('a', {href, download: fileName(file ?? name)}).click();
  }
}
