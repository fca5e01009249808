/** What the handlers of acts share. */
import { isSaid, VonggacError } from '../../core/errors.ts';
import type { SignedInVisit } from '../gate/route.ts';

const maxNote = 2_000;

/** The note as typed, cut; undefined when nothing was written. Stored as it is, made safe where it is shown. */
export function noteOf(visit: SignedInVisit, field = 'note'): string | undefined {
  const note = (visit.form.get(field) ?? '').trim().slice(0, maxNote);
  return note === '' ? undefined : note;
}

/** A number that the route's pattern let through. */
export function numberParam(visit: SignedInVisit, name: string): number {
  const text = visit.context.req.param(name) ?? '';
  if (!/^\d{1,15}$/.test(text)) throw new VonggacError('not-found', 'There is no such number.');
  return Number(text);
}

/** Does it for each in turn, also where somebody else was faster at one. @returns how many were refused and left alone */
export async function leftAlone<T>(items: readonly T[], doIt: (item: T) => Promise<void>): Promise<number> {
  let left = 0;
  for (const item of items) {
    try {
      await doIt(item);
    } catch (error) {
      if (!isSaid(error)) throw error;
      left += 1;
    }
  }
  return left;
}
