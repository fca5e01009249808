/** Metrics as they are scraped: the counted work, the recorded state, and who may read them. */
import { expect, onTestFinished, test } from 'vitest';
import { configSchema } from '../../../src/config/schema/schema.ts';
import { runCheck } from '../../../src/monitor/check/run-check.ts';
import { createMeter } from '../../../src/monitor/metrics/meter.ts';
import { type RunningMetrics, serveMetrics } from '../../../src/monitor/metrics/serve-metrics.ts';
import { createStateGauges } from '../../../src/monitor/metrics/state-gauges.ts';
import { metered } from '../../../src/open/metrics.ts';
import { setOutage } from '../../../src/store/records/channel-outages.ts';
import { claimDue } from '../../../src/store/targets/targets.ts';
import { write } from '../../../src/store/write.ts';
import { type Metric, readExposition } from '../../support/exposition.ts';
import { defacedPage, portalPage, type StagedWatch, stageWatch } from '../../support/staged-watch.ts';

const home = 'https://thanhson.example.gov.vn/';

async function serve(scrape: () => Promise<string>, token: string | null = null): Promise<RunningMetrics> {
  const contentType = 'text/plain; version=0.0.4; charset=utf-8';
  const running = await serveMetrics({ listen: '127.0.0.1:0', token, contentType, scrape, onError: () => undefined });
  onTestFinished(() => running.close());
  return running;
}

async function defaced(more: object = {}): Promise<StagedWatch> {
  const watch = await stageWatch({ names: { enabled: true }, ...more });
  watch.show(home, { html: portalPage() });
  await watch.register(home, { paths: ['/tin'] });
  watch.show(`${home}tin`, { html: portalPage() });
  await watch.learn();
  watch.show(home, { html: defacedPage, colour: [0, 0, 0] });
  await watch.look(4);
  return watch;
}

const sampleOf = (metric: Metric | undefined, labels: Record<string, string> = {}) =>
  metric?.samples.find((one) => Object.entries(labels).every(([key, value]) => one.labels[key] === value))?.value;

test('the recorded state is what a scrape reads', async () => {
  const watch = await defaced({ metrics: { perPortal: true } });
  const { registry } = createMeter('0.1.0');
  const gauges = createStateGauges(watch.parts, registry);
  await write(watch.parts.db, (trx) => setOutage(trx, 'mail', { since: watch.now(), probeAt: watch.now() }));
  watch.advance(90_000);
  await gauges.refresh();
  await gauges.refreshSlow();
  const read = readExposition(`${await registry.metrics()}${gauges.hostSeries()}`);
  const of = (name: string, labels?: Record<string, string>) => sampleOf(read.get(`vonggac_${name}`), labels);
  expect(of('build_info', { version: '0.1.0' })).toBe(1);
  expect(of('targets', { role: 'registered', state: 'firing' })).toBe(1);
  expect(of('coverage_ratio')).toBe(1);
  expect(of('incidents_open', { kind: 'defacement', status: 'open' })).toBe(1);
  expect(of('outbox_messages', { channel: 'mail' })).toBe(1);
  expect(of('outbox_oldest_age_seconds', { channel: 'mail' })).toBeGreaterThanOrEqual(90);
  expect(of('channel_up', { channel: 'mail' })).toBe(0);
  expect(of('suspects_open')).toBe(0);
  expect(of('online')).toBe(1);
  expect(of('database_bytes')).toBeGreaterThan(100_000);
  expect(of('disk_free_bytes')).toBeGreaterThan(0);
  expect(of('blobs_bytes')).toBeGreaterThan(1_000);
  expect(of('hosts_ending_soon', { what: 'certificate', days: '7' })).toBe(0);
  expect(of('certificate_days', { host: 'thanhson.example.gov.vn' })).toBeGreaterThan(0);
  watch.advance(3_600_000);
  await gauges.refresh();
  expect(sampleOf(readExposition(await registry.metrics()).get('vonggac_coverage_ratio'))).toBe(0);
});

