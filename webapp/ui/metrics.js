/** Metrics of a node: the text format of Prometheus, and what follows from two scrapes. */

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/**
 * One scrape.
 *
 * @param {string} text the body of GET /metrics
 * @param {number} seconds when it was taken, on any clock that is never set
 * @returns {{seconds: number, families: Map<string, {labels: Object, value: number}[]>}}
 */
export function parse(text, seconds) {
  const families = new Map();
  for (const line of text.split('\n')) {
    const sample = SAMPLE.exec(line);
    if (sample) {
      const [, name, labels = '', value] = sample;
      const pairs = [...labels.matchAll(LABEL)].map(([, label, quoted]) => [label, unescaped(quoted)]);
      families.set(name, families.get(name) ?? []);
      families.get(name).push({labels: Object.fromEntries(pairs), value: number(value)});
   }
 }
  return {seconds, families};
}

function unescaped(text) {
  return text.replace(/\\(.)/g, (_, character) => (character === 'n' ? '\n' : character));
}

function number(text) {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);
}

/** The sum of a metric's samples that have these labels, each one value or one of several; NaN if there is none. */
export function level(scrape, name, labels = {}) {
  const values = samples(scrape, name, labels).map(sample => sample.value);
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0);
}

/** The values that a label has among a metric's samples. */
export function labelValues(scrape, name, key) {
  return [...new Set(samples(scrape, name, {}).map(sample => sample.labels[key]))];
}

function samples(scrape, name, labels) {
  return (scrape.families.get(name) ?? []).filter(sample =>
    Object.entries(labels).every(([key, value]) =>
      Array.isArray(value) ? value.includes(sample.labels[key]) : sample.labels[key] === value));
}

/**
 * How much counters with these labels rose from one scrape to the next. A counter that fell was
 * restarted in between, so that all it has now is new.
 */
export function rise(before, after, name, labels = {}) {
  const earlier = new Map(samples(before, name, labels).map(sample => [id(sample), sample.value]));
  return samples(after, name, labels).reduce((sum, sample) => {
    const start = earlier.get(id(sample)) ?? 0;
    return sum + (sample.value >= start ? sample.value - start : sample.value);
 }, 0);
}

function id(sample) {
  return JSON.stringify(sample.labels);
}

/** The same for one second. */
export function rate(before, after, name, labels = {}) {
  return rise(before, after, name, labels) / (after.seconds - before.seconds);
}

/**
 * The time within which a share of the requests between two scrapes was done, interpolated within
 * its bucket as Prometheus does; NaN if there were none. A time above the last limit is that limit.
 *
 * @param {number} share from 0 to 1
 */
export function quantile(share, before, after, histogram, labels = {}) {
  const buckets = labelValues(after, `${histogram}_bucket`, 'le')
    .map(le => ({limit: number(le), count: rise(before, after, `${histogram}_bucket`, {...labels, le})}))
    .sort((one, other) => one.limit - other.limit);
  const total = buckets.at(-1)?.count ?? 0;
  if (total === 0) {
    return NaN;
 }
  const rank = share * total;
  const index = buckets.findIndex(bucket => bucket.count >= rank);
  const below = buckets[index - 1] ?? {limit: 0, count: 0};
  const {limit, count} = buckets[index];
  return limit === Infinity
    ? below.limit
    : below.limit + (limit - below.limit) * ((rank - below.count) / (count - below.count || 1));
}
