/**
 * A composition root that ends its own process at one point of the write and delivery path: `node crashing-root.ts
 * SETTING.json`. Prints what it counted, so that the test can draw points, and prove that the process did end there.
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
import { configSchema } from '../../src/config/schema.ts';
import { createWatchCalendar } from '../../src/config/watch-calendar.ts';
import { createJudging } from '../../src/judging/judging.ts';
import { startDaemon } from '../../src/monitor/daemon.ts';
import type { Parts } from '../../src/monitor/parts.ts';
import { createMail } from '../../src/notify/mail/mail.ts';
import { createPictures } from '../../src/pictures/pictures.ts';
import { openBlobStore } from '../../src/store/blobs.ts';
import { openDatabase } from '../../src/store/database.ts';

export interface CrashSetting {
  /** A configuration as it stands in a file. */
  readonly config: unknown;
  /** Where to die: before the n-th changing statement, or around the n-th delivery. Null: never. */
  readonly crash: { readonly at: 'statement' | 'before-delivery' | 'after-delivery'; readonly n: number } | null;
  /** Gets the counts after each event. */
  readonly countFile: string;
}

const [file = ''] = process.argv.slice(2);
const setting = JSON.parse(readFileSync(file, 'utf8')) as CrashSetting;
const config = configSchema.parse(setting.config);
const counts = { statements: 0, deliveries: 0 };

/** The point is noted on disk before the process dies there: the test asserts that it was reached. */
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
const capturer = createCapture({ config, clock, log });
const pictures = createPictures({ log });
const policy = loadPolicy(config);
const judging = createJudging({ policy, log });
const db = await openDatabase(join(config.dataDir, 'vonggac.sqlite'), { create: false });
const parts: Parts = {
  config,
  db: db.withPlugin(countStatements),
  blobs: openBlobStore(join(config.dataDir, 'blobs')),
  clock,
  newId: () => randomBytes(16).toString('hex'),
  calendar: createWatchCalendar(config),
  log,
  policy,
  random: Math.random,
  takeCapture: capturer.take,
  lookAtNames: createLookAtNames({ config, clock, take: capturer.take }),
  countryOf: () => null,
  isBlind: async () => false,
  pictures,
  judging,
  async deliver(notification, load) {
    counts.deliveries += 1;
    const { deliveries } = counts;
    reach('before-delivery', deliveries);
    const result = await mail.deliver(notification, load);
    reach('after-delivery', deliveries);
    return result;
  },
};
const asked = new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
const daemon = await startDaemon(parts);
await asked;
await daemon.stop();
mail.close();
await capturer.close();
await judging.close();
await pictures.close();
await db.destroy();
