/** Reads and changes slots. Nothing that somebody else wrote meanwhile is overwritten unseen. */
import {Countdown} from './countdown.js';
import {ask, bytes, copyLine, count, el, field, tick} from './dom.js';
import {sha256} from './sha256.js';
import {lookupLink, quoted} from './share.js';
import {explain, nameIn} from './tig.js';

const LONGEST_EDITED = 2 ** 20; // larger slots have no ETag to compare
const encoder = new TextEncoder();

let view = null;

export function show(place, app, argument) {
  view ??= new Slots(app);
  place.append(...view.elements);
  view.start(nameIn(argument));
}

addEventListener('beforeunload', event => {
  if (view?.changed) {
    event.preventDefault();
  }
});

/** The view; what is not saved yet is there again when one comes back to it. */
class Slots {
  #app;
  #name = null;
  /** What the server has, as far as this page knows: `etag`, `text`, `size`, `expires`, `sealed`; null: nothing. */
  #stored = null;
  /** Whether the lines in the editor end with CR LF where they are stored. */
  #crlf = false;
  #countdown = null;
  #key = el('input', {type: 'text', required: true, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', oninput: () => this.#tellName()});
  #newline = tick('The key ends with a line feed, as from echo', {onchange: () => this.#tellName()});
  #preview = el('output', {class: 'mono name'});
  #text = el('textarea', {class: 'mono', rows: '14', spellcheck: 'false', autocapitalize: 'off', oninput: () => this.#tellState()});
  #state = el('p', {class: 'muted', role: 'status'});
  #notice = el('p', {class: 'notice', role: 'alert', hidden: true});
  #heading = el('h2', {class: 'name mono', tabindex: '-1'});
  #life = el('span');
  #conflict = el('section', {class: 'conflict', 'aria-labelledby': 'conflict-title', hidden: true});
  #added = el('textarea', {class: 'mono', rows: '3', spellcheck: 'false', autocapitalize: 'off'});
  #addedNewline = tick('With a line feed at the end', {checked: true});
  #channel = el('div', {class: 'copy-lines'});
  #lines = el('div', {class: 'copy-lines'});
  #save = this.#button('Save', () => this.#write(), {class: 'primary'});
  #slot;

