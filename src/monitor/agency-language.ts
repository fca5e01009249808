/** In which language an agency is written to first. */
import { VonggacError } from '../core/errors.ts';
import { type AgencyLanguage, setAgencyLanguage } from '../store/agencies.ts';
import { appendAudit } from '../store/audit.ts';
import { getSite } from '../store/registry.ts';
import type { DeskParts } from './parts.ts';

/** @returns the agency's name */
export async function chooseAgencyLanguage(
  parts: DeskParts,
  siteId: number,
  language: AgencyLanguage | null,
  actor: string,
): Promise<string> {
  return parts.db.transaction().execute(async (trx) => {
    const site = await getSite(trx, siteId);
    if (!site) throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
    if (site.agencyId === null || site.agency === null) {
      throw new VonggacError('refused', `Site ${siteId} belongs to no agency, so its mails come as configured.`);
    }
    if (await setAgencyLanguage(trx, site.agencyId, language)) {
      const at = parts.clock();
      const detail = { agency: site.agency, language };
      await appendAudit(trx, { at, actor, act: 'agency-language-chosen', subject: `site ${siteId}`, detail });
    }
    return site.agency;
  });
}
