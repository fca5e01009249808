/** The product's own parts on a real database file, with portals that it has learned. */

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Capturer, createCapture } from '../../src/capture/capture.ts';
import { createLookAtNames } from '../../src/capture/name/name-look.ts';
import { loadPolicy } from '../../src/config/policy.ts';
import { configSchema } from '../../src/config/schema/schema.ts';
import { createWatchCalendar } from '../../src/config/watch-calendar.ts';
import { owner } from '../../src/core/people/actor.ts';
import type { TakeCapture } from '../../src/core/ports.ts';
import { noNote } from '../../src/core/standstill.ts';
import { withText } from '../../src/monitor/check/look/read-capture.ts';
import { runCheck } from '../../src/monitor/check/run-check.ts';
import type { MonitorParts } from '../../src/monitor/parts.ts';
import { registerSite, vetSite } from '../../src/monitor/sites/register-site.ts';
import { createPictures } from '../../src/pictures/pictures.ts';
import { createReading } from '../../src/reading/reading.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openBlobStore } from '../../src/store/evidence/blobs.ts';
import { claimDue } from '../../src/store/targets/targets.ts';
import { mailBy } from '../../tests/support/test-channels.ts';

export interface WatchedPortals {
  readonly parts: MonitorParts;
  readonly dir: string;
  readonly close: () => Promise<void>;
}

/** A site of the watch: its first page is its home. */
export interface Portal {
  readonly origin: string;
  readonly paths: readonly string[];
}

/**
 * The product's defaults, but for what loopback and a short run ask for. All portals are registered, the first `learned`
 * of them are learned.
 */
export async function watchPortals(
  portals: readonly Portal[],
  settings: object = {},
  learned = portals.length,
): Promise<WatchedPortals> {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-bench-'));
  const config = configSchema.parse({
    dataDir: dir,
    schedule: { every: '1ms', learnLooks: 2, learnEvery: '1ms' },
    egress: { capture: portals.map(({ origin }) => ({ host: new URL(origin).host, addresses: ['127.0.0.0/8'] })) },
    retention: { keepFree: '1MB' },
    ...settings,
  });
  // The daemon's log goes to a stream as well; a file is the slowest that is usual.
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(join(dir, 'log')));
  const clock = () => Date.now();
  const db = await openDatabase(join(dir, 'vonggac.sqlite'), { create: true });
  const pictures = createPictures({ log });
  const policy = loadPolicy(config);
  const reading = createReading({ policy: () => policy, clock, log });
  const { read, judging } = reading;
  const capturer = createCapture({ config, clock, log, read });
  const parts: MonitorParts = {
    config,
    db,
    blobs: openBlobStore(join(dir, 'blobs')),
    clock,
    newId: () => randomBytes(16).toString('hex'),
    calendar: createWatchCalendar(config),
    endpointsOf: (endpoint) => [{ channel: 'mail', endpoint }],
    log,
    read,
    policy,
    random: Math.random,
    takeCapture: capturer.take,
    lookAtNames: createLookAtNames({ config, clock, take: capturer.take, read }),
    countryOf: () => null,
    isBlind: async () => false,
    pictures,
    judging,
    channels: mailBy(async () => ({ status: 'sent', response: 'not delivered: a bench' }), config),
    underWay: noNote,
  };
  const close = async () => {
    await capturer.close();
    await reading.close();
    await pictures.close();
    await db.destroy();
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await register(parts, capturer, portals.slice(0, learned));
    await learn(parts, capturer.take);
    await register(parts, capturer, portals.slice(learned));
  } catch (error) {
    await close();
    throw error;
  }
  return { parts, dir, close };
}

async function register(parts: MonitorParts, capturer: Capturer, portals: readonly Portal[]): Promise<void> {
  for (const { origin, paths } of portals) {
    const [home = '/', ...rest] = paths;
    const site = await vetSite({ url: origin + home, emails: [], paths: rest }, capturer.vet);
    await registerSite(parts, site, { merge: false, actor: owner('bench') });
  }
}

/** Learns what is registered and judges each page once, through the product's own functions. */
async function learn(parts: MonitorParts, take: TakeCapture): Promise<void> {
  const learning: MonitorParts = { ...parts, takeCapture: withoutBrowser(parts, take) };
  for (let round = 0; round < 10; round += 1) {
    await lookAtDue(learning, 'browser');
    await lookAtDue(parts, 'http');
    const open = await parts.db.selectFrom('targets').select('id').where('cleanEtagJson', 'is', null).execute();
    if (open.length === 0) return;
  }
  throw new Error('the portals were not learned: their looks are not clean');
}

async function lookAtDue(parts: MonitorParts, tier: 'http' | 'browser'): Promise<void> {
  const owner = 'bench';
  const claim = { owner, leaseMs: 600_000, limit: 10_000, tier, inFlight: [], perHost: 10, perSite: 10_000 };
  for (const target of await claimDue(parts.db, { ...claim, now: parts.clock() + 60_000 })) {
    await runCheck(parts, target, owner, { dueAt: target.nextCheckAt });
  }
}

/** A browser that renders nothing of its own: benches of the HTTP tier need its baseline, not its slowness. */
function withoutBrowser(parts: Pick<MonitorParts, 'read'>, take: TakeCapture): TakeCapture {
  return async (request, signal) => {
    const outcome = await take({ ...request, tier: 'http' }, signal);
    if (!outcome.ok || request.tier === 'http') return outcome;
    const capture = await withText(parts, outcome.capture);
    if (capture === null) throw new Error('the text of a page could not be read');
    const rendering = {
      html: capture.html,
      screenshot: null,
      rendererVersion: 'none',
      realTime: request.realTime,
      dialogs: [],
      navigations: [],
      console: [],
      resources: [],
      popups: [],
    };
    return { ok: true, capture: { ...capture, tier: 'browser', rendering } };
  };
}
