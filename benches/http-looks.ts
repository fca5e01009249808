/** HTTP looks of unchanged pages: the daemon's own loop, every look guarded and committed in its own transaction. */
import type { TakeCapture } from '../src/core/ports.ts';
import { createLookouts } from '../src/monitor/lookouts.ts';
import type { Parts } from '../src/monitor/parts.ts';
import type { Bench, Figure } from './figure.ts';
import { bareLoop } from './support/bare-loop.ts';
import { startPageServer } from './support/page-server.ts';
import { watchPortals } from './support/watched-portals.ts';

export interface HttpLooksSetting {
  readonly hosts: number;
  readonly pagesPerHost: number;
  readonly seconds: number;
  /** Stands around the product's capture; a test slows it down here to see the bench fall short. */
  readonly around?: (take: TakeCapture) => TakeCapture;
}

const pageKilobytes = 70;
const owner = 'bench';

export function httpLooks(setting: HttpLooksSetting = { hosts: 30, pagesPerHost: 2, seconds: 10 }): Bench {
  return { name: 'http-looks', measure: () => measure(setting) };
}

async function measure(setting: HttpLooksSetting): Promise<Figure[]> {
  const server = await startPageServer(setting.hosts);
  try {
    const portals = server.origins.map((origin, host) => ({
      origin,
      paths: Array.from({ length: setting.pagesPerHost }, (_, i) => `/still/${host * 100 + i}/${pageKilobytes}`),
    }));
    const watch = await watchPortals(portals);
    try {
      const urls = portals.flatMap(({ origin, paths }) => paths.map((path) => origin + path));
      const { concurrency } = watch.parts.config.capture;
      const bare = (fresh: boolean) =>
        bareLoop(urls, { concurrency: concurrency.http, seconds: setting.seconds / 4, fresh });
      // The bare loops before and after, so that a machine that slows down meanwhile slows both.
      const before = [await bare(true), await bare(false)] as const;
      const looks = await lookFor(setting, watch.parts, server.requestCount);
      const after = [await bare(true), await bare(false)] as const;
      const mean = (index: 0 | 1) => (before[index].perSecond + after[index].perSecond) / 2;
      return [
        { name: 'http-looks: unchanged pages', value: looks.perSecond, unit: 'looks/s', target: { atLeast: 350 } },
        info('http-looks: bare undici + SHA-256, new connections', mean(0), 'pages/s'),
        info('http-looks: bare undici + SHA-256, kept connections', mean(1), 'pages/s'),
        info('http-looks: share of the bare loop with new connections', looks.perSecond / mean(0), '×'),
        info('http-looks: share of the bare loop with kept connections', looks.perSecond / mean(1), '×'),
        info('http-looks: processor time of a look', looks.cpuMs, 'ms'),
        info('http-looks: processor time of a page in the bare loop', (before[0].cpuMs + after[0].cpuMs) / 2, 'ms'),
      ];
    } finally {
      await watch.close();
    }
  } finally {
    await server.close();
  }
}

function info(name: string, value: number, unit: string): Figure {
  return { name, value, unit, target: null };
}

async function lookFor(setting: HttpLooksSetting, parts: Parts, requestCount: () => Promise<number>) {
  const takeCapture = setting.around?.(parts.takeCapture) ?? parts.takeCapture;
  const lookouts = createLookouts({ ...parts, takeCapture }, owner);
  const lastId = Number((await newest(parts)).id ?? 0);
  const requestsBefore = await requestCount();
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const end = AbortSignal.timeout(setting.seconds * 1_000);
  while (!end.aborted) {
    await lookouts.fill();
    await lookouts.waitForRoom(1_000, end);
  }
  await lookouts.finish(30_000);
  const elapsedMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  const rows = await recordedSince(parts, lastId);
  verify(rows, (await requestCount()) - requestsBefore);
  return { perSecond: (rows.total * 1_000) / elapsedMs, cpuMs: (user + system) / 1_000 / rows.total };
}

async function newest(parts: Parts) {
  return parts.db
    .selectFrom('checks')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirstOrThrow();
}

async function recordedSince(parts: Parts, lastId: number) {
  const rows = await parts.db
    .selectFrom('checks')
    .select(['level', 'tier', 'status'])
    .where('id', '>', lastId)
    .execute();
  const good = rows.filter(({ level, tier, status }) => level === 'clean' && tier === 'http' && status === 200);
  return { total: rows.length, good: good.length };
}

/** Each look is one row and one request, or the figure means nothing. */
function verify(rows: { total: number; good: number }, requests: number): void {
  if (rows.total === 0) throw new Error('no look was recorded');
  if (rows.good !== rows.total) throw new Error(`${rows.total - rows.good} of ${rows.total} looks were not clean`);
  if (rows.total !== requests) throw new Error(`${rows.total} rows in the database, but ${requests} requests`);
}
