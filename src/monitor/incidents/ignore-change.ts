/** "Ignore exactly this change": audited, expiring, reversible. */

import { VonggacError } from '../../core/errors.ts';
import type { Trx } from '../../store/handle.ts';
import { forgetChange, sitesWithChange, ignoreChange as storeIgnored } from '../../store/incidents/ignored-changes.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { forgetCleanAnswers } from '../../store/targets/appointments.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';
import type { Decision } from './judge-incident.ts';

/** Ignores the change on every site where it was found. @returns those sites */
export async function ignoreChange(
  parts: OperatorParts,
  fingerprint: string,
  forMs: number,
  by: Decision,
): Promise<number[]> {
  const now = parts.clock();
  return write(parts.db, async (trx) => {
    const sites = await sitesWithChange(trx, fingerprint);
    if (sites.length === 0) {
      throw new VonggacError(
        'not-found',
        `No check has found the change '${fingerprint}': copy the fingerprint from the incident or from 'vonggac check --json'.`,
      );
    }
    for (const siteId of sites) await assertMayAtSite(trx, by.actor, 'judge', siteId);
    await ignoreOn(trx, sites, fingerprint, { now, forMs, by });
    return sites;
  });
}

/** One change on one site. */
export interface SiteChange {
  readonly siteId: number;
  readonly fingerprint: string;
}

/** Ignores the change on this site only; the next look there is judged without it. */
export async function ignoreOnSite(
  parts: OperatorParts,
  change: SiteChange,
  forMs: number,
  by: Decision,
): Promise<void> {
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    await assertMayAtSite(trx, by.actor, 'judge', change.siteId);
    if (!(await sitesWithChange(trx, change.fingerprint)).includes(change.siteId)) {
      throw new VonggacError('not-found', `No check of site ${change.siteId} has found '${change.fingerprint}'.`);
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
    const createdBy = by.actor.name;
    const change = { fingerprint, siteId, createdAt: now, createdBy, expiresAt: now + forMs, note: by.note };
    await storeIgnored(trx, change);
  }
  await appendAudit(trx, {
    at: now,
    actor: by.actor.name,
    act: 'change-ignored',
    subject: `change ${fingerprint}`,
    detail: { forMs, sites: sites.join(' '), note: by.note },
  });
}

/** @param siteId restricts it to one site; all sites when omitted */
export async function forgetIgnored(
  parts: OperatorParts,
  fingerprint: string,
  by: Decision,
  siteId?: number,
): Promise<void> {
  await write(parts.db, async (trx) => {
    const sites = await forgetChange(trx, fingerprint, siteId);
    for (const id of siteId === undefined ? sites : [siteId]) await assertMayAtSite(trx, by.actor, 'judge', id);
    if (sites.length === 0) {
      throw new VonggacError('not-found', `The change '${fingerprint}' is not ignored: see 'vonggac change list'.`);
    }
    await forgetCleanAnswers(trx, sites);
    await appendAudit(trx, {
      at: parts.clock(),
      actor: by.actor.name,
      act: 'change-forgotten',
      subject: `change ${fingerprint}`,
      detail: { sites: sites.join(' ') },
    });
  });
}
