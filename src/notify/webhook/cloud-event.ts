/** An event as CloudEvents 1.0 in JSON. */
import type { RelayNotice, RelayPage } from '../../core/relay/relay-event.ts';
import { relayTable } from '../../core/relay/relay-table.ts';
import { relayTitle } from '../../core/relay/relay-words.ts';
import { plainJson } from '../../core/text.ts';

export interface EventFrame {
  readonly id: string;
  /** Grows with every event of this installation. */
  readonly sequence: number;
  /** The dashboard's address; a path where it has none. */
  readonly source: string;
}

export function cloudEvent(notice: RelayNotice, { id, sequence, source }: EventFrame): string {
  const { event, at, incidentNumber, site } = notice;
  const subject = incidentNumber !== null ? `incidents/${incidentNumber}` : site !== null ? `sites/${site.id}` : null;
  // Indicators are sent exactly as they are, their invisible characters escaped.
  const written = JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type: `vonggac.${event}`,
    ...(subject === null ? {} : { subject }),
    time: instant(at),
    datacontenttype: 'application/json',
    sequence: String(sequence).padStart(15, '0'),
    data: {
      event,
      severity: relayTable[event].severity,
      title: { vi: relayTitle(notice, 'vi'), en: relayTitle(notice, 'en') },
      incident: incidentNumber === null ? null : { number: incidentNumber, status: notice.status },
      site,
      kinds: notice.kinds,
      since: instant(notice.since),
      by: notice.by,
      escalatesTo: notice.to,
      pages: notice.pages.map(page),
      indicators: notice.indicators,
      campaign: notice.campaign,
      links: { dashboard: notice.dashboardUrl },
    },
  });
  return plainJson(written);
}

function page({ since, recoveredAt, ...rest }: RelayPage) {
  return { ...rest, since: instant(since), recoveredAt: recoveredAt === null ? null : instant(recoveredAt) };
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
