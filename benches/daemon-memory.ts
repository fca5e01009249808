/** The built daemon watching a thousand pages by HTTP for two minutes: what it keeps resident. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MonitorParts } from '../src/monitor/parts.ts';
import { openDatabase } from '../src/store/database.ts';
import type { Bench, Figure } from './figure.ts';
import { startDaemonProcess } from './support/daemon-process.ts';
import { multiplyTargets } from './support/multiply-targets.ts';
import { startPageServer } from './support/page-server.ts';
import { watchPortals } from './support/watched-portals.ts';

const hosts = 250;
/** The pages of every host: three that stay as they are, one with newer news at every look. */
const paths = ['/still/1/70', '/still/2/40', '/still/3/150', '/changing/4/70'];
/** The product's default pace. */
const everySeconds = 300;
const seconds = 120;
const warmUpSeconds = 15;

export const daemonMemory: Bench = {
  name: 'daemon-memory',
  async measure() {
    const server = await startPageServer(hosts);
    try {
      const portals = server.origins.map((origin) => ({ origin, paths }));
      const watch = await watchPortals(portals, {}, 1);
      try {
        await multiplyTargets(watch.parts.db, { now: Date.now(), everyMs: everySeconds * 1_000 });
        return await watchFromOutside(watch.parts, server.origins);
      } finally {
        await watch.close();
      }
    } finally {
      await server.close();
    }
  },
};

async function watchFromOutside(parts: MonitorParts, origins: readonly string[]): Promise<Figure[]> {
  const before = await countChecks(parts);
  const daemon = await startDaemonProcess(parts.config.dataDir, {
    dataDir: parts.config.dataDir,
    web: { listen: '127.0.0.1:0' },
    schedule: { every: `${everySeconds}s`, browserEvery: '1d' },
    egress: { capture: origins.map((origin) => ({ host: new URL(origin).host, addresses: ['127.0.0.0/8'] })) },
    capture: { browser: { sandbox: process.getuid?.() !== 0 } },
    retention: { keepFree: '1MB' },
  });
  const samples: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    await sleep(1_000);
    samples.push(await daemon.residentMb());
  }
  const peakMb = await daemon.peakMb();
  await daemon.stop();
  const looks = (await countChecks(parts)) - before;
  if (looks < (hosts * paths.length * seconds) / everySeconds / 2) {
    throw new Error(`the daemon made only ${looks} looks in ${seconds} s`);
  }
  const settled = samples.slice(warmUpSeconds);
  return [
    { name: 'daemon-memory: most resident, 1,000 targets by HTTP', value: peakMb, unit: 'MB', target: { atMost: 200 } },
    info('daemon-memory: resident at the end', samples.at(-1) ?? Number.NaN, 'MB'),
    info('daemon-memory: growth once it had warmed up', slopeOf(settled) * 60, 'MB/min'),
    info('daemon-memory: looks made meanwhile', looks / seconds, 'looks/s'),
  ];
}

/** Looks on a handle of its own: the daemon is the writer meanwhile. @throws when one was not a clean HTTP look */
async function countChecks(parts: MonitorParts): Promise<number> {
  const db = await openDatabase(join(parts.config.dataDir, 'vonggac.sqlite'), { create: false, readonly: true });
  try {
    const rows = await db
      .selectFrom('checks')
      .select((eb) => ['level', 'failureJson', eb.fn.countAll().as('count')])
      .groupBy(['level', 'failureJson'])
      .execute();
    const odd = rows.find((row) => row.level !== 'clean');
    if (odd) throw new Error(`${odd.count} looks were ${odd.level}: ${odd.failureJson}`);
    return rows.reduce((total, row) => total + Number(row.count), 0);
  } finally {
    await db.destroy();
  }
}

function info(name: string, value: number, unit: string): Figure {
  return { name, value, unit, target: null };
}

/** Least squares over samples that are one apart. */
function slopeOf(samples: readonly number[]): number {
  const centre = (samples.length - 1) / 2;
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  let above = 0;
  let below = 0;
  samples.forEach((value, index) => {
    above += (index - centre) * (value - mean);
    below += (index - centre) ** 2;
  });
  return above / below;
}
