// Numbers, times and names as people read them.

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const WHOLE = new Intl.NumberFormat('en');

export function number(value) {
  return WHOLE.format(value);
}

/** "1 upload", "2 uploads". */
export function count(value, one) {
  return number(value) + ' ' + one + (value === 1 ? '' : 's');
}

export function bytes(value) {
  if (value < 1024) return count(value, 'byte');
  let amount = value;
  let unit = -1;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  return (amount >= 100 ? amount.toFixed(0) : amount.toFixed(1).replace(/\.0$/, '')) + ' ' + UNITS[unit];
}

/** "464 ms", "3.2 s", "2m 5s", "3h 1m". */
export function duration(millis) {
  if (millis < 1000) return Math.max(0, Math.round(millis)) + ' ms';
  if (millis < 60000) return (millis / 1000).toFixed(millis < 9950 ? 1 : 0).replace(/\.0$/, '') + ' s';
  const seconds = Math.round(millis / 1000);
  if (seconds < 3600) return Math.floor(seconds / 60) + 'm ' + (seconds % 60) + 's';
  const minutes = Math.round(seconds / 60);
  if (minutes < 2880) return Math.floor(minutes / 60) + 'h ' + (minutes % 60) + 'm';
  return Math.round(minutes / 1440) + ' days';
}

export function share(part, whole) {
  if (!whole) return '0 %';
  const percent = 100 * part / whole;
  if (percent > 0 && percent < 1) return '<1 %';
  if (percent > 99 && percent < 100) return '>99 %';
  return Math.round(percent) + ' %';
}

/** The time of day, with the date if it isn't today's. */
export function time(millis) {
  const at = new Date(millis);
  const clock = at.toLocaleTimeString('en-GB');
  return at.toDateString() === new Date().toDateString() ? clock : at.toLocaleDateString('en-CA') + ' ' + clock;
}

/** With milliseconds, for receipts. */
export function exactTime(millis) {
  return new Date(millis).toISOString().replace('T', ' ');
}

const SIGNLESS = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Characters that are no sign of their own (controls, direction marks) as their codes: names can't look like others. */
export function printable(text) {
  return text.replace(SIGNLESS, (sign) => {
    const code = sign.codePointAt(0);
    return code < 256 ? '\\x' + code.toString(16).padStart(2, '0') : '\\u' + code.toString(16).padStart(4, '0');
  });
}

/** A message of several lines; each printable, and still a line. */
export function lines(text) {
  return text.split(/\r?\n/).map(printable).join('\n');
}

/** A word for a POSIX shell; with control characters, for bash and zsh, so that pasting can't run anything. */
export function quoted(word) {
  if (/^[A-Za-z0-9_.\/:@%+=,-]+$/.test(word)) return word;
  if (word.search(SIGNLESS) < 0) return "'" + word.replaceAll("'", "'\\''") + "'";
  const escaped = word.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replace(SIGNLESS, (sign) =>
    [...new TextEncoder().encode(sign)].map((byte) => '\\x' + byte.toString(16).padStart(2, '0')).join(''));
  return "$'" + escaped + "'";
}

/** Folder and name of a key, so that the name can stand out. */
export function split(key) {
  const slash = key.lastIndexOf('/', key.length - 2);
  return [printable(key.slice(0, slash + 1)), printable(key.slice(slash + 1))];
}

export const WORDS = {
  uploaded: 'Uploaded',
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  succeeded: 'Succeeded',
  ignored: 'Ignored',
  refused: 'Refused',
  failed: 'Failed',
  stuck: 'Stuck',
  recovered: 'Recovered',
  unfinished: 'Unfinished',
  inline: 'Inline',
  batch: 'Batch',
  rejected: 'Rejected',
};
