/** A page that a real browser looked at is served again from its package alone, and looks the same. */
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { WARCParser } from 'warcio';
import { owner } from '../../../../src/core/people/actor.ts';
import { keepEvidence } from '../../../../src/monitor/check/keep-capture.ts';
import { exportEvidence } from '../../../../src/monitor/evidence/export-evidence.ts';
import { verifyPackage } from '../../../../src/monitor/evidence/verify/verify-package.ts';
import { chainEvidence } from '../../../../src/store/evidence/evidence.ts';
import { insertCapture } from '../../../../src/store/targets/captures.ts';
import { write } from '../../../../src/store/write.ts';
import { readFiles } from '../../../support/evidence-packages.ts';
import { captureConfig, captureOf, servePortal, testCapturer, testNow } from '../../../support/loopback-portal.ts';
import { testPolicy } from '../../../support/policy.ts';
import { finding, seedCheck, seedIncident, seedSite } from '../../../support/seed-desk.ts';
import { sharedJudging } from '../../../support/shared-threads.ts';
import { launchTestBrowser } from '../../../support/test-browser.ts';
import { openTestDesk } from '../../../support/test-desk.ts';
import { testExport } from '../../../support/test-export.ts';
import { contentOf, drawPng } from '../../../support/test-pictures.ts';

const minute = 60_000;

const page = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Hacked By Kh4i-Test</title>
<link rel="stylesheet" href="/style.css"></head><body><h1>HACKED BY KH4I-TEST</h1>
<img src="/flag.png" width="300" height="200" alt=""><div id="made"></div><script src="/made.js"></script></body></html>`;

async function defacedFiles(): Promise<ReadonlyMap<string, { type: string; body: Buffer; encoding?: string }>> {
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: gzipSync(page), encoding: 'gzip' }],
    [
      '/style.css',
      {
        type: 'text/css',
        body: deflateSync(
          'body{background:#102030;color:#ff3020;margin:40px}#made{width:600px;height:300px;background:#20a040}',
        ),
        encoding: 'deflate',
      },
    ],
    [
      '/flag.png',
      {
        type: 'image/png',
        body: Buffer.from(drawPng(300, 200, () => [220, 180, 20])),
      },
    ],
    [
      '/made.js',
      { type: 'text/javascript', body: Buffer.from("document.getElementById('made').textContent='We are everywhere'") },
    ],
  ]);
}

async function exportedLook() {
  const files = await defacedFiles();
  const portal = await servePortal((request, response) => {
    const file = files.get(request.url ?? '');
    if (!file) return void response.writeHead(404).end('nothing');
    response.writeHead(200, {
      'content-type': file.type,
      ...(file.encoding ? { 'content-encoding': file.encoding } : {}),
    });
    response.end(file.body);
  });
  const config = captureConfig();
  const capturer = testCapturer(config);
  onTestFinished(() => capturer.close());
  const look = { url: portal.url, tier: 'browser', profile: 'browser', realTime: true } as const;
  const capture = captureOf(await capturer.take(look, undefined, { take: () => true }));
  await portal.close();
  const desk = await openTestDesk({ now: testNow, config: { retention: { keepFree: '1MB' } } });
  onTestFinished(desk.close);
  const parts = { ...desk.parts, ...testExport, pictures: desk.pictures, judging: sharedJudging(testPolicy) };
  const site = await seedSite(desk.store, testNow - minute, { url: portal.url });
  const [kept] = await keepEvidence(parts, { captures: [capture] } as never, 'evidence');
  if (!kept) throw new Error('not kept');
  const captureId = await write(desk.store.db, (trx) => insertCapture(trx, `${site}.1`, 'evidence', kept));
  const findings = [finding({ reason: { vi: 'Tiêu đề', en: 'Title' } })];
  const fell = { targetId: `${site}.1`, kind: 'defacement', score: 12, findings } as const;
  const checkId = await seedCheck(desk.store, { ...fell, at: testNow, level: 'alarm', captureId });
  await write(desk.store.db, (trx) => chainEvidence(trx, 'check', [checkId], testNow));
  const incident = await seedIncident(desk.store, {
    siteId: site,
    openedAt: testNow,
    targets: [{ ...fell, url: portal.url, checkId }],
  });
  const path = join(desk.store.dir, 'package.zip');
  const made = await exportEvidence(parts, incident, { actor: owner('an'), recipient: null, purpose: null, path });
  return { made, portal, checkId, desk };
}

interface Recorded {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** The responses of a web archive, as any replay tool reads them. */
async function readArchive(file: string): Promise<Map<string, Recorded>> {
  const found = new Map<string, Recorded>();
  for await (const record of new WARCParser(createReadStream(file))) {
    const body = Buffer.from(await record.readFully(false));
    if (record.warcType !== 'response') continue;
    const info = record.getResponseInfo();
    const headers = Object.fromEntries(info?.headers ?? []) as Record<string, string>;
    found.set(record.warcTargetURI ?? '', { status: Number(info?.status), headers, body });
  }
  return found;
}

test('a defaced page is shown again from the web archive of its package', async () => {
  const { made, portal, checkId, desk } = await exportedLook();
  expect(made.missing).toEqual([]);
  const verified = await verifyPackage(made.path, { key: null, roots: null });
  expect(verified.claims.filter(({ state }) => state === 'broken')).toEqual([]);
  const files = await readFiles(made.path);
  const warc = join(desk.store.dir, 'archive.warc.gz');
  await writeFile(warc, files.get('archive.warc.gz') ?? '');
  const archive = await readArchive(warc);
  expect([...archive.keys()]).toEqual(
    expect.arrayContaining([portal.url, `${portal.url}style.css`, `${portal.url}flag.png`]),
  );
  const again = createServer((request, response) => {
    const recorded = archive.get(new URL(request.url ?? '', portal.url).href);
    if (!recorded) return void response.writeHead(404).end();
    response.writeHead(recorded.status, recorded.headers).end(recorded.body);
  });
  await new Promise<void>((resolve) => again.listen(portal.port, '127.0.0.1', resolve));
  const browser = await launchTestBrowser();
  onTestFinished(async () => {
    await browser.close();
    again.closeAllConnections();
    await new Promise((resolve) => again.close(resolve));
  });
  const stored = contentOf(files.get(`looks/${checkId}/screenshot.png`) ?? Buffer.alloc(0));
  const before = await desk.pictures.reduce(stored);
  const shown = await browser.newPage({ viewport: { width: before.widthPx, height: before.heightPx } });
  await shown.goto(portal.url, { waitUntil: 'networkidle' });
  expect(await shown.title()).toBe('Hacked By Kh4i-Test');
  expect(await shown.locator('#made').textContent()).toBe('We are everywhere');
  const after = await desk.pictures.reduce(contentOf(await shown.screenshot()));
  const [a, b] = [before, after].map(({ rgb }) => Buffer.from(rgb, 'base64'));
  expect([after.columns, after.rows]).toEqual([before.columns, before.rows]);
  const tiles = before.columns * before.rows;
  const different = Array.from({ length: tiles }, (_, tile) => tile).filter((tile) =>
    [0, 1, 2].some((channel) => Math.abs((a?.[tile * 3 + channel] ?? 0) - (b?.[tile * 3 + channel] ?? 0)) > 24),
  );
  expect(different.length / tiles).toBeLessThan(0.02);
}, 60_000);
