import { existsSync, writeFileSync } from 'node:fs';
import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { leaseOwnerName, releaseDeadOwners } from '../../../src/monitor/check/lease-owner.ts';
import { startDaemon } from '../../../src/monitor/daemon.ts';
import { sendCoverage } from '../../../src/monitor/notices/send-coverage.ts';
import { prune } from '../../../src/monitor/upkeep/prune.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { listIncidents } from '../../../src/store/incidents/incidents.ts';
import { allowAll } from '../../support/allow-all.ts';
import { formsOnce } from '../../support/read-once.ts';
import { defacedPage, portalPage, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';
const black = [0, 0, 0] as const;
const day = 86_400_000;

describe('a database', () => {
  it('that is none is refused with a sentence', async () => {
    const watch = await stageWatch();
    const file = join(watch.parts.config.dataDir, 'text.sqlite');
    writeFileSync(file, 'đây không phải cơ sở dữ liệu'.repeat(100));
    await expect(openDatabase(file, { create: false })).rejects.toThrow(/cannot be opened/);
  });

  it('is never created by a command that only reads', async () => {
    const watch = await stageWatch();
    const file = join(watch.parts.config.dataDir, 'none', 'x.sqlite');
    await expect(openDatabase(file, { create: false })).rejects.toThrow(/There is no database/);
    expect(existsSync(file)).toBe(false);
  });
});

describe('a full disk', () => {
  it('ends the keeping of evidence, not the watching', async () => {
    const watch = await stageWatch();
    watch.show(home, { html: portalPage() });
    await watch.register(home);
    await watch.learn();
    const parts = {
      ...watch.parts,
      config: {
        ...watch.parts.config,
        retention: { ...watch.parts.config.retention, keepFree: Number.MAX_SAFE_INTEGER },
      },
    };
    Object.assign(watch.parts, { config: parts.config });
    watch.show(home, { html: defacedPage, colour: black });
    await watch.look(3);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toHaveLength(1);
    expect(
      await watch.parts.db.selectFrom('captures').select('id').where('keptFor', '=', 'evidence').execute(),
    ).toEqual([]);
  });

  it('that takes no more rows loses no incident: the look is refused whole and made again when there is room', async () => {
    const watch = await stageWatch();
    watch.show(home, { html: portalPage() });
    await watch.register(home);
    await watch.learn();
    watch.show(home, { html: defacedPage, colour: black });
    const pages = await sql<{ page_count: number }>`pragma page_count`.execute(watch.parts.db);
    await sql`pragma max_page_count = ${sql.lit(pages.rows[0]?.page_count ?? 0)}`.execute(watch.parts.db);
    await watch.parts.db.deleteFrom('meta').execute();
    const before = await watch.parts.db.selectFrom('checks').select('id').execute();
    let refusals = 0;
    for (let attempt = 0; attempt < 40 && refusals === 0; attempt += 1) {
      await watch.look(1).catch((error: Error) => {
        expect(error.message).toMatch(/full/);
        refusals += 1;
      });
    }
    expect(refusals).toBe(1);
    await sql`pragma max_page_count = 1000000`.execute(watch.parts.db);
    await watch.parts.db.updateTable('targets').set({ leaseOwner: null, leaseUntil: null }).execute();
    await watch.look(3);
    expect(await listIncidents(watch.parts.db, { onlyLive: true, limit: 9 })).toHaveLength(1);
    expect((await watch.parts.db.selectFrom('checks').select('id').execute()).length).toBeGreaterThan(before.length);
  });
});

describe('a page that costs more time or memory than there is', () => {
  it.each(['read', 'assess'] as const)(
    'is a suspect when it is given up on %s twice, and judged again once it can be',
    async (part) => {
      const watch = await stageWatch();
      watch.show(home, { html: portalPage() });
      await watch.register(home);
      await watch.learn();
      const { judging } = watch.parts;
      watch.show(home, { html: portalPage({ news: 'Tin mới' }) });
      Object.assign(watch.parts, { judging: { ...judging, [part]: async () => null } });
      await watch.look(1);
      const latest = () =>
        watch.parts.db.selectFrom('checks').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
      expect(await latest()).toMatchObject({ level: 'suspect', kind: 'injection' });
      expect((await latest()).failureJson).toContain('could not be read or judged');
      Object.assign(watch.parts, { judging });
      await watch.look(1);
      expect(await latest()).toMatchObject({ level: 'clean' });
    },
  );
});

describe('pruning', () => {
  it('forgets old looks but keeps the evidence of incidents and the captures of the current baseline', async () => {
    const watch = await stageWatch();
    watch.show(home, { html: portalPage() });
    await watch.register(home);
    await watch.learn();
    watch.show(home, { html: defacedPage, colour: black });
    await watch.look(3);
    const evidence = await watch.parts.db
      .selectFrom('captures')
      .select('id')
      .where('keptFor', '=', 'evidence')
      .execute();
    watch.show(home, { html: portalPage() });
    await watch.look(6);
    watch.advance(120 * day);
    await watch.look(1);
    const pruned = await prune(watch.parts);
    expect(pruned.checks).toBeGreaterThan(5);
    const left = await watch.parts.db.selectFrom('captures').select(['id', 'keptFor']).execute();
    expect(left.filter((row) => row.keptFor === 'evidence').map((row) => row.id)).toEqual(
      evidence.map((row) => row.id),
    );
    expect(left.filter((row) => row.keptFor === 'learning')).toHaveLength(6);
    const shown = await watch.parts.db.selectFrom('incidentTargets').select('checkId').executeTakeFirstOrThrow();
    expect(
      await watch.parts.db
        .selectFrom('checks')
        .select('id')
        .where('id', '=', shown.checkId ?? 0)
        .execute(),
    ).toHaveLength(1);
  });

  it('removes blobs that nothing names and half-written files, never young ones', async () => {
    const watch = await stageWatch();
    const { blobs, config } = watch.parts;
    const [old, young] = ['a'.repeat(64), 'b'.repeat(64)];
    await blobs.put(old, Buffer.from('old'));
    await blobs.put(young, Buffer.from('young'));
    const part = join(config.dataDir, 'blobs', 'cc', `${'c'.repeat(64)}.x.part`);
    await mkdir(join(part, '..'), { recursive: true });
    writeFileSync(part, 'half');
    const long = new Date(watch.now() - 2 * 3_600_000);
    await utimes(join(config.dataDir, 'blobs', 'aa', old), long, long);
    await utimes(part, long, long);
    await utimes(join(config.dataDir, 'blobs', 'bb', young), new Date(watch.now()), new Date(watch.now()));
    expect((await prune(watch.parts)).blobs).toBe(1);
    expect(await blobs.get(old)).toBeNull();
    expect(existsSync(part)).toBe(false);
    expect(existsSync(join(config.dataDir, 'blobs', 'bb', young))).toBe(true);
  });
});

describe('the daemon', () => {
  it('frees at its start what a killed process of this machine held', async () => {
    const watch = await stageWatch();
    watch.show(home, { html: portalPage() });
    await watch.register(home);
    const [machine] = leaseOwnerName('x').split('/');
    const held = { leaseUntil: watch.now() + day };
    // No process has this number: it is above the system's highest.
    await watch.parts.db
      .updateTable('targets')
      .set({ ...held, leaseOwner: `${machine}/4194999/dead` })
      .execute();
    await releaseDeadOwners(watch.parts.db);
    expect(await watch.parts.db.selectFrom('targets').select('leaseOwner').execute()).toEqual([{ leaseOwner: null }]);
    await watch.parts.db
      .updateTable('targets')
      .set({ ...held, leaseOwner: 'other-machine/1/alive' })
      .execute();
    await releaseDeadOwners(watch.parts.db);
    expect(await watch.parts.db.selectFrom('targets').select('leaseOwner').execute()).toEqual([
      { leaseOwner: 'other-machine/1/alive' },
    ]);
  });

  it('cuts off a look that never ends when it is asked to stop, and releases its claim', async () => {
    const watch = await stageWatch();
    await watch.register(home);
    const begun = Promise.withResolvers<void>();
    const parts = {
      ...watch.parts,
      forms: formsOnce,
      vet: allowAll,
      refreshSettings: async () => {},
      takeCapture: (_request: unknown, signal?: AbortSignal) => {
        begun.resolve();
        return new Promise<never>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      },
    };
    const daemon = await startDaemon(parts);
    await begun.promise;
    const startedAt = Date.now();
    await daemon.stop();
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    expect(await parts.db.selectFrom('targets').select('leaseOwner').execute()).toEqual([{ leaseOwner: null }]);
    expect(await parts.db.selectFrom('checks').select('id').execute()).toEqual([]);
  });

  it('tells the operators once a day what was looked at and what could not be seen', async () => {
    const watch = await stageWatch();
    watch.show(home, { html: portalPage() });
    await watch.register(home);
    await watch.register('https://dark.example/');
    await watch.look(8);
    await sendCoverage(watch.parts);
    await watch.dispatch();
    expect(watch.mails).toHaveLength(1);
    expect(watch.mails[0]).toMatchObject({
      endpoint: 'truc@bo.example',
      notice: {
        type: 'coverage',
        targetCount: 2,
        lookedAtCount: 2,
        unknown: [{ url: 'https://dark.example/', kind: 'unavailable' }],
      },
    });
  });
});
