/** What the handlers of acts share. */
import { VonggacError } from '../../core/errors.ts';
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
