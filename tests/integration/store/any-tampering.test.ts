/** Any single change, removal, insertion or exchange of rows, by somebody without the key, is found. */
import fc from 'fast-check';
import { CompiledQuery, sql } from 'kysely';
import { expect, test } from 'vitest';
import { verifyOpened } from '../../../src/store/evidence/verify-records.ts';
import { readWitness } from '../../../src/store/evidence/witness.ts';
import type { Database } from '../../../src/store/handle.ts';
import { openSealedScene } from '../../support/sealed-scene.ts';

/** What is covered of each table: columns, what names a row, and which rows. */
const covered = {
  audit: { key: ['seq'], columns: ['at', 'actor', 'act', 'subject', 'detailJson', 'previousHash', 'hash', 'seal'] },
  evidence: { key: ['seq'], columns: ['at', 'kind', 'ref', 'detail', 'digest', 'previousHash', 'hash', 'seal'] },
  captures: {
    key: ['id'],
    columns: ['targetId', 'at', 'tier', 'profile', 'keptFor', 'metaJson', 'bodyHash', 'renderedHash'],
  },
  checks: {
    key: ['id'],
    columns: [
      'targetId',
      'at',
      'tier',
      'level',
      'kind',
      'score',
      'confirmed',
      'status',
      'finalUrl',
      'bodyHash',
      'captureId',
    ],
    where: `captureId is not null`,
  },
  findings: {
    key: ['checkId', 'position'],
    columns: ['detector', 'kind', 'score', 'reasonVi', 'reasonEn', 'fingerprint', 'placeJson', 'indicatorsJson'],
  },
  incidents: { key: ['number'], columns: ['siteId', 'status', 'kindsJson', 'fingerprintsJson', 'openedAt', 'endedAt'] },
  incidentTargets: {
    key: ['incidentNumber', 'targetId'],
    columns: ['url', 'level', 'kind', 'score', 'findingsJson', 'checkId'],
  },
  incidentEvents: { key: ['id'], columns: ['incidentNumber', 'at', 'actor', 'type', 'note'] },
  baselines: { key: ['targetId', 'profile', 'version'], columns: ['content', 'revision', 'seal'] },
} as const;
type Table = keyof typeof covered;

interface Tampering {
  readonly table: Table;
  readonly how: 'change' | 'delete' | 'exchange' | 'insert';
  readonly row: number;
  readonly other: number;
  readonly column: number;
  readonly value: string | number;
}

const tampering: fc.Arbitrary<Tampering> = fc.record({
  table: fc.constantFrom(...(Object.keys(covered) as Table[])),
  how: fc.constantFrom('change', 'delete', 'exchange', 'insert'),
  row: fc.nat(),
  other: fc.nat(),
  column: fc.nat(),
  value: fc.oneof(fc.integer(), fc.string(), fc.constantFrom('', 'clean', '1.1', '[]', 'a'.repeat(64))),
});

/** @returns false when it would change nothing, or nothing that is covered */
async function apply(db: Database, { table, how, row, other, column, value }: Tampering): Promise<boolean> {
  const { key, columns } = covered[table];
  const where = 'where' in covered[table] ? covered[table].where : 'true';
  const run = async (statement: string, ...values: unknown[]) =>
    (await db.executeQuery(CompiledQuery.raw(statement, values))) as { rows: Record<string, unknown>[] };
  const { rows } = await run(`select * from ${table} where ${where} order by ${key.join(', ')}`);
  const [one, two] = [rows[row % rows.length], rows[other % rows.length]];
  const name = columns[column % columns.length] ?? '';
  if (one === undefined || two === undefined) return false;
  const at = key.map((part) => `${part} = ?`).join(' and ');
  const of = (which: Record<string, unknown>) => key.map((part) => which[part]);
  if (how === 'delete') {
    await run(`delete from ${table} where ${at}`, ...of(one));
    // The content that is learned stands in no chain; a version that is gone is only not there.
    return table !== 'baselines';
  }
  if (how === 'insert') {
    const last = rows.at(-1) ?? one;
    const free =
      table === 'findings' ? { position: 99 } : table === 'incidentTargets' ? { targetId: '9.9' } : { [key[0]]: 9_999 };
    if (table === 'baselines' || (table === 'checks' && last.level === 'clean')) return false;
    const made = {
      ...last,
      ...(table === 'audit' || table === 'evidence' ? { previousHash: last.hash } : {}),
      ...free,
      ...(table === 'incidents' ? { siteId: 99 } : {}),
    };
    await run(
      `insert into ${table} (${Object.keys(made)
        .map((part) => `"${part}"`)
        .join(', ')}) values (${Object.keys(made)
        .map(() => '?')
        .join(', ')})`,
      ...Object.values(made),
    );
    return true;
  }
  if (how === 'exchange') {
    if (one === two || columns.every((part) => one[part] === two[part]) || table === 'baselines') return false;
    const set = columns.map((part) => `"${part}" = ?`).join(', ');
    const values = (which: Record<string, unknown>, mark: string) =>
      columns.map((part) => (part === 'previousHash' ? `${mark}${which[part]}` : which[part]));
    await run(`update ${table} set ${set} where ${at}`, ...values(two, 'x'), ...of(one));
    await run(`update ${table} set ${set} where ${at}`, ...values(one, ''), ...of(two));
    if ((columns as readonly string[]).includes('previousHash'))
      await run(`update ${table} set previousHash = ? where ${at}`, two.previousHash, ...of(one));
    return true;
  }
  await run(`update or ignore ${table} set "${name}" = ? where ${at}`, value, ...of(one));
  const { rows: after } = await run(`select "${name}" as value from ${table} where ${at}`, ...of(one));
  return String(after[0]?.value) !== String(one[name]);
}

test('any tampering with a row that is covered is found', async () => {
  const scene = await openSealedScene();
  const witness = await readWitness(scene.dir);
  let applied = 0;
  await fc.assert(
    fc.asyncProperty(tampering, (one) =>
      scene
        .parts()
        .db.connection()
        .execute(async (db) => {
          await sql`begin`.execute(db);
          try {
            if (!(await apply(db, one))) return;
            applied += 1;
            expect((await verifyOpened(db, scene.dir, witness)).faults.count).toBeGreaterThan(0);
          } finally {
            await sql`rollback`.execute(db);
          }
        }),
    ),
    { numRuns: 200, seed: 20261129 },
  );
  expect(applied).toBeGreaterThan(100);
  expect(await scene.verified()).toMatchObject({ ok: true });
});
