/** In which language an agency is written to first. */
import { VonggacError } from '../core/errors.ts';
import { type Agency, type AgencyLanguage, findAgency, setAgencyLanguage } from '../store/agencies.ts';
import { appendAudit } from '../store/audit.ts';
import type { Trx } from '../store/database.ts';
import { getSite } from '../store/registry.ts';
import type { DeskParts } from './parts.ts';

/** @returns the agency's name */
export async function chooseLanguageOfSite(
  parts: DeskParts,
  siteId: number,
  language: AgencyLanguage | null,
  actor: string,
): Promise<string> {
  return parts.db.transaction().execute(async (trx) => {
    const site = await getSite(trx, siteId);
    if (!site) throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
    if (site.agencyId === null || site.agency === null) {
      throw new VonggacError('refused', `Site ${siteId} belongs to no agency, so its mails come as configured.`, {
        vi: 'Cổng này chưa ghi cơ quan chủ quản nên thư được gửi theo cấu hình chung.',
      });
    }
    await choose(trx, parts, { id: site.agencyId, name: site.agency }, language, actor);
    return site.agency;
  });
}

export async function chooseAgencyLanguage(
  parts: DeskParts,
  agencyId: number,
  language: AgencyLanguage | null,
  actor: string,
): Promise<void> {
  await parts.db.transaction().execute(async (trx) => {
    const agency = await findAgency(trx, { id: agencyId });
    if (!agency) {
      throw new VonggacError('not-found', 'This agency is not known.');
    }
    await choose(trx, parts, agency, language, actor);
  });
}

async function choose(
  trx: Trx,
  parts: DeskParts,
  agency: Pick<Agency, 'id' | 'name'>,
  language: AgencyLanguage | null,
  actor: string,
): Promise<void> {
  if (!(await setAgencyLanguage(trx, agency.id, language))) return;
  const detail = { agency: agency.name, language };
  const at = parts.clock();
  await appendAudit(trx, { at, actor, act: 'agency-language-chosen', subject: `agency ${agency.id}`, detail });
}
