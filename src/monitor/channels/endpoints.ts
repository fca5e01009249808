/** Every endpoint of the channels beside mail, of the file and of the dashboard. */
import type { Config } from '../../config/schema/schema.ts';
import type { Endpoint } from '../../core/notices/message.ts';
import type { RelayEndpoint } from '../../core/relay/relay-table.ts';

type Channels = Pick<Config, 'channels' | 'madeWebhooks'>;

/** Those that events go to. */
export function relayEndpoints(config: Channels): readonly RelayEndpoint[] {
  return allEndpoints(config)
    .filter(({ isPaused }) => !isPaused)
    .map(({ name, agency, events, to }) => ({ name, agency, events, to }));
}

/** Where a number is reached. */
export function telephoneEndpoints(config: Channels, number: string): readonly Endpoint[] {
  const reaching = relayEndpoints(config).filter(({ to }) => to === 'telephones');
  return reaching.map(({ name }) => ({ channel: name, endpoint: number }));
}

/** An endpoint as people see it. */
export interface ListedEndpoint extends RelayEndpoint {
  readonly kind: 'webhook' | 'template' | 'syslog';
  /** The receiver's host: the rest of an address may hold a secret. */
  readonly place: string;
  /** Made in the dashboard, and changed there. */
  readonly isMade: boolean;
  readonly isPaused: boolean;
}

export function allEndpoints({ channels, madeWebhooks = [] }: Channels): readonly ListedEndpoint[] {
  const { webhooks, templates, syslog } = channels;
  const ofFile = { isMade: false, isPaused: false };
  return [
    ...webhooks.map((one) => ({
      ...common(one),
      ...ofFile,
      to: 'itself' as const,
      kind: 'webhook' as const,
      place: hostOf(one.url),
    })),
    ...templates.map((one) => ({
      ...common(one),
      ...ofFile,
      to: one.to,
      kind: 'template' as const,
      place: hostOf(one.url),
    })),
    ...syslog.map((one) => ({
      ...common(one),
      ...ofFile,
      to: 'itself' as const,
      kind: 'syslog' as const,
      place: one.host,
    })),
    ...madeWebhooks.map(({ name, agency, events, isPaused, url }) => ({
      name,
      agency,
      events,
      isPaused,
      isMade: true,
      to: 'itself' as const,
      kind: 'webhook' as const,
      place: hostOf(url),
    })),
  ];
}

type Common = Pick<Config['channels']['webhooks'][number], 'name' | 'agency' | 'events'>;

function common({ name, agency, events }: Common): Omit<RelayEndpoint, 'to'> {
  return { name, agency: agency ?? null, events };
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? '';
