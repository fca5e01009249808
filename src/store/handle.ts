/** What queries run on: the database, or one transaction. */
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema/schema.ts';

export type Database = Kysely<Schema>;
export type Trx = Transaction<Schema>;
