/** Tables as plain data; dialect-neutral except for the names of a few types. */
import { type Kysely, sql } from 'kysely';

/**
 * `number`: numbered by the database, never reused; `row`: a number that is the table's key; `?`: may be null. Times
 * are `int`, UTC milliseconds.
 */
export type Column = 'number' | 'row' | 'int' | 'int?' | 'real' | 'text' | 'text?' | 'blob';

export interface Index {
  readonly columns: readonly string[];
  readonly unique?: boolean;
  /** SQL of a partial index. */
  readonly where?: string;
}

export interface Table {
  readonly columns: Readonly<Record<string, Column>>;
  readonly key?: readonly string[];
  /** Rows are stored in key order, not in insertion order. */
  readonly isClustered?: boolean;
  readonly unique?: readonly (readonly string[])[];
  readonly indexes?: Readonly<Record<string, Index>>;
}

export type Tables = Readonly<Record<string, Table>>;

const sqlTypes = { int: 'bigint', real: 'double precision', text: 'text', blob: 'blob' } as const;

export async function createTables(db: Kysely<unknown>, tables: Tables): Promise<void> {
  for (const [name, table] of Object.entries(tables)) {
    await createTable(db, name, table);
    for (const [index, definition] of Object.entries(table.indexes ?? {})) {
      await createIndex(db, index, name, definition);
    }
  }
}

async function createTable(
  db: Kysely<unknown>,
  name: string,
  { columns, key, isClustered, unique = [] }: Table,
): Promise<void> {
  let table = db.schema.createTable(name);
  for (const [column, type] of Object.entries(columns)) {
    if (type === 'number') table = table.addColumn(column, 'integer', (c) => c.primaryKey().autoIncrement());
    else if (type === 'row') table = table.addColumn(column, 'integer', (c) => c.primaryKey());
    else {
      const base = type.replace('?', '') as keyof typeof sqlTypes;
      table = table.addColumn(column, sqlTypes[base], (c) => (type.endsWith('?') ? c : c.notNull()));
    }
  }
  if (key) table = table.addPrimaryKeyConstraint(`${name}Key`, [...key] as never[]);
  for (const [i, set] of unique.entries()) {
    table = table.addUniqueConstraint(`${name}Unique${i}`, [...set] as never[]);
  }
  await (isClustered ? table.modifyEnd(sql`without rowid`) : table).execute();
}

async function createIndex(db: Kysely<unknown>, name: string, table: string, index: Index): Promise<void> {
  let create = db.schema
    .createIndex(name)
    .on(table)
    .columns([...index.columns]);
  if (index.unique) create = create.unique();
  if (index.where !== undefined) create = create.where(sql.raw<boolean>(index.where));
  await create.execute();
}
