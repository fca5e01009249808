/** Which sites a person may see. Every read for people takes one and puts it into its SQL. */
import { type RawBuilder, sql } from 'kysely';

export interface Scope {
  /** Null: the sites of every agency. */
  readonly agencyId: number | null;
}

export const everySite: Scope = { agencyId: null };

/** A condition on the table `sites`, which the query must join under that name; removed sites are nobody's. */
export function inScope(scope: Scope): RawBuilder<boolean> {
  return scope.agencyId === null
    ? sql<boolean>`sites.status != 'removed'`
    : sql<boolean>`sites.status != 'removed' and sites."agencyId" = ${scope.agencyId}`;
}
