/** Browsers come and go with the looks that need them; nothing stays behind. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { processTree } from '../../../src/capture/browser/process-tree.ts';
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
const serveHtml = async (body: string) => {
  const portal = await servePortal((_req, res) => res.writeHead(200, { 'content-type': 'text/html' }).end(body));
  open.push(portal);
  return portal;
};
afterEach(async () => {
  for (const portal of open.splice(0)) await portal.close();
});

const isAlive = (pid: number) => {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const browsersOf = (pid: number) =>
  processTree(pid).filter((one) => {
    try {
      return /chrom/i.test(readFileSync(`/proc/${one}/cmdline`, 'utf8'));
    } catch {
      return false;
    }
  });

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

  it('do not grow in number over thirty looks, some of them bad', async () => {
    const good = await serveHtml('<h1>Trang</h1>');
    const bad = await serveHtml('<h1>Trang</h1><script>for (;;);</script>');
    const capturer = testCapturer(
      captureConfig({ timeouts: { connect: '1s', firstByte: '1s', total: '6s' }, browser: { recycleAfter: 7 } }),
    );
    // Those of the tests before may still be dying.
    await expect.poll(() => browsersOf(process.pid), { timeout: 10_000 }).toEqual([]);
    const counts: number[] = [];
    for (let look = 0; look < 30; look++) {
      await capturer.take(request(look % 10 === 9 ? bad.url : good.url, { tier: 'browser' }));
      counts.push(browsersOf(process.pid).length);
    }
    expect(Math.max(...counts.slice(20))).toBeLessThanOrEqual(Math.max(...counts.slice(0, 10)));
    await capturer.close();
    await expect.poll(() => browsersOf(process.pid), { timeout: 10_000 }).toEqual([]);
  });

  it('are as many as looks at once, and each is replaced after so many looks', async () => {
    const portal = await serveHtml('<h1>Trang</h1>');
    const capturer = testCapturer(
      captureConfig({ browser: { recycleAfter: 2 }, concurrency: { browser: 2, perHost: 4 } }),
    );
    const roots = new Set<number>();
    const watch = setInterval(() => {
      for (const pid of processTree(process.pid)) {
        try {
          const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
          const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
          if (parent === process.pid && command.includes('--remote-debugging-pipe')) roots.add(pid);
        } catch {}
      }
    }, 20);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => capturer.take(request(portal.url, { tier: 'browser' }))),
    );
    clearInterval(watch);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(roots.size).toBe(4);
    await capturer.close();
  });

  it('are not started for looks without a browser', async () => {
    const portal = await serveHtml('<h1>Trang</h1>');
    const capturer = testCapturer();
    captureOf(await capturer.take(request(portal.url)));
    expect(browsersOf(process.pid)).toEqual([]);
    await capturer.close();
  });
});

describe('a browser that is not there or must not start', () => {
  it('fails the look, not the process', async () => {
    const portal = await serveHtml('<h1>Trang</h1>');
    const config = captureConfig({ browser: { executable: '/nowhere/chromium' } });
    const capturer = testCapturer(config);
    expect(failureOf(await capturer.take(request(portal.url, { tier: 'browser' })))).toMatchObject({
      kind: 'browser-failed',
      retryable: false,
    });
    await expect(capturer.browserInfo()).rejects.toMatchObject({ code: 'missing', exitCode: 69 });
    expect(captureOf(await capturer.take(request(portal.url))).status).toBe(200);
    await capturer.close();
  });

  it('that is no browser is said to be none', async () => {
    const capturer = testCapturer(captureConfig({ browser: { executable: '/bin/true' } }));
    await expect(capturer.browserInfo()).rejects.toMatchObject({ code: 'missing' });
    expect(failureOf(await capturer.take(request((await serveHtml('x')).url, { tier: 'browser' }))).kind).toBe(
      'browser-failed',
    );
    await capturer.close();
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
      const capturer = testCapturer(config);
      await expect(capturer.browserInfo()).rejects.toMatchObject({ code: 'bad-configuration' });
      expect(failureOf(await capturer.take(request((await serveHtml('x')).url, { tier: 'browser' })))).toMatchObject({
        kind: 'browser-failed',
        retryable: false,
      });
      await capturer.close();
    },
  );

  it('tells what it is', async () => {
    const capturer = testCapturer();
    expect(await capturer.browserInfo()).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+/), sandbox: false });
    await capturer.close();
  });
});
