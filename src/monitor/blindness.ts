/** Looks at the canaries, remembers whether we see anything at all, and tells the operators when that changes. */
import { afterRound, type Blindness, mayBeBlind } from '../core/blindness.ts';
import type { BlindnessNotice } from '../core/notice.ts';
import type { IsBlind, TakeCapture } from '../core/ports.ts';
import { getBlindness, setBlindness } from '../store/blindness.ts';
import type { Trx } from '../store/database.ts';
import { insertNotice } from '../store/outbox.ts';
import { dashboardUrl, messageId } from './message-facts.ts';
import type { DeskParts } from './parts.ts';

type Watching = Pick<DeskParts, 'config' | 'db' | 'clock' | 'newId' | 'log'>;

/** A round answers for looks that failed within this share of the interval after it; later ones ask anew. */
const freshShare = 1 / 4;

export interface CanaryEyes {
  /** Of a capturer of their own: in the queue behind looks that hang, canaries would seem not to answer. */
  readonly take: TakeCapture;
  /** Ends a round under way, which then says nothing. */
  readonly signal?: AbortSignal;
}

/** Always false where no canary is configured. */
export function createCanaries(parts: Watching, eyes: CanaryEyes): IsBlind {
  const { config, db, clock } = parts;
  const { urls, every } = config.canaries;
  if (urls.length === 0) return async () => false;
  let underWay: Promise<Blindness> | null = null;

  return async () => {
    const latest = await getBlindness(db);
    const isFresh = latest.roundAt !== null && clock() - latest.roundAt <= every * freshShare;
    if (isFresh) return mayBeBlind(latest);
    // Shared by all looks that fail at the same time.
    underWay ??= lookAround(parts, eyes, latest).finally(() => {
      underWay = null;
    });
    return mayBeBlind(await underWay);
  };
}

/** Since when our own way out is closed; null while it is open, and where no canary could tell. */
export async function blindSince({ config, db }: Pick<Watching, 'config' | 'db'>): Promise<number | null> {
  if (config.canaries.urls.length === 0) return null;
  const { status, since } = await getBlindness(db);
  return status === 'blind' ? since : null;
}

async function lookAround(parts: Watching, { take, signal }: CanaryEyes, latest: Blindness): Promise<Blindness> {
  const { config, db, clock, log } = parts;
  const { urls, needed, every } = config.canaries;
  const at = clock();
  const answers = await Promise.all(urls.map((url) => answersAt(url, take, signal)));
  if (signal?.aborted) return latest;
  const answered = answers.filter(Boolean).length;
  return db.transaction().execute(async (trx) => {
    const before = await getBlindness(trx);
    const { state, event } = afterRound(before, { at, answered }, { needed, everyMs: every });
    await setBlindness(trx, state);
    if (event === null) return state;
    log.warn({ event, answered, asked: urls.length, since: state.since }, 'our own way out');
    await tell(trx, parts, { before, state, answered });
    return state;
  });
}

/** Whatever the answer says, somebody sent it. */
async function answersAt(url: string, take: TakeCapture, signal: AbortSignal | undefined): Promise<boolean> {
  const outcome = await take({ url, tier: 'http', profile: 'browser', realTime: true }, signal);
  return outcome.ok || outcome.failure.hops.length > 0;
}

interface Turn {
  readonly before: Blindness;
  readonly state: Blindness;
  readonly answered: number;
}

async function tell(trx: Trx, parts: Watching, { before, state, answered }: Turn): Promise<void> {
  const { operators: recipients } = parts.config.mail;
  if (recipients.length === 0) return;
  const now = parts.clock();
  const since = state.since ?? now;
  const isBlind = state.status === 'blind';
  const notice: BlindnessNotice = {
    type: isBlind ? 'monitor-blind' : 'monitor-seeing',
    at: now,
    blindSince: isBlind ? since : (before.since ?? since),
    seeingSince: isBlind ? null : since,
    answered,
    asked: parts.config.canaries.urls.length,
    dashboardUrl: dashboardUrl(parts, '/'),
  };
  const added = { notice, siteId: null, incidentNumber: null, recipients, notBefore: now };
  await insertNotice(trx, added, () => messageId(parts));
}
