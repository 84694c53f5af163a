/** Stores files and folders. The uploads go on while another view is shown. */
import {Countdown} from './countdown.js';
import {bytes, count, duration, el, scrolling} from './dom.js';
import {lookupLink, readingLines} from './share.js';
import {explain, nameIn} from './tig.js';
import {Upload} from './upload.js';

const MOST_SINGLE_FILES = 20;
const MOST_LISTED = 500;
const SPEED_WINDOW = 4000;
const cards = [];

const STATES = {
  waiting: ['Waiting', ''],
  running: ['Storing', ''],
  paused: ['Paused', 'warning'],
  done: ['Stored', 'good'],
  failed: ['Failed', 'error'],
  cancelled: ['Cancelled', ''],
  expired: ['Expired', 'warning'],
};
const ACTIVE = ['waiting', 'running', 'paused'];

export function show(view, app) {
  const files = el('input', {type: 'file', multiple: true, class: 'visually-hidden', tabindex: '-1', 'aria-label': 'Files to store',
    onchange: () => take(files)});
  const folder = el('input', {type: 'file', webkitdirectory: true, class: 'visually-hidden', tabindex: '-1', 'aria-label': 'Folder to store',
    onchange: () => take(folder)});
  const limits = el('p', {class: 'muted'}, '\u00a0');
  const zone = el('section', {class: 'panel drop', 'aria-label': 'What to store'},
      el('p', {class: 'drop-title'}, 'Drop files or folders here'),
      el('div', {class: 'actions'},
          el('button', {type: 'button', class: 'primary', onclick: () => files.click()}, 'Choose files'),
          el('button', {type: 'button', onclick: () => folder.click()}, 'Choose a folder')),
      limits, files, folder);
  const total = new Total();
  const list = el('div', {class: 'uploads'}, cards.map(card => card.element));
  view.append(el('p', {class: 'lead'}, 'A stored file has the address of its SHA-256: whoever has the address reads exactly these bytes.'), zone, total.element, list);

  function take(input) {
    const chosen = Array.from(input.files, file => ({path: file.webkitRelativePath || file.name, file}));
    input.value = '';
    add(input === folder ? [chosen] : singly(chosen));
  }

  async function drop(event) {
    event.preventDefault();
    zone.classList.remove('over');
    const entries = Array.from(event.dataTransfer.items, item => item.webkitGetAsEntry()).filter(Boolean);
    if (entries.length === 0) {
      app.say('Only files and folders can be stored.');
    }
    try {
      const folders = await Promise.all(entries.filter(entry => entry.isDirectory).map(walk));
      const loose = await Promise.all(entries.filter(entry => entry.isFile).map(async entry => ({path: entry.name, file: await fileOf(entry)})));
      add([...folders, ...singly(loose)]);
    } catch (failure) {
      app.say(`What was dropped cannot be read: ${failure.message}`, 'error');
    }
  }

  async function add(groups) {
    const limit = (await app.status())?.maxBlockSize;
    for (const entries of groups.filter(({length}) => length > 0)) {
      const card = new Card(app, uploadOf(app.tig, entries, limit), next);
      cards.unshift(card);
      list.prepend(card.element);
    }
    next();
  }

  function next() {
    const remedy = cards.some(({upload}) => upload.state === 'paused' && upload.error);
    if (!remedy && !cards.some(({upload}) => upload.state === 'running')) {
      cards.findLast(({upload}) => upload.state === 'waiting')?.run();
    }
  }

  addEventListener('dragover', event => {
    event.preventDefault();
    zone.classList.add('over');
  }, {signal: app.signal});
  addEventListener('dragleave', event => zone.classList.toggle('over', event.relatedTarget !== null), {signal: app.signal});
  addEventListener('drop', drop, {signal: app.signal});
  addEventListener('paste', event => add(singly(Array.from(event.clipboardData.files, file => ({path: file.name, file})))), {signal: app.signal});
  const ticking = setInterval(() => {
    total.tick();
    cards.forEach(card => card.tick());
  }, 1000);
  app.signal.addEventListener('abort', () => clearInterval(ticking));
  document.addEventListener('visibilitychange', () => document.hidden || cards.forEach(card => card.tell()), {signal: app.signal});
  cards.forEach(card => card.tell());
  total.tick();
  tellLimits(app, limits);
}

