/** Every registered host has its names watched: those that were registered before are taken up when the daemon starts. */
import { isIP } from 'node:net';
import { domainOf } from '../../core/address.ts';
import type { Trx } from '../../store/database.ts';
import { addHostNames, type WatchedHost, watchedHosts } from '../../store/host-names.ts';
import type { DeskParts } from '../parts.ts';

export async function watchHostNames({ db, clock }: Pick<DeskParts, 'db' | 'clock'>): Promise<void> {
  await db.transaction().execute((trx) => watchHostNamesOf(trx, undefined, clock()));
}

/** @param siteId one site; all where left out */
export async function watchHostNamesOf(trx: Trx, siteId: number | undefined, now: number): Promise<void> {
  for (const watched of await watchedHosts(trx, siteId)) if (hasNames(watched)) await addHostNames(trx, watched, now);
}

/** An IP address and a bare name of the local network are looked up nowhere. */
function hasNames({ host }: WatchedHost): boolean {
  return isIP(host) === 0 && !host.startsWith('[') && domainOf(host) !== null;
}