  constructor(app) {
    this.#app = app;
    const choose = el('form', {class: 'panel', role: 'search', onsubmit: event => {
      event.preventDefault();
      this.#open(this.#asked());
    }},
    field('Key, or name of the slot', el('div', {class: 'line'}, this.#key, el('button', {type: 'submit', class: 'primary'}, 'Open')),
        'A slot’s name is the SHA-256 of its key, which stays in this page. A name has 64 digits of 0–9 and a–f.', this.#key),
    this.#newline, el('p', {class: 'row'}, el('span', {class: 'muted'}, 'Name'), this.#preview));
    const editor = el('section', {class: 'panel', 'aria-label': 'Value'},
        el('div', {class: 'row'}, el('div', {class: 'grow'}, this.#heading), this.#life),
        this.#notice, this.#conflict,
        field('Value', this.#text), this.#state,
        el('div', {class: 'actions'}, this.#save,
            this.#button('Read again', () => this.#reread()),
            this.#button('Take', () => this.#take(), {class: 'danger'}),
            this.#button('Delete', () => this.#delete(), {class: 'danger'})));
    const append = el('section', {class: 'panel', 'aria-label': 'Append'},
        el('h2', {}, 'Append'),
        field('Text to append', this.#added, 'It is added in one piece, whatever the value is by then.'),
        this.#addedNewline,
        el('div', {class: 'actions'}, this.#button('Append', () => this.#append())));
    const channel = el('section', {class: 'panel', 'aria-label': 'Channels'},
        el('h2', {}, 'Channels'),
        el('p', {class: 'muted'}, 'An address that only reads this slot, or only writes to it. Whoever has it does not learn the slot’s own name.'),
        el('div', {class: 'actions'},
            this.#button('Make a read channel', () => this.#makeChannel('Read')),
            this.#button('Make a write channel', () => this.#makeChannel('Write'))),
        this.#channel);
    const commands = el('section', {class: 'panel', 'aria-label': 'Commands'}, el('h2', {}, 'Read and write it elsewhere'), this.#lines);
    this.#slot = el('div', {class: 'slot', hidden: true}, editor, el('div', {class: 'side'}, append, channel, commands));
    this.elements = [el('p', {class: 'lead'}, 'A slot is a block with a name of your choice, whose value can change: configuration, a counter, a lock, a queue.'), choose, this.#slot];
    this.#tellName();
  }

  /** Whether there is a value that is not saved. */
  get changed() {
    return this.#name !== null && !this.#text.readOnly && this.#text.value !== (this.#stored?.text ?? '');
  }

  /** The view is shown; perhaps a name is asked for. */
  start(name) {
    if (name && name !== this.#name) {
      this.#key.value = name;
      this.#tellName();
      this.#open(name);
    }
    const ticking = setInterval(() => this.#countdown?.tick(), 1000);
    this.#app.signal.addEventListener('abort', () => clearInterval(ticking));
  }

  #button(text, work, attributes = {}) {
    const button = el('button', {type: 'button', onclick: async () => {
      button.disabled = true;
      try {
        await work();
      } catch (failure) {
        this.#app.fail(failure);
      } finally {
        button.disabled = false;
      }
    }, ...attributes}, text);
    return button;
  }

  #asked() {
    return nameIn(this.#key.value) ?? `${sha256(this.#key.value + (this.#newline.firstChild.checked ? '\n' : ''))}.tig`;
  }

  #tellName() {
    this.#newline.hidden = nameIn(this.#key.value) !== null;
    this.#preview.textContent = this.#key.value ? this.#asked() : '–';
  }

  async #open(name) {
    if (this.changed && !await ask('Leave the value?', 'What you wrote is not saved.', 'Leave it')) {
      return;
    }
    this.#name = name;
    this.#heading.textContent = name;
    this.#conflict.hidden = true;
    this.#channel.replaceChildren();
    const address = quoted(this.#app.tig.address(name));
    this.#lines.replaceChildren(
        copyLine('Address', this.#app.tig.address(name), this.#app),
        copyLine('Read', `curl -f ${address}`, this.#app),
        copyLine('Write', `curl -fH "X-API-Key: $TIG_APIKEY" -T - ${address}`, this.#app),
        copyLine('tig', `java -jar tig.war slot get ${address}`, this.#app));
    try {
      this.#show(await this.#read());
      this.#slot.hidden = false;
      this.#heading.focus();
    } catch (failure) {
      this.#slot.hidden = true;
      this.#name = null;
      this.#app.fail(failure);
    }
  }

  /** What the server has, or null; `text` is null if it cannot be edited here, and `why` says why. */
  async #read(query = {}) {
    let response;
    try {
      const head = await this.#app.tig.head(this.#name);
      if (head.size > LONGEST_EDITED) {
        return {...head, text: null, why: `It has ${bytes(head.size)}; up to ${bytes(LONGEST_EDITED)} can be edited here.`};
      }
      response = await this.#app.tig.request('GET', this.#name, {query});
    } catch (failure) {
      if (failure.status === 404) {
        return null;
      }
      throw failure;
    }
    return {...this.#app.tig.describe(response), ...editable(new Uint8Array(await response.arrayBuffer()))};
  }

  /** Shows what is stored, in place of what is in the editor. */
  #show(stored) {
    this.#keep(stored);
    this.#text.value = stored?.text ?? '';
    this.#crlf = stored?.crlf ?? false;
    this.#tellState();
  }

  /** Remembers what is stored and leaves the editor as it is. */
  #keep(stored) {
    const sealed = stored?.sealed ?? false;
    this.#stored = stored;
    this.#conflict.hidden = true;
    this.#text.readOnly = sealed || stored?.text === null;
    const why = sealed ? 'This block is sealed: its name is the SHA-256 of its bytes, and it does not change.' : stored?.why;
    this.#notice.hidden = !why;
    this.#notice.replaceChildren(why ?? '', why ? ' ' : '', why ? el('a', {href: lookupLink({name: this.#name})}, 'Look it up') : '');
    this.#countdown = stored && new Countdown(this.#app, {name: this.#name, expires: stored.expires}, () => {
      this.#keep(null);
      this.#app.say('The slot has expired. What is in the editor is still here: “Create” stores it again.', 'error');
    });
    this.#life.replaceChildren(...stored ? [el('span', {class: 'muted'}, 'Expires '), this.#countdown.element] : [el('span', {class: 'badge'}, 'Nothing is stored here')]);
    this.#tellState();
  }

  #tellState() {
    const stored = this.#stored;
    this.#save.textContent = stored ? 'Save' : 'Create';
    this.#save.hidden = this.#text.readOnly;
    const size = encoder.encode(this.#text.value).length;
    const text = stored === null ? 'Not stored' : this.#text.readOnly ? bytes(stored.size)
      : this.changed ? `Changed · ${bytes(size)} here, ${bytes(stored.size)} stored` : `Saved · ${bytes(stored.size)}`;
    if (this.#state.textContent !== text) {
      this.#state.textContent = text;
    }
  }

  #value() {
    return this.#crlf ? this.#text.value.replaceAll('\n', '\r\n') : this.#text.value;
  }

  /** Stores a value if the server still has what this page knows: by compare-and-set, or by setifnot if it had nothing. */
  async #write(value = this.#value()) {
    const stored = this.#stored;
    try {
      await this.#app.tig.request('PUT', this.#name, {
        ...stored ? {headers: {'If-Match': stored.etag}} : {query: {setifnot: 1}},
        body: encoder.encode(value),
      });
    } catch (failure) {
      if (failure.status !== (stored ? 412 : 409)) {
        throw failure;
      }
      this.#tellConflict(await this.#read());
      return;
    }
    await this.#wrote(value, stored ? 'Saved.' : 'Created.');
  }

  /** Shows the expiry of what was just written; what others wrote in between is a conflict of the next change. */
  async #wrote(value, said) {
    const {expires, sealed} = await this.#app.tig.head(this.#name);
    const body = encoder.encode(value);
    this.#keep({...editable(body), etag: `"${sha256(body)}"`, size: body.length, expires, sealed});
    this.#app.say(said);
  }

  #tellConflict(theirs) {
    const title = el('h3', {id: 'conflict-title', tabindex: '-1'}, theirs ? 'Somebody changed it meanwhile' : 'Somebody deleted or took it meanwhile, or it expired');
    const close = () => {
      this.#conflict.hidden = true;
      this.#text.focus();
    };
    this.#conflict.replaceChildren(
        title,
        el('div', {class: 'columns'},
            el('div', {}, el('h4', {}, 'Theirs'), el('pre', {tabindex: '0', 'aria-label': 'Theirs'}, theirs ? theirs.text ?? theirs.why : '(nothing)')),
            el('div', {}, el('h4', {}, 'Yours'), el('pre', {tabindex: '0', 'aria-label': 'Yours'}, this.#text.value))),
        el('div', {class: 'actions'},
            this.#button('Take theirs', () => {
              this.#show(theirs);
              close();
            }),
            theirs?.sealed || theirs?.etag === null ? null : this.#button(theirs ? 'Overwrite theirs with yours' : 'Create it again with yours', async () => {
              const value = this.#value();
              this.#stored = theirs;
              close();
              await this.#write(value);
            }, {class: 'danger'}),
            this.#button('Edit yours further', () => {
              this.#keep(theirs);
              close();
            })));
    this.#conflict.hidden = false;
    title.focus();
    this.#app.say(title.textContent);
  }

  async #reread() {
    if (!this.changed || await ask('Read it again?', 'What you wrote is not saved, and what the server has takes its place.', 'Read again')) {
      this.#show(await this.#read());
    }
  }

  async #take() {
    if (!await ask('Take the value?', 'It is read and deleted in one step: nobody else gets it. What you wrote in the editor is replaced.', 'Take')) {
      return;
    }
    try {
      const response = await this.#app.tig.request('GET', this.#name, {query: {take: 1}});
      const {sealed} = this.#app.tig.describe(response);
      const value = await response.arrayBuffer();
      const {text, crlf, why} = editable(new Uint8Array(value));
      if (sealed) {
        this.#app.say('It is sealed: it was read and stays.');
        return;
      }
      this.#show(null);
      this.#text.value = text ?? '';
      this.#crlf = crlf ?? false;
      this.#tellState();
      if (text === null) {
        this.#saveFile(value); // nobody else has it now
      }
      this.#app.say(text === null ? `It is yours, saved as a file. ${why}` : 'It is yours: the editor has it, the server no more.');
    } catch (failure) {
      if (failure.status !== 404) {
        throw failure;
      }
      this.#keep(null);
      this.#app.say('There was nothing to take.');
    }
  }

  #saveFile(value) {
    const href = URL.createObjectURL(new Blob([value]));
    el('a', {href, download: this.#name}).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }

  async #delete() {
    if (!await ask('Delete the slot?', 'It cannot be restored.', 'Delete')) {
      return;
    }
    try {
      await this.#app.tig.request('DELETE', this.#name, {headers: this.#stored?.etag ? {'If-Match': this.#stored.etag} : {}});
      this.#keep(null);
      this.#app.say('Deleted.');
    } catch (failure) {
      if (failure.status === 412) {
        this.#tellConflict(await this.#read());
      } else if (failure.status === 404) {
        this.#keep(null);
        this.#app.say('It was not there any more.');
      } else {
        throw failure;
      }
    }
  }

  async #append() {
    const text = this.#added.value + (this.#addedNewline.firstChild.checked ? '\n' : '');
    await this.#app.tig.request('PUT', this.#name, {query: {append: 1}, body: encoder.encode(text)});
    this.#added.value = '';
    if (this.changed) {
      this.#app.say('Appended. The editor has your own change, so it does not show it.');
    } else {
      this.#show(await this.#read());
      this.#app.say('Appended.');
    }
  }

  async #makeChannel(way) {
    const name = await this.#app.tig.seal(`${way} only channel to tig /${this.#name}`);
    const address = this.#app.tig.address(name);
    this.#channel.append(
        copyLine(`${way} channel`, address, this.#app),
        copyLine('curl', way === 'Read' ? `curl -f ${quoted(address)}` : `curl -fH "X-API-Key: $TIG_APIKEY" -T - ${quoted(address)}`, this.#app));
    this.#app.say(`${way} channel made. It expires like any block, unless it is used.`);
  }
}

/** The `text` to edit, and whether its lines end with `crlf`; or `text` null and `why` it cannot be edited without harm. */
function editable(value) {
  let text;
  try {
    text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(value);
  } catch {
    return {text: null, why: `It is no text (UTF-8), but ${count(value.length, 'byte')}, and cannot be edited here.`};
  }
  const plain = text.replaceAll('\r\n', '\n');
  const crlf = plain !== text;
  if (plain.includes('\r') || text.includes('\0') || crlf && plain.replaceAll('\n', '\r\n') !== text) {
    return {text: null, why: 'Its ends of lines or control characters would not survive an editor in a browser.'};
  }
  return {text: plain, crlf};
}
