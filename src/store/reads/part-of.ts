/** Name search for people. */
import { type RawBuilder, sql } from 'kysely';
import { foldText } from '../../core/facts/text/text-folding.ts';

/** Whether one of the columns contains the text, without regard to case and accents: `son la` finds `Sơn La`. */
export function isPartOf(text: string, columns: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  const pattern = `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`;
  const likes = columns.map((column) => sql`folded(${column}) like ${pattern} escape '\\'`);
  return sql<boolean>`(${sql.join(likes, sql` or `)})`;
}
