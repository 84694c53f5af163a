/**
 * A worker of a job: takes a tile, computes it, delivers it, until all are done. Told `{key, name}`, it tells every
 * request, `{worker, tile}` when it takes one, and at last `{finished}`: whether it was this worker that finished the job.
 */
import {Job, random, ToldTig} from './job.js';
import {explain, patiently, pause} from '../tig.js';

const SAMPLES = 2; // by which a pixel is divided in each direction
const worker = `worker-${random(4)}`;

onmessage = async ({data: {key, name}}) => {
  try {
    const job = await Job.open(new ToldTig(key, request => postMessage({request})), name);
    postMessage({finished: await work(job)});
  } catch (failure) {
    postMessage({failed: explain(failure), status: failure.status});
  }
};

async function work(job) {
  for (;;) {
    const {tile, wait, done} = await patiently(() => job.take(worker));
    if (done) {
      return patiently(() => job.finish());
    }
    if (wait === undefined) {
      postMessage({worker, tile});
      const pixels = await compute(job, tile);
      await patiently(() => job.deliver(worker, tile, pixels)); // a second report of a tile does no harm
    } else {
      postMessage({worker, tile: null});
      await pause(Math.min(Math.max(wait, 0.1), 1)); // a tile may be given back, or all be done, before that
    }
  }
}

/**
 * The pixels of a tile. Renews the lease meanwhile; if it is lost, because this machine slept, this worker and the one that
 * has the tile now both go on, and whoever delivers first is the one that did it.
 */
async function compute(job, tile) {
  const {width, height, tiles, x, y, span, iterations, lease} = job.description;
  const rows = height / tiles;
  const pixels = new Uint8Array(width * rows * 3);
  const step = span / width;
  let leased = performance.now();
  for (let row = 0; row < rows; row++) {
    if (performance.now() - leased > lease * 500) {
      await patiently(() => job.renew(worker, tile));
      leased = performance.now();
    }
    for (let column = 0; column < width; column++) {
      const left = x + (column - width / 2) * step;
      const top = y + (height / 2 - tile * rows - row) * step;
      pixels.set(colour(left, top, step, iterations), (row * width + column) * 3);
    }
  }
  return pixels;
}

/** The mean colour of a pixel's samples: blue, green, red. */
function colour(left, top, step, iterations) {
  const sum = [0, 0, 0];
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
    const depth = escape(left + (sample % SAMPLES) * step / SAMPLES, top - Math.floor(sample / SAMPLES) * step / SAMPLES, iterations);
    if (depth > 0) {
      const turn = 0.28 * Math.sqrt(depth);
      sum[0] += 140 - 110 * Math.cos(turn);
      sum[1] += 120 - 120 * Math.cos(turn - 0.5);
      sum[2] += 120 - 120 * Math.cos(turn - 1.4);
    }
  }
  return sum.map(part => part / (SAMPLES * SAMPLES));
}

/** After how many steps, with a fraction, a point leaves the circle; 0 if it stays. */
function escape(real, imaginary, iterations) {
  let a = 0;
  let b = 0;
  for (let i = 0; i < iterations; i++) {
    const next = a * a - b * b + real;
    b = 2 * a * b + imaginary;
    a = next;
    const square = a * a + b * b;
    if (square > 256) {
      return i + 3 - Math.log2(Math.log2(square));
    }
  }
  return 0;
}
