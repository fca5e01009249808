/** How long the daemon is deaf while twenty looks are under way whose pages have all changed. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Figure } from './figure.ts';
import { lookContinuously } from './support/look-continuously.ts';
import { startPageServer } from './support/page-server.ts';
import { watchPortals } from './support/watched-portals.ts';

const seconds = 10;
const looksAtOnce = 20;
/** Node's default: the delay of a timer that is due every ten milliseconds, those ten included. */
const resolutionMs = 10;

/** Kilobytes of the n-th of the pages that are looked at together. */
const flocks: readonly { readonly name: string; readonly kilobytes: (index: number) => number }[] = [
  { name: '70 kB each', kilobytes: () => 70 },
  { name: '70 to 500 kB', kilobytes: (index) => Math.round(70 + (430 * index) / (looksAtOnce - 1)) },
];

export const eventLoop: Bench = {
  name: 'event-loop',
  async measure() {
    const idle = await delayWhile(() => sleep(seconds * 200));
    const figures: Figure[] = [info('event-loop: delay p99 of the idle process, same machine', idle.p99, 'ms')];
    for (const flock of flocks) figures.push(...(await measureFlock(flock)));
    return figures;
  },
};

async function measureFlock({ name, kilobytes }: (typeof flocks)[number]): Promise<Figure[]> {
  const server = await startPageServer(looksAtOnce);
  try {
    const portals = server.origins.map((origin, host) => ({
      origin,
      paths: [`/changing/${host}/${kilobytes(host)}`],
    }));
    const watch = await watchPortals(portals, { capture: { concurrency: { http: looksAtOnce } } });
    try {
      let looks = 0;
      const busy = await delayWhile(async () => {
        looks = (await lookContinuously(watch.parts, seconds, server.requestCount)).total;
      });
      const what = `20 changed pages at once, ${name}`;
      return [
        { name: `event-loop: delay p99, ${what}`, value: busy.p99, unit: 'ms', target: { atMost: 50 } },
        info(`event-loop: longest delay, ${what}`, busy.max, 'ms'),
        info(`event-loop: pages judged, ${what}`, looks / seconds, 'looks/s'),
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

async function delayWhile(work: () => Promise<unknown>): Promise<{ p99: number; max: number }> {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  await work();
  histogram.disable();
  return { p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6 };
}
