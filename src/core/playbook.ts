/** What an agency should do first, per kind of incident: data, shown in the mail and on the incident's page. */
import type { AttackKind, UnknownKind, Words } from './model.ts';

/** Steps in the order in which they are to be taken; every list has at least one. */
export interface Playbook {
  readonly attacks: Readonly<Record<AttackKind, readonly Words[]>>;
  /** What to check when a portal can't be seen. */
  readonly unknown: Readonly<Record<UnknownKind, readonly Words[]>>;
  /** After an incident has gone. */
  readonly afterwards: readonly Words[];
  /** When many portals fell alike: what they share is closed first. */
  readonly campaign: readonly Words[];
}

export interface PlaybookPart {
  readonly kind: AttackKind;
  readonly steps: readonly Words[];
}

/** The steps of an incident of these kinds: what one kind has said already is not said again by the next. */
export function stepsOfKinds(playbook: Playbook, kinds: readonly AttackKind[]): PlaybookPart[] {
  const said = new Set<string>();
  return kinds.flatMap((kind) => {
    const steps = playbook.attacks[kind].filter((step) => !said.has(step.vi));
    for (const step of steps) said.add(step.vi);
    return steps.length === 0 ? [] : [{ kind, steps }];
  });
}
