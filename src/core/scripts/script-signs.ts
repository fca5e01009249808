/** Signs of a script's intent: what it hides, what it sends and where to. */
import type { ScriptReading, Sending } from './read-script.ts';
import { hole } from './values.ts';

export interface ScriptSigns {
  /** Hosts it writes, loads, sends to or redirects to that do not appear in its text. */
  readonly hiddenHosts: readonly string[];
  /** Characters of run-time code that its text does not show: without a known packer, and with one. */
  readonly hiddenCode: number;
  readonly packedCode: number;
  /** Number of browser API names that it assembles. */
  readonly computedNames: number;
  /** Plain letters in its strings are written as escapes. */
  readonly isEscaped: boolean;
  /** It is not code: much of it is bytes that no text has. */
  readonly isNoCode: boolean;
}

const namedHost = /(?:https?:)?\/\/((?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,20})(?![\w.-])/gi;
const hostsCap = 20;
const escapedLetters = /(?:\\x[4-7][0-9a-f]){4}|(?:\\u00[4-7][0-9a-f]){4}/i;
/** Dean Edwards' packer and its successors, which compress rather than hide. */
const packer = /eval\(function\(p,a,c,k,e,[dr]\)/;

/** @param all code of all new scripts of the page, since one may name what another uses */
export function signsOf(code: string, reading: ScriptReading, all: string): ScriptSigns {
  const plain = all.replaceAll('\\/', '/').toLowerCase();
  const outputs = [reading.markup, reading.wholePage, ...reading.redirects.map(({ url }) => url)];
  for (const { url } of reading.sendings) outputs.push(url);
  const hosts = new Set<string>();
  for (const output of outputs) {
    for (const [, host = ''] of output.matchAll(namedHost)) {
      if (hosts.size < hostsCap && !isReadable(host.toLowerCase(), plain)) hosts.add(host.toLowerCase());
    }
  }
  const isPacked = packer.test(code);
  return {
    hiddenHosts: [...hosts],
    hiddenCode: reading.madeCode.filter((made) => isHiddenCode(made, all)).length,
    packedCode: isPacked ? reading.madeCode.length : 0,
    computedNames: reading.computedNames.length,
    isEscaped: escapedLetters.test(code),
    isNoCode: !reading.parses && isBytes(code),
  };
}

const bytesRead = 20_000;
const bytesFrom = 0.1;

/** Zero bytes and what the decoder could not read: data of another encoding, or none at all. */
function isBytes(code: string): boolean {
  let odd = 0;
  const most = Math.min(code.length, bytesRead);
  for (let at = 0; at < most; at++) {
    const unit = code.charCodeAt(at);
    if (unit === 0xfffd || unit < 9) odd++;
  }
  return odd > bytesFrom * most;
}

/** Whether the name's last two labels appear in the text unchanged; subdomains are often assembled. */
function isReadable(host: string, plain: string): boolean {
  const labels = host.split('.');
  if (plain.includes(labels.slice(-2).join('.'))) return true;
  // Packers split names at hyphens.
  return (labels[labels.length - 2] ?? host).split('-').every((part) => plain.includes(part));
}

const word = /[A-Za-z_$][\w$]{3,40}/g;
const wordsCap = 100;
const fewestWords = 3;

/** Whether most words of the run-time code are missing from the text: they were decoded or split up. */
function isHiddenCode(made: string, code: string): boolean {
  const words = new Set(made.slice(0, 8_000).match(word));
  const some = [...words].filter((one) => one !== 'function').slice(0, wordsCap);
  const absent = some.filter((one) => !code.includes(one)).length;
  return some.length >= fewestWords && absent * 2 > some.length;
}

/** Host that data is sent to; null when unknown or the page's own. */
export function foreignHostOf(url: string, pageUrl: string): string | null {
  if (url.startsWith(hole)) return null;
  const end = url.indexOf(hole);
  const known = end === -1 ? url : url.slice(0, end);
  // A partly known host does not count.
  if (end !== -1 && !/^(?:https?:)?\/\/[^/?#]+[/?#]/i.test(known)) return null;
  const parsed = URL.parse(known, pageUrl);
  if (parsed === null || !/^(?:https?|wss?):$/.test(parsed.protocol)) return null;
  return parsed.host === URL.parse(pageUrl)?.host ? null : parsed.host;
}

/** Whether it sends typed text, keys, or what identifies a person. */
export function isPrivate(sending: Sending): boolean {
  return sending.typed || sending.keys || sending.card;
}

const anyHost = /(?:https?:)?\/\/[a-z0-9]/i;
const active = /<(?:script|iframe|frame|embed|object|form|base|link|meta|svg|style)\b|\son[a-z]{3,}\s*=|javascript:/i;

/**
 * Whether everything that it does was read, and is nothing but words and boxes for the page: whatever it hides, it hides
 * nothing from us. Of the words, the detectors of text judge.
 */
export function isSeenThrough(reading: ScriptReading): boolean {
  const { parses, isCutOff, blindRuns, blindNames, blindLater, madeCode, markup, texts } = reading;
  if (!parses || isCutOff || !reading.isComplete || blindRuns + blindNames + blindLater + madeCode.length > 0)
    return false;
  const leaves = reading.redirects.length + reading.sendings.length + reading.clipboard.length;
  if (leaves > 0 || reading.wholePage !== '' || reading.hidesPage || reading.asksPush || reading.titles.length > 0)
    return false;
  if (reading.registersWorker || reading.runsMachineCode) return false;
  if (markup.trim() === '' && texts.length === 0) return false;
  return !anyHost.test(markup) && !active.test(markup);
}