test('looks, steps and deliveries are counted where they happen', async () => {
  const watch = await stageWatch();
  const { meter, registry } = createMeter('0.1.0');
  const parts = metered(watch.parts, meter);
  watch.show(home, { html: portalPage() });
  await watch.register(home);
  const claim = { owner: 'test', now: watch.now(), leaseMs: 60_000, limit: 1, inFlight: [], perHost: 1, perSite: 1 };
  const [target] = [
    ...(await claimDue(parts.db, { ...claim, tier: 'http' })),
    ...(await claimDue(parts.db, { ...claim, tier: 'browser' })),
  ];
  if (target === undefined) throw new Error('nothing is due');
  await runCheck(parts, target, 'test', { dueAt: watch.now() - 3_000 });
  const end = parts.underWay({ act: 'look', id: '1.1', place: '' });
  await parts.channels.mail.deliver({ ...message, notice: { type: 'test', at: 0 } }, async () => null);
  const read = readExposition(await registry.metrics());
  const of = (name: string, sample = `vonggac_${name}`) =>
    read.get(`vonggac_${name}`)?.samples.filter((one) => one.name === sample);
  expect(of('looks_total')).toMatchObject([{ labels: { level: 'clean', outcome: 'seen' }, value: 1 }]);
  expect(of('look_lateness_seconds', 'vonggac_look_lateness_seconds_sum')).toMatchObject([{ value: 3 }]);
  const stages = of('stage_duration_seconds', 'vonggac_stage_duration_seconds_count')?.map(
    ({ labels }) => labels.stage,
  );
  expect(stages).toEqual(expect.arrayContaining(['read', 'judge', 'record', 'deliver']));
  expect(stages?.some((stage) => stage?.startsWith('capture-'))).toBe(true);
  expect(of('in_flight')).toMatchObject([{ labels: { act: 'look' }, value: 1 }]);
  expect(of('deliveries_total')).toMatchObject([{ labels: { channel: 'mail', result: 'sent' }, value: 1 }]);
  expect(of('replaced_total')?.map(({ labels, value }) => [labels.what, value])).toEqual([
    ['browser', 0],
    ['reader', 0],
    ['picture-worker', 0],
    ['word-reader', 0],
  ]);
  end();
  end();
  expect(sampleOf(readExposition(await registry.metrics()).get('vonggac_in_flight'))).toBe(0);
});

const message = { id: 1, channel: 'mail', endpoint: 'a@b.example', messageId: 'x', thread: null, attempt: 1 };

test('names follow the conventions of Prometheus, and every series says what it is', async () => {
  const watch = await stageWatch();
  const { registry } = createMeter('0.1.0');
  await createStateGauges(watch.parts, registry).refresh();
  const own = [...readExposition(await registry.metrics()).values()].filter(({ name }) => name.startsWith('vonggac_'));
  expect(own.length).toBeGreaterThan(20);
  for (const { name, type, help } of own) {
    expect(name).toMatch(/^vonggac_[a-z]+(_[a-z]+)*$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(help).toMatch(/^[A-Z].*[.]$/);
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
  }
  const runtime = readExposition(await registry.metrics());
  for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds', 'process_cpu_seconds_total'])
    expect(runtime.has(name)).toBe(true);
});

test('only who sends the token reads them, only by GET, and only at their own path', async () => {
  const { url } = await serve(async () => 'a 1\n', 'mot-ma-bi-mat-dai');
  const ask = async (more: RequestInit = {}, at = url) => (await fetch(at, more)).status;
  const headers = { authorization: 'Bearer mot-ma-bi-mat-dai' };
  expect(await ask()).toBe(401);
  expect(await ask({ headers: { authorization: 'Bearer mot-ma-bi-mat-saj' } })).toBe(401);
  expect(await ask({ headers: { authorization: 'mot-ma-bi-mat-dai' } })).toBe(401);
  expect(await ask({ headers })).toBe(200);
  expect(await ask({ headers, method: 'POST' })).toBe(405);
  expect(await ask({ headers }, new URL('/', url).href)).toBe(404);
  const answer = await fetch(url, { headers });
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('a scrape that fails says so and ends nothing', async () => {
  let isBroken = true;
  const { url } = await serve(async () => {
    if (isBroken) throw new Error('no database');
    return 'a 1\n';
  });
  expect((await fetch(url)).status).toBe(500);
  isBroken = false;
  expect(await (await fetch(url)).text()).toBe('a 1\n');
});

test('other machines may reach them only with a token', () => {
  const parse = (metrics: object) => configSchema.safeParse({ metrics }).success;
  expect(parse({ listen: '127.0.0.1:9464' })).toBe(true);
  expect(parse({ listen: '0.0.0.0:9464' })).toBe(false);
  expect(parse({ listen: '[::]:9464' })).toBe(false);
  expect(parse({ listen: '0.0.0.0:9464', tokenFile: '/etc/vonggac/metrics-token' })).toBe(true);
});
