/**
 * A composition root that kills its own process at one point of the write and delivery path: `node crashing-root.ts
 * SETTING.json`. Prints its counts, so the test can pick points and prove that the process ended there.
 */

import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KyselyPlugin } from 'kysely';
import { pino } from 'pino';
import { createCapture } from '../../src/capture/capture.ts';
import { createLookAtNames } from '../../src/capture/name/name-look.ts';
import { loadPlaybook } from '../../src/config/playbook.ts';
import { loadPolicy } from '../../src/config/policy.ts';
import { configSchema } from '../../src/config/schema/schema.ts';
import { createWatchCalendar } from '../../src/config/watch-calendar.ts';
import { noNote } from '../../src/core/standstill.ts';
import { startDaemon } from '../../src/monitor/daemon.ts';
import type { MonitorParts } from '../../src/monitor/parts.ts';
import { createMail } from '../../src/notify/mail/mail.ts';
import { createPictures } from '../../src/pictures/pictures.ts';
import { createReading } from '../../src/reading/reading.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openBlobStore } from '../../src/store/evidence/blobs.ts';
import { allowAll } from './allow-all.ts';
import { impatient } from './impatient.ts';
import { formsOnce } from './read-once.ts';
import { mailBy } from './test-channels.ts';
import { mailOnly } from './test-notices.ts';

export interface CrashSetting {
  /** A configuration as in a file. */
  readonly config: unknown;
  /** Where to crash: before the n-th changing statement, or around the n-th delivery. Null: never. */
  readonly crash: { readonly at: 'statement' | 'before-delivery' | 'after-delivery'; readonly n: number } | null;
  /** Receives the counts after each event. */
  readonly countFile: string;
}

const [file = ''] = process.argv.slice(2);
const setting = JSON.parse(readFileSync(file, 'utf8')) as CrashSetting;
const config = configSchema.parse(setting.config);
const counts = { statements: 0, deliveries: 0 };

/** Records the point on disk before crashing there: the test asserts that it was reached. */
function reach(at: NonNullable<CrashSetting['crash']>['at'], n: number): void {
  const isHere = setting.crash?.at === at && setting.crash.n === n;
  writeFileSync(setting.countFile, JSON.stringify({ ...counts, died: isHere ? setting.crash : null }));
  if (isHere) process.kill(process.pid, 'SIGKILL');
}

const countStatements: KyselyPlugin = {
  transformQuery({ node }) {
    if (node.kind !== 'SelectQueryNode') {
      counts.statements += 1;
      reach('statement', counts.statements);
    }
    return node;
  },
  transformResult: async ({ result }) => result,
};

const log = pino({ level: 'info', base: null }, pino.destination({ dest: 2, sync: true }));
const clock = () => Date.now();
const mail = createMail({ config, clock, log, playbook: loadPlaybook('') });
const policy = loadPolicy(config);
const reading = createReading({ policy: () => policy, clock, log });
const { read, judging } = reading;
const capturer = createCapture({ config, clock, log, read });
const pictures = createPictures({ log });
const db = await openDatabase(join(config.dataDir, 'vonggac.sqlite'), { create: false });
const parts: MonitorParts = {
  config,
  db: db.withPlugin(countStatements),
  blobs: openBlobStore(join(config.dataDir, 'blobs')),
  clock,
  newId: () => randomBytes(16).toString('hex'),
  calendar: createWatchCalendar(config),
  endpointsOf: mailOnly,
  log,
  read,
  policy,
  random: Math.random,
  takeCapture: impatient(capturer.take),
  lookAtNames: createLookAtNames({ config, clock, take: capturer.take, read }),
  countryOf: () => null,
  isBlind: async () => false,
  pictures,
  judging,
  underWay: noNote,
  channels: mailBy(async (notification, load) => {
    counts.deliveries += 1;
    const { deliveries } = counts;
    reach('before-delivery', deliveries);
    const result = await mail.deliver(notification, load);
    reach('after-delivery', deliveries);
    return result;
  }, config),
};
const asked = new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
const daemon = await startDaemon({ ...parts, vet: allowAll, forms: formsOnce, refreshSettings: async () => {} });
await asked;
await daemon.stop();
mail.close();
await capturer.close();
await reading.close();
await pictures.close();
await db.destroy();
