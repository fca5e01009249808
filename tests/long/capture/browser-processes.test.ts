/** Browsers come and go with the looks that need them; nothing stays behind. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { processTree } from '../../../src/capture/browser/process/process-tree.ts';
import { checkBrowserStart } from '../../../src/capture/capture.ts';
import {
  captureConfig,
  captureOf,
  failureOf,
  type Portal,
  request,
  servePortal,
  testCapturer,
} from '../../support/loopback-portal.ts';

const open: Portal[] = [];
const capturers: ReturnType<typeof testCapturer>[] = [];
/** Closed after its test however that ends: its browsers are none of the next test's business. */
const closedCapturer = (...args: Parameters<typeof testCapturer>) => {
  const capturer = testCapturer(...args);
  capturers.push(capturer);
  return capturer;
};
const serveHtml = async (body: string) => {
  const portal = await servePortal((_req, res) => res.writeHead(200, { 'content-type': 'text/html' }).end(body));
  open.push(portal);
  return portal;
};
afterEach(async () => {
  for (const capturer of capturers.splice(0)) await capturer.close();
  for (const portal of open.splice(0)) await portal.close();
});

/** What the kernel says of a process; empty when it is gone. */
const told = (pid: number, file: 'status' | 'cmdline') => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
};
const isAlive = (pid: number) => /^State:\s+[^ZX]/m.test(told(pid, 'status'));
const browsersOf = (pid: number) => processTree(pid).filter((one) => /chrom/i.test(told(one, 'cmdline')));
/** One for each browser that `pid` drives: neither those that these started, nor one only asked for its version. */
const mainProcessesOf = (pid: number) =>
  browsersOf(pid).filter(
    (one) =>
      /^PPid:\s+(\d+)$/m.exec(told(one, 'status'))?.[1] === `${pid}` &&
      told(one, 'cmdline').includes('--remote-debugging-pipe'),
  );

describe.skipIf(!existsSync('/proc/self/stat'))('browser processes', () => {
  it.each([
    ['that rests', '<h1>Trang</h1><script>fetch("/never-ending")</script><img src="/x">'],
    ['in a busy loop', '<h1>Trang</h1><script>while (true) {}</script>'],
  ])('die with their owner, even when it is killed during a page %s', async (_name, body) => {
    const portal = await servePortal((req, res) => {
      if (req.url === '/') res.writeHead(200, { 'content-type': 'text/html' }).end(body);
    });
    open.push(portal);
    const script = new URL('../../support/capture-until-killed.ts', import.meta.url).pathname;
    const owner = spawn(process.execPath, [script, portal.url], { stdio: 'ignore' });
    await expect.poll(() => portal.requests.filter((line) => line === 'GET /').length, { timeout: 40_000 }).toBe(2);
    const browsers = browsersOf(owner.pid ?? 0);
    expect(browsers.length).toBeGreaterThanOrEqual(4);
    owner.kill('SIGKILL');
    await expect.poll(() => browsers.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  });

  it('do not grow in number over sixteen looks, some of them bad', async () => {
    const good = await serveHtml('<h1>Trang</h1>');
    const bad = await serveHtml('<h1>Trang</h1><script>for (;;);</script>');
    const capturer = closedCapturer(
      captureConfig({ timeouts: { connect: '1s', firstByte: '1s', total: '6s' }, browser: { recycleAfter: 4 } }),
    );
    // Those of the tests before may still be dying.
    await expect.poll(() => browsersOf(process.pid), { timeout: 10_000 }).toEqual([]);
    for (let look = 0; look < 16; look++) {
      await capturer.take(request(look % 8 === 7 ? bad.url : good.url, { tier: 'browser' }));
    }
    // The last page was a bad one: its browser goes where it could not be stopped.
    await expect.poll(() => mainProcessesOf(process.pid).length, { timeout: 10_000 }).toBeLessThanOrEqual(1);
    const rest = mainProcessesOf(process.pid).flatMap(processTree);
    expect(browsersOf(process.pid).filter((pid) => !rest.includes(pid))).toEqual([]);
    await capturer.close();
    await expect.poll(() => browsersOf(process.pid), { timeout: 10_000 }).toEqual([]);
  });

  it('are as many as looks at once, and each is replaced after so many looks', async () => {
    // Answers in pairs: a look that ends before the other has begun would hand it its browser.
    const waiting: (() => void)[] = [];
    const portal = await servePortal((req, res) => {
      const answer = () => res.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Trang</h1>');
      if (req.url !== '/') return answer();
      waiting.push(answer);
      if (waiting.length === 2) for (const one of waiting.splice(0)) one();
    });
    open.push(portal);
    const capturer = closedCapturer(
      captureConfig({ browser: { recycleAfter: 2 }, concurrency: { browser: 4, perHost: 4 } }),
    );
    const seen = new Set<number>();
    const watch = setInterval(() => {
      for (const pid of mainProcessesOf(process.pid)) seen.add(pid);
    }, 20);
    const look = () => capturer.take(request(portal.url, { tier: 'browser' }));
    for (let pair = 0; pair < 4; pair++) {
      const outcomes = await Promise.all([look(), look()]);
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
    }
    clearInterval(watch);
    expect(seen.size).toBe(4);
  });

  it('are not started for looks without a browser', async () => {
    const portal = await serveHtml('<h1>Trang</h1>');
    const capturer = closedCapturer();
    // Those of the tests before may still be dying.
    await expect.poll(() => browsersOf(process.pid), { timeout: 10_000 }).toEqual([]);
    captureOf(await capturer.take(request(portal.url)));
    expect(browsersOf(process.pid)).toEqual([]);
  });
});

describe('a browser that is not there or must not start', () => {
  it('fails the look, not the process', async () => {
    const portal = await serveHtml('<h1>Trang</h1>');
    const config = captureConfig({ browser: { executable: '/nowhere/chromium' } });
    const capturer = closedCapturer(config);
    expect(failureOf(await capturer.take(request(portal.url, { tier: 'browser' })))).toMatchObject({
      kind: 'browser-failed',
      retryable: false,
    });
    await expect(capturer.browserInfo()).rejects.toMatchObject({ code: 'missing', exitCode: 69 });
    expect(captureOf(await capturer.take(request(portal.url))).status).toBe(200);
  });

  it('that is no browser is said to be none', async () => {
    const capturer = closedCapturer(captureConfig({ browser: { executable: '/bin/true' } }));
    await expect(capturer.browserInfo()).rejects.toMatchObject({ code: 'missing' });
    expect(failureOf(await capturer.take(request((await serveHtml('x')).url, { tier: 'browser' }))).kind).toBe(
      'browser-failed',
    );
  });

  it.skipIf(process.getuid?.() !== 0)(
    'as root with its sandbox on is refused, and the sentence says how to mend it',
    async () => {
      const config = captureConfig({ browser: { sandbox: true } });
      expect(() => checkBrowserStart(config)).toThrow(
        expect.objectContaining({
          code: 'bad-configuration',
          exitCode: 78,
          message: expect.stringContaining('capture.browser.sandbox: false'),
        }),
      );
      const capturer = closedCapturer(config);
      await expect(capturer.browserInfo()).rejects.toMatchObject({ code: 'bad-configuration' });
      expect(failureOf(await capturer.take(request((await serveHtml('x')).url, { tier: 'browser' })))).toMatchObject({
        kind: 'browser-failed',
        retryable: false,
      });
    },
  );

  it('tells what it is', async () => {
    const capturer = closedCapturer();
    expect(await capturer.browserInfo()).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+/), sandbox: false });
  });
});
