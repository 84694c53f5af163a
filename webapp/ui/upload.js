/** Stores a file or a folder, piece by piece, whatever view is shown meanwhile. */
import {Hash} from './hasher.js';
import {manifestOf} from './manifest.js';
import {TigError, nameIn, patiently} from './tig.js';

const LARGEST_PIECE = 8 * 2 ** 20;
const SMALLEST_PIECE = 64 * 2 ** 10;
const PIECES_AT_ONCE = 4;
const MOST_PARTS = 10_000;

/**
 * One upload. Its event `change` says that something of it is different.
 *
 * A file is stored as one block, or in pieces with an index; a folder as its files and a manifest. What the server has is
 * not sent. A refusal that a person can remedy pauses the upload; it goes on where it was. Until it ends, what is stored is
 * kept alive, also in a pause.
 */
export class Upload extends EventTarget {
  /** `waiting`, `running`, `paused`, `done`, `failed`, `cancelled`, or `expired` after it was done. */
  state = 'waiting';
  /** Why it is paused or failed, or what it waits for while it runs; or null. */
  error = null;
  /** The files: `path`, `file`, `size`, and once it is stored `what`, the path that reads it; `error` if it cannot be read. */
  files;
  /** Bytes of the files; of these, stored; of these, those that the server had before. */
  total = 0;
  stored = 0;
  known = 0;
  /** When it is done: `name`, `burst`, and `expires` in milliseconds of the server's time, or null. */
  result = null;

  #tig;
  #directories;
  #pieceSize;
  #ended = Promise.resolve();
  #abort = new AbortController();
  #mayGoOn = Promise.resolve();
  #goOn = () => {};
  /** The bytes of each block that was stored, in case that one expires too early. */
  #sources = new Map();
  /** Of each block on its way, the bytes that were sent. */
  #sent = new Map();
  #retention = null;
  #kept = 0;

  /**
   * @param title what people call it
   * @param entries `{path, file}` for files, `{path}` for directories; a single file with an empty path is no folder
   * @param limit the largest block that the server takes, if that is known
   */
  constructor(tig, title, entries, limit = Infinity) {
    super();
    this.#tig = tig;
    this.title = title;
    this.files = entries.filter(({file}) => file).map(({path, file}) => ({path, file, size: file.size}));
    this.folder = this.files[0]?.path !== '';
    this.#directories = entries.filter(({file}) => !file).map(({path}) => path);
    this.#pieceSize = Math.min(LARGEST_PIECE, limit);
  }

