/** Webhooks that were made in the dashboard. */
import type { RelayFilter } from '../../core/relay/relay-event.ts';
import { readable } from '../codecs/codec.ts';
import { webhookEvents } from '../codecs/value-codecs.ts';
import type { Database, Trx } from '../handle.ts';

export interface MadeWebhook {
  readonly name: string;
  readonly url: string;
  readonly secretSealed: string;
  readonly agencyId: number | null;
  /** Name of that agency; null: an endpoint of the installation. */
  readonly agency: string | null;
  readonly events: readonly RelayFilter[];
  readonly isPaused: boolean;
  readonly changedAt: number;
  readonly changedBy: string;
}

/** By name. One whose agency is gone, or whose filter cannot be read, is paused: it must not get more than before. */
export async function readMadeWebhooks(db: Database | Trx): Promise<MadeWebhook[]> {
  const rows = await db
    .selectFrom('madeWebhooks')
    .leftJoin('agencies', 'agencies.id', 'madeWebhooks.agencyId')
    .selectAll('madeWebhooks')
    .select('agencies.name as agency')
    .orderBy('madeWebhooks.name')
    .execute();
  return rows.map(({ eventsJson, isPaused, ...row }) => {
    const events = readable(() => webhookEvents.decode(eventsJson, row.name)) ?? null;
    const isLost = events === null || (row.agencyId !== null && row.agency === null);
    return { ...row, events: events ?? [], isPaused: isPaused === 1 || isLost };
  });
}

export async function saveMadeWebhook(trx: Trx, { agency: _, events, isPaused, ...made }: MadeWebhook): Promise<void> {
  const row = { ...made, eventsJson: webhookEvents.encode(events), isPaused: isPaused ? 1 : 0 };
  await trx
    .insertInto('madeWebhooks')
    .values(row)
    .onConflict((c) => c.column('name').doUpdateSet(row))
    .execute();
}

/** What still waits for it is given up. */
export async function deleteMadeWebhook(trx: Trx, name: string, now: number): Promise<void> {
  await trx.deleteFrom('madeWebhooks').where('name', '=', name).execute();
  await trx
    .updateTable('outbox')
    .set({ status: 'dead', endedAt: now, lastError: 'The endpoint was removed.' })
    .where('channel', '=', name)
    .where('status', '=', 'queued')
    .execute();
}
