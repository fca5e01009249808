/** People enter when a domain expires if no registry publishes it; it is then watched like any other. */

import { VonggacError } from '../../core/errors.ts';
import type { Actor } from '../../core/people/actor.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { getSite } from '../../store/registry/registry.ts';
import { setDomainEnd } from '../../store/targets/host-names.ts';
import { write } from '../../store/write.ts';
import type { RecordParts } from '../parts.ts';
import { assertMayAtSite } from '../people/permit.ts';

/** @param expiresAt null removes an earlier entry */
export async function enterDomainEnd(
  { db, clock }: RecordParts,
  actor: Actor,
  siteId: number,
  expiresAt: number | null,
): Promise<void> {
  await write(db, async (trx) => {
    if (!(await getSite(trx, siteId)))
      throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
    await assertMayAtSite(trx, actor, 'manage-sites', siteId);
    await setDomainEnd(trx, siteId, expiresAt);
    const detail = { expiresAt };
    await appendAudit(trx, {
      at: clock(),
      actor: actor.name,
      act: 'domain-end-entered',
      subject: `site ${siteId}`,
      detail,
    });
  });
}
