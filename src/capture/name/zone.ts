/** Which zone a host belongs to, and its name servers. */
import { registrableDomain } from '../../core/address.ts';
import type { RecordAnswer } from '../../core/names/name-look.ts';

/** Maximum number of candidates for the zone of a host. */
const maxLevels = 5;

/** Candidates for the zone of a host, longest first: from the host up to its registrable domain. */
export function zoneCandidates(host: string): readonly string[] {
  const domain = registrableDomain(host);
  const labels = host.split('.');
  const own = labels.length - domain.split('.').length;
  return Array.from({ length: own + 1 }, (_, level) => labels.slice(level).join('.')).slice(-maxLevels);
}

/**
 * The longest candidate with its own name servers, according to most resolvers with a definite answer; the registrable
 * domain if there is none.
 * @param nameServers the resolvers' NS answers, per candidate
 */
export function chooseZone(candidates: readonly string[], nameServers: readonly (readonly RecordAnswer[])[]): string {
  const isZone = (answers: readonly RecordAnswer[]) => {
    const knowing = answers.filter(({ status }) => isDefinite(status));
    const naming = knowing.filter(({ status }) => status === 'answered');
    return naming.length * 2 > knowing.length;
  };
  return candidates.find((_, i) => isZone(nameServers[i] ?? [])) ?? candidates.at(-1) ?? '';
}

/** Whether a status says something about the name, not only about the server. */
export function isDefinite(status: RecordAnswer['status']): boolean {
  return status === 'answered' || status === 'no-data' || status === 'no-such-name';
}

/** The names in several answers, most common first, at most `limit`. */
export function commonestNames(answers: readonly RecordAnswer[], limit: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const value of answers.flatMap(({ values }) => values)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([name]) => name);
}
