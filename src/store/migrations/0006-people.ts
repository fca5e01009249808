import type { Kysely } from 'kysely';

/** People of one agency, their addresses, links that let them choose a password, and where they are signed in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, column, type] of [
    ['users', 'agencyId', 'bigint'],
    ['users', 'email', 'text'],
    ['users', 'totpSecret', 'text'],
    ['users', 'totpPending', 'text'],
    ['users', 'totpLastStep', 'bigint'],
    ['users', 'subject', 'text'],
    ['sessions', 'lastSeenAt', 'bigint'],
    ['sessions', 'address', 'text'],
    ['sessions', 'agent', 'text'],
  ] as const) {
    await db.schema.alterTable(table).addColumn(column, type).execute();
  }
  await db.schema
    .createTable('recoveryCodes')
    .addColumn('userId', 'bigint', (c) => c.notNull())
    .addColumn('codeHash', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('recoveryCodesKey', ['userId', 'codeHash'] as never[])
    .execute();
  await db.schema
    .createTable('userTokens')
    .addColumn('tokenHash', 'text', (c) => c.primaryKey())
    .addColumn('userId', 'bigint', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('expiresAt', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('userOfSubject').unique().on('users').column('subject').execute();
  await db.schema.createIndex('userTokensOfUser').on('userTokens').columns(['userId', 'purpose']).execute();
  await db.schema.createIndex('sessionsOfUser').on('sessions').column('userId').execute();
  await db.schema.createIndex('auditByActor').on('audit').columns(['actor', 'seq']).execute();
}
