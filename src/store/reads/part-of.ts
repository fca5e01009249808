/** Name search for people. */
import { type RawBuilder, sql } from 'kysely';

/**
 * Whether one of the columns contains the text. SQLite's LIKE ignores case for ASCII only, so Vietnamese is matched in
 * each usual spelling.
 */
export function isPartOf(text: string, columns: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  const typed = text.normalize('NFC');
  const lower = typed.toLowerCase();
  const title = lower.replace(/(?<![\p{L}\p{M}])\p{L}/gu, (letter) => letter.toUpperCase());
  const sentence = lower.replace(/^\p{L}/u, (letter) => letter.toUpperCase());
  const spellings = [...new Set([typed, lower, title, sentence, typed.toUpperCase()])];
  const likes = spellings.flatMap((spelling) => {
    const pattern = `%${spelling.replace(/[\\%_]/g, '\\$&')}%`;
    return columns.map((column) => sql`${column} like ${pattern} escape '\\'`);
  });
  return sql<boolean>`(${sql.join(likes, sql` or `)})`;
}
