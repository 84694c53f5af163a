/** Elements and words that the views share. Foreign text reaches the document through here, as text only. */

/**
 * An element. Attributes: a function listens to the event named by its `on…`, true and false set or omit, `value` and
 * `checked` are properties. Children: nodes, text, arrays; null and false are left out.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'value' || name === 'checked') {
      element[name] = value;
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== false && child !== undefined));
  return element;
}

let ids = 0;

/** A labelled control: the label above it, a hint below it, both tied to it. `input` is the control if that has others beside it. */
export function field(label, control, hint = null, input = control) {
  input.id ||= `field-${++ids}`;
  const note = hint && el('small', {id: `${input.id}-hint`, class: 'muted'}, hint);
  if (note) {
    input.setAttribute('aria-describedby', note.id);
  }
  return el('div', {class: 'field'}, el('label', {for: input.id}, label), control, note);
}

/** A box that is ticked or not, with its label. */
export function tick(label, attributes = {}) {
  return el('label', {class: 'tick'}, el('input', {type: 'checkbox', ...attributes}), label);
}

/** What may be wider than the screen, such as a table: it scrolls by itself, also by the keyboard. */
export function scrolling(label, content) {
  return el('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label}, content);
}

/** A line of text with a button that copies it. `app` says that it did. */
export function copyLine(label, text, app) {
  const code = el('code', {tabindex: '0'}, text);
  return el('div', {class: 'copy-line'},
      el('span', {class: 'label'}, label),
      code,
      el('button', {type: 'button', class: 'small', 'aria-label': `Copy: ${label}`, onclick: () => copy(code, app)}, 'Copy'));
}

async function copy(code, app) {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(code.textContent);
    } else { // over plain HTTP browsers have no other way
      getSelection().selectAllChildren(code);
      if (!document.execCommand('copy')) {
        throw new Error('the browser does not allow it');
      }
    }
    app.say('Copied.');
  } catch {
    getSelection().selectAllChildren(code);
    app.say('The browser does not let this page copy. The text is selected: press Ctrl+C.');
  }
}

/** Asks before something that cannot be undone. Resolves to whether the person agreed. */
export function ask(title, text, action) {
  return new Promise(resolve => {
    const dialog = el('dialog', {'aria-labelledby': 'ask-title', onclose: () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    }},
    el('h2', {id: 'ask-title'}, title),
    el('p', {}, text),
    el('div', {class: 'actions'},
        el('button', {type: 'button', autofocus: true, onclick: () => dialog.close('no')}, 'Cancel'),
        el('button', {type: 'button', class: 'danger', onclick: () => dialog.close('yes')}, action)));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Bytes in words: `0 B`, `17 B`, `1.5 MiB`. */
export function bytes(count) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = count < 1024 ? 0 : Math.min(Math.floor(Math.log2(count) / 10), units.length - 1);
  const value = count / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** Seconds in words: `0 s`, `9 min 05 s`, `3 h 12 min`, `5 d 04 h`. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = number => String(number).padStart(2, '0');
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  }
  if (whole < 86400) {
    return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole % 3600 / 60))} min`;
  }
  return `${Math.floor(whole / 86400)} d ${two(Math.floor(whole % 86400 / 3600))} h`;
}

/** A moment (milliseconds) as the person writes dates. */
export function moment(time) {
  return new Date(time).toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'medium'});
}

/** A number of things: `1 file`, `1,234 files`. */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}
