/** The transactional outbox: a notice is recorded with its cause and delivered afterwards. */
import { sql } from 'kysely';
import type { Endpoint, Notification, Thread } from '../../core/notices/message.ts';
import type { Notice } from '../../core/notices/notice.ts';
import { urgencies, urgencyOf } from '../../core/notices/urgency.ts';
import { nullIfUnreadable } from '../codecs/codec.ts';
import { noticePayload } from '../codecs/notice-codec.ts';
import type { Database, Trx } from '../handle.ts';
import { languageOf, languageOfTelephone } from '../registry/agencies.ts';

export interface NewNotice {
  readonly notice: Notice;
  readonly siteId: number | null;
  readonly incidentNumber: number | null;
  readonly campaignNumber?: number | null;
  /** Without any, the notice is recorded and nothing is sent. */
  readonly endpoints: readonly (Endpoint & { readonly heldUntil?: number })[];
  readonly notBefore: number;
}

/**
 * @param messageId creates one id per message
 * @returns the notice's number
 */
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
      payloadJson: noticePayload.encode(notice),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const { channel, endpoint, heldUntil = null } of added.endpoints) {
    await trx
      .insertInto('outbox')
      .values({
        noticeId: id,
        channel,
        endpoint,
        messageId: messageId(),
        status: 'queued',
        attempts: 0,
        nextAttemptAt: heldUntil ?? added.notBefore,
        leaseOwner: null,
        leaseUntil: null,
        createdAt: notice.at,
        endedAt: null,
        lastError: null,
        linkUsedAt: null,
        heldUntil,
      })
      .execute();
  }
  return id;
}

/** Drops unsent notices of these types about an incident: it is over, or a newer notice covers everything. */
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

/** Type of the latest notice about the state of an incident; null when there is none. */
export async function lastNoticeAbout(trx: Trx, incidentNumber: number): Promise<string | null> {
  const row = await trx
    .selectFrom('notices')
    .select('type')
    .where('incidentNumber', '=', incidentNumber)
    .where('type', 'not in', ['incident-assigned', 'incident-unowned', 'relay', 'report-due'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.type ?? null;
}

/** Drops unsent notices about a site to people no longer connected with it. */
export async function dropUnsentTo(trx: Trx, siteId: number, endpoints: readonly Endpoint[]): Promise<void> {
  const about = trx
    .selectFrom('notices')
    .select('id')
    .where('siteId', '=', siteId)
    // Addressed to accounts and officers, not to recipients of the site.
    .where('type', 'not in', ['incident-assigned', 'report-due']);
  for (const { channel, endpoint } of endpoints) {
    await trx
      .deleteFrom('outbox')
      .where('status', '=', 'queued')
      .where('channel', '=', channel)
      .where('endpoint', '=', endpoint)
      .where('noticeId', 'in', about)
      .execute();
  }
}

/** Retries unsent messages about an incident by then at the latest; messages held for the night stay held. */
export async function bringForward(trx: Trx, incidentNumber: number, at: number): Promise<void> {
  const about = trx.selectFrom('notices').select('id').where('incidentNumber', '=', incidentNumber);
  await trx
    .updateTable('outbox')
    .set({ nextAttemptAt: at })
    .where('status', '=', 'queued')
    .where('nextAttemptAt', '>', at)
    .where('heldUntil', 'is', null)
    .where('noticeId', 'in', about)
    .execute();
}

/** Retries every message of a channel that failed before, now. @returns how many */
export async function retryNow(trx: Trx, channel: string, now: number): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('outbox')
    .set({ nextAttemptAt: now })
    .where('channel', '=', channel)
    .where('status', '=', 'queued')
    .where('attempts', '>', 0)
    .where('nextAttemptAt', '>', now)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

export interface ClaimedNotification extends Notification {
  readonly incidentNumber: number | null;
  readonly createdAt: number;
}

export interface Claim {
  readonly channel: string;
  readonly owner: string;
  readonly now: number;
  readonly leaseMs: number;
  /** Notice types that must wait. */
  readonly but: readonly Notice['type'][];
}

export interface Claimed {
  readonly message: ClaimedNotification | null;
  /** Sentences about messages that could not be read and are given up. */
  readonly unreadable: readonly string[];
}

/**
 * Claims the most urgent due message, the longest waiting first; one with an expired lease (killed while sending) is
 * claimed again.
 */
export async function claimNotification(trx: Trx, claim: Claim): Promise<Claimed> {
  const unreadable: string[] = [];
  for (;;) {
    const due = await nextDue(trx, claim);
    if (due === null) return { message: null, unreadable };
    try {
      const notice = noticePayload.decode(due.payloadJson, due.noticeId);
      return { message: await take(trx, due, notice, claim), unreadable };
    } catch (error) {
      nullIfUnreadable(error);
      const reason = error instanceof Error ? error.message : String(error);
      unreadable.push(reason);
      await saveAttempt(trx, due.id, { status: 'dead', reason }, claim.now);
    }
  }
}

async function nextDue(trx: Trx, { channel, now, but }: Claim) {
  const due = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .selectAll('outbox')
    .select(['notices.payloadJson', 'notices.incidentNumber', 'notices.campaignNumber', 'notices.siteId'])
    .where((eb) =>
      eb.or([
        eb.and([eb('outbox.status', '=', 'queued'), eb('outbox.nextAttemptAt', '<=', now)]),
        eb.and([eb('outbox.status', '=', 'claimed'), eb('outbox.leaseUntil', '<', now)]),
      ]),
    )
    .where('outbox.channel', '=', channel)
    .where('notices.type', 'not in', [...but])
    // Nobody gets the all-clear before the alarm, which may be waiting for a retry.
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
              .whereRef('earlier.channel', '=', 'outbox.channel')
              .whereRef('earlier.endpoint', '=', 'outbox.endpoint')
              .whereRef('earlier.id', '<', 'outbox.id')
              .where('earlier.status', 'in', ['queued', 'claimed']),
          ),
        ),
      ]),
    )
    .orderBy(urgencyRank)
    .orderBy('outbox.nextAttemptAt')
    .orderBy('outbox.id')
    .limit(1)
    .executeTakeFirst();
  return due ?? null;
}

