/** Every page that breaks a browser, on both clocks: shown as far as it was seen, and the next look works. */
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { busyPages, floodingPages, greedyPages, leadingPages, serving } from '../support/breaking-pages.ts';
import {
  captureConfig,
  captureOf,
  type Portal,
  request,
  servePortal,
  testCapturer,
} from '../support/loopback-portal.ts';

const capturer = testCapturer(
  captureConfig({ timeouts: { connect: '3s', firstByte: '5s', total: '30s' }, browser: { memoryLimit: '700MB' } }),
);
const open: Portal[] = [];
const look = async (body: string, realTime: boolean) => {
  const portal = await servePortal(serving(body));
  open.push(portal);
  return captureOf(await capturer.take(request(portal.url, { tier: 'browser', realTime })));
};
afterEach(async () => {
  const { rendering } = await look('<h1>Vẫn chạy</h1>', false);
  expect(rendering?.html).toContain('Vẫn chạy');
  expect(rendering?.broke).toBeUndefined();
});
afterAll(async () => {
  await capturer.close();
  for (const portal of open) await portal.close();
});

describe.each([false, true])('on the real clock: %s', (realTime) => {
  it.each([...Object.entries(greedyPages), ...Object.entries(busyPages), ...Object.entries(floodingPages)])(
    'a page that breaks the browser is shown: %s',
    async (_name, body) => {
      const { rendering } = await look(body, realTime);
      expect(rendering?.html).toContain('Hacked by');
      expect(rendering?.broke !== undefined || rendering?.screenshot !== null).toBe(true);
    },
  );

  it.each(Object.entries(leadingPages))(
    'a page that leads to where nobody answers is shown: %s',
    async (name, body) => {
      const { html, rendering } = await look(body, realTime);
      expect(html).toContain('Hacked by');
      // What is led away from in its head is never painted, for visitors either.
      if (name !== 'in the head') expect(rendering?.screenshot).not.toBeNull();
    },
  );
});
