/** Steps of the configured ladder that would call nobody, with the agencies as they are registered. */
import { ladderGaps } from '../../core/duty/ladder.ts';
import type { Words } from '../../core/model.ts';
import { watchedAgencies } from '../../store/agencies.ts';
import type { DeskParts } from '../parts.ts';

export async function ladderTrouble({ config, db }: Pick<DeskParts, 'config' | 'db'>): Promise<Words[]> {
  const { ladder, officers, heads } = config.duty;
  return ladderGaps({
    ladder,
    officers: officers.length,
    headed: heads.map(({ agency }) => agency),
    watched: (await watchedAgencies(db)).map(({ name }) => name),
    nationalContacts: config.national.contacts.length,
  });
}
