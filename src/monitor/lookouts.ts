/** The places in which looks are under way: claims what is due into free ones, and ends them in time. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TargetRow } from '../store/schema.ts';
import { claimDue, nextDueAt, releaseLeases } from '../store/targets.ts';
import type { Parts } from './parts.ts';
import { runCheck } from './run-check.ts';
import { createTurns } from './turns.ts';

type Queue = TargetRow['nextTier'];

export interface Lookouts {
  /** Starts looks at what is due, as far as there are free places. */
  fill(): Promise<void>;
  /** Resolves when a place became free, something is due, or after `idleMs`. */
  waitForRoom(idleMs: number, signal: AbortSignal): Promise<void>;
  /** Lets the looks under way end for `graceMs`, then cuts them off. */
  finish(graceMs: number): Promise<void>;
}

/** Well over the longest look (its own limit is `capture.timeouts.total` for each of a few captures). */
const leaseMs = 600_000;
/** A target whose look failed for a reason of ours rests this long, whatever the database says. */
const troubleMs = 30_000;
const shortestWaitMs = 20;
/** Looks end in flocks: one claim serves all that end within this time. */
const gatherMs = 5;

export function createLookouts(parts: Parts, owner: string): Lookouts {
  const { capture, names } = parts.config;
  const { concurrency } = capture;
  /** Twice as many browser looks as browsers: one renders while the other is judged and recorded. */
  const places: Record<Queue, number> = {
    http: concurrency.http,
    browser: concurrency.browser * 2,
    names: names.enabled ? names.concurrency : 0,
  };
  const underWay = new Map<
    string,
    { readonly target: TargetRow; readonly tier: Queue; readonly done: Promise<void> }
  >();
  const cut = new AbortController();
  const nextTurn = createTurns();
  let wake: () => void = () => undefined;
  let isFinishing = false;

  return {
    async fill() {
      for (const tier of ['http', 'browser', 'names'] as const) {
        const free = places[tier] - count((look) => look.tier === tier);
        if (free <= 0 || isFinishing) continue;
        const now = parts.clock();
        const claim = { owner, now, leaseMs, limit: free, tier, inFlight: inFlight(), perHost: concurrency.perHost };
        for (const target of await claimDue(parts.db, claim)) start(target, tier);
      }
    },
    async waitForRoom(idleMs, signal) {
      // Before anything is awaited: a look that ends meanwhile counts.
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const due = await nextDueAt(parts.db);
      const untilDue = due === null ? idleMs : due - parts.clock();
      // What is due and was not claimed waits for a place, and a look that ends wakes this.
      const waitMs = untilDue <= 0 ? idleMs : Math.min(idleMs, Math.max(shortestWaitMs, untilDue));
      const timer = new AbortController();
      const timedOut = sleep(waitMs, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(
        () => undefined,
      );
      await Promise.race([woken, timedOut]);
      timer.abort();
      await sleep(gatherMs);
    },
    async finish(graceMs) {
      isFinishing = true;
      const all = Promise.all([...underWay.values()].map((look) => look.done));
      await Promise.race([all, sleep(graceMs, undefined, { ref: false })]);
      cut.abort();
      await Promise.race([all, sleep(1_000, undefined, { ref: false })]);
    },
  };

  function start(target: TargetRow, tier: Queue): void {
    const done = look(target).finally(() => {
      underWay.delete(target.id);
      wake();
    });
    underWay.set(target.id, { target, tier, done });
  }

  async function look(target: TargetRow): Promise<void> {
    try {
      await runCheck(parts, target, owner, { dueAt: target.nextCheckAt, signal: cut.signal, nextTurn });
    } catch (error) {
      if (!cut.signal.aborted) {
        parts.log.error({ err: error, targetId: target.id }, 'a look failed for a reason of ours');
        await sleep(troubleMs, undefined, { signal: cut.signal }).catch(() => undefined);
      }
      await releaseLeases(parts.db, owner, [target.id]).catch((cause) =>
        parts.log.error({ err: cause, targetId: target.id }, 'a claim could not be released'),
      );
    }
  }

  function count(test: (look: { readonly tier: Queue }) => boolean): number {
    return [...underWay.values()].filter(test).length;
  }

  function inFlight(): Map<string, number> {
    const byHost = Map.groupBy(underWay.values(), (look) => look.target.host);
    return new Map([...byHost].map(([host, looks]) => [host, looks.length]));
  }
}
