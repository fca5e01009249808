/** Which sites a person may see. Every read for people takes a scope and puts it into its SQL. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../../core/people/actor.ts';

/** Without a person nothing is visible: agencies are numbered from 1. */
const noSite: Scope = { agencyId: 0 };

/** The sites of the person's agency, or of every agency when they belong to none. */
export function scopeOf(person: Scope | null): Scope {
  return person === null ? noSite : { agencyId: person.agencyId };
}

/** Everything that was ever watched: evidence outlives the portal's registration. */
export const everRegistered: Scope & { readonly withRemoved: true } = { agencyId: null, withRemoved: true };

/** A condition on the table `sites`, which the query must join under that name; removed sites are in no other scope. */
export function inScope(scope: Scope): RawBuilder<boolean> {
  if ('withRemoved' in scope) return sql<boolean>`true`;
  return scope.agencyId === null
    ? sql<boolean>`sites.status != 'removed'`
    : sql<boolean>`sites.status != 'removed' and sites."agencyId" = ${scope.agencyId}`;
}
