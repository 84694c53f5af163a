/** The lines by which a block is read elsewhere. */
import {copyLine, el} from './dom.js';

/** A word of a shell, whatever is in it. */
export function quoted(word) {
  return /^[\w./:@%+,=-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The name under which a file may be saved: the last part of a path, without what file systems or terminals mind. */
export function fileName(path) {
  return path.replace(/^.*\//s, '').replace(/[\p{Cc}\p{Cf}\\:*?"<>|]/gu, '_').replace(/^\.*$/, '') || 'block';
}

/** The fragment of the view that shows a block; `file` is what it is to be called when it is downloaded. */
export function lookupLink({name, burst = false, file = null}) {
  const query = new URLSearchParams({...burst && {burst: 1}, ...file && {file}}).toString();
  return `#/lookup/${encodeURIComponent(name + (query && `?${query}`))}`;
}

/**
 * The block's address, and the commands that read it: `file` is the name under which they save it; a `folder` is restored
 * by `tig checkout`.
 */
export function readingLines(app, {name, burst, file, folder = false}) {
  const address = app.tig.address(name, burst ? {burst: 1} : {});
  const to = quoted(fileName(file));
  const tig = `java -jar tig.war ${folder ? `checkout ${quoted(address)} ${to}` : `get -o ${to} ${quoted(address)}`}`;
  return el('div', {class: 'copy-lines'},
      copyLine('Address', address, app),
      copyLine('curl', `curl -f -o ${folder ? quoted(`${fileName(file)}.manifest`) : to} ${quoted(address)}`, app),
      copyLine('wget', `wget -O ${folder ? quoted(`${fileName(file)}.manifest`) : to} ${quoted(address)}`, app),
      copyLine('tig', tig, app));
}
