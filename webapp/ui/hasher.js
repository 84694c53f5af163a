/** SHA-256 outside the page's own thread, on as many processors as there are, but one. */

const MOST_WORKERS = 4;
const workers = [];
const waiting = new Map();
let ids = 0;

function worker(number) {
  const created = new Worker(new URL('hash-worker.js', import.meta.url), {type: 'module'});
  created.onmessage = ({data}) => {
    const {resolve} = waiting.get(data.id);
    waiting.delete(data.id);
    resolve(data);
  };
  created.onerror = event => {
    event.preventDefault();
    for (const [id, {reject, on}] of waiting) {
      if (on === created) {
        waiting.delete(id);
        reject(new Error(`This browser cannot hash in the background: ${event.message ?? 'it runs no worker'}`));
      }
    }
    workers[number] = undefined;
  };
  return created;
}

/** A hash in progress. Pieces are added one after the other. */
export class Hash {
  #id = ++ids;
  #worker;

  constructor() {
    const number = this.#id % Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency - 1));
    this.#worker = workers[number] ??= worker(number);
  }

  /** Adds the bytes of an ArrayBuffer, which is away until the promise has given it back. */
  async add(buffer) {
    return (await this.#send(buffer, false)).buffer;
  }

  /** The hash of all that was added, as 64 hexadecimal digits. Also ends a hash that nobody wants any more. */
  async hex() {
    return (await this.#send(new ArrayBuffer(0), true)).hex;
  }

  #send(buffer, last) {
    return new Promise((resolve, reject) => {
      waiting.set(this.#id, {resolve, reject, on: this.#worker});
      this.#worker.postMessage({id: this.#id, buffer, last}, [buffer]);
    });
  }
}
