/** Problems of the monitor itself, for pages and programs. */
import { backupTrouble } from '../core/backup/plan.ts';
import { type Trouble, troublesOf } from '../core/monitor-troubles.ts';
import type { Scope } from '../core/people/actor.ts';
import { relayEndpoints } from '../monitor/channels/endpoints.ts';
import { dutyShiftOf } from '../monitor/duty/duty-shift.ts';
import { readMonitorFacts } from '../store/reads/monitor-facts.ts';
import { getBackupState } from '../store/records/backup-state.ts';
import { outagesOf } from '../store/records/channel-outages.ts';
import type { Health } from './live.ts';
import type { Web } from './web.ts';

/** Shorter delays are just slow looks. */
const leastLateMs = 300_000;

interface Asking {
  readonly web: Web;
  readonly now: number;
  readonly scope: Scope;
}

/** A stopped monitor is late with everything; its own banner says so. */
export async function readTroubles({ web, now, scope }: Asking, health: Health): Promise<readonly Trouble[]> {
  const { config, db } = web.parts;
  const facts = await readMonitorFacts(db, now, Math.max(config.schedule.every, leastLateMs));
  const { freeBytes } = health;
  const disk = freeBytes === undefined ? null : { freeBytes, keepFreeBytes: config.retention.keepFree };
  const saved = config.backup.folder === undefined ? null : await getBackupState(db);
  const backup = saved && backupTrouble(saved, config.backup.every, now);
  const shift = dutyShiftOf(config, now);
  const unmanned = shift !== null && shift.officer === null ? { assigned: shift.assigned.name, to: shift.to } : null;
  // Channels name agencies, so people of one agency are not told of them.
  const channels = scope.agencyId === null ? await deadChannels(web) : [];
  return troublesOf({ ...facts, now, channels, disk, backup, unmanned }).filter(
    ({ kind }) => health.ok || kind !== 'late',
  );
}

async function deadChannels({ parts: { config, db } }: Web) {
  const names = relayEndpoints(config).map(({ name }) => name);
  return (await outagesOf(db, names)).map(({ channel: name, since }) => ({ name, since }));
}
