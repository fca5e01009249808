/** Database and evidence: enough for people's decisions and for commands that only read. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAskTimeStamp } from '../capture/time-stamp.ts';
import type { Opened, OpenedOperatorParts, OpenOptions } from '../cli/assembly.ts';
import { loadForms } from '../config/forms.ts';
import { databaseFile } from '../config/load.ts';
import { loadPlaybook } from '../config/playbook.ts';
import { loadPolicy } from '../config/policy.ts';
import type { Config } from '../config/schema/schema.ts';
import { createWatchCalendar } from '../config/watch-calendar.ts';
import { VonggacError } from '../core/errors.ts';
import type { EndpointsOf, Meter } from '../core/ports.ts';
import { openLiveConfig } from '../monitor/settings/live-config.ts';
import { openLivePlaybook } from '../monitor/settings/live-playbook.ts';
import { createPictures } from '../pictures/pictures.ts';
import { createReading } from '../reading/reading.ts';
import { openDatabase } from '../store/database.ts';
import { openBlobStore } from '../store/evidence/blobs.ts';
import type { SqlObserver } from '../store/prepared-statements.ts';
import { clock, createQuietLog, newId, version } from './process.ts';
import { createPrinting } from './run-print.ts';

/** Who else takes part in what happens. */
interface Watching {
  readonly observer?: SqlObserver | undefined;
  readonly onReplaced?: Meter['replaced'] | undefined;
}

export async function openOperatorParts(
  config: Config,
  options: OpenOptions,
  log = createQuietLog(),
  policy = () => loadPolicy(config),
  { observer, onReplaced }: Watching = {},
): Promise<Opened<OpenedOperatorParts>> {
  if (options.create) makeDataDir(config.dataDir);
  const db = await openDatabase(databaseFile(config), {
    ...options,
    dataDir: config.dataDir,
    ...(observer ? { observer } : {}),
  });
  const { config: live, refresh } = await openLiveConfig(config, db);
  const firstSteps = openLivePlaybook(() => loadPlaybook(config.playbook.file), db);
  await firstSteps.refresh();
  const counted = onReplaced ? { onReplaced } : {};
  const pictures = createPictures({ log, ...counted });
  const reading = createReading({ policy, clock, log, ...counted });
  const printing = createPrinting(live);
  const blobs = openBlobStore(join(config.dataDir, 'blobs'));
  return {
    parts: {
      config: live,
      playbook: firstSteps.playbook,
      refreshSettings: async () => {
        await refresh();
        await firstSteps.refresh();
      },
      db,
      blobs,
      clock,
      newId,
      calendar: createWatchCalendar(live),
      endpointsOf: mailOnly,
      log,
      pictures,
      judging: reading.judging,
      read: reading.read,
      forms: once(() => loadForms(config)),
      printPdf: printing.printPdf,
      writeFormDocx: printing.writeFormDocx,
      askTimeStamp: createAskTimeStamp({ config, read: reading.read }),
      version,
      policyVersion: () => policy().version,
    },
    async close() {
      await printing.close();
      await reading.close();
      await pictures.close();
      await db.destroy();
    },
  };
}

function makeDataDir(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new VonggacError('storage-failed', `The data folder ${dir} can't be made: check its owner, or set dataDir.`, {
      cause,
    });
  }
}

/** A further channel adds its endpoints for a recipient here. */
const mailOnly: EndpointsOf = (recipient) => [{ channel: 'mail', endpoint: recipient }];

/** Computed on first use. */
function once<T extends object>(compute: () => T): () => T {
  let value: T | null = null;
  return () => {
    value ??= compute();
    return value;
  };
}
