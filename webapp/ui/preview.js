/** What is in a block, as text, picture, hexadecimal or list, never as a page: nothing in it is run or loaded. */
import {bytes, count, el, moment, scrolling} from './dom.js';
import {entriesOf} from './manifest.js';
import {lookupLink} from './share.js';
import {nameIn} from './tig.js';

const PIECE = 64 * 2 ** 10;
const LARGEST_PICTURE = 32 * 2 ** 20;
const MOST_LISTED = 1000;

/** The first bytes of pictures, as Latin-1; SVG is none of them, as it is a page of its own. */
const PICTURES = [
  [/^\x89PNG\r\n\x1a\n/, 'png', 'image/png'],
  [/^\xff\xd8\xff/, 'jpg', 'image/jpeg'],
  [/^GIF8[79]a/, 'gif', 'image/gif'],
  [/^RIFF[^]{4}WEBP/, 'webp', 'image/webp'],
  [/^[^]{4}ftypavi[fs]/, 'avif', 'image/avif'],
  [/^BM[^]{12}[\x0c\x28\x6c\x7c]\0\0\0/, 'bmp', 'image/bmp'],
];

/** The preview of one block or burst. It does not touch the block. */
export class Preview {
  #title = el('h2', {id: 'preview-title'}, 'Preview');
  #modes = el('div', {class: 'actions modes', role: 'group', 'aria-label': 'Show as'});
  #body = el('div', {class: 'preview-body'});
  element = el('section', {class: 'panel preview', 'aria-labelledby': 'preview-title'},
      el('div', {class: 'row'}, el('div', {class: 'grow'}, this.#title), this.#modes), this.#body);

  /** Whether this is the manifest of a folder. */
  folder = false;
  /** A name for a file with these bytes. */
  file;

  #app;
  #block;
  #size;
  #loaded = new Uint8Array(0);

  constructor(app, block, {size}) {
    this.#app = app;
    this.#block = block;
    this.#size = size;
    this.file = block.name;
  }

  /** Reads the first bytes and shows them in the form that suits them. */
  async show() {
    if (this.#size === 0) {
      this.#body.append(el('p', {class: 'muted'}, 'It is empty.'));
      return;
    }
    await this.#load();
    const start = latin1(this.#loaded.subarray(0, 32));
    const picture = PICTURES.find(([magic]) => magic.test(start));
    const text = textOf(this.#loaded, this.#loaded.length < this.#size);
    const lines = text?.split('\n').filter(line => line.trim() !== '') ?? [];
    const complete = this.#loaded.length < this.#size ? lines.slice(0, -1) : lines;
    const manifest = text !== null && entriesOf(text) !== null;
    const index = !this.#block.burst && complete.length > 0 && complete.every(nameIn);
    const short = this.#block.name.slice(0, 12);
    this.folder = manifest && this.#block.burst;
    this.file = picture ? `${short}.${picture[1]}` : manifest ? short : text !== null ? `${short}.txt` : `${short}.bin`;
    const modes = [
      manifest && ['Files', () => this.#showFiles()],
      index && ['Index', () => this.#showIndex()],
      picture && ['Picture', () => this.#showPicture(picture[2])],
      text !== null && ['Text', () => this.#showText()],
      ['Hex', () => this.#showHex()],
    ].filter(Boolean);
    const buttons = modes.map(([title, work]) => el('button', {type: 'button', class: 'small', 'aria-pressed': 'false', onclick: event => {
      buttons.forEach(button => button.setAttribute('aria-pressed', String(button === event.currentTarget)));
      work().catch(failure => this.#app.fail(failure));
    }}, title));
    this.#modes.append(...buttons);
    buttons[0].click();
  }

  /** Reads what follows the loaded bytes, at most so many. */
  async #load(length = PIECE) {
    const from = this.#loaded.length;
    const response = await this.#app.tig.request('GET', this.#block.name, {
      query: this.#block.burst ? {burst: 1, chtimes: 0} : {chtimes: 0},
      headers: {Range: `bytes=${from}-${from + length - 1}`},
      signal: this.#app.signal,
    });
    const more = new Uint8Array(await response.arrayBuffer());
    const all = new Uint8Array(from + more.length);
    all.set(this.#loaded);
    all.set(more, from);
    this.#loaded = all;
  }

  /** Shows these nodes, and below them a button that loads more, if there is more. */
  #put(again, ...nodes) {
    const rest = this.#size - this.#loaded.length;
    this.#body.replaceChildren(...nodes, rest <= 0 ? '' : el('div', {class: 'actions'},
        el('button', {type: 'button', class: 'small', onclick: async event => {
          event.currentTarget.disabled = true;
          try {
            await this.#load(4 * this.#loaded.length);
            await again();
          } catch (failure) {
            this.#app.fail(failure);
          }
        }}, 'Show more'),
        el('span', {class: 'muted'}, `${bytes(this.#loaded.length)} of ${bytes(this.#size)}`)));
  }

  async #showText() {
    const more = this.#loaded.length < this.#size;
    const text = textOf(this.#loaded, more) ?? latin1(this.#loaded);
    this.#put(() => this.#showText(), el('pre', {tabindex: '0', 'aria-label': 'Text'}, text));
  }

  async #showHex() {
    this.#put(() => this.#showHex(), el('pre', {tabindex: '0', 'aria-label': 'Hexadecimal'}, hexOf(this.#loaded)));
  }

  async #showPicture(type) {
    if (this.#size > LARGEST_PICTURE) {
      this.#body.replaceChildren(el('p', {class: 'muted'}, `Pictures over ${bytes(LARGEST_PICTURE)} are not shown here. Download it.`));
      return;
    }
    if (this.#loaded.length < this.#size) {
      await this.#load(this.#size);
    }
    const address = URL.createObjectURL(new Blob([this.#loaded], {type}));
    const picture = el('img', {src: address, alt: 'The picture that the block has', onerror: () => {
      this.#body.replaceChildren(el('p', {class: 'muted'}, 'The browser cannot show this picture. See “Hex”.'));
    }});
    picture.addEventListener('load', () => URL.revokeObjectURL(address));
    this.#body.replaceChildren(picture);
  }

  async #showIndex() {
    const names = this.#lines().map(nameIn).filter(Boolean);
    this.#put(() => this.#showIndex(),
        el('p', {class: 'row'}, `This is an index of ${count(names.length, 'block')}.`,
            el('a', {href: lookupLink({...this.#block, burst: true})}, 'Read them one after the other (burst)')),
        scrolling('Blocks of the index', el('ol', {class: 'index'}, names.slice(0, MOST_LISTED).map(name =>
          el('li', {}, el('a', {class: 'mono', href: lookupLink({name})}, name))))),
        listed(names.length));
  }

  async #showFiles() {
    const entries = entriesOf(this.#lines().map(line => `${line}\n`).join(''));
    const files = entries.filter(({type}) => type !== 'd');
    this.#put(() => this.#showFiles(),
        el('p', {class: 'muted'}, `${count(files.length, 'file')}, ${bytes(files.reduce((sum, {size}) => sum + size, 0))}`),
        scrolling('Files', el('table', {class: 'data'},
            el('thead', {}, el('tr', {}, ['Name', 'Size', 'Changed'].map(title => el('th', {scope: 'col'}, title)))),
            el('tbody', {}, files.slice(0, MOST_LISTED).map(row)))),
        listed(files.length));
  }

  /** The complete lines that are loaded. */
  #lines() {
    const lines = (textOf(this.#loaded, true) ?? '').split('\n');
    return this.#loaded.length < this.#size || lines.at(-1) === '' ? lines.slice(0, -1) : lines;
  }
}

function listed(number) {
  return number > MOST_LISTED ? el('p', {class: 'muted'}, `The first ${MOST_LISTED.toLocaleString('en')} are listed.`) : '';
}

function row({type, name, size, modified, what}) {
  const block = type === 'f' && nameIn(what);
  return el('tr', {},
      el('td', {class: 'name'}, block ? el('a', {href: lookupLink({name: block, burst: what.endsWith('?burst=1'), file: name})}, name) : name,
          type === 'l' && ` → ${what}`, type === 'h' && ` = ${what}`),
      el('td', {class: 'number'}, bytes(size)),
      el('td', {class: 'number'}, moment(modified)));
}

function latin1(some) {
  return Array.from(some, byte => String.fromCharCode(byte)).join('');
}

/** The text, if it is UTF-8 without NUL; else null. What is cut off may end within a character. */
function textOf(some, cut) {
  try {
    const text = new TextDecoder('utf-8', {fatal: true}).decode(some, {stream: cut});
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** `00000010  68 65 6c 6c 6f …  |hello…|`, a line for 16 bytes. */
function hexOf(some) {
  const lines = [];
  for (let from = 0; from < some.length; from += 16) {
    const line = some.subarray(from, from + 16);
    const hex = Array.from(line, (byte, i) => (i === 8 ? ' ' : '') + byte.toString(16).padStart(2, '0')).join(' ');
    const text = Array.from(line, byte => byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.').join('');
    lines.push(`${from.toString(16).padStart(8, '0')}  ${hex.padEnd(48)}  |${text}|`);
  }
  return lines.join('\n');
}
