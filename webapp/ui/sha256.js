/** SHA-256 (FIPS 180-4) of a stream of bytes, in JavaScript, because browsers have none of their own over plain HTTP. */

/** The first 32 bits of the fractional parts of the roots of the first primes: square roots to begin with, cube roots for the rounds. */
function fractions(count, root) {
  const words = new Int32Array(count);
  for (let candidate = 2, found = 0; found < count; candidate++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) {
      prime &&= candidate % divisor !== 0;
    }
    if (prime) {
      words[found++] = root(candidate) % 1 * 2 ** 32 | 0;
    }
  }
  return words;
}

const INITIAL = fractions(8, Math.sqrt);
const K = fractions(64, Math.cbrt);

/** A hash in progress. */
export class Sha256 {
  #state = INITIAL.slice();
  #pending = new Uint8Array(64);
  #length = 0;

  /** Adds bytes (a Uint8Array). */
  update(bytes) {
    const filled = this.#length % 64;
    this.#length += bytes.length;
    let offset = 0;
    if (filled > 0) {
      offset = Math.min(64 - filled, bytes.length);
      this.#pending.set(bytes.subarray(0, offset), filled);
      if (filled + offset < 64) {
        return this;
      }
      compress(this.#state, this.#pending, 0, 64);
    }
    const end = bytes.length - (bytes.length - offset) % 64;
    compress(this.#state, bytes, offset, end);
    this.#pending.set(bytes.subarray(end));
    return this;
  }

  /** The hash of all bytes that were added, as 64 hexadecimal digits. Nothing can be added afterwards. */
  hex() {
    const length = this.#length;
    this.update(Uint8Array.of(0x80));
    this.update(new Uint8Array((120 - this.#length % 64) % 64));
    const bits = new DataView(new ArrayBuffer(8));
    bits.setUint32(0, Math.floor(length / 2 ** 29));
    bits.setUint32(4, length << 3);
    this.update(new Uint8Array(bits.buffer));
    return Array.from(this.#state, word => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** The hash of bytes (a Uint8Array) or of the UTF-8 of a text. */
export function sha256(data) {
  return new Sha256().update(typeof data === 'string' ? new TextEncoder().encode(data) : data).hex();
}

const spread0 = x => (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
const spread1 = x => (x >>> 17 | x << 15) ^ (x >>> 19 | x << 13) ^ x >>> 10;
const sum0 = x => (x >>> 2 | x << 30) ^ (x >>> 13 | x << 19) ^ (x >>> 22 | x << 10);
const sum1 = x => (x >>> 6 | x << 26) ^ (x >>> 11 | x << 21) ^ (x >>> 25 | x << 7);
const choice = (x, y, z) => z ^ x & (y ^ z);
const majority = (x, y, z) => x & y | z & (x | y);

const w = new Int32Array(64);

/** Adds the whole pieces of 64 bytes between two offsets to the state. */
function compress(state, bytes, from, to) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let h0 = state[0], h1 = state[1], h2 = state[2], h3 = state[3];
  let h4 = state[4], h5 = state[5], h6 = state[6], h7 = state[7];
  for (let offset = from; offset < to; offset += 64) {
    for (let i = 0; i < 16; i++) {
      w[i] = view.getInt32(offset + 4 * i);
    }
    for (let i = 16; i < 64; i++) {
      w[i] = w[i - 16] + spread0(w[i - 15]) + w[i - 7] + spread1(w[i - 2]) | 0;
    }
    let a = h0, b = h1, c = h2, d = h3, e = h4, f = h5, g = h6, h = h7;
    for (let i = 0; i < 64; i += 8) { // eight rounds at once, so that no variable has to move on
      h = h + sum1(e) + choice(e, f, g) + K[i + 0] + w[i + 0] | 0;
      d = d + h | 0;
      h = h + sum0(a) + majority(a, b, c) | 0;
      g = g + sum1(d) + choice(d, e, f) + K[i + 1] + w[i + 1] | 0;
      c = c + g | 0;
      g = g + sum0(h) + majority(h, a, b) | 0;
      f = f + sum1(c) + choice(c, d, e) + K[i + 2] + w[i + 2] | 0;
      b = b + f | 0;
      f = f + sum0(g) + majority(g, h, a) | 0;
      e = e + sum1(b) + choice(b, c, d) + K[i + 3] + w[i + 3] | 0;
      a = a + e | 0;
      e = e + sum0(f) + majority(f, g, h) | 0;
      d = d + sum1(a) + choice(a, b, c) + K[i + 4] + w[i + 4] | 0;
      h = h + d | 0;
      d = d + sum0(e) + majority(e, f, g) | 0;
      c = c + sum1(h) + choice(h, a, b) + K[i + 5] + w[i + 5] | 0;
      g = g + c | 0;
      c = c + sum0(d) + majority(d, e, f) | 0;
      b = b + sum1(g) + choice(g, h, a) + K[i + 6] + w[i + 6] | 0;
      f = f + b | 0;
      b = b + sum0(c) + majority(c, d, e) | 0;
      a = a + sum1(f) + choice(f, g, h) + K[i + 7] + w[i + 7] | 0;
      e = e + a | 0;
      a = a + sum0(b) + majority(b, c, d) | 0;
    }
    h0 = h0 + a | 0;
    h1 = h1 + b | 0;
    h2 = h2 + c | 0;
    h3 = h3 + d | 0;
    h4 = h4 + e | 0;
    h5 = h5 + f | 0;
    h6 = h6 + g | 0;
    h7 = h7 + h | 0;
  }
  state.set([h0, h1, h2, h3, h4, h5, h6, h7]);
}
