/** The transactional outbox: a notice is recorded with what caused it, and handed over afterwards. */
import type { Notice, Notification } from '../core/notice.ts';
import { languageOf } from './agencies.ts';
import type { Database, Trx } from './database.ts';

export interface NewNotice {
  readonly notice: Notice;
  readonly siteId: number | null;
  readonly incidentNumber: number | null;
  readonly campaignNumber?: number | null;
  readonly recipients: readonly string[];
  readonly notBefore: number;
}

/** @param messageId makes one Message-ID per recipient @returns the notice's number */
export async function insertNotice(trx: Trx, added: NewNotice, messageId: () => string): Promise<number> {
  const { notice, siteId, incidentNumber, campaignNumber = null } = added;
  const { id } = await trx
    .insertInto('notices')
    .values({
      type: notice.type,
      siteId,
      incidentNumber,
      campaignNumber,
      at: notice.at,
      payloadJson: JSON.stringify(notice),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const recipient of added.recipients) {
    await trx
      .insertInto('outbox')
      .values({
        noticeId: id,
        recipient,
        messageId: messageId(),
        inReplyTo: await firstMessageOf(trx, { incidentNumber, campaignNumber }, recipient),
        status: 'queued',
        attempts: 0,
        nextAttemptAt: added.notBefore,
        leaseOwner: null,
        leaseUntil: null,
        createdAt: notice.at,
        endedAt: null,
        lastError: null,
      })
      .execute();
  }
  return id;
}

type Thread = { readonly incidentNumber: number | null; readonly campaignNumber: number | null };

async function firstMessageOf(trx: Trx, thread: Thread, recipient: string): Promise<string | null> {
  const [column, number] =
    thread.incidentNumber === null
      ? (['notices.campaignNumber', thread.campaignNumber] as const)
      : (['notices.incidentNumber', thread.incidentNumber] as const);
  if (number === null) return null;
  const row = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select('outbox.messageId')
    .where(column, '=', number)
    .where('outbox.recipient', '=', recipient)
    .where('outbox.status', '!=', 'gathered')
    .orderBy('outbox.id')
    .limit(1)
    .executeTakeFirst();
  return row?.messageId ?? null;
}

/** Takes back what was not sent of an incident's notices of these types: it is over, or a newer one says it all. */
export async function dropUnsent(trx: Trx, incidentNumber: number, ...types: Notice['type'][]): Promise<void> {
  const notices = await trx
    .selectFrom('notices')
    .select('id')
    .where('incidentNumber', '=', incidentNumber)
    .where('type', 'in', types)
    .execute();
  for (const { id } of notices) {
    await trx.deleteFrom('outbox').where('noticeId', '=', id).where('status', '=', 'queued').execute();
    const left = await trx.selectFrom('outbox').select('id').where('noticeId', '=', id).limit(1).executeTakeFirst();
    if (!left) await trx.deleteFrom('notices').where('id', '=', id).execute();
  }
}

/** Takes back what was not sent about a site to people who have nothing to do with it any more. */
export async function dropUnsentTo(trx: Trx, siteId: number, recipients: readonly string[]): Promise<void> {
  const about = trx
    .selectFrom('notices')
    .select('id')
    .where('siteId', '=', siteId)
    // Mailed to an account, not to a recipient of the site.
    .where('type', '!=', 'incident-assigned');
  await trx
    .deleteFrom('outbox')
    .where('status', '=', 'queued')
    .where('recipient', 'in', [...recipients])
    .where('noticeId', 'in', about)
    .execute();
}

/** What is still to be said of an incident is tried again by then at the latest. */
export async function bringForward(trx: Trx, incidentNumber: number, at: number): Promise<void> {
  const about = trx.selectFrom('notices').select('id').where('incidentNumber', '=', incidentNumber);
  await trx
    .updateTable('outbox')
    .set({ nextAttemptAt: at })
    .where('status', '=', 'queued')
    .where('nextAttemptAt', '>', at)
    .where('noticeId', 'in', about)
    .execute();
}

export interface ClaimedNotification extends Notification {
  readonly incidentNumber: number | null;
  readonly createdAt: number;
}

/** Worth nothing an hour later, or said in the place of many. */
const foremost = ['overflow-digest', 'password-reset'];

export interface Claim {
  readonly owner: string;
  readonly now: number;
  readonly leaseMs: number;
  /** Types of notices that must wait. */
  readonly but: readonly Notice['type'][];
}

/** Takes the longest waiting due message; a lease that ran out (killed while sending) is taken again. */
export async function claimNotification(
  trx: Trx,
  { owner, now, leaseMs, but }: Claim,
): Promise<ClaimedNotification | null> {
  const due = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .selectAll('outbox')
    .select(['notices.payloadJson', 'notices.incidentNumber', 'notices.siteId'])
    .where((eb) =>
      eb.or([
        eb.and([eb('outbox.status', '=', 'queued'), eb('outbox.nextAttemptAt', '<=', now)]),
        eb.and([eb('outbox.status', '=', 'claimed'), eb('outbox.leaseUntil', '<', now)]),
      ]),
    )
    .where('notices.type', 'not in', [...but])
    // Nobody gets the all-clear before the alarm, which may wait for another try.
    .where((eb) =>
      eb.or([
        eb('notices.type', '!=', 'incident-resolved'),
        eb.not(
          eb.exists(
            eb
              .selectFrom('outbox as earlier')
              .innerJoin('notices as before', 'before.id', 'earlier.noticeId')
              .select('earlier.id')
              .whereRef('before.incidentNumber', '=', 'notices.incidentNumber')
              .whereRef('earlier.recipient', '=', 'outbox.recipient')
              .whereRef('earlier.id', '<', 'outbox.id')
              .where('earlier.status', 'in', ['queued', 'claimed']),
          ),
        ),
      ]),
    )
    .orderBy((eb) => eb.case().when('notices.type', 'in', foremost).then(0).else(1).end())
    .orderBy('outbox.nextAttemptAt')
    .orderBy('outbox.id')
    .limit(1)
    .executeTakeFirst();
  if (!due) return null;
  const language = await languageOf(trx, due.recipient, due.siteId);
  await trx
    .updateTable('outbox')
    .set((eb) => ({
      status: 'claimed',
      attempts: eb('attempts', '+', 1),
      leaseOwner: owner,
      leaseUntil: now + leaseMs,
    }))
    .where('id', '=', due.id)
    .execute();
  return {
    id: due.id,
    recipient: due.recipient,
    messageId: due.messageId,
    inReplyTo: due.inReplyTo,
    attempt: due.attempts + 1,
    ...(language === null ? {} : { language }),
    notice: JSON.parse(due.payloadJson) as Notice,
    incidentNumber: due.incidentNumber,
    createdAt: due.createdAt,
  };
}

/** Gives the messages back that a dead process held. */
export async function requeueClaimedBy(db: Database, owner: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ status: 'queued', leaseOwner: null, leaseUntil: null })
    .where('status', '=', 'claimed')
    .where('leaseOwner', '=', owner)
    .execute();
}

