import { getMeta } from '../store/meta.ts';
import type { DeskParts } from './parts.ts';

/** The daemon writes its heartbeat every few seconds; after this much silence it counts as stopped. */
const freshMs = 90_000;

/** Whether the daemon lives, by its heartbeat in the database. */
export async function readHealth({
  db,
  clock,
}: Pick<DeskParts, 'db' | 'clock'>): Promise<{ readonly ok: boolean; readonly heartbeatAt: number | null }> {
  const heartbeatAt = await getMeta(db, 'heartbeat');
  return { ok: heartbeatAt !== null && clock() - heartbeatAt <= freshMs, heartbeatAt };
}
