/** Watches, tells and keeps house until it is told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import { schedule } from 'node-cron';
import { loadDroppedNames } from '../config/dropped-names.ts';
import { releaseLeases } from '../store/targets.ts';
import { discoverNext } from './discovery/discover-next.ts';
import { dispatchNext } from './dispatch.ts';
import { climbLadder } from './duty/climb-ladder.ts';
import { sumUpWindow } from './duty/sum-up-window.ts';
import { tellHeldAlarms } from './duty/tell-held-alarms.ts';
import { beat } from './heartbeat.ts';
import { leaseOwnerName, releaseDeadOwners } from './lease-owner.ts';
import { createLookouts } from './lookouts.ts';
import { watchHostNames } from './names/watch-host-names.ts';
import type { Parts } from './parts.ts';
import { prune } from './prune.ts';
import { remindOfOpen } from './remind.ts';
import { sendCoverageWhenDue } from './send-coverage.ts';

export interface Daemon {
  /** Finishes or releases what it holds; resolves within ten seconds. */
  stop(): Promise<void>;
}

const heartbeatMs = 10_000;
const idleMs = 1_000;
/** Looks under way may end by themselves for this long after a stop was asked for; then they are cut off. */
const graceMs = 6_000;
/** Reminders are due in minutes. */
const reminderMs = 30_000;
const senderCount = 2;
const dutyIdleMs = 15_000;
const discoveryIdleMs = 5_000;

export async function startDaemon(parts: Parts): Promise<Daemon> {
  const owner = leaseOwnerName(parts.newId());
  const stopping = new AbortController();
  await releaseDeadOwners(parts.db);
  await beat(parts);
  // Computing the holidays takes half a second: before anything waits for it.
  parts.calendar(parts.clock());
  if (parts.config.names.enabled) await watchHostNames(parts);
  const lookouts = createLookouts(parts, owner);
  const loops = [
    repeat('looks', async () => {
      await lookouts.fill();
      await lookouts.waitForRoom(idleMs, stopping.signal);
    }),
    repeat('heartbeat', async () => {
      await beat(parts);
      await pause(heartbeatMs);
    }),
    ...Array.from({ length: senderCount }, () =>
      repeat('dispatch', async () => {
        if (!(await dispatchNext(parts, owner))) await pause(idleMs);
      }),
    ),
    repeat('duty', async () => {
      await tellHeldAlarms(parts);
      await climbLadder(parts);
      await sumUpWindow(parts);
      await sendCoverageWhenDue(parts);
      await pause(dutyIdleMs);
    }),
    repeat('reminders', async () => {
      await remindOfOpen(parts);
      await pause(reminderMs);
    }),
    ...discoverers(parts, owner),
    ...canaryKeepers(),
  ];
  const housekeeping = scheduleHousekeeping(parts);
  parts.log.info({ owner }, 'watching');

  return {
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      housekeeping.stop();
      await lookouts.finish(graceMs);
      await Promise.race([Promise.all(loops), sleep(idleMs * 2, undefined, { ref: false })]);
      await releaseLeases(parts.db, owner);
      parts.log.info('stopped');
    },
  };

  /** Each has a name of its own to claim rounds in. */
  function discoverers({ config }: Parts, owner: string): Promise<void>[] {
    if (!config.discovery.enabled) return [];
    const names = loadDroppedNames();
    return Array.from({ length: config.discovery.concurrency }, (_, index) =>
      repeat('discovery', async () => {
        const isDone = await discoverNext(parts, `${owner}/${index}`, names, stopping.signal).catch(unlessStopping);
        if (!isDone) await pause(discoveryIdleMs);
      }),
    );
  }
  function canaryKeepers(): Promise<void>[] {
    const { urls, every } = parts.config.canaries;
    if (urls.length === 0) return [];
    return [
      repeat('canaries', async () => {
        await parts.isBlind();
        await pause(every);
      }),
    ];
  }
  function unlessStopping(error: unknown): boolean {
    if (stopping.signal.aborted) return false;
    throw error;
  }
  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
  /** An error of one round (a full disk, a locked database) is logged and the next round comes later. */
  async function repeat(job: string, round: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await round();
      } catch (error) {
        parts.log.error({ err: error, job }, 'a round failed');
        await pause(heartbeatMs);
      }
    }
  }
}

/** At night, when nobody looks. */
function scheduleHousekeeping(parts: Parts) {
  const work = async () => {
    try {
      parts.log.info({ pruned: await prune(parts) }, 'old evidence forgotten');
    } catch (error) {
      parts.log.error({ err: error }, 'old evidence could not be forgotten');
    }
  };
  return schedule('17 3 * * *', work, { timezone: parts.config.schedule.timezone, noOverlap: true });
}
