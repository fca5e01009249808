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
