/** The client of a tig server, for pages that the server itself serves. docs/protocol.md describes the requests. */

const NAME = /(?:^|\/)([0-9a-f]{64}\.tig)$/;

/** The block's name (`<64 digits>.tig`) in a name, a hash, a path or an address, with or without a query; else null. */
export function nameIn(text) {
  const path = text.trim().replace(/[?#].*$/s, '');
  return NAME.exec(/^[0-9a-f]{64}$/.test(path) ? `${path}.tig` : path)?.[1] ?? null;
}

const ADVICE = {
  0: 'Check that the server runs and that the network reaches it, then try again.',
  401: 'Enter the API key (button “Key”), or log in.',
  403: 'This needs another key or role. Ask whoever runs the server.',
  404: 'It has expired, was deleted or taken, or was never stored here.',
  409: 'A sealed block does not change, and a taken name is not written again.',
  412: 'Somebody changed it meanwhile. Read it again.',
  413: 'Store it in smaller pieces, or have tig.maxBlockSize raised.',
  422: 'Read it without “burst”.',
  429: 'Too many requests or wrong keys came from your network. Wait, then try again.',
  500: 'Whether the change was made is not known. Read the block, or look into the log of the server.',
  502: 'Another node of the cluster failed. Try again.',
  503: 'The server is busy or stopping. Try again in a moment.',
  507: 'The store is full. Delete slots, wait until blocks expire, or have room added.',
};

/** A request that the server refused, with its status and reason (`Tig-Reason`), or (status 0) that did not reach it. */
export class TigError extends Error {
  /** @param retryAfter seconds after which the server suggests to try again, or null */
  constructor(status, reason, retryAfter = null) {
    super(reason || (status ? `The server answered with status ${status}` : 'The server cannot be reached'));
    this.name = 'TigError';
    this.status = status;
    this.reason = this.message;
    this.retryAfter = retryAfter;
  }

  /** What a person can do about it: a sentence, or nothing. */
  get advice() {
    return ADVICE[this.status] ?? '';
  }

  /** Whether the same request may succeed a little later. */
  get temporary() {
    return [0, 429, 502, 503].includes(this.status);
  }

  /** From what a response says: its status and a function that returns a header field or null. */
  static of(status, header) {
    const seconds = Number.parseInt(header('Retry-After') ?? '', 10);
    return new TigError(status, header('Tig-Reason'), Number.isNaN(seconds) ? null : seconds);
  }
}

/** What happened and what to do, in a sentence or two. */
export function explain(error) {
  const sentence = error.message.replace(/^./, first => first.toUpperCase()).replace(/([^.?!:])$/, '$1.');
  return error instanceof TigError && error.advice ? `${sentence} ${error.advice}` : sentence;
}

/** One server, with the key that its requests show. Requests follow no redirect and use no cache. */
export class Tig {
  #base;
  #ahead = 0;

  /** @param key the API key; it travels in a header field, never in an address; empty: none */
  constructor(base = new URL('..', import.meta.url), key = '') {
    this.#base = new URL(base);
    this.key = key;
  }

  /** The absolute address of a path or name, for example to show or to copy. It has no key. */
  address(path = '', query = {}) {
    const address = new URL(path.replace(/^\/+/, ''), this.#base);
    for (const [name, value] of Object.entries(query)) {
      address.searchParams.set(name, value);
    }
    return address.href;
  }

  /** The server's time in milliseconds, by the last response; what `Tig-Expires` is to be compared with. */
  now() {
    return Date.now() + this.#ahead;
  }

  /**
   * Sends a request and returns the response once its head is there.
   * @param path a path or name, relative to the server's root: `''`, `status`, `/<name>`
   * @throws TigError for every status but 2xx and 304, and if there is no response
   * @throws DOMException named AbortError if the signal says so
   */
  async request(method, path, {query, headers, body, signal} = {}) {
    let response;
    try {
      response = await fetch(this.address(path, query), {
        method, body, signal,
        headers: {...this.#credentials(), ...headers},
        credentials: 'same-origin', cache: 'no-store', redirect: 'manual', referrerPolicy: 'no-referrer',
      });
    } catch (failure) {
      throw failure.name === 'AbortError' ? failure : new TigError(0, null);
    }
    if (response.type === 'opaqueredirect') {
      throw new TigError(401, 'The server sends you to another page, probably to log in: reload this one');
    }
    this.#learn(response.headers.get('Date'));
    if (!response.ok && response.status !== 304) {
      throw TigError.of(response.status, name => response.headers.get(name));
    }
    return response;
  }

  /** Seals a body (a Blob, buffer or string) and returns its name; `progress` is told the bytes sent so far. */
  seal(body, {signal, progress} = {}) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest(); // fetch tells no progress of what it sends
      const abort = () => request.abort();
      const done = (settle, value) => {
        signal?.removeEventListener('abort', abort);
        settle(value);
      };
      signal?.throwIfAborted();
      signal?.addEventListener('abort', abort);
      request.open('PUT', this.address());
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      for (const [name, value] of Object.entries(this.#credentials())) {
        request.setRequestHeader(name, value);
      }
      request.upload.onprogress = event => progress?.(event.loaded);
      request.onabort = () => done(reject, signal?.reason ?? new DOMException('aborted', 'AbortError'));
      request.onerror = () => done(reject, new TigError(0, null));
      request.onload = () => {
        this.#learn(request.getResponseHeader('Date'));
        const name = nameIn(request.responseText);
        if (request.status !== 200) {
          done(reject, TigError.of(request.status, field => request.getResponseHeader(field)));
        } else if (name) {
          done(resolve, name);
        } else {
          done(reject, new TigError(401, 'The answer names no block; perhaps you have to log in: reload the page'));
        }
      };
      request.send(body);
    });
  }

  /**
   * What the head of a response tells of a block, without touching it: `size` in bytes, `etag` or null, `expires` in
   * milliseconds of the server's time or null, `sealed`.
   */
  async head(name, {burst = false, signal} = {}) {
    return this.describe(await this.request('HEAD', name, {query: burst ? {burst: 1} : {}, signal}));
  }

  /** What `head` returns, of any response that has a block. */
  describe(response) {
    const size = /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1] ?? response.headers.get('Content-Length');
    const expires = Date.parse(response.headers.get('Tig-Expires') ?? '');
    return {
      size: size === null ? null : Number(size),
      etag: response.headers.get('ETag'),
      expires: Number.isNaN(expires) ? null : expires,
      sealed: response.headers.get('Cache-Control') === 'no-cache',
    };
  }

  /**
   * Restarts a block's retention (with `burst`, those of an index and of all its parts) and returns what `head` does. The
   * `size`, if it is known, saves a request.
   */
  async touch(name, {burst = false, size = null, signal} = {}) {
    size ??= (await this.head(name, {burst, signal})).size;
    const response = await this.request('GET', name,
        {query: burst ? {burst: 1} : {}, headers: size ? {Range: 'bytes=0-0'} : {}, signal});
    await response.arrayBuffer();
    return this.describe(response);
  }

  /** The status of the server, which only some may see: version, settings, nodes, retention, maxBlockSize, access. */
  async status({signal} = {}) {
    return (await this.request('GET', 'status', {headers: {Accept: 'application/json'}, signal})).json();
  }

  #credentials() {
    return this.key ? {'X-API-Key': this.key} : {};
  }

  #learn(date) {
    const time = Date.parse(date ?? '');
    if (!Number.isNaN(time)) {
      this.#ahead = time + 500 - Date.now(); // the field has whole seconds
    }
  }
}

/**
 * Repeats what is safe to repeat while it fails for a time, at most `attempts` times, as late as the server asks or later
 * and later; `waiting` is told each failure and the seconds until the next attempt.
 */
export async function patiently(action, {attempts = 6, signal, waiting} = {}) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (failure) {
      if (!failure.temporary || attempt === attempts) {
        throw failure;
      }
      const seconds = Math.min(failure.retryAfter ?? 2 ** (attempt - 1), 30);
      waiting?.(failure, seconds);
      await pause(seconds, signal);
    }
  }
}

/** Waits so many seconds. */
export function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, seconds * 1000);
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    if (signal?.aborted) {
      abort();
    }
    signal?.addEventListener('abort', abort, {once: true});
  });
}
