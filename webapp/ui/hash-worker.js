/** Hashes in a worker: each message has a piece of a stream; the answer gives its buffer back, and after the last piece the hash. */
import {Sha256} from './sha256.js';

const hashes = new Map();

onmessage = ({data: {id, buffer, last}}) => {
  const hash = hashes.get(id) ?? new Sha256();
  hash.update(new Uint8Array(buffer));
  if (last) {
    hashes.delete(id);
  } else {
    hashes.set(id, hash);
  }
  postMessage({id, buffer, hex: last ? hash.hex() : null}, [buffer]);
};