addEventListener('beforeunload', event => {
  if (cards.some(({upload}) => ACTIVE.includes(upload.state))) {
    event.preventDefault();
  }
});

async function tellLimits(app, element) {
  const status = await app.status();
  const life = status?.retention === 0 ? 'Blocks do not expire. '
    : status ? `A block lives for ${duration(status.retention)} after it was last read or written. ` : '';
  element.textContent = `${life}Files over ${bytes(8 * 2 ** 20)} are stored in pieces. What the server has is not sent again.`;
}

/** Each file on its own; many files together. */
function singly(files) {
  return files.length > MOST_SINGLE_FILES ? [files.map(({path, file}) => ({path: `${files.length} files/${path}`, file}))]
    : files.map(({file}) => [{path: '', file}]);
}

/** An upload of files under one folder, which the first part of each path names, or of one file. */
function uploadOf(tig, entries, limit) {
  const [{path, file}] = entries;
  if (path === '') {
    return new Upload(tig, file.name, entries, limit);
  }
  const [title] = path.split('/');
  const inside = entries.map(({path, file}) => ({path: path.slice(title.length + 1), file})).filter(({path}) => path !== '');
  return new Upload(tig, title, inside, limit);
}

/** All that is in a dropped folder: `{path, file}` or, for directories, `{path}`. */
async function walk(directory) {
  const found = [];
  const open = [directory];
  while (open.length > 0) {
    const entry = open.pop();
    const path = entry.fullPath.replace(/^\//, '');
    if (entry.isFile) {
      found.push({path, file: await fileOf(entry)});
    } else {
      found.push({path});
      const reader = entry.createReader();
      for (let some = [null]; some.length > 0; open.push(...some)) { // a hundred at a time
        some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      }
    }
  }
  return found;
}

function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** Bytes a second over the last seconds. */
class Speed {
  #samples = [];

  /** Notes the bytes so far and returns the speed. */
  at(progress) {
    const now = performance.now();
    const last = this.#samples.at(-1);
    if (!last || now - last.now > 200) {
      this.#samples.push({now, progress});
    }
    while (this.#samples.length > 2 && now - this.#samples[0].now > SPEED_WINDOW) {
      this.#samples.shift();
    }
    const first = this.#samples[0];
    return now > first.now ? Math.max(0, progress - first.progress) / (now - first.now) * 1000 : 0;
  }

  forget() {
    this.#samples = [];
  }
}

/** `12 MiB of 40 MiB · 3 MiB/s · 9 s left`. */
function pace(progress, total, speed) {
  const left = speed > 0 ? ` · ${bytes(speed)}/s · ${duration((total - progress) / speed)} left` : '';
  return `${bytes(progress)} of ${bytes(total)}${left}`;
}

/** All uploads together. */
class Total {
  #speed = new Speed();
  #progress = el('progress', {'aria-label': 'Progress of all uploads'});
  #text = el('p', {class: 'number grow'});
  #pause = button('Pause all', () => cards.forEach(({upload}) => upload.pause()));
  #resume = button('Resume all', () => cards.forEach(({upload}) => upload.resume()));
  #cancel = button('Cancel all', () => each(true, card => card.cancel()));
  #clear = button('Clear finished', () => {
    each(false, card => card.remove());
    this.tick();
  });

  element = el('section', {class: 'panel total', 'aria-label': 'All uploads'},
      el('div', {class: 'row'}, this.#text, el('div', {class: 'actions'}, this.#pause, this.#resume, this.#cancel, this.#clear)),
      this.#progress);

  tick() {
    const uploads = cards.map(({upload}) => upload);
    const active = uploads.filter(({state}) => ACTIVE.includes(state));
    const has = state => uploads.some(upload => upload.state === state);
    this.element.hidden = cards.length < 2;
    this.#pause.hidden = !has('running');
    this.#resume.hidden = !has('paused');
    this.#cancel.hidden = active.length === 0;
    this.#clear.hidden = active.length === cards.length;
    const counted = uploads.filter(({state}) => !['failed', 'cancelled', 'expired'].includes(state));
    const total = counted.reduce((sum, upload) => sum + upload.total, 0);
    const progress = counted.reduce((sum, upload) => sum + upload.progress, 0);
    const speed = has('running') ? this.#speed.at(progress) : this.#speed.forget() ?? 0;
    this.#progress.max = Math.max(1, total);
    this.#progress.value = active.length === 0 ? this.#progress.max : progress;
    this.#text.textContent = `${count(cards.length, 'upload')}: ${pace(progress, total, speed)}`;
  }
}

function each(active, action) {
  cards.filter(({upload}) => ACTIVE.includes(upload.state) === active).forEach(action);
}

function button(text, onclick, attributes = {}) {
  return el('button', {type: 'button', class: 'small', onclick, ...attributes}, text);
}

/** One upload. */
class Card {
  #app;
  #next;
  #speed = new Speed();
  #due = false;
  #state = el('span', {class: 'badge'});
  #pace = el('span', {class: 'muted number'});
  #note = el('p', {class: 'notice', hidden: true});
  #progress;
  #pause;
  #resume;
  #cancel;
  #again;
  #remove;
  #result = el('div', {class: 'result'});
  #countdown = null;

  constructor(app, upload, next) {
    this.#app = app;
    this.#next = next;
    this.upload = upload;
    const title = upload.title;
    this.#progress = el('progress', {'aria-label': `Progress of ${title}`});
    this.#pause = button('Pause', () => {
      upload.pause();
      next();
    }, {'aria-label': `Pause ${title}`});
    this.#resume = button('Resume', () => upload.resume(), {'aria-label': `Resume ${title}`});
    this.#cancel = button('Cancel', () => this.cancel(), {'aria-label': `Cancel ${title}`});
    this.#again = button('Store again', () => this.run(), {'aria-label': `Store ${title} again`});
    this.#remove = button('Remove from this list', () => this.remove(), {'aria-label': `Remove ${title} from this list`});
    this.element = el('article', {class: 'panel upload', 'aria-label': title},
        el('div', {class: 'row'},
            el('h2', {class: 'name grow'}, title),
            this.#state,
            el('div', {class: 'actions'}, this.#pause, this.#resume, this.#cancel, this.#again, this.#remove)),
        this.#progress, this.#pace, this.#note, this.#result);
    upload.addEventListener('change', () => this.#soon());
    app.addEventListener('key', () => upload.error?.status === 401 && upload.resume());
    this.#update();
  }

  async run() {
    await this.upload.run();
    const {state, error, title} = this.upload;
    if (state === 'done') {
      this.#app.say(`${title} is stored.`);
    } else if (error) {
      this.#app.say(`${title}: ${explain(error)}`, 'error');
    }
    this.#next();
  }

  cancel() {
    this.upload.cancel();
    this.#next();
  }

  remove() {
    cards.splice(cards.indexOf(this), 1);
    this.element.remove();
  }

  /** Asks the server whether what was stored is still there. */
  tell() {
    this.#countdown?.tell();
  }

  tick() {
    this.#countdown?.tick();
    this.#soon();
  }

  /** Changes come by the thousand, pictures sixty times a second. */
  #soon() {
    if (!this.#due) {
      this.#due = true;
      setTimeout(() => {
        this.#due = false;
        this.#update();
      }, 100);
    }
  }

  #update() {
    const {state, error, total, progress, known, files, folder, unreadable} = this.upload;
    const [word, kind] = STATES[state];
    if (this.#state.textContent !== word) {
      this.#state.textContent = word;
      this.#state.dataset.kind = kind;
      if (state === 'paused' && error) {
        this.#app.fail(error);
      }
    }
    this.#pause.hidden = state !== 'running';
    this.#resume.hidden = state !== 'paused';
    this.#cancel.hidden = !ACTIVE.includes(state);
    this.#again.hidden = ACTIVE.includes(state) || state === 'done';
    this.#remove.hidden = ACTIVE.includes(state);
    this.#progress.hidden = !['running', 'paused'].includes(state);
    this.#progress.max = Math.max(1, total);
    this.#progress.value = progress;
    this.#pace.textContent = ['waiting', 'done', 'expired'].includes(state)
      ? [folder && count(files.length - unreadable.length, 'file'), bytes(total || sum(files)), known > 0 && `${bytes(known)} were there already`].filter(Boolean).join(' · ')
      : [folder && `${count(files.filter(({what}) => what).length, 'file')} of ${files.length.toLocaleString('en')}`,
        pace(progress, total, state === 'running' ? this.#speed.at(progress) : this.#speed.forget() ?? 0),
        known > 0 && `${bytes(known)} were there already`].filter(Boolean).join(' · ');
    this.#note.hidden = !error;
    if (error) {
      this.#note.dataset.kind = state === 'failed' ? 'error' : 'warning';
      this.#note.textContent = state === 'running' ? `${explain(error)} Trying again by itself.` : explain(error);
    }
    if (state !== 'done') {
      this.#result.replaceChildren();
      this.#countdown = null;
    } else if (!this.#countdown) {
      this.#showResult();
    }
  }

  #showResult() {
    const {result, title, folder, files, unreadable} = this.upload;
    const block = {...result, file: title, folder};
    this.#countdown = new Countdown(this.#app, result, () => {
      this.upload.expire();
      this.#app.say(`${title} has expired.`);
    });
    this.#result.append(
        unreadable.length > 0 && el('p', {class: 'notice', 'data-kind': 'warning'},
            `${count(unreadable.length, 'file')} could not be read and ${unreadable.length === 1 ? 'is' : 'are'} not in what was stored.`) || '',
        el('p', {class: 'agreed'}, el('span', {class: 'badge', 'data-kind': 'good'}, 'Verified'),
            folder || result.burst
          ? ' The hashes that the server computed agree with those computed here.' : ' The hash that the server computed agrees with the one computed here.'),
        el('dl', {class: 'facts'},
            el('dt', {}, folder ? 'Hash of the manifest’s index' : result.burst ? 'Hash of the index' : 'SHA-256'), el('dd', {class: 'mono'}, result.name.slice(0, 64)),
            el('dt', {}, 'Expires'), el('dd', {}, this.#countdown.element)),
        readingLines(this.#app, block),
        el('div', {class: 'actions'}, el('a', {class: 'button', href: lookupLink({...result, file: folder ? null : title}), 'aria-label': `Look up ${title}`}, 'Look up')),
        folder ? fileList(files) : '');
  }
}

function sum(files) {
  return files.reduce((total, {size}) => total + size, 0);
}

/** The files of a folder, made when it is opened. */
function fileList(files) {
  const body = el('tbody');
  const details = el('details', {ontoggle: () => {
    if (details.open && !body.firstChild) {
      body.append(...files.slice(0, MOST_LISTED).sort((one, other) => one.path < other.path ? -1 : 1).map(row));
    }
  }},
  el('summary', {}, count(files.length, 'file')),
  scrolling('Files', el('table', {class: 'data'},
      el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Name'), el('th', {scope: 'col'}, 'Size'))), body)),
  files.length > MOST_LISTED && el('p', {class: 'muted'}, `The first ${MOST_LISTED}. “Look up” shows the manifest with all of them.`));
  return details;
}

function row({path, size, what, error}) {
  return el('tr', {},
      el('td', {class: 'name'}, what ? el('a', {href: lookupLink({name: nameIn(what), burst: what.endsWith('?burst=1'), file: path})}, path) : path,
          error && el('span', {class: 'error'}, ` ${error}`)),
      el('td', {class: 'number'}, bytes(size)));
}
