/** A portal whose page hangs what reads it: its own look says so, others’ looks go on. */
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { createReading } from '../../../src/reading/reading.ts';
import {
  captureConfig,
  captureOf,
  failureOf,
  type Portal,
  request,
  servePortal,
  testCapturer,
} from '../../support/loopback-portal.ts';

const reading = createReading({
  policy: null,
  clock: Date.now,
  log: pino({ level: 'silent' }),
  worker: new URL('../../support/misbehaving-reader.ts', import.meta.url),
});
const egress = [
  { host: 'dung.example', addresses: ['127.0.0.0/8'] },
  { host: 'khac.example', addresses: ['127.0.0.0/8'] },
];
const capturer = testCapturer(captureConfig({ timeouts: { total: '60s' } }, egress), {
  read: reading.read,
  resolveName: async () => [{ address: '127.0.0.1', family: 4 }],
});
const open: Portal[] = [];
afterAll(async () => {
  await capturer.close();
  await reading.close();
  for (const portal of open) await portal.close();
});

async function serve(host: string, html: () => string): Promise<string> {
  const portal = await servePortal((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html()),
  );
  open.push(portal);
  return portal.url.replace('127.0.0.1', host);
}

it('is told as a page that broke the look, while another portal is looked at again and again', async () => {
  let edition = 0;
  const hostile = await serve('dung.example', () => '<p>HANG-THE-READER</p>');
  const honest = await serve('khac.example', () => `<p>Bản tin ${edition++}</p>`);
  const held = capturer.take(request(hostile));
  for (let look = 0; look < 10; look += 1) {
    expect(captureOf(await capturer.take(request(honest))).html).toBe(`<p>Bản tin ${look}</p>`);
  }
  expect(await Promise.race([held, 'under way'])).toBe('under way');
  expect(failureOf(await held)).toMatchObject({ kind: 'page-broke', hops: [{ status: 200 }] });
});

it('is not hidden behind a page that leads there', async () => {
  const hostile = await serve('dung.example', () => '<p>HANG-THE-READER</p>');
  const leading = await serve('dung.example', () => `<meta http-equiv="refresh" content="0;url=${hostile}"><p>Chờ</p>`);
  expect(failureOf(await capturer.take(request(leading)))).toMatchObject({ kind: 'page-broke' });
});
