/** Findings as people read them: by subject, the strongest first, and the weak ones apart. */
import type { Family, Finding } from '../../domain/finding.ts';

export type FindingSubject = 'content' | 'picture' | 'code' | 'route' | 'names' | 'other';

const subjects: Readonly<Record<Family, FindingSubject>> = {
  words: 'content',
  text: 'content',
  outline: 'content',
  title: 'content',
  makeup: 'content',
  picture: 'picture',
  links: 'code',
  scripts: 'code',
  frames: 'code',
  behaviour: 'code',
  route: 'route',
  profile: 'route',
  pages: 'route',
  names: 'names',
  certificate: 'names',
  registration: 'names',
  history: 'other',
  self: 'other',
};

export interface FindingGroup {
  readonly subject: FindingSubject;
  readonly findings: readonly Finding[];
}

/** Of one subject; the others say the same again. */
const mostOfSubject = 3;

/** Remarks, which have no weight, and what is beyond a subject's strongest are the rest. */
export function groupFindings(findings: readonly Finding[]): {
  readonly groups: readonly FindingGroup[];
  readonly rest: readonly Finding[];
} {
  const sorted = findings.toSorted((a, b) => b.score - a.score);
  const bySubject = Map.groupBy(
    sorted.filter(({ score }) => score > 0),
    ({ family }) => subjects[family],
  );
  // In the order of each subject's strongest finding, since a map keeps the order of its first entries.
  const groups = [...bySubject].map(([subject, own]) => ({ subject, findings: own.slice(0, mostOfSubject) }));
  const shown = new Set(groups.flatMap((group) => group.findings));
  return { groups, rest: sorted.filter((finding) => !shown.has(finding)) };
}
