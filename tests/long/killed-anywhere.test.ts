import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portals, startPortals } from '../../fixtures/portals/server.ts';
import { configSchema } from '../../src/config/schema/schema.ts';
import { owner } from '../../src/core/people/actor.ts';
import { registerSite, vetSite } from '../../src/monitor/sites/register-site.ts';
import { openDatabase } from '../../src/store/database.ts';
import { verifyRecords } from '../../src/store/evidence/verify-records.ts';
import type { CrashSetting } from '../support/crashing-root.ts';
import { openSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { until } from '../support/watch-process.ts';

interface Counts {
  readonly statements: number;
  readonly deliveries: number;
  readonly died: CrashSetting['crash'];
}

const rootFile = join(import.meta.dirname, '..', 'support', 'crashing-root.ts');

/** mulberry32: the same points on every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('killed at seeded points of the write and delivery path', () => {
  const dir = mkdtempSync(join(tmpdir(), 'vonggac-kill-'));
  let portals: Portals;
  /** Changing statements from start to the incident's sent mail, in a run that nothing disturbs. */
  let undisturbed: Counts;

  function configOf(dataDir: string, smtp: TestSmtpServer) {
    const [portal] = portals.portals;
    return {
      dataDir,
      smtp: { host: '127.0.0.1', port: smtp.port, security: 'none' },
      mail: { from: 'canh-gac@vonggac.example' },
      schedule: { every: '400ms', browserEvery: '2s', confirmAfter: '200ms', learnEvery: '200ms', learnLooks: 2 },
      capture: { browser: { sandbox: process.getuid?.() !== 0 } },
      egress: { capture: [{ host: new URL(portal?.url ?? '').host, addresses: ['127.0.0.1'] }] },
      retention: { keepFree: '1MB' },
    };
  }
  /** Runs the root until it died, or until `isDone`; asserts that a planned death did happen. */
  async function run(
    dataDir: string,
    smtp: TestSmtpServer,
    crash: CrashSetting['crash'],
    isDone: () => Promise<boolean>,
  ): Promise<Counts> {
    const countFile = join(dataDir, 'counts.json');
    const file = join(dataDir, 'setting.json');
    writeFileSync(countFile, '{}');
    writeFileSync(file, JSON.stringify({ config: configOf(dataDir, smtp), crash, countFile } satisfies CrashSetting));
    const child = spawn(process.execPath, [rootFile, file], { stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    child.stderr.on('data', (data) => (log += String(data)));
    const ended = new Promise<NodeJS.Signals | null>((resolve) =>
      child.once('exit', (_code, signal) => resolve(signal)),
    );
    let isOver = false;
    void ended.then(() => (isOver = true));
    await until(
      crash ? `the death ${JSON.stringify(crash)}` : 'the work to be done',
      async () => isOver || (!crash && log.includes('"watching"') && (await isDone())),
      120_000,
    ).catch((error) => {
      child.kill('SIGKILL');
      throw new Error(`${error}\n${log.slice(-3_000)}`);
    });
    if (!isOver) child.kill('SIGTERM');
    expect(await ended, log.slice(-2_000)).toBe(crash ? 'SIGKILL' : null);
    const counts = JSON.parse(readFileSync(countFile, 'utf8')) as Counts;
    expect(counts.died ?? null).toEqual(crash);
    return counts;
  }
  async function read<T>(
    dataDir: string,
    use: (db: Awaited<ReturnType<typeof openDatabase>>) => Promise<T>,
  ): Promise<T> {
    const db = await openDatabase(join(dataDir, 'vonggac.sqlite'), { create: false });
    try {
      return await use(db);
    } finally {
      await db.destroy();
    }
  }
  const isTold = (dataDir: string) =>
    read(dataDir, async (db) => {
      const rows = await db.selectFrom('outbox').select('status').execute();
      return rows.length > 0 && rows.every((row) => row.status === 'sent');
    });
  const learned = join(dir, 'learned');

  beforeAll(async () => {
    portals = await startPortals({ seed: 5 });
    const smtp = await openSmtpServer();
    const db = await openDatabase(join(learned, 'vonggac.sqlite'), { create: true });
    const request = {
      url: portals.portals[0]?.url ?? '',
      emails: ['tinhoc@co-quan.example', 'truong@so.example'],
      paths: [],
    };
    const site = await vetSite(request, async () => ({ status: 'allowed' }));
    await registerSite({ db, clock: () => Date.now(), config: configSchema.parse({}) }, site, {
      merge: false,
      actor: owner('test'),
    });
    await db.destroy();
    await run(learned, smtp, null, () =>
      read(learned, async (at) => (await at.selectFrom('baselines').select('version').execute()).length > 0),
    );
    portals.portals[0]?.deface('hacked-en');
    const plain = join(dir, 'plain');
    cpSync(learned, plain, { recursive: true });
    undisturbed = await run(plain, smtp, null, () => isTold(plain));
    expect(smtp.messages).toHaveLength(2);
    await smtp.close();
  }, 400_000);
  afterAll(async () => {
    await portals.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const draw = seeded(20261122);
  const points = Array.from({ length: 10 }, (_, index) => ({ index, share: draw() }));

  // Mostly waiting (a look in real time takes seconds), so some go side by side, each with a mail server of its own.
  it.concurrent.each(points)(
    'point $index: one incident, every notice delivered, repeats only where the rule allows',
    async ({ index, share }) => {
      const dataDir = join(dir, `point-${index}`);
      cpSync(learned, dataDir, { recursive: true });
      const smtp = await openSmtpServer();
      // Seven points among the statements, three around the two deliveries.
      const crash: NonNullable<CrashSetting['crash']> =
        index < 7
          ? { at: 'statement', n: 1 + Math.floor(share * undisturbed.statements) }
          : { at: index === 7 ? 'before-delivery' : 'after-delivery', n: index === 9 ? 2 : 1 };
      await run(dataDir, smtp, crash, async () => false);
      // Whatever was not written any more, nobody is accused of having removed it.
      const accused = () => read(dataDir, async (db) => (await verifyRecords(db, dataDir)).faults.list);
      expect(await accused()).toEqual([]);
      await run(dataDir, smtp, null, () => isTold(dataDir));
      await smtp.close();

      const found = await read(dataDir, async (db) => ({
        incidents: await db.selectFrom('incidents').select(['number', 'status']).execute(),
        outbox: await db.selectFrom('outbox').select(['endpoint', 'messageId']).orderBy('endpoint').execute(),
      }));
      expect(await accused()).toEqual([]);
      expect(found.incidents).toEqual([{ number: 1, status: 'open' }]);
      expect(found.outbox.map((row) => row.endpoint)).toEqual(['tinhoc@co-quan.example', 'truong@so.example']);
      const sent = await Promise.all(smtp.messages.map((_, at) => smtp.read(at)));
      const ids = sent.map((mail) => (mail.messageId ?? '').replace(/^<|>$/g, ''));
      // Every notice arrived under its own Message-ID; twice only when killed between acceptance and commit.
      expect([...new Set(ids)].sort()).toEqual(found.outbox.map((row) => row.messageId).sort());
      const times = [...Map.groupBy(ids, (id) => id).values()].map((list) => list.length);
      expect(Math.max(...times)).toBeLessThanOrEqual(2);
      // A death before the first delivery's end can't make that one come twice; the other sender's may.
      const repeats = ids.length - times.length;
      if (crash.at === 'after-delivery') expect(repeats).toBeGreaterThanOrEqual(1);
      if (crash.at === 'before-delivery') expect(repeats).toBeLessThanOrEqual(1);
    },
  );
});
