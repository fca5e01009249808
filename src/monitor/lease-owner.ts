/** Who holds a lease: a process on a machine, so that the leases of a killed one are free at the next start. */
import { hostname } from 'node:os';
import type { Database } from '../store/database.ts';
import { releaseRounds, roundOwners } from '../store/discoveries.ts';
import { requeueClaimedBy, senders } from '../store/outbox.ts';
import { leaseOwners, releaseLeases } from '../store/targets.ts';

export function leaseOwnerName(id: string): string {
  return `${hostname()}/${process.pid}/${id}`;
}

/** Frees what processes of this machine held that are not running any more. */
export async function releaseDeadOwners(db: Database): Promise<void> {
  for (const owner of await leaseOwners(db)) if (isDead(owner)) await releaseLeases(db, owner);
  for (const owner of await roundOwners(db)) if (isDead(owner)) await releaseRounds(db, owner);
  for (const owner of await senders(db)) if (isDead(owner)) await requeueClaimedBy(db, owner);
}

/** A number that was given to another process meanwhile looks alive; its lease then ends by time. */
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
