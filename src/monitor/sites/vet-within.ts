import type { RecordParts } from '../parts.ts';
import type { Vet } from './register-site.ts';

/** Names that were not looked up within the time are registered as such. */
export function vetWithin({ clock, vet }: Pick<RecordParts, 'clock'> & { readonly vet: Vet }, lookUpMs: number): Vet {
  const until = clock() + lookUpMs;
  return async (url) =>
    clock() < until ? vet(url) : { status: 'unresolved', reason: 'there was not enough time to look it up' };
}
