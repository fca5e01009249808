/** Messages that are one too many for the hour, and the digests that say them in their place. */
import type { AttackKind } from '../core/model.ts';
import type { CampaignIncident, Notice, OverflowNotice, UnknownNotice } from '../core/notice.ts';
import type { Trx } from './database.ts';

export interface DueMessage {
  readonly id: number;
  readonly recipient: string;
  readonly incidentNumber: number | null;
  readonly noticeId: number;
}

const mostGathered = 2_000;

/** Nobody began to send them. */
export async function dueMessages(trx: Trx, types: readonly Notice['type'][], now: number): Promise<DueMessage[]> {
  return trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select(['outbox.id', 'outbox.recipient', 'outbox.noticeId', 'notices.incidentNumber'])
    .where('outbox.status', '=', 'queued')
    .where('outbox.attempts', '=', 0)
    .where('outbox.nextAttemptAt', '<=', now)
    .where('notices.type', 'in', [...types])
    .orderBy('outbox.id')
    .limit(mostGathered)
    .execute();
}

/** Those that were not to leave at once, and are due now. */
export async function heldMessages(trx: Trx, types: readonly Notice['type'][], now: number): Promise<DueMessage[]> {
  const due = await dueMessages(trx, types, now);
  if (due.length === 0) return [];
  const held = await trx
    .selectFrom('outbox')
    .select('id')
    .where(
      'id',
      'in',
      due.map(({ id }) => id),
    )
    .whereRef('nextAttemptAt', '>', 'createdAt')
    .execute();
  const ids = new Set(held.map(({ id }) => id));
  return due.filter(({ id }) => ids.has(id));
}

/** What they say of portals that can't be seen. */
export async function unknownNotices(trx: Trx, noticeIds: readonly number[]): Promise<UnknownNotice[]> {
  const rows = await trx
    .selectFrom('notices')
    .select('payloadJson')
    .where('id', 'in', [...noticeIds])
    .where('type', 'in', ['unknown-agency', 'unknown-operator'])
    .execute();
  return rows.map(({ payloadJson }) => JSON.parse(payloadJson) as UnknownNotice);
}

/** They stay on record, said by a digest. */
export async function markGathered(trx: Trx, ids: readonly number[], now: number): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ status: 'gathered', endedAt: now })
    .where('id', 'in', [...ids])
    .execute();
}

export interface KnownDigest {
  readonly noticeId: number;
  readonly at: number;
  readonly isWaiting: boolean;
  readonly notice: OverflowNotice;
}

/** The newest digest to each recipient since a time; one from after `now` was written before the clock was set back. */
export async function digestsSince(trx: Trx, since: number, now: number): Promise<Map<string, KnownDigest>> {
  const rows = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select(['outbox.recipient', 'outbox.noticeId', 'outbox.status', 'outbox.attempts'])
    .select(['notices.at', 'notices.payloadJson'])
    .where('notices.type', '=', 'overflow-digest')
    .where('notices.at', '>=', since)
    .where('notices.at', '<=', now)
    .orderBy('outbox.id')
    .execute();
  return new Map(
    rows.map(({ recipient, noticeId, status, attempts, at, payloadJson }) => [
      recipient,
      {
        noticeId,
        at,
        isWaiting: status === 'queued' && attempts === 0,
        notice: JSON.parse(payloadJson) as OverflowNotice,
      },
    ]),
  );
}

export async function rewriteNotice(trx: Trx, noticeId: number, notice: Notice): Promise<void> {
  await trx
    .updateTable('notices')
    .set({ payloadJson: JSON.stringify(notice) })
    .where('id', '=', noticeId)
    .execute();
}

/** As they are now, the newest first. */
export async function briefIncidents(trx: Trx, numbers: readonly number[]): Promise<CampaignIncident[]> {
  const rows = await trx
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select(['incidents.number', 'incidents.kindsJson', 'incidents.status', 'incidents.openedAt'])
    .select(['sites.name as site', 'sites.url'])
    .where('incidents.number', 'in', [...numbers])
    .orderBy('incidents.number', 'desc')
    .execute();
  return rows.map(({ kindsJson, ...row }) => ({ ...row, kinds: JSON.parse(kindsJson) as AttackKind[] }));
}
