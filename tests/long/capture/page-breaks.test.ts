/**
 * A page that breaks the browser that looks at it is still shown, as far as it was seen, and said to have done so. One page of
 * each kind; all of them, on both clocks, in `tests/long/page-breaks.test.ts`.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { processTree } from '../../../src/capture/browser/process/process-tree.ts';
import { busyPages, floodingPages, greedyPages, leadingPages, made, serving } from '../../support/breaking-pages.ts';
import {
  captureConfig,
  captureOf,
  failureOf,
  type Portal,
  request,
  servePortal,
  testCapturer,
} from '../../support/loopback-portal.ts';

const look = { tier: 'browser' } as const;
/** A portal gets half of the browsers. */
const concurrency = { browser: 6, perHost: 9, perAddress: 9 };
/** The page gets 12 s, what is left is for looking at it. */
const hasty = testCapturer(captureConfig({ timeouts: { connect: '3s', firstByte: '5s', total: '18s' }, concurrency }));
/** Ends a page by memory before its time is over. */
const modest = testCapturer(
  captureConfig({
    timeouts: { connect: '3s', firstByte: '5s', total: '45s' },
    concurrency,
    browser: { memoryLimit: '500MB' },
  }),
);
const ordinary = testCapturer(captureConfig({ concurrency }));
const open: Portal[] = [];
const sockets = new Set<Socket>();
const serve = async (handler: Parameters<typeof servePortal>[0]) => {
  const portal = await servePortal((req, res) => {
    sockets.add(req.socket);
    req.socket.once('close', () => sockets.delete(req.socket));
    handler(req, res);
  });
  open.push(portal);
  return portal;
};
const told = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};
const browsers = () => processTree(process.pid).filter((pid) => /chrom/i.test(told(pid)));

/** Those that this process drives, without what they started. */
const driven = () =>
  browsers().filter((pid) => told(pid).includes('--remote-debugging-pipe') && !told(pid).includes('--type='));

afterAll(async () => {
  for (const portal of open) await portal.close();
});

const seen = async (capturer: typeof hasty, body: string, more = {}) => {
  const portal = await serve(serving(body));
  const { rendering } = captureOf(await capturer.take(request(portal.url, { ...look, ...more })));
  expect(rendering?.html).toContain('Hacked by');
  return { portal, rendering };
};
const fine = async (capturer: typeof hasty) => {
  const portal = await serve(serving('<h1>Vẫn chạy</h1>'));
  const { rendering } = captureOf(await capturer.take(request(portal.url, look)));
  expect(rendering?.html).toContain('Vẫn chạy');
  expect(rendering?.broke).toBeUndefined();
};
const some = (pages: Readonly<Record<string, string>>, names: readonly string[]) =>
  names.map((name): [string, string] => [name, pages[name] ?? '']);

describe('a page that takes the memory', () => {
  it.concurrent.each(some(greedyPages, ['growing arrays, task by task', 'workers that grow', 'image bitmaps']))(
    'is shown: %s',
    async (_name, body) => {
      const { rendering } = await seen(modest, body);
      expect(rendering?.broke).toMatch(/^(memory|crash|busy)$/);
    },
  );

  it('leaves the next one alone', () => fine(ordinary));
});

describe('a page that keeps the browser busy', () => {
  it.concurrent.each(
    some(busyPages, [
      'an endless loop before anything is painted',
      'a synchronous request that is never answered',
      'a document that is never closed',
    ]),
  )('is stopped and read: %s', async (name, body) => {
    const { rendering } = await seen(hasty, body);
    expect(rendering?.broke).toBe('busy');
    const wasReplaced = name === 'a document that is never closed' || !body.includes(made);
    if (!wasReplaced) expect(rendering?.html).toContain(made);
  });

  it.concurrent.each(some(busyPages, ['100,000 animations']))(
    'where no script can be stopped is shown as far as it goes: %s',
    async (_name, body) => {
      const { rendering } = await seen(hasty, body);
      expect(rendering?.broke).toMatch(/^(busy|memory)$/);
    },
  );

  it('leaves the next one alone', () => fine(ordinary));
});

