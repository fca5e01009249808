/** A page that makes the main loop stand still: the real launcher, the built program, nothing of the product replaced. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { openSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts';
import { portalPage } from '../support/staged-watch.ts';
import { createWatch, until, type WatchProcess } from '../support/watch-process.ts';

const hook = new URL('../support/hang-when-asked.ts', import.meta.url).href;

interface Portal {
  readonly url: string;
  readonly host: string;
  requests(): number;
  close(): Promise<void>;
}

/** @param holds what happens at a request that is never answered; null: it is answered */
async function openPortal(title: string, holds: () => (() => void) | null): Promise<Portal> {
  let requests = 0;
  const server = createServer((request, response) => {
    if (request.url !== '/') return void response.writeHead(404).end();
    requests += 1;
    const hold = holds();
    if (hold !== null) return hold();
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(portalPage({ title }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/`,
    host,
    requests: () => requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Everything that runs below a process, by parent. */
function below(root: number): number[] {
  const pids = [root];
  const stats = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
        return [{ pid: Number(entry), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }];
      } catch {
        return [];
      }
    });
  for (const pid of pids) pids.push(...stats.filter(({ parent }) => parent === pid).map((one) => one.pid));
  return pids.slice(1);
}
/** What has ended and nobody has asked after still has a number. */
function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !['Z', 'X'].includes(stat.slice(stat.lastIndexOf(')') + 2)[0] ?? '');
  } catch {
    return false;
  }
}
const isBrowser = (pid: number): boolean => {
  try {
    return /chrom/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
};

describe('a main loop that stands still', () => {
  let smtp: TestSmtpServer;
  let culprit: Portal;
  let bystander: Portal;
  let watch: WatchProcess;
  let launcher: ChildProcess;
  let hangWhen = '';
  let isArmed = false;
  let hangs = 0;

  const levels = async () =>
    (await watch.json<{ state: string; targets: { baselineVersion: number; level: string }[] }[]>('site', 'list')).map(
      ({ targets }) => targets[0],
    );
  const endings = () => watch.log().split('was ended by its watchdog').length - 1;
  const standstills = (): { underWay: { act: string; id: string; place: string }[]; kind: string }[] =>
    watch
      .log()
      .split('\n')
      .filter((line) => line.includes('"standstill":{'))
      .map((line) => JSON.parse(line).standstill);

  beforeAll(async () => {
    smtp = await openSmtpServer();
    culprit = await openPortal('Huyện Thanh Sơn', () => {
      if (!isArmed) return null;
      return () => {
        hangs += 1;
        isArmed = false;
        writeFileSync(hangWhen, '');
      };
    });
    bystander = await openPortal('Huyện Tam Nông', () => null);
    const schedule = { every: '1s', browserEvery: '5s', learnEvery: '500ms', learnLooks: 3 };
    watch = await createWatch({ smtpPort: smtp.port, hosts: [culprit.host, bystander.host], schedule });
    hangWhen = join(watch.dir, 'hang');
    Object.assign(watch.env, { NODE_OPTIONS: `--import ${hook}`, HANG_WHEN: hangWhen });
    for (const { url } of [culprit, bystander])
      expect(await watch.command('site', 'add', url)).toMatchObject({ code: 0 });
    launcher = await watch.start();
    await until('both baselines', async () => (await levels()).every((one) => one?.baselineVersion === 1), 120_000);
  }, 240_000);
  beforeEach(() => onTestFailed(() => console.error(watch.log().slice(-30_000))));
  afterAll(async () => {
    await watch.close();
    await culprit.close();
    await bystander.close();
    await smtp.close();
  });

  it('is ended and restarted, and the other portal is looked at; the browsers of the first are gone', async () => {
    const family = below(launcher.pid ?? 0);
    expect(family.some(isBrowser)).toBe(true);
    isArmed = true;
    await until('the hang', async () => hangs === 1 && !existsSync(hangWhen), 60_000);
    await until('the watchdog', async () => endings() === 1, 180_000);
    const requests = bystander.requests();
    await until('a look at the other portal', async () => bystander.requests() > requests, 150_000);
    expect((await fetch(new URL('/healthz', watch.url))).status).toBe(200);
    await until('the end of the first browsers', async () => !family.some(isRunning), 10_000);
    expect(standstills()).toHaveLength(1);
    expect(standstills()[0]?.kind).toBe('spinning');
    expect(standstills()[0]?.underWay).toContainEqual(
      expect.objectContaining({ act: 'look', id: '1.1', place: culprit.url }),
    );
  });

  it('a page that does it again rests: unknown, never clean, and the other portal goes on', async () => {
    isArmed = true;
    await until('the second hang', async () => hangs === 2, 120_000);
    await until('the watchdog', async () => endings() === 2, 180_000);
    // A third look at it would hang too.
    isArmed = true;
    await until(
      'the rest',
      async () => watch.log().includes('a page that may have blocked the monitor is suspended'),
      40_000,
    );
    const requests = bystander.requests();
    await until('looks at the other portal', async () => bystander.requests() > requests + 3, 90_000);
    expect(hangs).toBe(2);
    expect((await levels()).map((one) => one?.level)).toEqual(['unknown', 'clean']);
  });

  it('ends within ten seconds of SIGTERM although nobody in it hears, browsers and all', async () => {
    const family = below(launcher.pid ?? 0);
    writeFileSync(hangWhen, '');
    await until('the hang', async () => !existsSync(hangWhen), 10_000);
    const askedAt = performance.now();
    expect(await watch.stop()).toBe(137);
    expect(performance.now() - askedAt).toBeLessThan(10_000);
    await until('the end of its browsers', async () => !family.some(isRunning), 10_000);
  });
});

describe('the supervisor', () => {
  it('does not try again what is refused, and a daemon whose supervisor was killed ends by itself', async () => {
    const watch = await createWatch({ smtpPort: 1, hosts: [], schedule: {} });
    try {
      const launcher = await watch.start();
      const family = below(launcher.pid ?? 0);
      expect(family.filter(isRunning)).not.toEqual([]);
      // The port is taken by the first.
      const second = await watch.command('run');
      expect(second.code).toBe(78);
      expect(second.err).not.toContain('restarted');
      launcher.kill('SIGKILL');
      await until('the end of the daemon', async () => family.filter(isRunning).length === 0, 30_000);
      expect(watch.log()).toContain('"stopped"');
    } finally {
      await watch.close();
    }
  });
});
