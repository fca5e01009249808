import { type Actor, assertMay } from '../../core/people/actor.ts';
import { readExtension } from '../../core/requests/typed.ts';
import { write } from '../../store/write.ts';
import { badDay, movePeriod } from './move-period.ts';
import { needRequest } from './need-request.ts';
import type { RequestParts } from './request-parts.ts';
import { momentOf } from './submit.ts';

/** @param lastDay as typed */
export async function extendRequest(parts: RequestParts, actor: Actor, id: number, lastDay: string): Promise<void> {
  assertMay(actor, 'handle-requests', null);
  const to = readExtension(lastDay, momentOf(parts));
  if (to === null) throw badDay();
  await write(parts.db, async (trx) => movePeriod(trx, parts, await needRequest(trx, id), to, actor.name));
}
