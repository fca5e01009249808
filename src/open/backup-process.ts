/** A process that makes one scheduled backup, reports the outcome, and exits. */
import { setPriority } from 'node:os';
import type { ScheduledJob } from '../monitor/backup/backup-job.ts';
import { runScheduledBackup } from '../monitor/backup/scheduled-job.ts';

/** Lower priority than looks. */
const politePriority = 10;

process.umask(0o077);
setPriority(politePriority);
const ending = new AbortController();
// Without the monitor, nobody would learn of the outcome.
for (const end of ['disconnect', 'SIGTERM', 'SIGINT'] as const) process.once(end, () => ending.abort());
process.once('message', async (job: ScheduledJob) => {
  const outcome = await runScheduledBackup(job, { progress: () => undefined, signal: ending.signal });
  if (process.connected) process.send?.(outcome, () => process.disconnect());
});
