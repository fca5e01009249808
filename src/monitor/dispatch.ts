/** Hands recorded notices over: claim, deliver, write down what came of it. */

import { givenUpBecause, mailTrouble } from '../core/mail-trouble.ts';
import { type DeliveryResult, isOwnable } from '../core/notice.ts';
import type { LoadContent } from '../core/ports.ts';
import { nextAttemptAt } from '../core/retry.ts';
import type { Trx } from '../store/database.ts';
import {
  type AttemptOutcome,
  type ClaimedNotification,
  claimNotification,
  countSentSince,
  saveAttempt,
} from '../store/outbox.ts';
import { withAcknowledgeLink } from './acknowledge-link.ts';
import { digestReserve, gatheredTypes, gatherHeld, gatherOverflow } from './gather-overflow.ts';
import type { Parts } from './parts.ts';
import { withResetLink } from './people/password-reset.ts';

type Dispatching = Pick<Parts, 'db' | 'blobs' | 'config' | 'clock' | 'newId' | 'deliver' | 'log'>;

const hourMs = 3_600_000;
/** Longer than the delivery's own time limit: only a killed process lets a lease run out. */
const leaseMs = 300_000;

/** Delivers the next due message. @returns whether there was one */
export async function dispatchNext(parts: Dispatching, owner: string): Promise<boolean> {
  const now = parts.clock();
  const claimed = await parts.db.transaction().execute((trx) => claimWithinCap(trx, parts, owner, now));
  if (!claimed) return false;
  const result: DeliveryResult =
    now < worthUntil(claimed)
      ? await handOver(parts, claimed)
      : { status: 'dead', reason: mailTrouble['link-over'].en };
  const outcome = outcomeOf(claimed, result, parts.clock());
  await parts.db.transaction().execute((trx) => saveAttempt(trx, claimed.id, outcome, parts.clock()));
  const line = {
    notificationId: claimed.id,
    type: claimed.notice.type,
    attempt: claimed.attempt,
    outcome: outcome.status,
  };
  if (outcome.status === 'sent') parts.log.info(line, 'notice sent');
  else parts.log.warn({ ...line, reason: outcome.reason }, 'notice not sent');
  return true;
}

/** Counted and claimed in one transaction: of two that send at once neither takes the other's place in the hour. */
async function claimWithinCap(
  trx: Trx,
  parts: Dispatching,
  owner: string,
  now: number,
): Promise<ClaimedNotification | null> {
  const { hourlyCap } = parts.config.mail;
  const room = hourlyCap - (await countSentSince(trx, now - hourMs, now));
  const isNarrow = room <= digestReserve(hourlyCap);
  await gatherHeld(trx, parts, now);
  if (isNarrow) await gatherOverflow(trx, parts, now);
  if (room <= 0) return null;
  return claimNotification(trx, { owner, now, leaseMs, but: isNarrow ? gatheredTypes : [] });
}

/** Whatever fails on the way is worth another try, and ends in its time. */
async function handOver(parts: Dispatching, claimed: ClaimedNotification): Promise<DeliveryResult> {
  try {
    return await parts.deliver(await withLink(parts, claimed), loader(parts));
  } catch (error) {
    parts.log.error({ err: error, notificationId: claimed.id }, 'a notice could not be handed over');
    return { status: 'later', reason: mailTrouble.failed.en };
  }
}

/** What gives its holder power is made when it leaves, so that nobody finds it in the database. */
async function withLink(parts: Dispatching, claimed: ClaimedNotification): Promise<ClaimedNotification> {
  const { notice } = claimed;
  if (notice.type === 'password-reset') return { ...claimed, notice: await withResetLink(parts, notice) };
  if (!isOwnable(notice)) return claimed;
  try {
    return { ...claimed, notice: await withAcknowledgeLink(parts, claimed, notice) };
  } catch (error) {
    // The key is gone or damaged: the alarm is worth more than its link.
    parts.log.error({ err: error, notificationId: claimed.id }, 'an alarm goes out without its link');
    return claimed;
  }
}

function outcomeOf(claimed: ClaimedNotification, result: DeliveryResult, now: number): AttemptOutcome {
  if (result.status === 'sent') return { status: 'sent' };
  if (result.status === 'dead') return { status: 'dead', reason: result.reason };
  const at = nextAttemptAt(claimed.attempt, claimed.createdAt, now);
  if (at === null || at >= worthUntil(claimed)) return { status: 'dead', reason: givenUpBecause(result.reason) };
  return { status: 'queued', reason: result.reason, nextAttemptAt: at };
}

/** A message is nothing but its link: afterwards it would only annoy. */
function worthUntil({ notice }: ClaimedNotification): number {
  return notice.type === 'password-reset' ? notice.until : Number.POSITIVE_INFINITY;
}

function loader(parts: Dispatching): LoadContent {
  return async (hash) => {
    const row = await parts.db.selectFrom('blobs').select('mediaType').where('hash', '=', hash).executeTakeFirst();
    const bytes = row ? await parts.blobs.get(hash).catch(() => null) : null;
    return row && bytes ? { hash, mediaType: row.mediaType, bytes } : null;
  };
}
