import type { Kysely } from 'kysely';

/** A step is known by whom it calls. Where it stood in a ladder since changed says nothing: such steps are forgotten. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('ladderSteps').execute();
  await db.schema
    .createTable('ladderSteps')
    .addColumn('incidentNumber', 'bigint', (c) => c.notNull())
    .addColumn('unownedSince', 'bigint', (c) => c.notNull())
    .addColumn('to', 'text', (c) => c.notNull())
    .addColumn('turn', 'bigint', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('ladderStepsKey', ['incidentNumber', 'unownedSince', 'to', 'turn'] as never[])
    .execute();
}
