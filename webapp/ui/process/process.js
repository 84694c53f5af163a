/** The page of a job: starts or joins one, runs a worker for it, shows the picture, the workers and all requests. */
import {copyLine, count, el} from '../dom.js';
import {Job, ToldTig} from './job.js';
import {explain, nameIn, patiently, pause} from '../tig.js';

const KEPT_KEY = `tig.key ${new URL('../..', import.meta.url).pathname}`; // as the other pages keep it
const PERIOD = 1; // seconds between two looks at the job
const LOG_ROWS = 200;
const EXAMPLES = 3;
const WIDTH = 768;
const HEIGHT = 512;
const PLACES = {
  'The whole set': {x: -0.65, y: 0, span: 3.3},
  'Seahorse valley': {x: -0.7435, y: 0.1314, span: 0.0045},
  'Elephant valley': {x: 0.2925, y: 0.0149, span: 0.012},
  'A small copy': {x: -1.762, y: 0, span: 0.05},
  Spirals: {x: -0.77486, y: 0.13725, span: 0.0009},
};

const byId = id => document.getElementById(id);
const tig = new ToldTig(sessionStorage.getItem(KEPT_KEY) ?? '', tell);
let shown = new AbortController(); // aborted when another job is shown
let worker = null;
let toldCount = 0;

// Requests

function tell({step, method, path, fields, status, reason}) {
  const request = `${method} ${path}`;
  const field = Object.entries(fields).map(([name, value]) => `${name}: ${value}`).join(', ');
  const outcome = () => el('span', {class: 'badge', 'data-kind': status < 400 ? 'good' : [404, 409, 412].includes(status) ? 'warning' : 'error',
    title: reason}, status || 'no answer');
  const words = () => [el('code', {}, short(request)), field && el('code', {class: 'muted'}, short(field))];
  byId('log').prepend(el('tr', {}, el('td', {class: 'number'}, new Date().toLocaleTimeString()), el('td', {title: request}, words()), el('td', {}, outcome())));
  while (byId('log').childElementCount > LOG_ROWS) {
    byId('log').lastChild.remove();
  }
  byId('log-count').textContent = count(++toldCount, 'request');
  const examples = document.querySelector(`[data-step=${step}] .examples`);
  examples.prepend(el('li', {}, words(), outcome()));
  while (examples.childElementCount > EXAMPLES) {
    examples.lastChild.remove();
  }
}

/** With names cut to a length that fits in a line. */
function short(text) {
  return text.replace(/([0-9a-f]{8})[0-9a-f]{56}/g, '$1…');
}

function say(text) {
  const note = el('div', {class: 'note'}, el('p', {}, text));
  byId('said').replaceChildren(note);
  setTimeout(() => note.remove(), 6000);
}

function fail(failure) {
  if (failure.name !== 'AbortError') {
    tellProblem(explain(failure), failure.status);
  }
}

function tellProblem(text, status) {
  byId('problem').textContent = status === 404 ? `The job is not there, or not any more. ${text}` : text;
  byId('problem').hidden = false;
  if (status === 401) {
    byId('key').focus();
  }
}

// Starting and joining

async function start(event) {
  event.preventDefault();
  byId('problem').hidden = true;
  try {
    const job = await Job.create(tig, {
      process: 'mandelbrot', width: WIDTH, height: HEIGHT, ...PLACES[byId('place').value],
      tiles: Number(byId('tiles').value), iterations: Number(byId('iterations').value), lease: Number(byId('lease').value),
    });
    history.replaceState(null, '', `#job=${job.name.slice(0, -4)}`);
    show(job);
    work(job);
  } catch (failure) {
    fail(failure);
  }
}

