/** Watches the names of every registered host: hosts registered earlier are added when the daemon starts. */

import { isIP } from 'node:net';
import { domainOf } from '../../core/address.ts';
import type { Trx } from '../../store/handle.ts';
import { addHostNames, type WatchedHost, watchedHosts } from '../../store/targets/host-names.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';

export async function watchHostNames({ db, clock }: RecordParts): Promise<void> {
  await write(db, (trx) => watchHostNamesOf(trx, undefined, clock()));
}

/** @param siteId one site; all when omitted */
export async function watchHostNamesOf(trx: Trx, siteId: number | undefined, now: number): Promise<void> {
  for (const watched of await watchedHosts(trx, siteId)) if (hasNames(watched)) await addHostNames(trx, watched, now);
}

/** IP addresses and bare local-network names are not in public DNS. */
function hasNames({ host }: WatchedHost): boolean {
  return isIP(host) === 0 && !host.startsWith('[') && domainOf(host) !== null;
}