describe('a page that floods', () => {
  it.concurrent.each(
    some(floodingPages, [
      'console lines',
      'one console line of 500 million characters',
      'a huge dialog',
      'requests with huge bodies',
    ]),
  )('is shown, and what it said is bounded: %s', async (_name, body) => {
    const { rendering } = await seen(hasty, body);
    const kept = [...(rendering?.console ?? []), ...(rendering?.dialogs ?? [])];
    expect(kept.length).toBeLessThanOrEqual(200);
    expect(Math.max(0, ...kept.map((text) => text.length))).toBeLessThanOrEqual(1_000);
  });

  it('leaves the next one alone', () => fine(ordinary));
});

describe('a page that shows itself and leads to where nobody answers', () => {
  it.concurrent.each(some(leadingPages, ['at once', 'after eight seconds', 'by refresh after two seconds']))(
    'is judged by what it showed: %s',
    async (_name, body) => {
      const { portal, rendering } = await seen(ordinary, body);
      expect(rendering?.navigations[0]?.startsWith(`${portal.url}never`)).toBe(true);
      expect(rendering?.screenshot).not.toBeNull();
      expect(rendering?.broke).toBeUndefined();
    },
  );

  it('is so on the real clock, too', async () => {
    const { rendering } = await seen(ordinary, leadingPages['after a second'] ?? '', { realTime: true });
    expect(rendering?.screenshot).not.toBeNull();
    expect(rendering?.navigations).toHaveLength(1);
  });
});

describe.skipIf(!existsSync('/proc/self/stat'))('a browser that dies', () => {
  const capturer = testCapturer();
  afterAll(() => capturer.close());
  afterEach(() => fine(capturer));
  const kill = (kind: 'browser' | 'renderer') => {
    const renderers = browsers().filter((pid) => told(pid).includes('--type=renderer'));
    for (const pid of kind === 'browser' ? driven() : renderers) process.kill(pid, 'SIGKILL');
  };

  it.each(['renderer', 'browser'] as const)(
    'after the page came shows it, time and again, and leaves none behind (%s)',
    async (kind) => {
      const before = driven().length;
      for (let time = 0; time < 4; time++) {
        const portal = await serve((req, res) => {
          if (req.url !== '/x') return serving('<h1>Hacked by Bóng Đêm</h1><img src=/x>')(req, res);
          setTimeout(() => kill(kind), 200);
        });
        const { rendering } = captureOf(await capturer.take(request(portal.url, look)));
        expect(rendering).toMatchObject({ broke: 'crash', html: expect.stringContaining('Hacked by') });
      }
      await expect.poll(() => driven().length, { timeout: 10_000 }).toBeLessThanOrEqual(before + 1);
    },
  );

  it('while the page arrives was broken by it', async () => {
    const portal = await serve((req, res) => {
      if (req.url !== '/') return void res.end();
      res.writeHead(200, { 'content-type': 'text/html' }).write('<h1>Hacked');
      setTimeout(() => kill('browser'), 300);
    });
    expect(failureOf(await capturer.take(request(portal.url, look)))).toMatchObject({
      kind: 'page-broke',
      hops: [{ status: 200 }],
    });
  });

  it('before anything came has failed by itself', async () => {
    const portal = await serve(async (req, res) => {
      if (req.url !== '/') return void res.end();
      await wait(300);
      kill('browser');
    });
    expect(failureOf(await capturer.take(request(portal.url, look)))).toMatchObject({
      kind: 'browser-failed',
      hops: [],
    });
  });
});

it('all of them let go of the portal and of their browsers', async () => {
  for (const capturer of [hasty, modest, ordinary]) await capturer.close();
  await expect.poll(() => sockets.size, { timeout: 10_000 }).toBe(0);
  await expect.poll(browsers, { timeout: 10_000 }).toEqual([]);
});
