/** "Ignore exactly this change": audited, expiring, reversible. */
import { VonggacError } from '../core/errors.ts';
import { appendAudit } from '../store/audit.ts';
import type { Trx } from '../store/database.ts';
import { forgetChange, sitesWithChange, ignoreChange as storeIgnored } from '../store/ignored-changes.ts';
import type { Decision } from './judge-incident.ts';
import type { DeskParts } from './parts.ts';

/** Ignores the change on every site where it was found. @returns those sites */
export async function ignoreChange(
  parts: DeskParts,
  fingerprint: string,
  forMs: number,
  by: Decision,
): Promise<number[]> {
  const now = parts.clock();
  return parts.db.transaction().execute(async (trx) => {
    const sites = await sitesWithChange(trx, fingerprint);
    if (sites.length === 0) {
      throw new VonggacError(
        'not-found',
        `No look ever found the change '${fingerprint}': copy the fingerprint from the incident or from 'vonggac check --json'.`,
      );
    }
    await ignoreOn(trx, sites, fingerprint, { now, forMs, by });
    return sites;
  });
}

/** One change on one site. */
export interface SiteChange {
  readonly siteId: number;
  readonly fingerprint: string;
}

/** Ignores the change on this site alone; the next look there is judged without it. */
export async function ignoreOnSite(parts: DeskParts, change: SiteChange, forMs: number, by: Decision): Promise<void> {
  const now = parts.clock();
  await parts.db.transaction().execute(async (trx) => {
    if (!(await sitesWithChange(trx, change.fingerprint)).includes(change.siteId)) {
      throw new VonggacError('not-found', `No look at site ${change.siteId} ever found '${change.fingerprint}'.`);
    }
    await ignoreOn(trx, [change.siteId], change.fingerprint, { now, forMs, by });
  });
}

interface Ignoring {
  readonly now: number;
  readonly forMs: number;
  readonly by: Decision;
}

async function ignoreOn(trx: Trx, sites: readonly number[], fingerprint: string, ignoring: Ignoring): Promise<void> {
  const { now, forMs, by } = ignoring;
  for (const siteId of sites) {
    const change = { fingerprint, siteId, createdAt: now, createdBy: by.actor, expiresAt: now + forMs, note: by.note };
    await storeIgnored(trx, change);
  }
  await appendAudit(trx, {
    at: now,
    actor: by.actor,
    act: 'change-ignored',
    subject: fingerprint,
    detail: { forMs, sites: sites.join(' '), note: by.note },
  });
}

/** @param siteId only there; everywhere when left out */
export async function forgetIgnored(
  parts: DeskParts,
  fingerprint: string,
  by: Decision,
  siteId?: number,
): Promise<void> {
  await parts.db.transaction().execute(async (trx) => {
    const sites = await forgetChange(trx, fingerprint, siteId);
    if (sites.length === 0) {
      throw new VonggacError('not-found', `The change '${fingerprint}' is not ignored: see 'vonggac change list'.`);
    }
    await trx.updateTable('targets').set({ cleanMarkJson: null }).where('siteId', 'in', sites).execute();
    await appendAudit(trx, {
      at: parts.clock(),
      actor: by.actor,
      act: 'change-forgotten',
      subject: fingerprint,
      detail: { sites: sites.join(' ') },
    });
  });
}