function join(event) {
  event.preventDefault();
  const typed = byId('address').value.trim();
  const name = nameIn(/#job=([0-9a-f]{64})$/.exec(typed)?.[1] ?? typed);
  if (name) {
    history.pushState(null, '', `#job=${name.slice(0, -4)}`);
    open(true);
  } else {
    byId('address').setCustomValidity('This is no address of a job and no hash');
    byId('address').reportValidity();
  }
}

/** Shows the job that the address names. A worker is started only if the person wants one: it computes and writes. */
async function open(working) {
  const [, hash] = /^#job=([0-9a-f]{64})$/.exec(location.hash) ?? [];
  if (!hash) {
    return;
  }
  byId('problem').hidden = true;
  stop();
  try {
    const job = await Job.open(tig, `${hash}.tig`);
    show(job);
    if (working) {
      work(job);
    }
  } catch (failure) {
    fail(failure);
  }
}

// Working

function work(job) {
  stop();
  worker = new Worker(new URL('worker.js', import.meta.url), {type: 'module'});
  worker.onmessage = ({data}) => {
    if (data.request) {
      tell(data.request);
    } else if (data.failed) {
      tellProblem(data.failed, data.status);
      stop();
    } else if ('finished' in data) {
      say(data.finished ? 'The worker of this tab has finished the job.' : 'Another worker has finished the job.');
      stop();
    } else {
      byId('workers').dataset.mine = data.worker;
    }
  };
  worker.onerror = () => fail(new Error('The browser cannot run the worker'));
  worker.postMessage({key: tig.key, name: job.name});
  byId('work').hidden = true;
  byId('stop').hidden = false;
}

function stop() {
  worker?.terminate();
  worker = null;
  byId('work').hidden = false;
  byId('stop').hidden = true;
}

// Showing

function show(job) {
  shown.abort();
  shown = new AbortController();
  const {width, height, tiles} = job.description;
  const address = `${location.origin}${location.pathname}#job=${job.name.slice(0, -4)}`;
  byId('job').hidden = false;
  byId('job-address').replaceChildren(copyLine('Address', address, {say}));
  byId('result-lines').replaceChildren();
  byId('result').hidden = true;
  byId('canvas').hidden = false;
  Object.assign(byId('canvas'), {width, height});
  byId('tiles-states').replaceChildren(...Array.from({length: tiles}, () => el('li')));
  byId('work').onclick = () => work(job);
  byId('work').disabled = false;
  follow(job, shown.signal).catch(fail);
}

/** Looks at the job every second while the page is in sight, until it is finished. */
async function follow(job, signal) {
  const reports = job.reports();
  const drawn = new Set();
  while (!signal.aborted) {
    if (document.visibilityState === 'visible') {
      const tasks = await patiently(() => job.tasks());
      if (signal.aborted) {
        return;
      }
      describe(tasks);
      for (const {tile, name} of await patiently(reports)) {
        if (!drawn.has(tile) && tasks.length > tile) {
          drawn.add(tile);
          draw(job.description, tile, await patiently(() => job.pixels(name)));
        }
      }
      if (tasks.every(task => task.state === 'done') && await finish(job, signal)) {
        return;
      }
    }
    await pause(PERIOD, signal);
  }
}

function describe(tasks) {
  const done = tasks.filter(task => task.state === 'done').length;
  const taken = tasks.filter(task => task.state === 'taken');
  const late = taken.filter(task => task.until < tig.now());
  byId('progress').max = tasks.length;
  byId('progress').value = done;
  byId('state').textContent = [`${done} of ${count(tasks.length, 'tile')} done`, `${taken.length - late.length} taken`,
    `${tasks.length - done - taken.length} free`, late.length > 0 && `${late.length} given back, as the lease is over`].filter(Boolean).join(', ');
  [...byId('tiles-states').children].forEach((cell, tile) => {
    const {state, worker: by} = tasks[tile];
    cell.dataset.state = late.includes(tasks[tile]) ? 'late' : state;
    cell.title = `Tile ${tile}: ${state}${by ? ` by ${by}` : ''}`;
  });
  const names = [...new Set(tasks.map(task => task.worker).filter(Boolean))].sort();
  byId('workers').replaceChildren(...names.map(name => el('tr', {},
      el('th', {scope: 'row'}, el('code', {}, name), name === byId('workers').dataset.mine && ' (this tab)'),
      el('td', {class: 'number'}, tasks.filter(task => task.state === 'done' && task.worker === name).length),
      el('td', {class: 'number'}, holding(tasks, name)))));
}

function holding(tasks, name) {
  return tasks.map((task, tile) => ({...task, tile})).filter(task => task.state === 'taken' && task.worker === name)
    .map(({tile, until}) => {
      const left = Math.ceil((until - tig.now()) / 1000);
      return left > 0 ? `tile ${tile}, lease ends in ${left} s` : `tile ${tile}, given back`;
    }).join('; ');
}

function draw({width, height, tiles}, tile, pixels) {
  const rows = height / tiles;
  const image = new ImageData(width, rows);
  for (let i = 0; i < width * rows; i++) {
    image.data.set([pixels[3 * i + 2], pixels[3 * i + 1], pixels[3 * i], 255], 4 * i);
  }
  byId('canvas').getContext('2d').putImageData(image, 0, tile * rows);
}

/** Shows the finished picture; false if nobody has finished it yet. */
async function finish(job, signal) {
  const picture = await patiently(() => job.picture());
  if (!picture || signal.aborted) {
    return false;
  }
  const address = URL.createObjectURL(picture);
  byId('result').onload = () => URL.revokeObjectURL(address);
  byId('result').src = address;
  byId('result').hidden = false;
  byId('canvas').hidden = true;
  byId('work').disabled = true;
  byId('state').textContent += '. The picture is finished; it was read by one request.';
  byId('result-lines').replaceChildren(copyLine('curl', `curl -f '${tig.address(job.result, {burst: 1})}' >mandelbrot.bmp`, {say}));
  return true;
}

function useKey() {
  tig.key = byId('key').value.trim();
  if (tig.key && byId('key-keep').checked) {
    sessionStorage.setItem(KEPT_KEY, tig.key);
  } else {
    sessionStorage.removeItem(KEPT_KEY);
  }
}

byId('place').append(...Object.keys(PLACES).map(name => el('option', {}, name)));
byId('key').value = tig.key;
byId('key-keep').checked = tig.key !== '';
byId('key-form').addEventListener('change', useKey);
byId('key-form').addEventListener('submit', event => event.preventDefault());
for (const step of document.querySelectorAll('[data-step]')) {
  step.append(el('ul', {class: 'examples plain-list', 'aria-label': 'The last requests of this step'}));
}
byId('start').addEventListener('submit', start);
byId('join').addEventListener('submit', join);
byId('address').addEventListener('input', () => byId('address').setCustomValidity(''));
byId('stop').addEventListener('click', stop);
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault(); // the fragment names the job
  byId('heading').focus();
});
addEventListener('hashchange', () => open(false));
open(false);
