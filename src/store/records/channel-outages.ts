/** Which channels are down, kept across restarts as values of `meta`. */
import type { ChannelOutage } from '../../core/notices/channel-outage.ts';
import { readable } from '../codecs/codec.ts';
import { channelOutage } from '../codecs/value-codecs.ts';
import type { Database, Trx } from '../handle.ts';

const keyOf = (channel: string) => `outage:${channel}`;

export async function getOutage(db: Database | Trx, channel: string): Promise<ChannelOutage | null> {
  const key = keyOf(channel);
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return (row && readable(() => channelOutage.decode(row.value, key))) ?? null;
}

/** @param outage null: the channel works */
export async function setOutage(trx: Trx, channel: string, outage: ChannelOutage | null): Promise<void> {
  const key = keyOf(channel);
  if (outage === null) {
    await trx.deleteFrom('meta').where('key', '=', key).execute();
    return;
  }
  const value = channelOutage.encode(outage);
  await trx
    .insertInto('meta')
    .values({ key, value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute();
}

/** Those of the channels that are down; no statement where there are none. */
export async function outagesOf(
  db: Database | Trx,
  channels: readonly string[],
): Promise<(ChannelOutage & { readonly channel: string })[]> {
  if (channels.length === 0) return [];
  const keys = channels.map(keyOf);
  const rows = await db.selectFrom('meta').select(['key', 'value']).where('key', 'in', keys).execute();
  return rows.flatMap(({ key, value }) => {
    const outage = readable(() => channelOutage.decode(value, key));
    return outage ? [{ ...outage, channel: key.slice(keyOf('').length) }] : [];
  });
}
