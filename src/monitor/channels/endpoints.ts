/** Every endpoint of the channels beside mail. */
import type { Config } from '../../config/schema/schema.ts';
import type { Endpoint } from '../../core/notices/message.ts';
import type { RelayEndpoint } from '../../core/relay/relay-table.ts';

export function relayEndpoints({ channels }: Pick<Config, 'channels'>): readonly RelayEndpoint[] {
  const { webhooks, templates, syslog } = channels;
  return [
    ...webhooks.map((one) => ({ ...common(one), to: 'itself' as const })),
    ...templates.map((one) => ({ ...common(one), to: one.to })),
    ...syslog.map((one) => ({ ...common(one), to: 'itself' as const })),
  ];
}

/** Where a number is reached. */
export function telephoneEndpoints({ channels }: Pick<Config, 'channels'>, number: string): readonly Endpoint[] {
  const reaching = relayEndpoints({ channels }).filter(({ to }) => to === 'telephones');
  return reaching.map(({ name }) => ({ channel: name, endpoint: number }));
}

type Common = Pick<Config['channels']['webhooks'][number], 'name' | 'agency' | 'events'>;

function common({ name, agency, events }: Common): Omit<RelayEndpoint, 'to'> {
  return { name, agency: agency ?? null, events };
}

/** An endpoint as people see it. */
export interface ListedEndpoint extends RelayEndpoint {
  readonly kind: 'webhook' | 'template' | 'syslog';
  /** The receiver's host: the rest of an address may hold a secret. */
  readonly place: string;
}

export function listEndpoints({ channels }: Pick<Config, 'channels'>): readonly ListedEndpoint[] {
  const { webhooks, templates, syslog } = channels;
  const hosts = new Map([
    ...[...webhooks, ...templates].map(({ name, url }) => [name, URL.parse(url)?.host ?? ''] as const),
    ...syslog.map(({ name, host }) => [name, host] as const),
  ]);
  const isIn = (list: readonly { readonly name: string }[], name: string) => list.some((one) => one.name === name);
  return relayEndpoints({ channels }).map((endpoint) => ({
    ...endpoint,
    kind: isIn(webhooks, endpoint.name) ? 'webhook' : isIn(templates, endpoint.name) ? 'template' : 'syslog',
    place: hosts.get(endpoint.name) ?? '',
  }));
}
