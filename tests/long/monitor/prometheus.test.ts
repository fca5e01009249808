/** Debian's `prometheus` package reads what is served: linted by promtool, and scraped once by the server itself. */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createMeter } from '../../../src/monitor/metrics/meter.ts';
import { startMetrics } from '../../../src/open/metrics.ts';
import { stageWatch } from '../../support/staged-watch.ts';

const run = promisify(execFile);
const isInstalled = spawnSync('promtool', ['--version']).status === 0;
const token = 'mot-ma-bi-mat-that-dai';

const { panels }: { panels: readonly { readonly targets: readonly { readonly expr: string }[] }[] } = JSON.parse(
  readFileSync('config/prometheus/vonggac-dashboard.json', 'utf8'),
);

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: { readonly value: [number, string] }[] };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.skipIf(!isInstalled)('promtool finds nothing wrong with rules, configuration and series', async () => {
  const folder = resolve('config/prometheus');
  expect((await run('promtool', ['check', 'rules', join(folder, 'vonggac-alerts.yaml')])).stdout).toContain('SUCCESS');
  expect((await run('promtool', ['check', 'config', 'vonggac-scrape.yaml'], { cwd: folder })).stdout).toContain(
    'SUCCESS',
  );
  const { text } = await serve();
  const own = (await text()).replace(/^(?:# (?:HELP|TYPE) )?(?:nodejs|process)_.*\n/gm, '');
  const lint = spawnSync('promtool', ['check', 'metrics'], { input: own, encoding: 'utf8' });
  expect(`${lint.stdout}${lint.stderr}`.trim()).toBe('');
  expect(lint.status).toBe(0);
});

test.skipIf(!isInstalled)('Prometheus scrapes it, with the token', async () => {
  const { url, dir } = await serve();
  const port = await freePort();
  const config = {
    scrape_configs: [
      {
        job_name: 'vonggac',
        scrape_interval: '1s',
        authorization: { credentials: token },
        static_configs: [{ targets: [new URL(url).host] }],
      },
    ],
  };
  await writeFile(join(dir, 'prometheus.yml'), JSON.stringify(config));
  const process = spawn(
    'prometheus',
    [
      `--config.file=${dir}/prometheus.yml`,
      `--storage.tsdb.path=${dir}/tsdb`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  onTestFinished(async () => {
    process.kill('SIGKILL');
    await new Promise((done) => process.once('exit', done));
  });
  const ask = async (query: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`);
    const { status, error, data } = (await answer.json()) as Answer;
    if (status !== 'success') throw new Error(`${query}: ${error}`);
    return data.result;
  };
  await vi.waitFor(async () => expect(await ask('up{job="vonggac"} == 1')).toHaveLength(1), {
    timeout: 60_000,
    interval: 500,
  });
  expect((await ask('vonggac_coverage_ratio'))[0]?.value[1]).toBe('1');
  expect(await ask('vonggac_outbox_messages{channel="mail"}')).toHaveLength(1);
  // What Grafana would put in place of its variables.
  const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  for (const expression of expressions) {
    const plain = expression.replaceAll('$instance', '.*').replaceAll(/\$__(?:rate_)?interval/g, '1m');
    expect(plain).not.toContain('$');
    expect(await ask(plain), plain).toBeInstanceOf(Array);
  }
  expect(expressions.length).toBeGreaterThan(20);
});

async function serve() {
  const dir = await mkdtemp(join(tmpdir(), 'vonggac-prometheus-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await writeFile(join(dir, 'token'), token);
  const { parts } = await stageWatch({
    metrics: { listen: '127.0.0.1:0', tokenFile: join(dir, 'token'), perPortal: true },
  });
  const { registry } = createMeter('0.1.0');
  const running = await startMetrics(parts, registry);
  const { url } = running;
  if (url === null) throw new Error('nothing is served');
  onTestFinished(() => running.close());
  const headers = { authorization: `Bearer ${token}` };
  return { url, dir, text: async () => (await fetch(url, { headers })).text() };
}