  /** Bytes that are stored or sent. */
  get progress() {
    return this.stored + [...this.#sent.values()].reduce((sum, sent) => sum + sent, 0);
  }

  get unreadable() {
    return this.files.filter(({error}) => error);
  }

  /** Stores everything that is not stored yet. Resolves when it is done, failed or cancelled. */
  run() {
    this.#ended = this.#ended.then(() => this.#run());
    return this.#ended;
  }

  async #run() {
    this.#abort = new AbortController();
    this.#become('running');
    const keeping = setInterval(() => this.#keepAlive(), 5000);
    try {
      this.result = await this.#storeAll();
      this.#become('done');
    } catch (failure) {
      if (this.state !== 'cancelled') {
        this.#become('failed', failure);
      }
    } finally {
      clearInterval(keeping);
    }
  }

  /** Starts nothing new; the pieces on their way still arrive. */
  pause(error = null) {
    if (this.state === 'running') {
      this.#mayGoOn = new Promise(resolve => {
        this.#goOn = resolve;
      });
      this.#become('paused', error);
    }
  }

  resume() {
    if (this.state === 'paused') {
      this.#become('running');
      this.#goOn();
    }
  }

  /** Stops at once. What was stored stays until it expires. */
  cancel() {
    this.#become('cancelled');
    this.#abort.abort();
    this.#goOn();
  }

  /** What was stored is there no more. */
  expire() {
    this.#become('expired');
  }

  #become(state, error = null) {
    this.state = state;
    this.#change(error);
  }

  /** What is done while it is paused does not remedy what paused it. */
  #change(error = this.state === 'running' ? null : this.error) {
    this.error = error;
    this.dispatchEvent(new Event('change'));
  }

  async #storeAll() {
    for (;;) {
      try {
        await this.#storeFiles();
        const result = this.folder ? await this.#storeManifest() : what(this.files[0]);
        if (this.#sources.size > 1) {
          await this.#touchAll();
        }
        return {...result, expires: await this.#touch(result.name, result.burst)};
      } catch (failure) {
        if (failure.status !== 413 || this.#pieceSize < 2 * SMALLEST_PIECE) {
          throw failure;
        }
        this.#pieceSize /= 2; // not every server tells its limit
        this.#abort = new AbortController();
      }
    }
  }

  async #storeFiles() {
    this.total = this.files.reduce((sum, {size}) => sum + size, 0);
    this.stored = this.known = 0;
    this.#sources.clear();
    this.#sent.clear();
    this.#kept = Date.now();
    const pieces = this.#pieces();
    const lanes = Array.from({length: PIECES_AT_ONCE}, async () => {
      for (const {file, number, blob} of pieces) {
        await this.#storePiece(file, number, blob);
      }
    });
    try {
      await Promise.all(lanes);
    } catch (failure) {
      this.#abort.abort();
      await Promise.allSettled(lanes);
      throw failure;
    }
  }

  * #pieces() {
    for (const file of this.files) {
      const number = Math.max(1, Math.ceil(file.size / this.#pieceSize));
      Object.assign(file, {names: new Array(number), left: number, stored: 0, what: null, error: null});
      for (let i = 0; i < number && !file.error; i++) {
        yield {file, number: i, blob: file.file.slice(i * this.#pieceSize, (i + 1) * this.#pieceSize)};
      }
    }
  }

  async #storePiece(file, number, blob) {
    try {
      file.names[number] = await this.#store(blob, file);
    } catch (failure) {
      if (!this.folder || !(failure instanceof DOMException) || failure.name === 'AbortError') {
        throw failure;
      }
      this.total -= file.error ? 0 : file.size;
      this.stored -= file.stored;
      file.stored = 0;
      file.error = `It cannot be read, or changed meanwhile: ${failure.message}`;
      return;
    }
    if (--file.left === 0 && !file.error) {
      file.what = file.names.length === 1 ? `/${file.names[0]}` : `/${await this.#storeIndex(file.names)}?burst=1`;
      this.#change();
    }
  }

  async #storeManifest() {
    const text = new Blob([manifestOf(this.files.filter(file => file.what), this.#directories)]);
    const names = [];
    for (let from = 0; from < text.size; from += this.#pieceSize) {
      names.push(await this.#store(text.slice(from, from + this.#pieceSize)));
    }
    return {name: await this.#storeIndex(names), burst: true};
  }

  #storeIndex(names) {
    return this.#store(new Blob(names.map(name => `/${name}\n`)));
  }

  /** Stores one block, part of a file or not, and returns its name. */
  async #store(blob, file = null) {
    await this.#mayGoOn;
    const hash = new Hash();
    const buffer = await hash.add(await blob.arrayBuffer());
    const name = `${await hash.hex()}.tig`;
    const known = await this.#persist(() => this.#isThere(name));
    if (!known) {
      const answer = await this.#persist(() => this.#send(buffer, file && blob));
      if (answer !== name) {
        throw new Error(`The server received other bytes: their hash is ${answer} there and ${name} here`);
      }
    }
    this.#sources.set(name, blob);
    if (file && !file.error) {
      file.stored += blob.size;
      this.stored += blob.size;
      this.known += known ? blob.size : 0;
    }
    this.#change();
    return name;
  }

  async #send(buffer, shown) {
    const progress = sent => {
      if (shown) {
        this.#sent.set(shown, Math.min(sent, shown.size));
        this.#change();
      }
    };
    try {
      return await this.#tig.seal(buffer, {signal: this.#abort.signal, progress});
    } finally {
      this.#sent.delete(shown);
    }
  }

  /** Whether the server has this block, sealed; if so, it is touched. */
  async #isThere(name) {
    try {
      const {etag} = await this.#tig.head(name, {signal: this.#abort.signal});
      return etag === `"${name.slice(0, 64)}"` && await this.#touch(name) !== undefined;
    } catch (failure) {
      if ([401, 403, 404].includes(failure.status)) { // some may write but not read
        return false;
      }
      throw failure;
    }
  }

  /** Touches a block, or an index and its parts; returns when it expires, or null if it does not or nobody tells. */
  async #touch(name, burst = false) {
    try {
      const {expires} = await this.#tig.touch(name, {burst, signal: this.#abort.signal});
      this.#retention = expires === null ? Infinity : expires - this.#tig.now();
      return expires;
    } catch (failure) {
      if (failure.status === 403) { // some may write but not read
        this.#retention = Infinity;
        return null;
      }
      throw failure;
    }
  }

  async #keepAlive() {
    const first = this.#sources.keys().next().value;
    if (!first || Date.now() - this.#kept < (this.#retention ?? 0) / 3) {
      return;
    }
    this.#kept = Date.now();
    try {
      await (this.#retention === null ? this.#touch(first) : this.#touchAll());
    } catch {
      // what is missing in the end is stored once more then
    }
  }

  /** Touches all that was stored, by few requests: bursts. What is missing is stored again. */
  async #touchAll() {
    const names = [...this.#sources.keys()];
    for (let from = 0; from < names.length;) {
      const parts = names.slice(from, from + MOST_PARTS);
      try {
        const index = await this.#persist(() => this.#send(parts.join('\n'), null));
        await this.#persist(() => this.#touch(index, true));
        from += MOST_PARTS;
      } catch (failure) {
        const missing = /[0-9a-f]{64}\.tig/.exec(failure.status === 404 ? failure.message : '');
        if (!missing || !this.#sources.has(missing[0])) {
          throw failure;
        }
        await this.#store(this.#sources.get(missing[0]));
      }
    }
  }

  /** Repeats what fails for a time; on a refusal that a person can remedy, pauses and repeats it afterwards. */
  async #persist(action) {
    for (;;) {
      await this.#mayGoOn;
      this.#abort.signal.throwIfAborted();
      try {
        return await patiently(action, {signal: this.#abort.signal, waiting: failure => this.#change(failure)});
      } catch (failure) {
        if (!(failure instanceof TigError) || ![0, 401, 403, 429].includes(failure.status) && failure.status < 500) {
          throw failure;
        }
        this.pause(failure);
      }
    }
  }
}

function what({what: path}) {
  return {name: nameIn(path), burst: path.endsWith('?burst=1')};
}
