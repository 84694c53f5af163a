/**
 * A job that browsers and machines share through a store: a picture of the Mandelbrot set whose tiles they compute.
 *
 * - The description is a sealed block: JSON. Its name is the job's name.
 * - Three slots belong to a job. They have keys, `<digits of the job's name> tasks`, `… log` and `… result`, so that a
 *   description cannot direct anybody to a slot that is not the job's own.
 * - `tasks` has a line for each tile: `free`, `taken <worker> <until>` or `done <worker> <name>`. It changes by
 *   compare-and-set.
 * - `log` grows by appends: `tile/<number>/by/<worker>/<name>`. Each line names a block, so that it is an index, too.
 * - `result` is the index of the finished picture: set if not there, so that exactly one worker finishes the job.
 */
import {nameIn, pause, Tig} from '../tig.js';

const TASK = /^(?:(free)|(taken) ([\w-]{1,40}) (\d{4}-\d\d-\d\dT[\d:.]+Z)|(done) ([\w-]{1,40}) ([0-9a-f]{64}\.tig))$/;
const REPORT = /^tile\/(\d{1,4})\/by\/([\w-]{1,40})\/([0-9a-f]{64}\.tig)$/;
const DESCRIPTION_BYTES = 4096;
const BMP_HEADER = 54;

