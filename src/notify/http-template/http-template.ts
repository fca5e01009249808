/** The channel for everything that takes a message over HTTP: gateways for telephones, and chats. */
import type { Template } from '../../config/schema/channels.ts';
import type { Words } from '../../core/domain/words.ts';
import type { Notification } from '../../core/notices/message.ts';
import { internationalNumber } from '../../core/people/telephone.ts';
import type { Channel, Clock, SendRequest } from '../../core/ports.ts';
import type { RelayNotice } from '../../core/relay/relay-event.ts';
import { type RelayEndpoint, relayTable } from '../../core/relay/relay-table.ts';
import { relayTitle, smsText } from '../../core/relay/relay-words.ts';
import { anyKindWords } from '../../core/terms.ts';
import { momentWords } from '../../core/text.ts';
import { httpOutcome } from '../http-outcome.ts';
import { eventId, relayChannel } from '../relay-channel.ts';
import { type Fields, fillForm, fillText, fillValue } from './fill.ts';

export interface HttpTemplateOptions {
  readonly endpoint: RelayEndpoint;
  readonly url: string;
  readonly format: 'json' | 'form';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, Template>>;
  readonly accepted: string;
  readonly language: keyof Words;
  readonly secret: string;
  readonly hourlyCap: number;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly send: SendRequest;
}

/** Nothing that a page wrote: a telephone or a chat must not show an attacker's words. */
export const templateFields = [
  'title',
  'sms',
  'phone',
  'phoneInternational',
  'site',
  'siteUrl',
  'agency',
  'kind',
  'event',
  'severity',
  'incident',
  'time',
  'link',
  'id',
  'secret',
] as const;

const contentTypes = {
  json: 'application/json; charset=utf-8',
  form: 'application/x-www-form-urlencoded; charset=utf-8',
} as const;

export function createHttpTemplate(options: HttpTemplateOptions): Channel {
  const { endpoint, format, body, headers, accepted, secret, clock, send } = options;
  return relayChannel(endpoint, options.hourlyCap, async (notice, notification) => {
    const fields = fieldsOf(notice, notification, options);
    const text = format === 'json' ? JSON.stringify(fillValue(body, fields)) : fillForm(body, fields);
    const own = Object.entries(headers).map(([name, value]) => [name, oneLine(fillText(value, fields))] as const);
    return httpOutcome(
      await send({
        url: fillText(options.url, { secret }),
        headers: [['content-type', contentTypes[format]], ...own],
        body: Buffer.from(text, 'utf8'),
      }),
      clock(),
      accepted,
    );
  });
}

function fieldsOf(
  notice: RelayNotice,
  notification: Notification,
  { endpoint, language: usual, secret, timeZone }: HttpTemplateOptions,
): Fields {
  // A person's language, where one is reached.
  const language = endpoint.to === 'telephones' ? (notification.language ?? usual) : usual;
  const phone = endpoint.to === 'telephones' ? notification.endpoint : '';
  const { event, site, incidentNumber, kinds } = notice;
  const fields: Record<(typeof templateFields)[number], string> = {
    title: relayTitle(notice, language),
    sms: smsText(notice, language, timeZone),
    phone,
    phoneInternational: internationalNumber(phone),
    site: site?.name ?? '',
    siteUrl: site?.url ?? '',
    agency: site?.agency ?? '',
    kind: kinds.map((kind) => (kind === 'gone' ? kind : anyKindWords[kind][language])).join(', '),
    event,
    severity: relayTable[event].severity,
    incident: incidentNumber === null ? '' : String(incidentNumber),
    time: momentWords(notice.at, timeZone)[language],
    link: notice.dashboardUrl ?? '',
    id: eventId(notification),
    secret,
  };
  return fields;
}

/** A header cannot be broken into two. */
function oneLine(value: string): string {
  return value.replace(/[^\t\x20-\x7e]/g, '');
}
