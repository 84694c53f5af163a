/** The list of a folder's files, as docs/cli.md describes it under "The manifest". */

export const FIRST_LINE = 'tig-manifest 1';
const SLASH = 0x2f;
const encoder = new TextEncoder();

/** The manifest of files (`path`, `file`, `size`, `what`) and directories (paths). What browsers do not tell is made up. */
export function manifestOf(files, directories) {
  const times = new Map(directories.map(path => [path, 0]));
  for (const {path, file} of files) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const directory = path.slice(0, end);
      times.set(directory, Math.max(times.get(directory) ?? 0, file.lastModified));
    }
  }
  const lines = [
    ...Array.from(times, ([path, time]) => [path, `d 755 ${seconds(time)} 0 ${escape(path)} -`]),
    ...files.map(({path, file, size, what}) => [path, `f 644 ${seconds(file.lastModified)} ${size} ${escape(path)} ${what}`]),
  ];
  lines.sort(([one], [other]) => compare(encoder.encode(one), encoder.encode(other)));
  return `${FIRST_LINE}\n${lines.map(([, line]) => `${line}\n`).join('')}`;
}

/** The entries of a manifest, or of its beginning: `type`, `modified` in milliseconds, `size`, `name`, `what`; null if it is none. */
export function entriesOf(text) {
  const [first, ...lines] = text.split('\n');
  if (first !== FIRST_LINE) {
    return null;
  }
  return lines.slice(0, -1).filter(line => !line.startsWith('b ')).map(line => {
    const [type, , modified, size, name = '', what = ''] = line.split(' ');
    return {type, modified: modified * 1000, size: Number(size), name: unescape(name), what: type === 'f' ? what : unescape(what)};
  });
}

function seconds(milliseconds) {
  const whole = Math.floor(milliseconds / 1000);
  return `${whole}.${String(Math.floor(milliseconds - 1000 * whole)).padStart(3, '0')}000000`;
}

function escape(name) {
  return Array.from(encoder.encode(name), byte => byte > 0x20 && byte < 0x7f && byte !== 0x25
      ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function unescape(name) {
  const bytes = Array.from(name.matchAll(/%([0-9A-Fa-f]{2})|[^]/g), ([one, hex]) => hex ? Number.parseInt(hex, 16) : one.charCodeAt(0));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** Element by element, by unsigned bytes: a directory is followed by what it contains. */
function compare(one, other) {
  for (let i = 0; i < Math.min(one.length, other.length); i++) {
    if (one[i] !== other[i]) {
      return (one[i] === SLASH ? 0 : one[i]) - (other[i] === SLASH ? 0 : other[i]);
    }
  }
  return one.length - other.length;
}
