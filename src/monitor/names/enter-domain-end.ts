/** People say when a domain ends, where no registry does: it is watched from then on like any other. */
import { VonggacError } from '../../core/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import { setDomainEnd } from '../../store/host-names.ts';
import { getSite } from '../../store/registry.ts';
import type { DeskParts } from '../parts.ts';

/** @param expiresAt null takes an earlier entry back */
export async function enterDomainEnd(
  { db, clock }: Pick<DeskParts, 'db' | 'clock'>,
  siteId: number,
  expiresAt: number | null,
  actor: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (!(await getSite(trx, siteId)))
      throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
    await setDomainEnd(trx, siteId, expiresAt);
    const detail = { expiresAt };
    await appendAudit(trx, { at: clock(), actor, act: 'domain-end-entered', subject: `site ${siteId}`, detail });
  });
}