/** Random bytes in hexadecimal digits, of the browser's generator for cryptography. */
export function random(byteCount) {
  return Array.from(crypto.getRandomValues(new Uint8Array(byteCount)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** A client that tells each request and its outcome, with the step of the process that it belongs to. */
export class ToldTig extends Tig {
  #tell;

  constructor(key, tell) {
    super(undefined, key);
    this.#tell = tell;
  }

  /** Sends a request as `request` does. */
  async send(step, method, path, options = {}) {
    const told = {step, method, path: new URL(this.address(path, options.query)).pathname + query(options.query), fields: options.headers ?? {}};
    try {
      const response = await this.request(method, path, options);
      this.#tell({...told, status: response.status});
      return response;
    } catch (failure) {
      this.#tell({...told, status: failure.status ?? failure.name, reason: failure.reason});
      throw failure;
    }
  }
}

function query(parameters = {}) {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return pairs.length ? `?${pairs.join('&')}` : '';
}

export class Job {
  #tig;
  #slots;
  #kept = performance.now();

  constructor(tig, name, description, slots) {
    this.#tig = tig;
    this.name = name;
    this.description = description;
    this.#slots = slots;
  }

  /** Makes a job of a description without `random`. */
  static async create(tig, description) {
    const body = JSON.stringify({...description, random: random(32)});
    const name = await sealed(await tig.send('describe', 'PUT', '', {body}));
    const job = await Job.open(tig, name);
    const create = {'If-None-Match': '*'};
    await tig.send('slots', 'PUT', job.#slots.log, {body: `job/${name}\n`, headers: create});
    await tig.send('slots', 'PUT', job.#slots.tasks, {body: 'free\n'.repeat(description.tiles), headers: create});
    return job;
  }

  /** @throws Error if the block of this name describes no job */
  static async open(tig, name) {
    const response = await tig.send('describe', 'GET', name, {headers: {Range: `bytes=0-${DESCRIPTION_BYTES - 1}`}});
    const description = checked(await response.text());
    const slots = {};
    for (const slot of ['tasks', 'log', 'result']) {
      slots[slot] = await sealed(await tig.send('slots', 'PUT', 'kv', {body: `${name.slice(0, -4)} ${slot}`}));
    }
    return new Job(tig, name, description, slots);
  }

  /** The name of the slot for the result. */
  get result() {
    return this.#slots.result;
  }

  /** The state of every tile: `{state, worker, until, name}`, where `until` is in milliseconds of the server's time. */
  async tasks(step = 'follow') {
    return (await this.#readTasks(step)).tasks;
  }

  async #readTasks(step) {
    const response = await this.#tig.send(step, 'GET', this.#slots.tasks);
    const lines = (await response.text()).trimEnd().split('\n');
    if (lines.length !== this.description.tiles || !lines.every(line => TASK.test(line))) {
      throw new Error('The slot of the tasks holds something else');
    }
    const tasks = lines.map(line => {
      const [, free, taken, holder, until, , finisher, name] = TASK.exec(line);
      return {state: free ?? taken ?? 'done', worker: holder ?? finisher, until: Date.parse(until), name};
    });
    return {tasks, etag: response.headers.get('ETag'), expires: this.#tig.describe(response).expires};
  }

  /**
   * Changes the tasks by compare-and-set: reads them, has them edited, and writes them if nobody else did meanwhile; else
   * starts again.
   *
   * @param edit changes the tasks and returns true, or false if there is nothing to do
   * @returns what `edit` returned
   */
  async #change(step, edit) {
    for (let attempt = 1; ; attempt++) {
      const {tasks, etag, expires} = await this.#readTasks(step);
      await this.#keepAlive(expires);
      if (!edit(tasks)) {
        return false;
      }
      try {
        await this.#tig.send(step, 'PUT', this.#slots.tasks, {body: tasks.map(line).join(''), headers: {'If-Match': etag}});
        return true;
      } catch (failure) {
        if (failure.status !== 412) {
          throw failure;
        }
        await pause(Math.random() * Math.min(attempt, 10) * 0.02); // the others go on from where they are
      }
    }
  }

  /**
   * Takes a tile that is free or whose lease is over, any of them, so that workers rarely want the same.
   *
   * @returns `{tile}`; `{wait}`, the seconds until a lease ends, if all are taken; or `{done: true}` if all are done
   */
  async take(worker) {
    let found;
    await this.#change('take', tasks => {
      const now = this.#tig.now();
      const open = tasks.map((task, tile) => ({...task, tile}))
        .filter(({state, until}) => state === 'free' || (state === 'taken' && until < now));
      if (open.length === 0) {
        const ends = tasks.filter(task => task.state === 'taken').map(task => task.until);
        found = ends.length ? {wait: (Math.min(...ends) - now) / 1000} : {done: true};
        return false;
      }
      const {tile} = open[Math.floor(Math.random() * open.length)];
      tasks[tile] = this.#lease(worker);
      found = {tile};
      return true;
    });
    return found;
  }

  #lease(worker) {
    return {state: 'taken', worker, until: this.#tig.now() + this.description.lease * 1000};
  }

  /** Restarts the lease of a tile; false if somebody else has it meanwhile. */
  renew(worker, tile) {
    return this.#change('take', tasks => {
      const mine = tasks[tile].state === 'taken' && tasks[tile].worker === worker;
      if (mine) {
        tasks[tile] = this.#lease(worker);
      }
      return mine;
    });
  }

  /** Seals a tile's pixels, reports them and marks the tile as done; false if somebody else was earlier. */
  async deliver(worker, tile, pixels) {
    const name = await sealed(await this.#tig.send('seal', 'PUT', '', {body: pixels}));
    await this.#tig.send('report', 'PUT', this.#slots.log, {query: {append: 1}, body: `tile/${tile}/by/${worker}/${name}\n`});
    return this.#change('done', tasks => {
      const open = tasks[tile].state !== 'done';
      if (open) {
        tasks[tile] = {state: 'done', worker, name};
      }
      return open;
    });
  }

  /** Writes the index of the picture: a header and all tiles in order. False if another worker did, which one always does. */
  async finish() {
    const header = await sealed(await this.#tig.send('finish', 'PUT', '', {body: this.#header()}));
    const tasks = await this.tasks('finish');
    const index = [header, ...tasks.map(task => task.name)].map(name => `/${name}\n`).join('');
    try {
      await this.#tig.send('finish', 'PUT', this.#slots.result, {query: {setifnot: 1}, body: index});
      return true;
    } catch (failure) {
      if (failure.status !== 409) {
        throw failure;
      }
      return false;
    }
  }

  /** The finished picture, or null if nobody has finished it. */
  async picture() {
    try {
      const response = await this.#tig.send('gather', 'GET', this.#slots.result, {query: {burst: 1}});
      return new Blob([await response.arrayBuffer()], {type: 'image/bmp'});
    } catch (failure) {
      if (failure.status === 404) {
        return null;
      }
      throw failure;
    }
  }

  /** A function that returns what was reported since it was called last: `{tile, worker, name}`. */
  reports() {
    let offset = 0;
    let rest = '';
    return async () => {
      const from = Math.max(0, offset - 1); // one byte that is known, as a range behind the end is refused
      const response = await this.#tig.send('follow', 'GET', this.#slots.log, {headers: {Range: `bytes=${from}-`}});
      const text = (await response.text()).slice(offset - from);
      offset += text.length;
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      return lines.map(report => REPORT.exec(report)).filter(Boolean)
        .map(([, tile, worker, name]) => ({tile: Number(tile), worker, name}))
        .filter(({tile}) => tile < this.description.tiles);
    };
  }

  /** The pixels of a reported tile. */
  async pixels(name) {
    const response = await this.#tig.send('follow', 'GET', name);
    const pixels = new Uint8Array(await response.arrayBuffer());
    const {width, height, tiles} = this.description;
    if (pixels.length !== width * (height / tiles) * 3) {
      throw new Error('A reported block is no tile of this job');
    }
    return pixels;
  }

  /** Blocks expire: a burst of the log touches the description and every tile, four times in a retention. */
  async #keepAlive(expires) {
    if (expires !== null && performance.now() - this.#kept > (expires - this.#tig.now()) / 4) {
      this.#kept = performance.now();
      await this.#tig.send('keep', 'GET', this.#slots.log, {query: {burst: 1}, headers: {Range: 'bytes=0-0'}});
    }
  }

  /** The head of a BMP file of 24 bits a pixel, whose rows are written from the top. */
  #header() {
    const {width, height} = this.description;
    const view = new DataView(new ArrayBuffer(BMP_HEADER));
    view.setUint16(0, 0x424d);
    view.setUint32(2, BMP_HEADER + width * height * 3, true);
    view.setUint32(10, BMP_HEADER, true);
    view.setUint32(14, 40, true);
    view.setInt32(18, width, true);
    view.setInt32(22, -height, true);
    view.setUint16(26, 1, true);
    view.setUint16(28, 24, true);
    return view.buffer;
  }
}

function line({state, worker, until, name}) {
  return {free: 'free', taken: `taken ${worker} ${state === 'taken' && new Date(until).toISOString()}`, done: `done ${worker} ${name}`}[state] + '\n';
}

async function sealed(response) {
  return nameIn(await response.text());
}

/** The description of a job, which may be anybody's. */
function checked(text) {
  let job;
  try {
    job = JSON.parse(text);
  } catch {
    throw new Error('This block is no description of a job');
  }
  const whole = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;
  const fits = job?.process === 'mandelbrot'
    && whole(job.width, 4, 4096) && job.width % 4 === 0 // the rows of a BMP file are multiples of four bytes
    && whole(job.height, 1, 4096) && whole(job.tiles, 1, 1024) && job.height % job.tiles === 0
    && whole(job.iterations, 1, 1_000_000) && whole(job.lease, 1, 3600)
    && [job.x, job.y, job.span].every(Number.isFinite) && job.span > 0;
  if (!fits) {
    throw new Error('This block is no description of a job that this page knows');
  }
  return job;
}
