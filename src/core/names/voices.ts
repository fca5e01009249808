/** What the queried servers agree on, and which of them differ. */
import type { AnswerStatus, NameLook, RecordType } from './name-look.ts';

/** One server's answers to questions of some types, combined. */
export interface Voice {
  readonly resolver: string;
  readonly isZone: boolean;
  /** Its best answer: a server that answers any of the questions has answered. */
  readonly status: AnswerStatus;
  readonly values: readonly string[];
}

/** Statuses that say something about the name, best first; the others are about the server. */
const replies: readonly AnswerStatus[] = ['answered', 'no-data', 'no-such-name'];

/** Servers that were asked any of the questions. */
export function voicesOf({ resolvers }: NameLook, types: readonly RecordType[]): Voice[] {
  return (resolvers ?? []).flatMap(({ resolver, kind, answers }): Voice[] => {
    const asked = answers.filter(({ type }) => types.includes(type));
    const [first] = asked;
    if (first === undefined) return [];
    const status = replies.find((one) => asked.some((answer) => answer.status === one)) ?? first.status;
    const values = asked.flatMap((answer) => answer.values);
    return [{ resolver, isZone: kind === 'zone', status, values: [...new Set(values)].sort() }];
  });
}

export function isReply({ status }: Voice): boolean {
  return replies.includes(status);
}

/** Servers that said something about the name. */
export function repliesOf(look: NameLook, types: readonly RecordType[]): Voice[] {
  return voicesOf(look, types).filter(isReply);
}

/** Values far from what is accepted, and which servers return them. */
export interface Departure {
  readonly values: readonly string[];
  readonly holders: readonly string[];
  /** `everywhere`: by most servers, or by half of the zone's own; the others may still have the old answer cached. */
  readonly reach: 'everywhere' | 'only-at';
  /** The servers that return it return nothing else. */
  readonly isWhole: boolean;
}

/**
 * Null when no server returns anything far.
 * @param voices including failed ones: a single answer while all others are silent counts as one
 */
export function departureOf(voices: readonly Voice[], isNear: (value: string) => boolean): Departure | null {
  const far = voices.map(({ values }) => values.filter((value) => !isNear(value)));
  const informative = voices.filter((_, i) => (far[i]?.length ?? 0) > 0);
  if (informative.length === 0) return null;
  const zone = voices.filter(({ isZone }) => isZone);
  const zoneInformative = informative.filter(({ isZone }) => isZone).length;
  const isEverywhere =
    informative.length * 2 > voices.length || (zoneInformative > 0 && zoneInformative * 2 >= zone.length);
  return {
    values: [...new Set(far.flat())].sort(),
    holders: informative.map(({ resolver }) => resolver),
    reach: isEverywhere ? 'everywhere' : 'only-at',
    isWhole: voices.every(({ values }, i) => far[i]?.length === 0 || far[i]?.length === values.length),
  };
}
