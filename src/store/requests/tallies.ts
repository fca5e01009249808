/** Counters that bound what the public can cause: submissions, mails, looks. */
import type { RequestKind } from '../../core/requests/request.ts';
import type { Database, Trx } from '../handle.ts';

export async function countedOn(db: Database | Trx, day: number): Promise<Record<RequestKind, number>> {
  const rows = await db.selectFrom('requestDays').select(['kind', 'count']).where('day', '=', day).execute();
  const of = (kind: RequestKind) => rows.find((row) => row.kind === kind)?.count ?? 0;
  return { watch: of('watch'), report: of('report') };
}

export async function countOn(trx: Trx, day: number, kind: RequestKind): Promise<void> {
  await trx
    .insertInto('requestDays')
    .values({ day, kind, count: 1 })
    .onConflict((c) => c.columns(['day', 'kind']).doUpdateSet((eb) => ({ count: eb('requestDays.count', '+', 1) })))
    .execute();
}

/** Takes the address's turn. @returns false when it was mailed since then */
export async function takeMailTurn(trx: Trx, addressHash: string, since: number, now: number): Promise<boolean> {
  const before = await trx
    .selectFrom('requestMails')
    .select('at')
    .where('addressHash', '=', addressHash)
    .executeTakeFirst();
  if (before !== undefined && before.at > since && before.at <= now) return false;
  await trx
    .insertInto('requestMails')
    .values({ addressHash, at: now })
    .onConflict((c) => c.column('addressHash').doUpdateSet({ at: now }))
    .execute();
  return true;
}

/** Takes the target's turn. @returns false when a report asked for a look since then */
export async function takeLookTurn(trx: Trx, targetId: string, since: number, now: number): Promise<boolean> {
  const before = await trx.selectFrom('reportedLooks').select('at').where('targetId', '=', targetId).executeTakeFirst();
  if (before !== undefined && before.at > since && before.at <= now) return false;
  await trx
    .insertInto('reportedLooks')
    .values({ targetId, at: now })
    .onConflict((c) => c.column('targetId').doUpdateSet({ at: now }))
    .execute();
  return true;
}

export async function forgetTallies(
  trx: Trx,
  before: { readonly day: number; readonly mails: number; readonly looks: number },
): Promise<void> {
  await trx.deleteFrom('requestDays').where('day', '<', before.day).execute();
  await trx.deleteFrom('requestMails').where('at', '<', before.mails).execute();
  await trx.deleteFrom('reportedLooks').where('at', '<', before.looks).execute();
}
