/** Looks at the canaries, records whether the monitor is offline, and notifies the operators when that changes. */

import { afterRound, type Blindness, mayBeBlind } from '../../core/blindness.ts';
import type { IsBlind, TakeCapture } from '../../core/ports.ts';
import { getBlindness, setBlindness } from '../../store/records/blindness.ts';
import { write } from '../../store/write.ts';
import type { NoticeParts } from '../notices/enqueue.ts';
import { notify } from '../notices/notify.ts';
import type { OperatorParts } from '../parts.ts';

type Watching = NoticeParts & Pick<OperatorParts, 'db' | 'clock' | 'log'>;

/** A round answers for looks that fail within this share of the interval after it; later ones start a new round. */
const freshShare = 1 / 4;

export interface CanaryCapture {
  /** From a separate capturer: queued behind looks that hang, canaries would seem not to answer. */
  readonly take: TakeCapture;
  /** Aborts a running round and discards its result. */
  readonly signal?: AbortSignal;
}

/** Always false when no canary is configured. */
export function createCanaries(parts: Watching, capture: CanaryCapture): IsBlind {
  const { config, db, clock } = parts;
  const { urls, every } = config.canaries;
  if (urls.length === 0) return async () => false;
  let underWay: Promise<Blindness> | null = null;

  return async () => {
    const latest = await getBlindness(db);
    const isFresh = latest.roundAt !== null && clock() - latest.roundAt <= every * freshShare;
    if (isFresh) return mayBeBlind(latest);
    // Shared by all looks that fail at the same time.
    underWay ??= lookAround(parts, capture, latest).finally(() => {
      underWay = null;
    });
    return mayBeBlind(await underWay);
  };
}

/** Since when the monitor is offline; null while it is online, or when no canary round has finished. */
export async function blindSince({ config, db }: Pick<Watching, 'config' | 'db'>): Promise<number | null> {
  if (config.canaries.urls.length === 0) return null;
  const { status, since } = await getBlindness(db);
  return status === 'blind' ? since : null;
}

async function lookAround(parts: Watching, { take, signal }: CanaryCapture, latest: Blindness): Promise<Blindness> {
  const { config, db, clock, log } = parts;
  const { urls, needed, every } = config.canaries;
  const at = clock();
  const answers = await Promise.all(urls.map((url) => answersAt(url, take, signal)));
  if (signal?.aborted) return latest;
  const answered = answers.filter(Boolean).length;
  return write(db, async (trx) => {
    const before = await getBlindness(trx);
    const { state, event } = afterRound(before, { at, answered }, { needed, everyMs: every });
    await setBlindness(trx, state);
    if (event === null) return state;
    log.warn({ event, answered, asked: urls.length, since: state.since }, 'monitor connectivity');
    const facts = { before, state, answered, asked: urls.length };
    await notify(trx, parts, event, facts, { at: clock(), site: null });
    return state;
  });
}

/** Any response, whatever its content, proves that the connection works. */
async function answersAt(url: string, take: TakeCapture, signal: AbortSignal | undefined): Promise<boolean> {
  const outcome = await take({ url, tier: 'http', profile: 'browser', realTime: true }, signal);
  return outcome.ok || outcome.failure.hops.length > 0;
}
