/** How long pages and answers of the API take over a large registry, and what it costs to watch for news. */
import { configSchema } from '../src/config/schema/schema.ts';
import { createMeter } from '../src/monitor/metrics/meter.ts';
import { createStateGauges } from '../src/monitor/metrics/state-gauges.ts';
import { readPulse } from '../src/store/reads/pulse.ts';
import { mailBy } from '../tests/support/test-channels.ts';
import type { Bench, Figure } from './figure.ts';
import { type BusyDesk, type DeskSize, openBusyDesk } from './support/busy-desk.ts';

export interface PagesSetting {
  readonly size: DeskSize;
  readonly rounds: number;
}

/** 10,000 targets, a million looks, 5,000 incidents. */
const fullSize: DeskSize = {
  sites: 2_500,
  pagesOfSite: 4,
  looksOfPage: 100,
  daysOfLooks: 1,
  daysOfSums: 1,
  incidents: 5_000,
};
const share = 0.95;
const mostMs = 150;
const mostMsOfApi = 100;

/** One of the first 20 pages of the board, with 50 portals each. */
function boardPage(n: number, { sites }: DeskSize): number {
  return 1 + (n % Math.min(20, Math.ceil(sites / 50)));
}

/** What each page is asked for: different every time, as people ask. */
const asked: readonly { readonly name: string; readonly path: (n: number, size: DeskSize) => string }[] = [
  {
    name: 'board',
    path: (n, size) => (n % 2 === 0 ? '/' : `/?page=${boardPage(n, size)}`),
  },
  { name: 'board, filtered', path: (n) => `/?q=${encodeURIComponent(`điện tử ${n % 50}`)}&agency=${1 + (n % 200)}` },
  { name: 'board as pictures', path: (n, size) => `/?as=pictures&page=${boardPage(n, size)}` },
  { name: 'site', path: (n, { sites }) => `/sites/${1 + ((n * 37) % sites)}` },
  { name: 'site, a month', path: (n, { sites }) => `/sites/${1 + ((n * 41) % sites)}?span=month` },
  { name: 'target', path: (n, { sites }) => `/targets/${1 + ((n * 43) % sites)}.2` },
  { name: 'incident', path: (n, { incidents }) => `/incidents/${incidents - ((n * 29) % incidents)}` },
  { name: 'incidents', path: (n) => `/incidents?status=all&page=${1 + (n % 50)}` },
  { name: 'suspects', path: () => '/suspects' },
  {
    name: 'API, sites',
    path: (n, { sites }) =>
      `/api/v1/sites?limit=200&cursor=${Buffer.from(String((n * 37) % sites)).toString('base64url')}`,
  },
  { name: 'API, sites on alarm', path: () => '/api/v1/sites?state=alarm' },
  { name: 'API, one site', path: (n, { sites }) => `/api/v1/sites/${1 + ((n * 37) % sites)}` },
  { name: 'API, incidents', path: () => '/api/v1/incidents?status=live&limit=200' },
  { name: 'API, one incident', path: (n, { incidents }) => `/api/v1/incidents/${incidents - ((n * 29) % incidents)}` },
  { name: 'API, looks', path: (n, { sites }) => `/api/v1/targets/${1 + ((n * 43) % sites)}.2/looks?limit=200` },
];

export function pages({ size, rounds }: PagesSetting = { size: fullSize, rounds: 60 }): Bench {
  return {
    name: 'pages',
    async measure() {
      const desk = await openBusyDesk(size);
      try {
        const figures: Figure[] = [];
        for (const { name, path } of asked)
          figures.push(...(await measurePage(desk, name, rounds, (n) => path(n, size))));
        return [...figures, await measurePulse(desk, rounds), await measureScrape(desk, rounds)];
      } finally {
        await desk.close();
      }
    },
  };
}

type PathOf = (n: number) => string;

async function measurePage(desk: BusyDesk, name: string, rounds: number, path: PathOf): Promise<Figure[]> {
  await desk.ask(path(0));
  const isApi = path(0).startsWith('/api/');
  const took: number[] = [];
  const worked: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const from = performance.now();
    const before = process.cpuUsage();
    const { status, text } = await desk.ask(path(n));
    took.push(performance.now() - from);
    const { user, system } = process.cpuUsage(before);
    worked.push((user + system) / 1_000);
    if (status !== 200 || !(isApi || text.includes('</main>'))) throw new Error(`${path(n)} answered ${status}`);
  }
  return [
    {
      name: `pages: ${name}, p95`,
      value: quantile(took),
      unit: 'ms',
      target: { atMost: isApi ? mostMsOfApi : mostMs },
    },
    // On a machine that does other things too, the time a page takes says mostly what else ran.
    { name: `pages: ${name}, p95 of processor time`, value: quantile(worked), unit: 'ms', target: null },
  ];
}

async function measurePulse({ db, now }: BusyDesk, rounds: number): Promise<Figure> {
  const took: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const from = performance.now();
    await readPulse(db, { agencyId: null }, { now, everyMs: 300_000 });
    took.push(performance.now() - from);
  }
  return { name: 'pages: one question for news, p95', value: quantile(took), unit: 'ms', target: null };
}

/** Metrics of ten thousand targets, hosts as series of their own included. */
async function measureScrape({ db, now, dir }: BusyDesk, rounds: number): Promise<Figure> {
  const config = configSchema.parse({ dataDir: dir, metrics: { perPortal: true } });
  const { registry } = createMeter('0.0.0-bench');
  const channels = mailBy(async () => ({ status: 'sent', response: '' }), config);
  const gauges = createStateGauges({ db, config, clock: () => now, channels }, registry);
  await gauges.refresh();
  await gauges.refreshSlow();
  const took: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const from = performance.now();
    `${await registry.metrics()}${gauges.hostSeries()}`.length;
    took.push(performance.now() - from);
  }
  return { name: 'pages: one scrape of the metrics, p95', value: quantile(took), unit: 'ms', target: { atMost: 50 } };
}

function quantile(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
}
