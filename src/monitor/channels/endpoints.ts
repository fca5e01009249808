/** Every endpoint of the channels beside mail. */
import type { Config } from '../../config/schema/schema.ts';
import type { RelayEndpoint } from '../../core/relay/relay-table.ts';

export function relayEndpoints({ channels }: Pick<Config, 'channels'>): readonly RelayEndpoint[] {
  const { webhooks, templates, syslog } = channels;
  return [
    ...webhooks.map((one) => ({ ...common(one), to: 'itself' as const })),
    ...templates.map((one) => ({ ...common(one), to: one.to })),
    ...syslog.map((one) => ({ ...common(one), to: 'itself' as const })),
  ];
}

type Common = Pick<Config['channels']['webhooks'][number], 'name' | 'agency' | 'events'>;

function common({ name, agency, events }: Common): Omit<RelayEndpoint, 'to'> {
  return { name, agency: agency ?? null, events };
}