/** An unreadable row may have a type of another version, so it comes last. */
const urgencyRank = sql`case notices.type ${sql.join(
  Object.entries(urgencyOf).map(([type, one]) => sql`when ${type} then ${sql.lit(urgencies.indexOf(one))}`),
  sql` `,
)} else ${sql.lit(urgencies.length)} end`;

type Due = NonNullable<Awaited<ReturnType<typeof nextDue>>>;

async function take(trx: Trx, due: Due, notice: Notice, { owner, now, leaseMs }: Claim): Promise<ClaimedNotification> {
  const language =
    due.channel === 'mail'
      ? await languageOf(trx, due.endpoint, due.siteId)
      : await languageOfTelephone(trx, due.endpoint, due.siteId);
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
    channel: due.channel,
    endpoint: due.endpoint,
    messageId: due.messageId,
    thread: await threadOf(trx, due),
    attempt: due.attempts + 1,
    ...(language === null ? {} : { language }),
    notice,
    incidentNumber: due.incidentNumber,
    createdAt: due.createdAt,
  };
}

/** Mail programs recognise a thread by its first messages. */
const earlierInThread = 10;

interface ThreadPlace extends Endpoint {
  readonly id: number;
  readonly incidentNumber: number | null;
  readonly campaignNumber: number | null;
}

/** A digest that replaced a message continues the thread without it. */
async function threadOf(
  trx: Trx,
  { id, channel, endpoint, incidentNumber, campaignNumber }: ThreadPlace,
): Promise<Thread | null> {
  const [subject, number] =
    incidentNumber === null ? (['campaign', campaignNumber] as const) : (['incident', incidentNumber] as const);
  if (number === null) return null;
  const rows = await trx
    .selectFrom('outbox')
    .innerJoin('notices', 'notices.id', 'outbox.noticeId')
    .select('outbox.messageId')
    .where(`notices.${subject}Number`, '=', number)
    .where('outbox.channel', '=', channel)
    .where('outbox.endpoint', '=', endpoint)
    .where('outbox.id', '<', id)
    .where('outbox.status', '!=', 'gathered')
    .orderBy('outbox.id')
    .limit(earlierInThread)
    .execute();
  return { key: `${subject}-${number}`, earlier: rows.map(({ messageId }) => messageId) };
}

/** Requeues messages held by a dead process. */
export async function requeueClaimedBy(db: Database, owner: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ status: 'queued', leaseOwner: null, leaseUntil: null })
    .where('status', '=', 'claimed')
    .where('leaseOwner', '=', owner)
    .execute();
}

/** Owners of messages currently being sent. */
export async function senders(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('outbox').select('leaseOwner').distinct().where('status', '=', 'claimed').execute();
  return rows.flatMap((row) => row.leaseOwner ?? []);
}

/** Outcome of an attempt; a later attempt has its time. */
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

/** A message stamped further ahead was sent before the clock was set back; two senders differ by less. */
const clockSlackMs = 60_000;

/**
 * Sent on a channel since then, or about to be.
 * @param types all types when omitted
 */
export async function countSentSince(
  trx: Trx,
  channel: string,
  since: number,
  now: number,
  types?: readonly Notice['type'][],
): Promise<number> {
  const row = await trx
    .selectFrom('outbox')
    .$if(types !== undefined, (query) =>
      query.where('noticeId', 'in', (eb) =>
        eb
          .selectFrom('notices')
          .select('id')
          .where('type', 'in', [...(types ?? [])]),
      ),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('channel', '=', channel)
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
