/** Vets a database from an archive before the product opens it: a foreign one could contain triggers and views. */
import Sqlite from 'better-sqlite3';
import { emptyDatabase, isKnownSchema } from '../migrations/migrate.ts';

/**
 * Null, or why the file is not a whole database of this product.
 * @param schema the newest migration that the manifest names
 * @returns the rest of a sentence that begins with the archive's name
 */
export async function databaseFault(file: string, schema: string): Promise<string | null> {
  if (!isKnownSchema(schema))
    return `was made by a newer version (schema ${schema} is not known to this one): use that version`;
  let db: Sqlite.Database | null = null;
  try {
    db = new Sqlite(file, { readonly: true });
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    const expected = await emptyDatabase(schema);
    const tables = definitionsIn(expected);
    expected.close();
    // Foreign triggers, views and checks would run with the product's own statements.
    const odd = differing(tables, definitionsIn(db));
    if (odd !== null) return `holds a database whose ${odd} is not that of schema ${schema}`;
    const newest = db.prepare('select max(name) as name from kysely_migration').get() as { name: string | null };
    if (newest.name !== schema) return `holds a database of another schema than its manifest says`;
    const answer = db.pragma('integrity_check(1)', { simple: true });
    return answer === 'ok' ? null : `holds a damaged database (${String(answer)})`;
  } catch (error) {
    return `holds a damaged database (${error instanceof Error ? error.message : String(error)})`;
  } finally {
    db?.close();
  }
}

/** SQL of tables and indexes, by name, without the query planner's own tables. */
function definitionsIn(db: Sqlite.Database): Map<string, string> {
  const rows = db
    .prepare("select type, name, sql from sqlite_master where name not like 'sqlite@_stat%' escape '@'")
    .all() as { type: string; name: string; sql: string | null }[];
  return new Map(rows.map(({ type, name, sql }) => [`${type} ${name}`, sql ?? '']));
}

function differing(expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): string | null {
  for (const [name, sql] of expected) if (found.get(name) !== sql) return name;
  return [...found.keys()].find((name) => !expected.has(name)) ?? null;
}
