/**
 * The shell: one view at a time, chosen by the address's fragment (`#/lookup/<argument>`), the key, and what is said.
 *
 * A view is a module that exports `show(view, app, argument)`. It fills the empty element `view`, whose heading is there
 * already, and stops what it does when `app.signal` is aborted, because another view is shown.
 * The event `key` of `app` says that the key has changed.
 */
import {el} from './dom.js';
import {Tig, explain} from './tig.js';

const VIEWS = {
  store: 'Store',
  lookup: 'Look up',
  slots: 'Slots',
  list: 'Whole store',
  operate: 'Operate',
};
const KEPT_KEY = `tig.key ${new URL('..', import.meta.url).pathname}`;
const byId = id => document.getElementById(id);

class App extends EventTarget {
  #leave = new AbortController();
  #status = null;

  tig = new Tig(undefined, sessionStorage.getItem(KEPT_KEY) ?? '');

  /** Aborted when the view that is shown now is left. */
  get signal() {
    return this.#leave.signal;
  }

  /** Goes to a view: `#/lookup/<argument>`. */
  go(fragment) {
    if (location.hash === fragment) {
      this.show();
    } else {
      location.hash = fragment;
    }
  }

  /** Says something, to readers of the screen as well. Kinds: `info`, `error`, which stays until it is closed. */
  say(text, kind = 'info') {
    const close = () => note.remove();
    const note = el('div', {class: 'note', 'data-kind': kind}, el('p', {}, text),
        el('button', {type: 'button', class: 'small', 'aria-label': 'Close this message', onclick: close}, '×'));
    byId('said').replaceChildren(note);
    if (kind !== 'error') {
      setTimeout(close, 6000);
    }
  }

  /** Says what failed and what to do about it; asks for the key if that is missing. An abort is no failure. */
  fail(error) {
    if (error.name === 'AbortError') {
      return;
    }
    if (error.status === 401) {
      openKeyDialog(explain(new Error(error.reason)));
    } else {
      this.say(explain(error), 'error');
    }
  }

  /** The status of the server, or null if this key or user may not see it. */
  status() {
    this.#status ??= this.tig.status().catch(() => null);
    return this.#status;
  }

  /** Uses another key; empty: none. */
  useKey(key, keep) {
    this.tig.key = key;
    this.#status = null;
    if (key && keep) {
      sessionStorage.setItem(KEPT_KEY, key);
    } else {
      sessionStorage.removeItem(KEPT_KEY);
    }
    this.dispatchEvent(new Event('key'));
  }

  /** Shows the view that the address names. */
  async show({focus = true} = {}) {
    const [, id = '', argument = ''] = /^#\/([a-z]*)\/?(.*)$/.exec(location.hash) ?? [];
    if (!Object.hasOwn(VIEWS, id)) {
      location.replace('#/store');
      return;
    }
    this.#leave.abort();
    this.#leave = new AbortController();
    const {signal} = this;
    const title = VIEWS[id];
    document.title = `${title} · tig`;
    byId('heading').textContent = title;
    byId('view').replaceChildren();
    byId('view').className = `view-${id}`;
    for (const link of byId('views').querySelectorAll('a')) {
      link.toggleAttribute('aria-current', false);
      if (link.hash === `#/${id}`) {
        link.setAttribute('aria-current', 'page');
      }
    }
    if (focus) {
      byId('heading').focus();
    }
    try {
      const {show} = await import(`./${id}.js`);
      if (!signal.aborted) {
        await show(byId('view'), this, decodeURIComponent(argument));
      }
    } catch (failure) {
      this.fail(failure);
    }
  }
}

function openKeyDialog(reason = '') {
  const dialog = byId('key-dialog');
  byId('key').value = app.tig.key;
  byId('key-keep').checked = sessionStorage.getItem(KEPT_KEY) !== null;
  byId('key-error').textContent = reason;
  if (!dialog.open) {
    dialog.showModal();
  }
  byId('key').focus();
}

async function tryKey(event) {
  event.preventDefault();
  const key = byId('key').value.trim();
  try {
    await new Tig(undefined, key).status();
  } catch (failure) {
    if ([0, 401, 429].includes(failure.status)) {
      byId('key-error').textContent = explain(failure);
      return;
    }
  }
  app.useKey(key, byId('key-keep').checked);
  byId('key-dialog').close();
  app.say(key ? 'The key is in use.' : 'No key is in use.');
}

async function describeServer() {
  byId('key-button').textContent = app.tig.key ? 'Key: in use' : 'Key';
  try {
    const version = (await (await app.tig.request('GET', 'version')).text()).trim();
    byId('server').textContent = `tig ${version} at ${location.host}`;
  } catch {
    byId('server').textContent = location.host;
  }
}

const app = new App();
byId('views').prepend(...Object.entries(VIEWS).map(([id, title]) => el('li', {}, el('a', {href: `#/${id}`}, title))));
byId('key-button').addEventListener('click', () => openKeyDialog());
byId('key-form').addEventListener('submit', tryKey);
byId('key-cancel').addEventListener('click', () => byId('key-dialog').close());
byId('key-forget').addEventListener('click', () => {
  app.useKey('', false);
  byId('key-dialog').close();
  app.say('The key is forgotten.');
});
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault(); // the fragment names the view
  byId('heading').focus();
});
app.addEventListener('key', describeServer);
addEventListener('hashchange', () => app.show());
describeServer();
app.show({focus: false});
