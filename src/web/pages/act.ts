/** Shared by the handlers of acts. */
import { isShown, VonggacError } from '../../core/errors.ts';
import type { SignedInVisit } from '../gate/route.ts';

const maxNote = 2_000;

/** The note as typed, truncated; undefined when empty. Stored raw, escaped where it is shown. */
export function noteOf(visit: SignedInVisit, field = 'note'): string | undefined {
  const note = (visit.form.get(field) ?? '').trim().slice(0, maxNote);
  return note === '' ? undefined : note;
}

/** A number, guaranteed by the route's pattern. */
export function numberParam(visit: SignedInVisit, name: string): number {
  const text = visit.context.req.param(name) ?? '';
  if (!/^\d{1,15}$/.test(text)) throw new VonggacError('not-found', 'There is no such number.');
  return Number(text);
}

/** Runs the act on each item in turn, skipping items that somebody else has decided. @returns how many were refused */
export async function countRefused<T>(items: readonly T[], doIt: (item: T) => Promise<void>): Promise<number> {
  let refused = 0;
  for (const item of items) {
    try {
      await doIt(item);
    } catch (error) {
      if (!isShown(error)) throw error;
      refused += 1;
    }
  }
  return refused;
}