/** Everybody who is sending now. */
export async function senders(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('outbox').select('leaseOwner').distinct().where('status', '=', 'claimed').execute();
  return rows.flatMap((row) => row.leaseOwner ?? []);
}

/** What came of an attempt; a later attempt has its time. */
export type AttemptOutcome =
  | { readonly status: 'sent' }
  | { readonly status: 'dead'; readonly reason: string }
  | { readonly status: 'queued'; readonly reason: string; readonly nextAttemptAt: number };

export async function saveAttempt(trx: Trx, id: number, outcome: AttemptOutcome, now: number): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({
      status: outcome.status,
      leaseOwner: null,
      leaseUntil: null,
      lastError: outcome.status === 'sent' ? null : outcome.reason,
      endedAt: outcome.status === 'queued' ? null : now,
      ...(outcome.status === 'queued' ? { nextAttemptAt: outcome.nextAttemptAt } : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** What seems to have left later than that left before the clock was set back; two senders differ by less. */
const clockSlackMs = 60_000;

/** Sent since then, or about to be. */
export async function countSentSince(trx: Trx, since: number, now: number): Promise<number> {
  const row = await trx
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where((eb) =>
      eb.or([
        eb.and([eb('status', '=', 'sent'), eb('endedAt', '>=', since), eb('endedAt', '<=', now + clockSlackMs)]),
        eb.and([eb('status', '=', 'claimed'), eb('leaseUntil', '>=', now)]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function countUnsent(db: Database | Trx): Promise<number> {
  const row = await db
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', 'in', ['queued', 'claimed', 'dead'])
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
