/**
 * Identifies a lease holder as a process on a machine, so that a killed process's leases are freed at the next start.
 */
import { hostname } from 'node:os';
import type { Database } from '../../store/handle.ts';
import { requeueClaimedBy, senders } from '../../store/outbox/outbox.ts';
import { releaseRounds, roundOwners } from '../../store/targets/discoveries.ts';
import { leaseOwners, releaseLeases } from '../../store/targets/targets.ts';

export function leaseOwnerName(id: string): string {
  return `${hostname()}/${process.pid}/${id}`;
}

/** Frees leases held by processes of this machine that no longer run. */
export async function releaseDeadOwners(db: Database): Promise<void> {
  for (const owner of await leaseOwners(db)) if (isDead(owner)) await releaseLeases(db, owner);
  for (const owner of await roundOwners(db)) if (isDead(owner)) await releaseRounds(db, owner);
  for (const owner of await senders(db)) if (isDead(owner)) await requeueClaimedBy(db, owner);
}

/** A reused process id looks alive; that lease then expires by time. */
function isDead(owner: string): boolean {
  const [host, pid] = owner.split('/');
  if (host !== hostname() || !pid) return false;
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
