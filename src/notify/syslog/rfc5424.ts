/** An event as a syslog message: RFC 5424, with structured data or with CEF in its text. */
import type { RelayNotice, Severity } from '../../core/relay/relay-event.ts';
import { severities } from '../../core/relay/relay-event.ts';
import { relayTable } from '../../core/relay/relay-table.ts';
import { relayTitle } from '../../core/relay/relay-words.ts';
import { plainText } from '../../core/text.ts';
import { type Cef, cefOf } from './cef.ts';

/** RFC 5424, table 1. */
const facilities = { auth: 4, authpriv: 10, audit: 13, alert: 14, local0: 16 } as const;

export type Facility = keyof typeof facilities | `local${1 | 2 | 3 | 4 | 5 | 6 | 7}`;

export interface SyslogFrame extends Cef {
  readonly id: string;
  readonly sequence: number;
  readonly facility: Facility;
  readonly format: 'rfc5424' | 'cef';
  readonly host: string;
  readonly language: 'vi' | 'en';
}

/** Collectors must accept 2,048 bytes and commonly accept 8,192. */
export const maxMessageBytes = 8_000;

/** The number that RFC 5612 reserves for examples: the product has none of its own. */
const dataId = 'vonggac@32473';
const maxIndicators = 20;
/** Leaves room for the header and the text. */
const maxDataBytes = 6_000;

export function syslogMessage(notice: RelayNotice, frame: SyslogFrame): Buffer {
  const { event, at } = notice;
  const { severity } = relayTable[event];
  const head = `<${priority(frame.facility, severity)}>1 ${new Date(at).toISOString()} ${ascii(frame.host, 255)} vonggac - ${ascii(event, 32)}`;
  const isCef = frame.format === 'cef';
  const data = isCef ? '-' : structuredData(notice, frame);
  const text = isCef ? cefOf(notice, frame) : relayTitle(notice, frame.language);
  // The mark says that the text is UTF-8 (section 6.4); CEF readers expect their word first.
  return bounded(`${head} ${data} ${isCef ? '' : '\ufeff'}${text}`);
}

export function priority(facility: Facility, severity: Severity): number {
  const code = facility in facilities ? facilities[facility as keyof typeof facilities] : 16 + Number(facility.at(-1));
  return code * 8 + severities.indexOf(severity);
}

function structuredData(notice: RelayNotice, { id, sequence, language }: SyslogFrame): string {
  const { site, incidentNumber, status, kinds, pages, indicators, campaign, by, to, dashboardUrl } = notice;
  const values: [string, string | number | null | undefined][] = [
    ['id', id],
    ['event', notice.event],
    ['incident', incidentNumber],
    ['status', status],
    ['kinds', kinds.join(',')],
    ['siteId', site?.id],
    ['site', site?.name],
    ['siteUrl', site?.url],
    ['agency', site?.agency],
    ['since', new Date(notice.since).toISOString()],
    ['campaign', campaign?.number],
    ['by', by],
    ['escalatesTo', to],
    ['link', dashboardUrl],
    ...pages.slice(0, 5).map(({ url }): [string, string] => ['page', url]),
    ...pages
      .slice(0, 2)
      .flatMap(({ excerpts }) => excerpts.slice(0, 2).map((one) => ['excerpt', one[language]] as [string, string])),
    ...indicators.slice(0, maxIndicators).map(({ type, value }): [string, string] => ['indicator', `${type}:${value}`]),
  ];
  const tail = `[meta sequenceId="${(sequence % 2_147_483_647) + 1}" language="${language}"]`;
  return `[${dataId}${withinBudget(values)}]${tail}`;
}

/** What no longer fits is left out from the end, which has the indicators. */
function withinBudget(values: readonly [string, string | number | null | undefined][]): string {
  let data = '';
  for (const [name, value] of values) {
    if (value === null || value === undefined || value === '') continue;
    const next = `${data} ${name}="${parameter(plainText(String(value), 250))}"`;
    if (Buffer.byteLength(next) > maxDataBytes) break;
    data = next;
  }
  return data;
}

/** Section 6.3.3: these three are escaped, nothing else. */
function parameter(value: string): string {
  return value.replace(/["\\\]]/g, '\\$&');
}

/** Printable ASCII without spaces, as header fields need. */
function ascii(text: string, max: number): string {
  const clean = text.replace(/[^\x21-\x7e]/g, '').slice(0, max);
  return clean === '' ? '-' : clean;
}

/** Cut only in the text at its end, since the fields before it are bounded. */
function bounded(message: string): Buffer {
  const bytes = Buffer.from(message, 'utf8');
  if (bytes.length <= maxMessageBytes) return bytes;
  let end = maxMessageBytes;
  // Not within a character.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
