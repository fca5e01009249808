/** What all the servers that were asked say together, and who says something else. */
import type { AnswerStatus, NameLook, RecordType } from './name-look.ts';

/** What one server says to questions of some types, taken as one. */
export interface Voice {
  readonly resolver: string;
  readonly isZone: boolean;
  /** The best of its answers: one that answers any of the questions has answered. */
  readonly status: AnswerStatus;
  readonly values: readonly string[];
}

/** Statuses that say something about the name, best first; the others say something about the server. */
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

/** Values that lie far from what is accepted, and where they are told. */
export interface Departure {
  readonly values: readonly string[];
  readonly holders: readonly string[];
  /** `everywhere`: by most servers, or by half of the zone's own; the others may still remember the old answer. */
  readonly reach: 'everywhere' | 'only-at';
  /** Those who tell it tell nothing else. */
  readonly isWhole: boolean;
}

/**
 * Null when nobody tells anything far.
 *
 * @param voices those who failed too: what one server says while all others are silent is said by one
 */
export function departureOf(voices: readonly Voice[], isNear: (value: string) => boolean): Departure | null {
  const far = voices.map(({ values }) => values.filter((value) => !isNear(value)));
  const telling = voices.filter((_, i) => (far[i]?.length ?? 0) > 0);
  if (telling.length === 0) return null;
  const zone = voices.filter(({ isZone }) => isZone);
  const zoneTelling = telling.filter(({ isZone }) => isZone).length;
  const isEverywhere = telling.length * 2 > voices.length || (zoneTelling > 0 && zoneTelling * 2 >= zone.length);
  return {
    values: [...new Set(far.flat())].sort(),
    holders: telling.map(({ resolver }) => resolver),
    reach: isEverywhere ? 'everywhere' : 'only-at',
    isWhole: voices.every(({ values }, i) => far[i]?.length === 0 || far[i]?.length === values.length),
  };
}
