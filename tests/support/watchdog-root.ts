/**
 * A process with a watchdog and a main loop that does what it is told: `watchdog-root.ts FOLDER DEED`. It prints
 * `ready` when it begins and `over` when the main loop runs again, and exits half a second later. The limits are a
 * twentieth of the product's.
 */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { pino } from 'pino';
import { standstillFile } from '../../src/core/standstill.ts';
import { openDatabase } from '../../src/store/database.ts';
import { startWatchdog } from '../../src/watchdog/watchdog.ts';

const [folder = '', deed = ''] = process.argv.slice(2);
const limits = { spinningMs: 1_000, processorMs: 500, blockedMs: 60_000, tickMs: 50 };
const watchdog = startWatchdog({
  file: join(folder, standstillFile),
  clock: () => Date.now(),
  log: pino({ level: 'silent' }),
  limits,
});
const file = join(folder, 'watched.sqlite');
const db = await openDatabase(file, { create: true, observer: watchdog.sql });
const processorMs = () => process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000;

const deeds: Readonly<Record<string, () => unknown>> = {
  expression: () => /^(a+)+$/.test(`${'a'.repeat(60)}!`),
  loop: () => {
    for (;;);
  },
  // Promises alone never let the event loop advance.
  promises: async () => {
    for (;;) await null;
  },
  sleep: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_000),
  /** Twice the limit in CPU time, in one statement. */
  statement: async () => {
    const from = processorMs();
    for (let rows = 2_000_000; processorMs() - from < 2 * limits.spinningMs; rows *= 2) {
      await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows}) select sum(i) from n`.execute(
        db,
      );
    }
  },
  statements: async () => {
    const from = processorMs();
    while (processorMs() - from < 2 * limits.spinningMs) await sql`select count(*) from targets`.execute(db);
  },
  locked: async () => {
    const other = new Sqlite(file);
    other.exec('BEGIN IMMEDIATE');
    // Blocks the main thread for ten seconds, waiting for the lock.
    await sql`update targets set host = ''`.execute(db).catch(() => undefined);
    other.close();
  },
  nothing: () => undefined,
};

watchdog.note({ act: 'look', id: '1.1', place: 'https://before.example/' })();
watchdog.note({ act: 'look', id: '3.1', place: `https://portal.example/${'x'.repeat(400)}` });
watchdog.note({ act: 'round', id: '7', place: '' });
// By then the thread is running and has seen the event loop advance.
setTimeout(async () => {
  process.stdout.write('ready\n');
  await deeds[deed]?.();
  process.stdout.write('over\n');
  setTimeout(() => process.exit(0), 500);
}, 1_500);
