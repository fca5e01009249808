/** What a report says of an incident's course: its events, and the mails about it that were delivered. */
import type { ReportStage } from '../../core/forms/deadline.ts';
import { readable } from '../codecs/codec.ts';
import { noticePayload } from '../codecs/notice-codec.ts';
import type { Database, Trx } from '../handle.ts';

const most = 500;

export async function reportFacts(db: Database | Trx, incidentNumber: number) {
  const events = await db
    .selectFrom('incidentEvents')
    .select(['at', 'actor', 'type', 'note'])
    .where('incidentNumber', '=', incidentNumber)
    .orderBy('id')
    .limit(most)
    .execute();
  const sent = await db
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select((eb) => ['outbox.endpoint', eb.fn.coalesce('outbox.endedAt', 'outbox.createdAt').as('at')])
    .where('notices.incidentNumber', '=', incidentNumber)
    .where('notices.type', 'in', ['incident-opened', 'incident-escalated', 'incident-updated', 'incident-reopened'])
    .where('outbox.status', '=', 'sent')
    .where('outbox.channel', '=', 'mail')
    .orderBy('outbox.id')
    .limit(most)
    .execute();
  return { events, sent };
}

/** Addresses of an agency's own accounts that handle its incidents. */
export async function judgesOf(db: Database | Trx, agencyId: number | null): Promise<string[]> {
  if (agencyId === null) return [];
  const rows = await db
    .selectFrom('users')
    .select('email')
    .where('agencyId', '=', agencyId)
    .where('role', 'in', ['administrator', 'operator'])
    .where('disabledAt', 'is', null)
    .orderBy('id')
    .execute();
  return rows.flatMap(({ email }) => (email === null ? [] : [email]));
}

/** Reminders of the report of an incident that were recorded. */
export async function stagesSent(db: Database | Trx, incidentNumber: number): Promise<Set<ReportStage>> {
  const rows = await db
    .selectFrom('notices')
    .select(['id', 'payloadJson'])
    .where('incidentNumber', '=', incidentNumber)
    .where('type', '=', 'report-due')
    .execute();
  const stages = rows.map(({ id, payloadJson }) => readable(() => noticePayload.decode(payloadJson, id)));
  return new Set(stages.flatMap((notice) => (notice?.type === 'report-due' ? [notice.stage] : [])));
}
