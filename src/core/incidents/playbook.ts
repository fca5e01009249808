/** First steps for an agency, per kind of incident: data, shown in the mail and on the incident's page. */
import type { AttackKind, OutageKind } from '../domain/finding.ts';
import type { Words } from '../domain/words.ts';

/** Steps in the order to take them; every list has at least one. */
export interface Playbook {
  readonly attacks: Readonly<Record<AttackKind, readonly Words[]>>;
  /** What to check when a portal cannot be seen. */
  readonly unknown: Readonly<Record<OutageKind, readonly Words[]>>;
  /** After an incident is over. */
  readonly afterwards: readonly Words[];
  /** When several portals are hit by similar attacks: close what they share first. */
  readonly campaign: readonly Words[];
}

const attackKinds = [
  'defacement',
  'injection',
  'redirection',
  'takeover',
  'cloaking',
  'ransom-note',
  'certificate',
] as const satisfies readonly AttackKind[];
const outageKinds = [
  'unavailable',
  'blocked',
  'maintenance',
  'parked',
  'error-page',
  'cut-off',
  'blind',
  'gone',
] as const satisfies readonly OutageKind[];

/** The lists of a playbook, each edited by itself: `attacks.defacement`, `unknown.parked`, `afterwards`, `campaign`. */
export const playbookParts = [
  ...attackKinds.map((kind) => `attacks.${kind}` as const),
  ...outageKinds.map((kind) => `unknown.${kind}` as const),
  'afterwards',
  'campaign',
] as const;

export type PlaybookPartName = (typeof playbookParts)[number];

export function stepsOfPart(playbook: Playbook, part: PlaybookPartName): readonly Words[] {
  if (part === 'afterwards' || part === 'campaign') return playbook[part];
  const [group, kind] = part.split('.') as ['attacks' | 'unknown', string];
  const lists: Readonly<Record<string, readonly Words[]>> = playbook[group];
  return lists[kind] ?? [];
}

/** The playbook with lists that people edited in place of its own. */
export function withEdits(playbook: Playbook, edits: ReadonlyMap<string, readonly Words[]>): Playbook {
  const edited = <Kind extends string>(group: 'attacks' | 'unknown', lists: Readonly<Record<Kind, readonly Words[]>>) =>
    Object.fromEntries(
      Object.entries<readonly Words[]>(lists).map(([kind, steps]) => [kind, edits.get(`${group}.${kind}`) ?? steps]),
    ) as Record<Kind, readonly Words[]>;
  return {
    attacks: edited('attacks', playbook.attacks),
    unknown: edited('unknown', playbook.unknown),
    afterwards: edits.get('afterwards') ?? playbook.afterwards,
    campaign: edits.get('campaign') ?? playbook.campaign,
  };
}

export interface PlaybookPart {
  readonly kind: AttackKind;
  readonly steps: readonly Words[];
}

/** Steps of an incident of these kinds, without repeating a step across kinds. */
export function stepsOfKinds(playbook: Playbook, kinds: readonly AttackKind[]): PlaybookPart[] {
  const listed = new Set<string>();
  return kinds.flatMap((kind) => {
    const steps = playbook.attacks[kind].filter((step) => !listed.has(step.vi));
    for (const step of steps) listed.add(step.vi);
    return steps.length === 0 ? [] : [{ kind, steps }];
  });
}
