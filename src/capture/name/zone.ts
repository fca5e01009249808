/** Which zone a host belongs to, and who is named as its servers. */
import { registrableDomain } from '../../core/address.ts';
import type { RecordAnswer } from '../../core/names/name-look.ts';

/** Levels above the registrable domain that may be zones of their own. */
const mostLevels = 5;

/** Names that may be the host's zone, the longest first: from the host up to its registrable domain. */
export function zoneCandidates(host: string): readonly string[] {
  const domain = registrableDomain(host);
  const labels = host.split('.');
  const own = labels.length - domain.split('.').length;
  return Array.from({ length: own + 1 }, (_, level) => labels.slice(level).join('.')).slice(-mostLevels);
}

/**
 * The longest candidate that has name servers of its own in the eyes of most resolvers that know anything of it; the
 * registrable domain if there is none.
 * @param nameServers per candidate the resolvers' NS answers
 */
export function chooseZone(candidates: readonly string[], nameServers: readonly (readonly RecordAnswer[])[]): string {
  const isZone = (answers: readonly RecordAnswer[]) => {
    const knowing = answers.filter(({ status }) => isDefinite(status));
    const naming = knowing.filter(({ status }) => status === 'answered');
    return naming.length * 2 > knowing.length;
  };
  return candidates.find((_, i) => isZone(nameServers[i] ?? [])) ?? candidates.at(-1) ?? '';
}

/** Whether a status says something about the name, and not only about the one who was asked. */
export function isDefinite(status: RecordAnswer['status']): boolean {
  return status === 'answered' || status === 'no-data' || status === 'no-such-name';
}

/** The names in several answers, those that most of them hold first, at most `limit`. */
export function mostNamed(answers: readonly RecordAnswer[], limit: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of answers.flatMap(({ values }) => values)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([name]) => name);
}
