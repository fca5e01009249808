/** Which sites a person may see. Every read for people takes one and puts it into its SQL. */
import { type RawBuilder, sql } from 'kysely';

export interface Scope {
  /** Null: the sites of every agency. */
  readonly agencyId: number | null;
}

/** Nobody sees nothing: agencies are numbered from 1. */
const noSite: Scope = { agencyId: 0 };

/** What a person may see: the sites of their agency, or of every agency when they belong to none. */
export function scopeOf(person: Scope | null): Scope {
  return person === null ? noSite : { agencyId: person.agencyId };
}

/** A condition on the table `sites`, which the query must join under that name; removed sites are nobody's. */
export function inScope(scope: Scope): RawBuilder<boolean> {
  return scope.agencyId === null
    ? sql<boolean>`sites.status != 'removed'`
    : sql<boolean>`sites.status != 'removed' and sites."agencyId" = ${scope.agencyId}`;
}
