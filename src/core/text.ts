/** Makes foreign text safe to show anywhere: dashboard, mail, terminal, log. Escaping remains the output's own duty. */
import type { Words } from './domain/words.ts';

/** Longer input is cut first, so that a page of many megabytes costs nothing. */
const inputCap = 100_000;

/**
 * One line of visible text, at most `max` characters (code points). Line breaks and runs of spaces become one space;
 * control, bidirectional, zero-width, private-use and unassigned characters and blank fillers are removed; stacked
 * accents are cut to three, one more than Vietnamese needs. Truncated text ends in "…".
 */
export function plainText(text: string, max: number): string {
  const visible = text
    .slice(0, inputCap)
    .replaceAll('\ufeff', '')
    .replace(/[\s\u0085\u2028\u2029]+/gu, ' ')
    .replace(/[\p{C}\p{DI}\u2800]+/gu, '')
    .replace(tallStack, '$1')
    .replace(/ {2,}/g, ' ')
    .trim()
    .normalize('NFC')
    // A few characters decompose into a letter and marks.
    .replace(tallStack, '$1');
  return cutAt(visible, max);
}

const tallStack = /(\p{M}{3})\p{M}+/gu;

function cutAt(visible: string, max: number): string {
  const points = Array.from(visible);
  return points.length <= max
    ? visible
    : `${points
        .slice(0, Math.max(0, max - 1))
        .join('')
        .trimEnd()}…`;
}

/**
 * A line of the product's own and foreign words, for a terminal: spacing stays, so columns hold, but nothing in it
 * moves a cursor, changes direction, is invisible or begins another line. At most `max` code points.
 */
export function plainLine(line: string, max: number): string {
  const visible = line
    .slice(0, inputCap)
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]/g, ' ')
    .replace(/\p{C}+/gu, '')
    .replace(tallStack, '$1');
  return cutAt(visible, max);
}

/**
 * One line of JSON that cannot manipulate a terminal, log viewer or editor: control and invisible characters outside
 * ASCII are written as `\uXXXX`, so the value stays exactly the same. JSON itself escapes only up to U+001F.
 */
export function plainJson(json: string): string {
  return json.replace(/[\p{C}\u2028\u2029]/gu, (character) =>
    character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/**
 * Truncates every run of combining marks after 16; no script writes more than 7. Call it before `normalize()`, which
 * sorts such a run in quadratic time: 100,000 marks on one letter hold a core for 7 seconds, 500,000 for over two
 * minutes. Halfwidth voiced sound marks are letters that become marks.
 */
export function withoutMarkStorms(text: string): string {
  // Bounded repetition: the engine remembers each step of an unbounded one, and millions exceed its memory.
  const shorter = text.replace(/([\p{M}\uff9e\uff9f]{16})[\p{M}\uff9e\uff9f]{1,4000}/gu, '$1');
  return shorter.length === text.length ? shorter : withoutMarkStorms(shorter);
}

/**
 * Makes every address in a text unclickable, in the way that CERTs write them: `hxxps://so[.]gov[.]vn/tin`. Dots before
 * a letter or between the numbers of an IPv4 address are bracketed, since mail readers turn bare names into links too,
 * and browsers read Chinese and Japanese full stops as dots; other schemes get `[:]`.
 */
export function defang(text: string): string {
  return (
    text
      .replace(/http(s?):/gi, 'hxxp$1:')
      .replace(/(?<!hxxps?):(?=\/\/)/gi, '[:]')
      .replace(
        /\b(javascript|data|mailto|tel|sms|vbscript|file|callto|facetime|sip|skype|magnet|news):(?=\S)/gi,
        '$1[:]',
      )
      // A UNC path: Outlook turns it into a link, and Windows signs in there with the reader's password hash.
      .replace(/\\\\(?=[^\s\]])/g, '[\\\\]')
      .replace(/(?<=[\p{L}\p{N}\p{M}\p{So}_-])[.。．｡](?=[\p{L}\p{So}])/gu, '[.]')
      .replace(/(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)/g, '$1[.]$2[.]$3[.]$4')
  );
}

/**
 * `plainText` for an address: cut at 200 characters by default, then defanged. Host-name targets are shown as `DNS
 * host`.
 */
export function shownAddress(url: string, max = 200): string {
  return defang(portalAddress(url, max));
}

/** The address of a watched portal, which people want to copy and open: as `shownAddress`, but not defanged. */
export function portalAddress(url: string, max = 200): string {
  return plainText(readable(url.replace(/^dns:/, 'DNS ')), max);
}

/** Percent-encoded Vietnamese paths are unreadable; decoded only when that yields valid UTF-8. */
function readable(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

/** A moment in the zone's local style, 24 h with the date: "21:04 ngày 22/11/2026", "22 Nov 2026, 21:04". */
export function momentWords(at: number, timeZone: string): Words {
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(at);
  const time = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const date = part({ day: '2-digit', month: '2-digit', year: 'numeric' });
  const enDate = part({ day: 'numeric', month: 'short', year: 'numeric' });
  return { vi: `${time} ngày ${date}`, en: `${enDate}, ${time}` };
}

/** The same without the year, for subjects and lists of recent events: "21:04 22/11", "22 Nov 21:04". */
export function shortMomentWords(at: number, timeZone: string): Words {
  const { vi, en } = momentWords(at, timeZone);
  const [time = '', , date = ''] = vi.split(' ');
  return { vi: `${time} ${date.slice(0, 5)}`, en: en.replace(/ \d{4},/, '') };
}

/** The day alone: "22/11/2026", "22 Nov 2026". */
export function dayWords(at: number, timeZone: string): Words {
  const { vi, en } = momentWords(at, timeZone);
  return { vi: vi.replace(/^.* ngày /, ''), en: en.replace(/,[^,]*$/, '') };
}

/** The zone's name beside a time. */
export function zoneWords(timeZone: string): Words {
  return timeZone === 'Asia/Ho_Chi_Minh' || timeZone === 'Asia/Saigon'
    ? { vi: 'giờ Việt Nam', en: 'Vietnam time' }
    : { vi: `giờ ${timeZone}`, en: `${timeZone} time` };
}

const units = [
  { ms: 86_400_000, vi: 'ngày', en: 'day' },
  { ms: 3_600_000, vi: 'giờ', en: 'hour' },
  { ms: 60_000, vi: 'phút', en: 'minute' },
  { ms: 1_000, vi: 'giây', en: 'second' },
] as const;

/** A duration in its two largest units: "2 giờ 15 phút", "2 hours 15 minutes". Under a second it is "0 giây". */
export function spanWords(ms: number): Words {
  const whole = Math.max(0, Math.floor(ms / 1_000)) * 1_000;
  const first = units.findIndex((unit) => whole >= unit.ms);
  if (first === -1) return { vi: '0 giây', en: '0 seconds' };
  let rest = whole;
  const vi: string[] = [];
  const en: string[] = [];
  for (const unit of units.slice(first, first + 2)) {
    const count = Math.floor(rest / unit.ms);
    rest -= count * unit.ms;
    if (count === 0) continue;
    vi.push(`${count} ${unit.vi}`);
    en.push(`${count} ${unit.en}${count === 1 ? '' : 's'}`);
  }
  return { vi: vi.join(' '), en: en.join(' ') };
}
