/** An event in ArcSight's Common Event Format, version 0. */
import type { RelayNotice, Severity } from '../../core/relay/relay-event.ts';
import { relayTable } from '../../core/relay/relay-table.ts';
import { relayTitle } from '../../core/relay/relay-words.ts';
import { plainText } from '../../core/text.ts';

export interface Cef {
  readonly id: string;
  readonly version: string;
  readonly language: 'vi' | 'en';
}

/** 0 to 10. */
const grave: Readonly<Record<Severity, number>> = {
  emergency: 10,
  alert: 9,
  critical: 8,
  error: 7,
  warning: 6,
  notice: 4,
  info: 3,
  debug: 1,
};

export function cefOf(notice: RelayNotice, { id, version, language }: Cef): string {
  const { event, at, site, incidentNumber, status, kinds, pages, indicators, by, dashboardUrl, campaign } = notice;
  const { severity, words } = relayTable[event];
  const head = ['Vong Gac', 'vonggac', version, event, words.en, String(grave[severity])].map(headField).join('|');
  const named = indicators
    .slice(0, 20)
    .map(({ type, value }) => `${type}:${value}`)
    .join(' ');
  const labelled: [string, string | number | null | undefined][] = [
    ['site', site?.name],
    ['agency', site?.agency],
    ['kinds', kinds.join(',')],
    ['indicators', named],
    ['excerpt', pages[0]?.excerpts[0]?.[language]],
    ['campaign', campaign?.number],
  ];
  const fields: [string, string | number | null | undefined][] = [
    ['rt', at],
    ['start', notice.since],
    ['externalId', id],
    ['cat', event],
    ['msg', relayTitle(notice, language)],
    ['dhost', site === null ? null : URL.parse(site.url)?.hostname],
    ['request', pages[0]?.url ?? site?.url],
    ['suser', by],
    ['outcome', status],
    ['cn1', incidentNumber],
    ['cn1Label', incidentNumber === null ? null : 'incident'],
    ...labelled.flatMap(([label, value], index): [string, string | number | null | undefined][] =>
      isNothing(value)
        ? []
        : [
            [`cs${index + 1}`, value],
            [`cs${index + 1}Label`, label],
          ],
    ),
    ['cs7', dashboardUrl],
    ['cs7Label', dashboardUrl === null ? null : 'link'],
  ];
  const shown = fields.flatMap(([key, value]) => (isNothing(value) ? [] : [`${key}=${extension(String(value))}`]));
  return `CEF:0|${head}|${shown.join(' ')}`;
}

function isNothing(value: string | number | null | undefined): value is null | undefined | '' {
  return value === null || value === undefined || value === '';
}

function headField(text: string): string {
  return plainText(text, 200).replace(/[\\|]/g, '\\$&');
}

/** Line breaks are gone before: `plainText` writes one line. */
function extension(text: string): string {
  return plainText(text, 1_000).replace(/[\\=]/g, '\\$&');
}
