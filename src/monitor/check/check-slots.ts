/** The check slots: claims due targets into free slots, and ends running looks in time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { siteShare } from '../../core/site-share.ts';
import type { TargetRow } from '../../store/schema/schema.ts';
import { forgetStandstills } from '../../store/targets/standstills.ts';
import { claimDue, nextDueAt, releaseLeases } from '../../store/targets/targets.ts';
import type { MonitorParts } from '../parts.ts';
import { createEventLoopSlots } from './event-loop-slots.ts';
import { runCheck } from './run-check.ts';

type Queue = TargetRow['nextTier'];

export interface CheckSlots {
  /** Starts due looks while slots are free. */
  fill(): Promise<void>;
  /** Resolves when a slot is free, something is due, or after `idleMs`. */
  waitForRoom(idleMs: number, signal: AbortSignal): Promise<void>;
  /** Gives running looks `graceMs` to finish, then aborts them. */
  finish(graceMs: number): Promise<void>;
}

/** Well over the longest look (limited by `capture.timeouts.total` for each of a few captures). */
const leaseMs = 600_000;
/** Delay before a target whose look failed because of an internal error is claimed again, whatever the database says. */
const troubleMs = 30_000;
const shortestWaitMs = 20;
/** Looks tend to end together, so one claim serves all that end within this time. */
const gatherMs = 5;

export function createCheckSlots(parts: MonitorParts, owner: string): CheckSlots {
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
  const nextSlot = createEventLoopSlots();
  let wake: () => void = () => undefined;
  let isFinishing = false;

  return {
    async fill() {
      for (const tier of ['http', 'browser', 'names'] as const) {
        const free = places[tier] - count((look) => look.tier === tier);
        if (free <= 0 || isFinishing) continue;
        const now = parts.clock();
        const { perHost } = concurrency;
        const isOneHeld = [...underWay.values()].some(({ target }) => target.standstills > 0);
        const inFlight = [...underWay.values()].map(({ target }) => target);
        const perSite = siteShare(places[tier]);
        const claim = { owner, now, leaseMs, limit: free, tier, inFlight, perHost, perSite, isOneHeld };
        for (const target of await claimDue(parts.db, claim)) start(target, tier);
      }
    },
    async waitForRoom(idleMs, signal) {
      // Created before anything is awaited, so that a look ending meanwhile counts.
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const due = await nextDueAt(parts.db);
      const untilDue = due === null ? idleMs : due - parts.clock();
      // Due but unclaimed targets wait for a slot, and a look that ends wakes this.
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
    const end = parts.underWay({ act: 'look', id: target.id, place: target.url });
    try {
      await runCheck(parts, target, owner, { dueAt: target.nextCheckAt, signal: cut.signal, nextSlot });
      if (target.standstills > 0) await forgetStandstills(parts.db, target.id, parts.clock());
    } catch (error) {
      if (!cut.signal.aborted) {
        parts.log.error({ err: error, targetId: target.id }, 'a look failed because of an internal error');
        await sleep(troubleMs, undefined, { signal: cut.signal }).catch(() => undefined);
      }
      await releaseLeases(parts.db, owner, [target.id]).catch((cause) =>
        parts.log.error({ err: cause, targetId: target.id }, 'could not release a claim'),
      );
    } finally {
      end();
    }
  }

  function count(test: (look: { readonly tier: Queue }) => boolean): number {
    return [...underWay.values()].filter(test).length;
  }
}
