/** Configured escalation steps that would notify nobody, given the registered agencies. */

import type { Words } from '../../core/domain/words.ts';
import { ladderGaps } from '../../core/duty/ladder.ts';
import { agenciesWithEscalations, watchedAgencies } from '../../store/registry/agencies.ts';
import type { OperatorParts } from '../parts.ts';
import { withoutDisabled } from './duty-shift.ts';

export async function ladderTrouble({ config, db }: Pick<OperatorParts, 'config' | 'db'>): Promise<Words[]> {
  const { ladder } = config.duty;
  const [officers, heads] = [withoutDisabled(config, config.duty.officers), withoutDisabled(config, config.duty.heads)];
  return ladderGaps({
    ladder,
    officers: officers.length,
    headed: [...new Set([...heads.map(({ agency }) => agency), ...(await agenciesWithEscalations(db))])],
    watched: (await watchedAgencies(db)).map(({ name }) => name),
    nationalContacts: config.national.contacts.length,
  });
}
