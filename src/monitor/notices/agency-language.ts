/** Sets which language comes first in messages to an agency. */

import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { type Agency, type AgencyLanguage, findAgency, setAgencyLanguage } from '../../store/registry/agencies.ts';
import { getSite } from '../../store/registry/registry.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';

/** @returns the agency's name */
export async function chooseLanguageOfSite(
  parts: OperatorParts,
  actor: Actor,
  siteId: number,
  language: AgencyLanguage | null,
): Promise<string> {
  assertMay(actor, 'manage-settings', null);
  return write(parts.db, async (trx) => {
    const site = await getSite(trx, siteId);
    if (!site) throw new VonggacError('not-found', `There is no site ${siteId}: see 'vonggac site list'.`);
    if (site.agencyId === null || site.agency === null) {
      throw new VonggacError(
        'refused',
        `Site ${siteId} belongs to no agency, so its mail keeps the configured languages.`,
        {
          vi: 'Cổng này chưa ghi cơ quan chủ quản nên thư được gửi theo cấu hình chung.',
        },
      );
    }
    await choose(trx, parts, actor, { id: site.agencyId, name: site.agency }, language);
    return site.agency;
  });
}

export async function chooseAgencyLanguage(
  parts: OperatorParts,
  actor: Actor,
  agencyId: number,
  language: AgencyLanguage | null,
): Promise<void> {
  assertMay(actor, 'manage-settings', null);
  await write(parts.db, async (trx) => {
    const agency = await findAgency(trx, { id: agencyId });
    if (!agency) {
      throw new VonggacError('not-found', 'This agency is not known.');
    }
    await choose(trx, parts, actor, agency, language);
  });
}

async function choose(
  trx: Trx,
  parts: OperatorParts,
  actor: Actor,
  agency: Pick<Agency, 'id' | 'name'>,
  language: AgencyLanguage | null,
): Promise<void> {
  if (!(await setAgencyLanguage(trx, agency.id, language))) return;
  const detail = { agency: agency.name, language };
  const at = parts.clock();
  await appendAudit(trx, {
    at,
    actor: actor.name,
    act: 'agency-language-chosen',
    subject: `agency ${agency.id}`,
    detail,
  });
}
