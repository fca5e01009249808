/** Runs looks, notices and housekeeping until stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import { schedule } from 'node-cron';
import { loadDroppedNames } from '../config/dropped-names.ts';
import type { FormTemplates } from '../core/forms/form-template.ts';
import { releaseLeases } from '../store/targets/targets.ts';
import { backUpWhenDue } from './backup/back-up-when-due.ts';
import { createCheckSlots } from './check/check-slots.ts';
import { leaseOwnerName, releaseDeadOwners } from './check/lease-owner.ts';
import { discoverNext } from './discovery/discover-next.ts';
import { escalateUnowned } from './duty/escalate-unowned.ts';
import { notifyHeldAlarms } from './duty/notify-held-alarms.ts';
import { sumUpWindow } from './duty/sum-up-window.ts';
import { remindOfReports } from './forms/remind-of-reports.ts';
import { watchHostNames } from './names/watch-host-names.ts';

import { remindOfOpen } from './notices/remind.ts';
import { sendCoverageWhenDue } from './notices/send-coverage.ts';
import { createSenders } from './notices/senders.ts';
import type { MonitorParts } from './parts.ts';
import { makeNextReport } from './reports/make-next-report.ts';
import { scheduleDueReports } from './reports/schedule-reports.ts';
import { tendRequests } from './requests/tend-requests.ts';
import { workOnLongImport } from './sites/long-import-work.ts';
import type { Vet } from './sites/register-site.ts';
import { resumePaused } from './sites/resume-paused.ts';
import { takeOverStandstill } from './upkeep/after-standstill.ts';
import { beat } from './upkeep/heartbeat.ts';
import { prune } from './upkeep/prune.ts';

interface LiveParts {
  /** Applies settings that were changed. */
  readonly refreshSettings: () => Promise<void>;
  readonly forms: () => FormTemplates;
  readonly vet: Vet;
}

export interface Daemon {
  /** Finishes or releases what it holds; resolves within ten seconds. */
  stop(): Promise<void>;
}

const heartbeatMs = 10_000;
const idleMs = 1_000;
/** Running looks may finish for this long after a stop request, then they are aborted. */
const graceMs = 4_000;
/** Fine enough for reminders, which are due in minutes. */
const reminderMs = 30_000;
/** Settings changed by another process are in force after this long. */
const settingsMs = 2_000;
const dutyIdleMs = 15_000;
const discoveryIdleMs = 5_000;
const backupIdleMs = 30_000;
const reportIdleMs = 3_000;
const requestsMs = 30_000;
const importIdleMs = 500;

export async function startDaemon(parts: MonitorParts & LiveParts): Promise<Daemon> {
  const owner = leaseOwnerName(parts.newId());
  const stopping = new AbortController();
  await releaseDeadOwners(parts.db);
  await beat(parts);
  await takeOverStandstill(parts, owner);
  // Computing the holidays takes half a second, so it happens before anything depends on it.
  parts.calendar(parts.clock());
  if (parts.config.names.enabled) await watchHostNames(parts);
  const checkSlots = createCheckSlots(parts, owner);
  const senders = createSenders(parts, owner, stopping.signal);
  const loops = [
    repeat('looks', async () => {
      await checkSlots.fill();
      await checkSlots.waitForRoom(idleMs, stopping.signal);
    }),
    repeat('settings', async () => {
      await pause(settingsMs);
      await parts.refreshSettings();
    }),
    repeat('heartbeat', async () => {
      await beat(parts);
      await pause(heartbeatMs);
    }),
    repeat('dispatch', async () => {
      senders.fill();
      await pause(idleMs);
    }),
    repeat('duty', async () => {
      await resumePaused(parts);
      await notifyHeldAlarms(parts);
      await escalateUnowned(parts);
      await sumUpWindow(parts);
      await sendCoverageWhenDue(parts);
      await remindOfReports(parts, parts.forms());
      await pause(dutyIdleMs);
    }),
    repeat('reminders', async () => {
      await remindOfOpen(parts);
      await pause(reminderMs);
    }),
    repeat('requests', async () => {
      await tendRequests(parts);
      await pause(requestsMs);
    }),
    repeat('imports', async () => {
      const isWorked = await workOnLongImport(parts, stopping.signal).catch(unlessStopping);
      if (!isWorked) await pause(importIdleMs);
    }),
    ...discoverers(parts, owner),
    ...canaryKeepers(),
    ...backupMakers(parts),
    ...reportMakers(parts),
  ];
  const housekeeping = scheduleHousekeeping(parts);
  parts.log.info({ owner }, 'watching');

  return {
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      housekeeping.stop();
      await checkSlots.finish(graceMs);
      await Promise.race([Promise.all([...loops, senders.finish()]), sleep(idleMs * 2, undefined, { ref: false })]);
      await releaseLeases(parts.db, owner);
      parts.log.info('stopped');
    },
  };

  /** One discoverer per configured slot; each claims rounds under its own name. */
  function discoverers({ config }: MonitorParts, owner: string): Promise<void>[] {
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
  function backupMakers({ runBackup }: MonitorParts): Promise<void>[] {
    if (runBackup === undefined) return [];
    return [
      repeat('backup', async () => {
        await backUpWhenDue({ ...parts, runBackup }, stopping.signal).catch(unlessStopping);
        await pause(backupIdleMs);
      }),
    ];
  }
  /** One at a time: each takes a processor. */
  function reportMakers({ runReport }: MonitorParts): Promise<void>[] {
    if (runReport === undefined) return [];
    return [
      repeat('report schedule', async () => {
        await scheduleDueReports(parts);
        await pause(backupIdleMs);
      }),
      repeat('reports', async () => {
        const isMade = await makeNextReport({ ...parts, runReport }, stopping.signal).catch(unlessStopping);
        if (!isMade) await pause(reportIdleMs);
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
  /** An error in one round (a full disk, a locked database) is logged, and the loop continues. */
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

/** At night, when nobody uses the dashboard. */
function scheduleHousekeeping(parts: MonitorParts) {
  const work = async () => {
    const end = parts.underWay({ act: 'job', id: 'prune', place: '' });
    try {
      parts.log.info({ pruned: await prune(parts) }, 'old evidence pruned');
    } catch (error) {
      parts.log.error({ err: error }, 'could not prune old evidence');
    } finally {
      end();
    }
  };
  return schedule('17 3 * * *', work, { timezone: parts.config.schedule.timezone, noOverlap: true });
}
